// Who is signed in, and keeping their cards and records up to date.
import type { LocalOp } from "../model/ops";
import type { Me, Problem } from "../model/wire";
import type { AccountStore } from "../store/account";
import { api } from "./api";
import { lapsed, pullState, redraw, session } from "./cells";
import { fetchFive } from "./five";
import { ensureKey } from "./keys";
import { clearOthers, enter, finishEnding, leave, undeliveredHere, whoAmI, whoHolds } from "./people";
import { pull, type PullResult } from "./pull";
import { countOthers, hearTabs, recount, tellTabs } from "./safety";
import { knock, pushNow, pushSoon } from "./sender";
import { keepPages } from "./worker";

export { lapsed, otherTab, pullState, revision, safety, session, type PullState, type Session } from "./cells";
export { pushNow } from "./sender";

const EVERY = 10 * 60_000; // ms

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
  if (result.kind !== "failed") lapsed.set(result.kind === "signedOut");
  redraw();
  const changed = result.kind === "updated" ? result.changed : [];
  if (result.kind === "updated" || result.kind === "same") void keepCards(store, new Set(changed)).catch(() => undefined);
}

const isOurs = (me: Me | null): me is Me => me?.account != null && me.account === session.get()?.holder?.account;

async function askFive(store: AccountStore, { kind }: PullResult): Promise<void> {
  if (kind === "failed" || kind === "signedOut") return;
  await fetchFive(store).catch(() => undefined);
  redraw();
}

/** First what waits here goes, then comes what is new: so a check that was just sent shows as done. */
async function exchange(): Promise<PullResult | null> {
  const me = await whoAmI();
  const store = session.get()?.store ?? null;
  if (isOurs(me) && store) await ensureKey({ api, store, csrf: me.csrf }).catch(() => undefined);
  await (me ? knock() : pushNow()); // signed in or not: a restored server may have forgotten records and session alike
  if (!store || me?.account === null) return null;
  const before = (await store.contact().catch(() => undefined))?.epoch;
  const result = await pullInto(store);
  settle(store, result);
  await askFive(store, result); // after the cards are on the screen
  const after = (await store.contact().catch(() => undefined))?.epoch;
  if (before !== undefined && before !== after) await pushNow(); // a server that begins anew wants all we hold
  return result;
}

async function look(): Promise<void> {
  pullState.set({ running: true, done: 0, total: 0, result: null });
  let result: PullResult | null = null;
  try {
    await enter(await whoHolds());
    if (await finishEnding()) result = await exchange();
    await clearOthers();
  } catch {
    // storage failed: what is on the screen stays, and the next look tries again
  }
  pullState.set({ ...pullState.get(), running: false, result });
  await countOthers();
  await recount();
  tellTabs();
}

// One thing at a time: a look that began before a leaving would bring the person back.
let last: Promise<unknown> = Promise.resolve();
let looking: Promise<void> | null = null;

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
}

/** One look at the server at a time; whoever asks meanwhile gets the same one. Never throws. */
export function refresh(): Promise<void> {
  looking ??= inTurn(look).catch(() => undefined).finally(() => { looking = null; });
  return looking;
}

/** Another tab has changed something: records, or who holds the phone. */
async function follow(): Promise<void> {
  await inTurn(async () => enter(await whoHolds())).catch(() => undefined);
  await recount();
}

function onReturn(): void {
  if (document.visibilityState === "visible") void refresh();
}

/** Open what the phone knows, then look at the server now and again. */
export async function start(): Promise<void> {
  await inTurn(async () => enter(await whoHolds())).catch(() => session.set({ holder: null, store: null }));
  await countOthers();
  await recount();
  hearTabs(() => void follow());
  void refresh();
  setInterval(() => void refresh(), EVERY);
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", () => void refresh());
}

const QUIET: ReadonlySet<string> = new Set(["card.opened", "recite.answered", "spotcheck.held"]); // no screen here waits for what comes of them

/** What has just been delivered shows on other screens too, once it is fetched back: a stop, a hazard's next step. */
async function fetchBack(): Promise<void> {
  const store = session.get()?.store;
  const [ops, mark] = [await store?.ops() ?? [], await store?.mark()];
  const isNews = ({ kind, state, settledAt = 0 }: LocalOp): boolean => !QUIET.has(kind) && state === "delivered" && settledAt > (mark?.pulledAt ?? 0);
  if (ops.some(isNews)) await refresh();
}

/** Called after `record`: counts at once, and tries to send without anybody waiting for it. */
export async function noteRecorded(): Promise<void> {
  void pushSoon().then(fetchBack).catch(() => undefined);
  await recount();
  tellTabs();
}

/** How many records of whoever is signed in are not safe on the server: to be said before signing out. */
export const undelivered = (): Promise<number> => undeliveredHere();

/**
 * Try to deliver, then leave, signal or not. null: done. What no backup holds stays on the phone, out of sight, and is
 * sent by whoever holds it next. Otherwise what is in the way.
 */
export async function signOut(): Promise<Problem | null> {
  await pushNow();
  const problem = await inTurn(async () => {
    const now = session.get()?.holder;
    return now ? leave(now.account) : null;
  });
  await countOthers();
  await recount();
  tellTabs();
  return problem;
}
