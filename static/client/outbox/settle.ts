// What an answer of the server does to a record (pure). A claim only ever grows, but for a server that begins anew.
import { isUndelivered, type LocalOp } from "../model/ops";
import type { Answer, Problem } from "../model/wire";
import type { Amendment, Contact, Held } from "../store/account";

const KEPT_FOR = 14 * 86_400_000; // ms after which a phone drops its copy of what is backed up

/** A record without what the last answer said of it. */
function bare(op: LocalOp): LocalOp {
  const { receipt, code, message, waitsFor, flags, ...rest } = op;
  return rest;
}

function whole(op: LocalOp): LocalOp {
  return { ...op, state: op.photos.every((sha) => op.arrived[sha] !== undefined) ? "delivered" : "text" };
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);

function arrivals(op: LocalOp, photos: Answer["photos"]): Record<string, number> {
  const named = Object.entries(photos ?? {}).filter(([sha, arrival]) => op.photos.includes(sha) && isNumber(arrival));
  return { ...op.arrived, ...Object.fromEntries(named) };
}

function applied(op: LocalOp, answer: Answer, at: number): LocalOp {
  if (!isNumber(answer.receipt)) return op; // no receipt, no claim: it is offered again
  return whole({ ...bare(op), arrived: arrivals(op, answer.photos), receipt: answer.receipt, settledAt: at, flags: answer.flags ?? [] });
}

/** The record after its answer, at `at` (ms). Answers that come late or twice take nothing back. */
export function settled(op: LocalOp, answer: Answer, at: number): LocalOp {
  if (op.state === "text") return answer.state === "applied" ? applied(op, answer, at) : op;
  if (op.state !== "held") return op;
  const said = { settledAt: at, code: answer.code ?? "", message: answer.message ?? "" };
  switch (answer.state) {
    case "applied": return applied(op, answer, at);
    case "rejected": return { ...bare(op), ...said, state: "rejected" };
    case "retry": return { ...bare(op), ...said, ...(answer.waits_for != null && { waitsFor: answer.waits_for }) };
    default: return op;
  }
}

export const lacks = (op: LocalOp, sha: string): boolean => op.state === "text" && op.photos.includes(sha) && op.arrived[sha] === undefined;

/** The server has confirmed a photo. */
export function withPhoto(op: LocalOp, sha: string, arrival: number): LocalOp {
  return lacks(op, sha) ? whole({ ...op, arrived: { ...op.arrived, [sha]: arrival } }) : op;
}

/** A photo that can't be sent: its author has to see it. The words have arrived, so the receipt stays. */
export function spoilt(op: LocalOp, sha: string, problem: Problem): LocalOp {
  return lacks(op, sha) ? { ...op, state: "rejected", code: problem.code, message: problem.message } : op;
}

/** The server waits for no such photo: it does not hold the record that we think it holds. */
export function unheld(op: LocalOp, sha: string): LocalOp {
  return lacks(op, sha) ? afresh(op) : op;
}

/** To be offered again, as if for the first time. */
export function afresh(op: LocalOp): LocalOp {
  const { settledAt, ...rest } = bare(op);
  return { ...rest, state: "held", arrived: {} };
}

function withBackup(op: LocalOp, through: number): LocalOp {
  if (op.state !== "delivered" || op.receipt === undefined) return op;
  return Math.max(op.receipt, ...Object.values(op.arrived)) <= through ? { ...op, state: "backed" } : op;
}

/** Rejected records whose correction has been delivered, and those which these corrected in turn. */
function replaced(ops: readonly LocalOp[]): string[] {
  const byId = new Map(ops.map((op) => [op.id, op]));
  const gone = new Set<string>();
  for (const op of ops.filter((one) => !isUndelivered(one))) {
    let original = byId.get(op.corrects ?? "");
    while (original?.state === "rejected" && !gone.has(original.id)) {
      gone.add(original.id);
      original = byId.get(original.corrects ?? "");
    }
  }
  return [...gone];
}

/** What the server says of itself in an answer. */
export interface Said {
  epoch: string;
  backedUpThrough?: number;
  offsetMs?: number;
}

function contactAfter(before: Contact | undefined, said: Said): Contact {
  const known = before?.epoch === said.epoch ? before.backedUpThrough : 0;
  return { epoch: said.epoch, backedUpThrough: Math.max(known, said.backedUpThrough ?? 0), offsetMs: said.offsetMs ?? before?.offsetMs ?? null };
}

const isSame = (one: Contact | undefined, other: Contact): boolean =>
  one?.epoch === other.epoch && one.backedUpThrough === other.backedUpThrough && one.offsetMs === other.offsetMs;

/**
 * The records after an answer to a request that was sent when the server's epoch was `sentIn`. An epoch that differs is
 * a server that begins anew: everything still here is offered again. An answer from before such a beginning, met by
 * another tab meanwhile, counts for nothing.
 */
export function judged({ ops, contact }: Held, sentIn: string | undefined, said: Said, change: (op: LocalOp) => LocalOp): Amendment {
  const known = contact?.epoch;
  if (known !== sentIn && known !== said.epoch) return { put: [], drop: [] };
  const isNew = known !== undefined && known !== said.epoch;
  const next = contactAfter(contact, said);
  const after = ops.map((op) => withBackup(change(isNew ? afresh(op) : op), next.backedUpThrough));
  return { put: after.filter((op, place) => op !== ops[place]), drop: replaced(after), ...(!isSame(contact, next) && { contact: next }) };
}

/** Change records by what the phone itself has found. */
export function changed({ ops }: Held, change: (op: LocalOp) => LocalOp): Amendment {
  const after = ops.map(change);
  return { put: after.filter((op, place) => op !== ops[place]), drop: [] };
}

/** What was answered in practice lives on in the person's bundle, once that has been fetched. */
const isThereToo = (op: LocalOp, pulledAt = 0): boolean => op.kind !== "recite.answered" || (op.settledAt ?? Infinity) < pulledAt;

/** Copies of what has been backed up for long: nothing else is ever dropped. `now` in ms. */
export function dropped({ ops, pulledAt }: Held, now: number): Amendment {
  const isOver = (op: LocalOp): boolean => op.state === "backed" && now - op.capturedAt > KEPT_FOR && isThereToo(op, pulledAt);
  return { put: [], drop: ops.filter(isOver).map(({ id }) => id) };
}
