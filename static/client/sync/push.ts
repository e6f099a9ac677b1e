// Sending the records of one account. Whatever comes back, or doesn't: a record is held until its own answer is here.
import type { LocalOp } from "../model/ops";
import type { Answer as OpAnswer, PhoneSays, Problem, PushIn, PushOut, SignedOp } from "../model/wire";
import { changed, dropped, judged, settled, type Said } from "../outbox/settle";
import type { AccountStore, Contact } from "../store/account";
import type { Answer, Api } from "./api";

export interface PushJob {
  api: Pick<Api, "push" | "putPhoto">;
  store: AccountStore;
  isOwn: boolean; // of whoever holds the phone: then the phone says how far it has counted
  knock: boolean; // let the server hear of the phone, and the phone of the server, where nothing waits
  /** Called before each request; false: another tab sends now. */
  mayGoOn: () => Promise<boolean>;
  step: (count: number) => void; // so many more are done
}

export type Sent = { kind: "done" } | { kind: "stopped"; problem: Problem; retryAfter?: number };

export const DONE: Sent = { kind: "done" };
const ELSEWHERE: Sent = { kind: "stopped", problem: { code: "elsewhere", message: "另一个窗口正在送" } };

const MOST_OPS = 50;
const MOST_BYTES = 400_000;
const SANE_WAIT = 60_000; // ms; a longer one between question and answer says that the clock was set meanwhile

const byteLength = ({ payload, signature }: SignedOp): number => new TextEncoder().encode(JSON.stringify({ payload, signature })).length;

/** As they were written: by key, the older key first, and by number. */
export function inOrder(ops: readonly LocalOp[]): LocalOp[] {
  const since = new Map<string, number>();
  for (const { key, capturedAt } of ops) since.set(key, Math.min(since.get(key) ?? Infinity, capturedAt));
  const order = (one: LocalOp, other: LocalOp): number =>
    (since.get(one.key) ?? 0) - (since.get(other.key) ?? 0) || one.key.localeCompare(other.key) || one.n - other.n;
  return [...ops].sort(order);
}

/** As many of the first as one push may carry; one at least. */
export function portion<T extends SignedOp>(ops: readonly T[]): T[] {
  let bytes = 0;
  const end = ops.findIndex((op, place) => place >= MOST_OPS || ((bytes += byteLength(op)) > MOST_BYTES && place > 0));
  return end < 0 ? [...ops] : ops.slice(0, end);
}

/** Server clock minus phone clock, taking the middle of the wait. */
function offsetOf(serverMs: number, asked: number, answered: number): number {
  const wait = answered - asked;
  return Math.round(serverMs - (wait >= 0 && wait <= SANE_WAIT ? (asked + answered) / 2 : answered));
}

const LAST_MOMENT = Date.UTC(10_000, 0); // later ones are written in a way that servers don't read

/** This phone's clock, set right; nothing where nobody has told it by how much. */
function momentBy(clock: number, offsetMs: number | null): { at?: string } {
  const moment = clock + (offsetMs ?? NaN);
  return moment >= 0 && moment < LAST_MOMENT ? { at: new Date(moment).toISOString() } : {};
}

async function phoneSays({ store }: PushJob, contact: Contact | undefined): Promise<PhoneSays | null> {
  const clock = Date.now(); // before it looks how far it has counted: what is written later is not spoken of
  const signer = await store.signer();
  if (!signer || signer.certificate === "") return null;
  const offsetMs = contact?.offsetMs ?? null;
  return { key: signer.id, top_n: signer.n, offset_ms: offsetMs, ...momentBy(clock, offsetMs) };
}

async function bodyOf(job: PushJob, ops: readonly LocalOp[], contact: Contact | undefined): Promise<PushIn> {
  const certificates = await job.store.certificates();
  const keys = new Set(ops.map(({ key }) => key));
  const phone = job.isOwn ? await phoneSays(job, contact) : null;
  return {
    ops: ops.map(({ payload, signature }) => ({ payload, signature })),
    certificates: Object.fromEntries(Object.entries(certificates).filter(([key]) => keys.has(key))),
    ...(phone && { phone }),
  };
}

/** Answers that stand in the place of their op and name it. */
function fitting(ops: readonly LocalOp[], { answers }: PushOut): Map<string, OpAnswer> {
  const pairs = ops.map((op, place) => [op.id, answers[place]] as const);
  return new Map(pairs.filter((pair): pair is [string, OpAnswer] => pair[1]?.id === pair[0]));
}

function saidBy(out: PushOut, answers: ReadonlyMap<string, OpAnswer>, offsetMs: number): Said {
  // Only where it took one of these does it surely speak of this enterprise's backups.
  const isOfOurs = [...answers.values()].some(({ state }) => state === "applied");
  return { epoch: out.epoch, offsetMs, ...(isOfOurs && { backedUpThrough: out.backed_up_through }) };
}

