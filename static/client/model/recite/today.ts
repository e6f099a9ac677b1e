// Which questions today: what is due first, what saves lives before the rest, and not too much that is new.
import type { Question, ReciteRules } from "../wire";
import type { Known } from "./known";

export interface Asked {
  post: string;
  question: Question;
}

export interface Practice {
  done: number; // questions answered today, on whatever phone
  next: Asked[]; // still to come today
  more: Asked[]; // for whoever wants to go on
  mastered: number; // right the last time, and not due again yet
  total: number; // that the person's cards ask
}

const REVIEW = 2; // FSRS' state of what was right the last time

/** Questions of several posts: the same question is asked once. */
export function eachOnce(all: readonly Asked[]): Asked[] {
  const seen = new Set<string>();
  return all.filter(({ question: { id } }) => !seen.has(id) && seen.add(id));
}

const isSameDay = (one: number, other: number): boolean => new Date(one).toDateString() === new Date(other).toDateString();

function nextMidnight(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}

const weight = ({ question: { critical, ability } }: Asked): number => (critical ? 0 : 2) + (ability === "emergency" ? 0 : 1);

/** How many questions of its row stand before each: a row's second question comes once its first is known. */
function placesInRow(all: readonly Asked[]): Map<string, number> {
  const counts = new Map<string, number>();
  return new Map(all.map(({ post, question: { id, row } }) => {
    const key = `${post} ${row}`;
    const place = counts.get(key) ?? 0;
    counts.set(key, place + 1);
    return [id, place] as const;
  }));
}

function dueFirst(all: readonly Asked[], known: ReadonlyMap<string, Known>, now: number): Asked[] {
  const dueAt = ({ question }: Asked): number => Date.parse(known.get(question.id)?.memory.due ?? "");
  const due = all.filter((asked) => dueAt(asked) < nextMidnight(now) && !isSameDay(known.get(asked.question.id)?.at ?? 0, now));
  return due.sort((one, other) => weight(one) - weight(other) || dueAt(one) - dueAt(other));
}

function newOnes(all: readonly Asked[], known: ReadonlyMap<string, Known>): Asked[] {
  const fresh = all.filter(({ question }) => !known.has(question.id));
  const places = placesInRow(fresh);
  const placeOf = ({ question }: Asked): number => places.get(question.id) ?? 0;
  return fresh.sort((one, other) => Number(other.question.critical ?? false) - Number(one.question.critical ?? false)
    || placeOf(one) - placeOf(other) || weight(one) - weight(other));
}

/** The day of somebody whose cards ask `all`, at `now` (ms, by this phone's clock and days). */
export function practiceOf(all: readonly Asked[], known: ReadonlyMap<string, Known>, rules: ReciteRules, now: number): Practice {
  const asked = eachOnce(all);
  const today = [...known.values()].filter(({ at }) => isSameDay(at, now));
  const [due, fresh] = [dueFirst(asked, known, now), newOnes(asked, known)];
  const room = Math.max(0, rules.questions_a_day - today.length);
  const again = due.slice(0, room);
  const roomForNew = rules.new_a_day - today.filter(({ memory }) => memory.reps === 1).length;
  const first = fresh.slice(0, Math.max(0, Math.min(room - again.length, roomForNew)));
  const isMastered = ({ question }: Asked): boolean => {
    const memory = known.get(question.id)?.memory;
    return memory?.state === REVIEW && Date.parse(memory.due) > now;
  };
  return {
    done: today.length,
    next: [...again, ...first],
    more: [...due.slice(again.length), ...fresh.slice(first.length)].slice(0, rules.questions_a_day),
    mastered: asked.filter(isMastered).length,
    total: asked.length,
  };
}

const DAY = 86_400_000; // ms
const AHEAD = 90; // days

/** The next day that brings questions, if nothing is answered before, and how many; null: none within three months. */
export function comingUp(all: readonly Asked[], known: ReadonlyMap<string, Known>, rules: ReciteRules, now: number): { at: number; count: number } | null {
  const noon = nextMidnight(now) + DAY / 2;
  for (let days = 0; days < AHEAD; days++) {
    const count = practiceOf(all, known, rules, noon + days * DAY).next.length;
    if (count > 0) return { at: noon + days * DAY, count };
  }
  return null;
}
