// Who holds the phone: coming, leaving, and telling the server of a leaving that it has not heard of.
import { isUndelivered } from "../model/ops";
import type { Me, Problem } from "../model/wire";
import { AccountStore } from "../store/account";
import { accounts, addEndedKeys, ending, forgetAccount, forgetEnding, holder, setEnding, setHolder, type Ending, type Holder } from "../store/device";
import { api } from "./api";
import { lapsed, otherTab, redraw, session } from "./cells";
import { endKeys } from "./keys";

const WHO = /(?:^|; )gangka-who=([^;]*)/;
const NOBODY = "-";

/** Whose this browser is, as the server's cookie says it: signal or not. undefined: it says nothing. */
const said = (): string | undefined => WHO.exec(document.cookie)?.[1];

async function opened(account: string): Promise<AccountStore | null> {
  try {
    const store = await AccountStore.open(account, () => otherTab.set(true));
    otherTab.set(false);
    await store.arrive().catch(() => undefined);
    return store;
  } catch {
    return null; // the next look tries again
  }
}

/** Show whoever holds the phone, and nobody else's. */
export async function enter(next: Holder | null): Promise<void> {
  const before = session.get();
  const isSame = before !== undefined && before.holder?.account === next?.account && (next === null || before.store?.isOpen === true);
  if (isSame) return await before.store?.arrive().catch(() => undefined);
  if (before?.holder && before.holder.account !== next?.account) session.set({ holder: null, store: null }); // out of sight first
  const store = next && await opened(next.account);
  before?.store?.close();
  session.set({ holder: next, store });
  redraw();
}

/** Whoever the phone knows, unless somebody else signed in since, or they signed out outside the app. */
export async function whoHolds(): Promise<Holder | null> {
  const [known, cookie] = [await holder(), said()];
  if (!known || cookie === undefined || cookie === known.account) return known ?? null;
  await setHolder(null).catch(() => undefined); // if it can't be written now, the cookie still says so next time
  return null;
}

/**
 * Everybody who does not hold the phone leaves it: again and again, until nothing of theirs has to stay. The last look
 * into a database and its deletion stand together, so that nothing can be written in between.
 */
export async function clearOthers(): Promise<void> {
  for (const { account } of await accounts()) await clear(account).catch(() => undefined);
}

async function clear(account: string): Promise<void> {
  if ((await holder())?.account === account) return;
  const store = await AccountStore.openExisting(account);
  if (!store) return forgetAccount(account);
  try {
    await store.leave();
    const given = await store.ended();
    await addEndedKeys(given.map(({ key, topN }) => ({ account, key, topN })));
    await store.forgetEnded();
    if ((await holder())?.account === account) return await store.arrive(); // came back meanwhile
    if (await store.leave() > 0) return;
    await store.wipe();
    await forgetAccount(account);
  } finally {
    store.close();
  }
}

/** How the server knows this browser; null: it did not say. */
export async function whoAmI(): Promise<Me | null> {
  const answer = await api.me();
  if (answer.kind !== "ok") return null;
  const me = answer.value;
  const isStale = me.account !== null && said() !== undefined && said() !== me.account;
  if (isStale) return null; // somebody else has signed in or out since it was asked
  lapsed.set(me.account === null && session.get()?.holder != null);
  if (me.account !== null && me.account !== session.get()?.holder?.account) await take({ account: me.account, name: me.name });
  return me;
}

async function take(next: Holder): Promise<void> {
  await setHolder(next);
  await enter(next);
}

/** Somebody signed out here without a line: before anything else the server is told. false: not yet. */
export async function finishEnding(): Promise<boolean> {
  const open = await ending();
  if (!open) return true;
  const isSomeones = said() !== undefined && said() !== NOBODY;
  if (!(open.marked && isSomeones) && !await endSession(open)) return false;
  await forgetEnding();
  return true;
}

async function endSession({ account }: Ending): Promise<boolean> {
  const answer = await api.me();
  if (answer.kind !== "ok") return false;
  const { account: now, csrf } = answer.value;
  if (now !== account) return true; // it has ended by itself
  await endKeys({ api, store: { account }, csrf });
  const ended = await api.signOut(csrf);
  return ended.kind === "ok" || (ended.kind === "refused" && ended.status === 401);
}

const STORAGE: Problem = { code: "storage", message: "手机存不下了，先删几个视频，再退出" };

/** Signal or not: this phone is nobody's now. What no backup holds stays, out of sight. */
export async function leave(account: string): Promise<Problem | null> {
  try {
    await setEnding({ account, marked: false });
  } catch {
    return STORAGE;
  }
  document.cookie = `gangka-who=${NOBODY}; path=/; max-age=34560000; samesite=lax`;
  if (said() === NOBODY) await setEnding({ account, marked: true }).catch(() => undefined);
  await enter(null);
  lapsed.set(false);
  await clearOthers().catch(() => undefined); // else at the next start
  await finishEnding().catch(() => false); // else at the next contact
  return null;
}

export async function undeliveredHere(): Promise<number> {
  const ops = await session.get()?.store?.ops() ?? [];
  return ops.filter(isUndelivered).length;
}
