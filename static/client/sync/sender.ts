// When records are sent: one pass over every account that has some on this phone, again when asked meanwhile.
import { isUndelivered } from "../model/ops";
import { lackingPhotos } from "../outbox/summary";
import { AccountStore } from "../store/account";
import { accounts } from "../store/device";
import { alone } from "./alone";
import { api } from "./api";
import { safety, session } from "./cells";
import { Pace } from "./pace";
import { sendPhotos } from "./photos";
import { DONE, sendOps, tidy, type PushJob, type Sent } from "./push";
import { countOthers, recount, tellTabs } from "./safety";

const pace = new Pace();
const SOON = 5_000; // ms

type Asked = "quiet" | "knock";

let running: Promise<void> | null = null;
let again: Asked | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function progress(total: number): (count: number) => void {
  let done = 0;
  const show = (): void => safety.set({ ...safety.get(), sending: { done: Math.min(done, total - 1), total } }); // the one under way is never beyond the last
  if (total > 0) show();
  return (count) => {
    done += count;
    if (total > 0) show();
  };
}

async function totalOf(store: AccountStore): Promise<number> {
  const ops = await store.ops();
  return ops.filter(({ state }) => state === "held").length + lackingPhotos(ops);
}

async function wordsThenPhotos(job: PushJob): Promise<Sent> {
  const sent = await sendOps(job);
  return sent.kind === "done" ? sendPhotos(job) : sent;
}

const heldIn = async ({ store }: PushJob): Promise<number> => (await store.ops()).filter(({ state }) => state === "held").length;

async function sendAll(job: PushJob): Promise<Sent> {
  let sent = await sendOps(job);
  const waiting = await heldIn(job);
  if (sent.kind === "done") sent = await sendPhotos(job);
  const isOfferedAnew = sent.kind === "done" && await heldIn(job) > waiting; // the server had forgotten some
  if (isOfferedAnew) sent = await wordsThenPhotos(job);
  await tidy(job);
  return sent;
}

type Base = Pick<PushJob, "mayGoOn" | "knock">;

async function sendOwn(base: Base, store: AccountStore): Promise<Sent> {
  return sendAll({ ...base, api, store, isOwn: true, step: progress(await totalOf(store)) });
}

async function sendOf(base: Base, account: string): Promise<Sent> {
  const store = await AccountStore.openExisting(account);
  if (!store) return DONE;
  try {
    return await sendAll({ ...base, api, store, isOwn: false, step: () => undefined });
  } finally {
    store.close();
  }
}

const FAULT: Sent = { kind: "stopped", problem: { code: "storage", message: "手机存不下了，先删几个视频" } };

/** The holder's first. A line that is down is down for all; a fault of one's storage is no other's. */
async function sendEverybodys(base: Base): Promise<Sent> {
  const now = session.get();
  const own = now?.store?.isOpen ? await sendOwn(base, now.store).catch(() => FAULT) : DONE;
  if (own.kind === "stopped" && own !== FAULT) return own;
  let result = own;
  for (const { account } of await accounts()) {
    if (account === now?.holder?.account) continue;
    const sent = await sendOf(base, account).catch(() => FAULT);
    if (sent.kind === "stopped") result = sent;
    if (sent.kind === "stopped" && sent !== FAULT) break;
  }
  return result;
}

async function pass(asked: Asked): Promise<void> {
  const sent = await alone((mayGoOn) => sendEverybodys({ mayGoOn, knock: asked === "knock" })).catch(() => FAULT);
  if (sent?.kind === "done") pace.succeeded();
  else pace.failed(sent?.kind === "stopped" ? sent.retryAfter : undefined);
  safety.set({ ...safety.get(), sending: null });
  await countOthers();
  await recount();
  tellTabs();
  await planNext();
}

/** Try again by ourselves while something waits. A phone that is killed tries when it is opened. */
async function planNext(): Promise<void> {
  clearTimeout(timer);
  const ops = await session.get()?.store?.ops().catch(() => []) ?? [];
  const isWaiting = ops.some((op) => isUndelivered(op) && op.state !== "rejected") || safety.get().others > 0;
  if (isWaiting && pace.wait() > 0) timer = setTimeout(() => void pushSoon(), Math.max(pace.wait(), SOON));
}

async function loop(first: Asked): Promise<void> {
  let asked: Asked | null = first;
  try {
    while (asked) {
      again = null;
      await pass(asked);
      asked = again;
    }
  } finally {
    running = null;
  }
}

function push(asked: Asked): Promise<void> {
  if (running) again = asked === "knock" ? asked : again ?? asked;
  running ??= loop(asked).catch(() => undefined);
  return running;
}

/** Send what waits, now: somebody asks for it. Resolves when it is sent or can't be sent now; never throws. */
export const pushNow = (): Promise<void> => push("quiet");

/** The same, and the server hears of the phone even where nothing waits. */
export const knock = (): Promise<void> => push("knock");

/** Send what waits, unless the last try failed a moment ago: then its time comes by itself. */
export function pushSoon(): Promise<void> {
  return pace.wait() > 0 ? planNext() : push("quiet");
}