async function settle(job: PushJob, ops: readonly LocalOp[], contact: Contact | undefined, out: PushOut, offsetMs: number): Promise<void> {
  const [answers, at] = [fitting(ops, out), Date.now()];
  const change = (op: LocalOp): LocalOp => {
    const answer = answers.get(op.id);
    return answer ? settled(op, answer, at) : op;
  };
  await job.store.amend((held) => judged(held, contact?.epoch, saidBy(out, answers, offsetMs), change));
  // Forgotten with a restore, or ended by signing in anew: it is registered again in the next session.
  const isDoubted = ({ id }: LocalOp): boolean => ["key", "review"].includes(answers.get(id)?.waits_for ?? "");
  for (const key of new Set(ops.filter(isDoubted).map((op) => op.key))) await job.store.doubtSigner(key);
}

const UNDIGESTED = new Set([400, 413, 422]);

export function stopped(answer: Exclude<Answer<unknown>, { kind: "ok" }>): Sent {
  if (answer.kind === "same") return { kind: "stopped", problem: { code: "strange", message: "没看懂回话，等会儿再试" } };
  const wait = answer.kind === "refused" ? answer.retryAfter : undefined;
  return { kind: "stopped", problem: answer.problem, ...(wait !== undefined && { retryAfter: wait }) };
}

/** One push. What the server can't digest is sent in halves, so that one record never holds up the others. */
async function pushSome(job: PushJob, ops: readonly LocalOp[]): Promise<Sent> {
  if (!await job.mayGoOn()) return ELSEWHERE;
  const contact = await job.store.contact();
  const body = await bodyOf(job, ops, contact);
  const asked = Date.now();
  const answer = await job.api.push(body);
  if (answer.kind === "ok") {
    await settle(job, ops, contact, answer.value, offsetOf(answer.value.server_ms, asked, Date.now()));
    job.step(ops.length);
    return DONE;
  }
  if (answer.kind !== "refused" || !UNDIGESTED.has(answer.status)) return stopped(answer);
  return ops.length > 1 ? inHalves(job, ops) : noteRefusal(job, ops, answer.problem);
}

async function inHalves(job: PushJob, ops: readonly LocalOp[]): Promise<Sent> {
  const middle = Math.ceil(ops.length / 2);
  const first = await pushSome(job, ops.slice(0, middle));
  return first.kind === "done" ? pushSome(job, ops.slice(middle)) : first;
}

async function noteRefusal(job: PushJob, ops: readonly LocalOp[], { code, message }: Problem): Promise<Sent> {
  const ids = new Set(ops.map(({ id }) => id));
  await job.store.amend((held) => changed(held, (op) => (ids.has(op.id) && op.state === "held" ? { ...op, code, message } : op)));
  return DONE;
}

const heldOf = async ({ store }: PushJob): Promise<LocalOp[]> => inOrder((await store.ops()).filter(({ state }) => state === "held"));

/** Every held record is offered once, with those that are written meanwhile. */
async function offerOnce(job: PushJob): Promise<Sent> {
  const offered = new Set<string>();
  for (;;) {
    const some = portion((await heldOf(job)).filter(({ id }) => !offered.has(id)));
    if (some.length === 0) return DONE;
    some.forEach(({ id }) => offered.add(id));
    const sent = await pushSome(job, some);
    if (sent.kind !== "done") return sent;
  }
}

/** Records may wait for one another: while something is taken, the rest is offered again. */
export async function sendOps(job: PushJob): Promise<Sent> {
  let before = (await heldOf(job)).length;
  if (before === 0 && job.knock) {
    const sent = await knock(job);
    if (sent.kind !== "done") return sent;
    before = (await heldOf(job)).length; // a server that begins anew wants them all
  }
  while (before > 0) {
    const sent = await offerOnce(job);
    if (sent.kind !== "done") return sent;
    const after = (await heldOf(job)).length;
    if (after >= before) break;
    before = after;
  }
  return DONE;
}

/**
 * Nothing waits. The holder's phone tells that it lives. For somebody who has left, one record that has its answer,
 * delivered if there is one, asks again how it stands: that is how a restored server, or a backup, is heard of.
 */
async function knock(job: PushJob): Promise<Sent> {
  if (job.isOwn && await job.store.signer()) return pushSome(job, []);
  const ops = inOrder(await job.store.ops());
  const last = (answer: LocalOp["state"]): LocalOp[] => ops.filter(({ state }) => state === answer).slice(-1);
  const [one] = [...last("delivered"), ...last("rejected")];
  return one ? pushSome(job, [one]) : DONE;
}

/** Drop the copies of what has been backed up for long. */
export async function tidy({ store }: PushJob): Promise<void> {
  const now = Date.now();
  if ((await store.ops()).some(({ state }) => state === "backed")) await store.amend((held) => dropped(held, now));
}
