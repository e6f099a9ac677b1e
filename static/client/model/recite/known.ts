// What this phone knows of a person's memory: the newest of what the server gave and of the own answers.
import type { Memory, ReciteBundle } from "../wire";

export interface Known {
  memory: Memory;
  at: number; // ms, by this phone's clock: when it was answered
}

/** An answer that this phone has recorded itself. */
export interface OwnAnswer {
  question: string;
  memory: Memory;
  at: number; // ms, by the clock as it was then
  offsetMs: number | null; // server clock minus phone clock, as known then
  n: number;
}

const moved = (iso: string, by: number): string => new Date(Date.parse(iso) + by).toISOString();

const shifted = (memory: Memory, by: number): Memory =>
  (by === 0 ? memory : { ...memory, due: moved(memory.due, by), ...(memory.last_review != null && { last_review: moved(memory.last_review, by) }) });

const isNewer = (one: Known, other: Known | undefined): boolean => !other || one.at >= other.at;

/** Of two answers at one moment the one that was written later counts. */
const inOrder = (one: OwnAnswer, other: OwnAnswer): number => one.at - other.at || one.n - other.n;

/**
 * Question > the newest state. `offsetMs`: how far the server's clock is from this phone's now. The server's moments
 * are told by this phone's clock, and so are answers from before that clock was set anew.
 */
export function knownOf(bundle: ReciteBundle | undefined, own: readonly OwnAnswer[], offsetMs: number | null): Map<string, Known> {
  const [known, now] = [new Map<string, Known>(), offsetMs ?? 0];
  for (const [question, memory] of Object.entries(bundle?.memories ?? {})) {
    known.set(question, { memory: shifted(memory, -now), at: Date.parse(memory.last_review ?? memory.due) - now });
  }
  for (const { question, memory, at, offsetMs: then } of [...own].sort(inOrder)) {
    const by = (then ?? now) - now;
    const one = { memory: shifted(memory, by), at: at + by };
    if (isNewer(one, known.get(question))) known.set(question, one);
  }
  return known;
}
