// When a question comes back: FSRS, without chance, so that two phones reckon alike.
import { createEmptyCard, fsrs, Rating, State, type CardInput } from "ts-fsrs";
import { nearDay } from "../times";
import type { Memory, Pace } from "../wire";

const NBSP = "\u00a0";
/** What was wrong is Learning until it has been right; days, not minutes, bring it back: five minutes a day. */
const STEPS = ["10m"] as const;

const DAY = 86_400_000; // ms
const daysSince = (iso: string | null | undefined, at: number): number => (iso == null ? 0 : Math.max(0, Math.floor((at - Date.parse(iso)) / DAY)));

const STATES: readonly State[] = [State.New, State.Learning, State.Review, State.Relearning];

/** A clock that was set back would make the last answer one of the future, which FSRS refuses: then no time has passed. */
function asCard({ state, last_review, ...rest }: Memory, at: number): CardInput {
  const last = last_review == null ? null : new Date(Math.min(Date.parse(last_review), at));
  return { ...rest, state: STATES[state] ?? State.New, last_review: last };
}

/** The memory after an answer at `at` (ms). Wrong is FSRS' Again, right its Good. */
export function after(memory: Memory | undefined, right: boolean, at: number, { retention, longest_days }: Pace): Memory {
  const scheduler = fsrs({
    enable_fuzz: false, request_retention: retention / 100, maximum_interval: longest_days,
    learning_steps: [...STEPS], relearning_steps: [...STEPS],
  });
  const now = new Date(at);
  const { card } = scheduler.next(memory ? asCard(memory, at) : createEmptyCard(now), now, right ? Rating.Good : Rating.Again);
  return {
    due: new Date(Math.min(card.due.getTime(), at + longest_days * DAY)).toISOString(), // FSRS may add a day to the longest
    stability: card.stability,
    difficulty: card.difficulty,
    elapsed_days: daysSince(memory?.last_review, at),
    scheduled_days: Math.min(Math.max(0, card.scheduled_days), longest_days),
    learning_steps: card.learning_steps,
    reps: card.reps,
    lapses: card.lapses,
    state: card.state,
    last_review: now.toISOString(),
  };
}

/** 明天再背一次, 5 天后再背一次. What was answered today does not come back today. */
export function backWords({ due }: Memory, now: number): string {
  const at = Math.max(Date.parse(due), now + DAY);
  const day = nearDay(at, new Date(now));
  if (day === "明天") return "这题明天再背一次。";
  const midnight = (moment: number): number => new Date(moment).setHours(0, 0, 0, 0);
  return `这题${NBSP}${Math.round((midnight(at) - midnight(now)) / DAY)}${NBSP}天后再背一次。`;
}
