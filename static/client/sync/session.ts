// Who is signed in, and keeping their cards up to date. Screens read the cells; they never wait for the network.
import { cell } from "../model/cell";
import type { Problem } from "../model/wire";
import { AccountStore } from "../store/account";
import { holder, setHolder, type Holder } from "../store/device";
import { api } from "./api";
import { pull, type PullResult } from "./pull";
import { keepPages } from "./worker";

export interface PullState {
  running: boolean;
  done: number;
  total: number;
  result: PullResult | null;
}

export interface Session {
  holder: Holder | null;
  store: AccountStore | null;
}

/** undefined: the phone has not told yet, a few milliseconds after start. */
export const session = cell<Session | undefined>(undefined);
export const pullState = cell<PullState>({ running: false, done: 0, total: 0, result: null });
export const lapsed = cell(false); // the server no longer knows us: cards stay readable
/** Counts up whenever what is stored has changed, so that screens read again. */
export const revision = cell(0);

const EVERY = 10 * 60_000; // ms

async function enter(next: Holder | null): Promise<void> {
  const store = next && await AccountStore.open(next.account);
  session.get()?.store?.close();
  session.set({ holder: next, store });
  revision.set(revision.get() + 1);
}

// Somebody else signed in on this phone: the one before leaves nothing behind.
async function change(next: Holder): Promise<void> {
  const before = session.get();
  await setHolder(next);
  await enter(next);
  if (before?.holder && before.holder.account !== next.account) await before.store?.wipe();
}

const WHO = /(?:^|; )gangka-who=([^;]*)/;

/** Somebody else signed in in this browser, or the person signed out outside the app: a cookie says so, signal or not. */
async function leaveWhatIsAnothers(): Promise<void> {
  const [known, said] = [await holder(), WHO.exec(document.cookie)?.[1]];
  if (!known || said === undefined || said === known.account) return;
  await setHolder(null);
  await enter(null);
  const store = await AccountStore.open(known.account);
  await store.wipe();
}

async function whoAmI(): Promise<boolean> {
  const answer = await api.me();
  if (answer.kind !== "ok") return true; // no line: go on as the one we know
  const { account, name } = answer.value;
  lapsed.set(account === null && session.get()?.holder != null);
  if (account !== null && account !== session.get()?.holder?.account) await change({ account, name });
  return account !== null;
}

// A scan of an own post opens the public card at once, signal or not.
async function keepCards(store: AccountStore, changed: ReadonlySet<string>): Promise<void> {
  const posts = await store.posts();
  const paths = (of: typeof posts): string[] => of.flatMap(({ tokens }) => tokens.map((token) => `/p/${token}`));
  await keepPages(paths(posts), false);
  const renewed = posts.filter(({ id }) => changed.has(`post:${id}`));
  if (renewed.length > 0) await keepPages(paths(renewed), true);
}

async function pullInto(store: AccountStore): Promise<PullResult> {
  const progress = (done: number, total: number): void => pullState.set({ ...pullState.get(), done, total });
  try {
    return await pull({ api, store, now: Date.now, progress });
  } catch {
    const problem: Problem = { code: "storage", message: "手机存不下了，先删几个视频" };
    return { kind: "failed", problem };
  }
}

function settle(store: AccountStore, result: PullResult): void {
  lapsed.set(result.kind === "signedOut");
  revision.set(revision.get() + 1);
  const changed = result.kind === "updated" ? result.changed : [];
  if (result.kind === "updated" || result.kind === "same") void keepCards(store, new Set(changed));
}

async function refreshNow(): Promise<void> {
  await leaveWhatIsAnothers();
  pullState.set({ running: true, done: 0, total: 0, result: null });
  const isIn = await whoAmI();
  const store = session.get()?.store;
  const result = isIn && store ? await pullInto(store) : null;
  pullState.set({ ...pullState.get(), running: false, result });
  if (result && store) settle(store, result);
}

let running: Promise<void> | null = null;

/** One pull at a time; whoever asks meanwhile gets the same one. */
export function refresh(): Promise<void> {
  running ??= refreshNow().finally(() => { running = null; });
  return running;
}

/** Open what the phone knows, then look at the server now and again. */
export async function start(): Promise<void> {
  await leaveWhatIsAnothers();
  await enter(await holder() ?? null);
  void refresh();
  setInterval(() => void refresh(), EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void refresh();
  });
  window.addEventListener("online", () => void refresh());
}

/** null: done, and this account's cards have left the phone. Otherwise what is in the way. */
export async function signOut(): Promise<Problem | null> {
  await running; // or it would bring the person back
  const me = await api.me();
  if (me.kind !== "ok") return me.kind === "same" ? null : me.problem;
  const answer = me.value.account === null ? null : await api.signOut(me.value.csrf);
  if (answer && answer.kind !== "ok" && answer.kind !== "same") return answer.problem;
  const store = session.get()?.store;
  await setHolder(null);
  await enter(null);
  await store?.wipe();
  lapsed.set(false);
  return null;
}
