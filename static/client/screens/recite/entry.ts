// What an answer makes: the memory that results, and the record of it.
import { newId } from "../../model/ids";
import { isRight } from "../../model/recite/mark";
import { after } from "../../model/recite/schedule";
import type { Asked } from "../../model/recite/today";
import type { Memory, Pace, Question, ReciteAnswered } from "../../model/wire";
import type { Entry } from "../../outbox/record";
import type { Day } from "./read";

const LONGEST = 3_600_000; // ms; whoever was called away did not think for a day
const STRICTEST: Pace = { retention: 95, longest_days: 30 }; // where the server names none for a card

/** `now` in ms. */
export function memoryAfter({ known, rules }: Day, question: Question, given: readonly string[], now: number): Memory {
  return after(known.get(question.id)?.memory, isRight(question, given), now, rules.paces[question.ability] ?? STRICTEST);
}

export function answerEntry({ post, question }: Asked, given: string[], memory: Memory, tookMs: number): Entry {
  const body: ReciteAnswered = {
    id: newId(), post, question: question.id, ability: question.ability, critical: question.critical ?? false,
    right: isRight(question, given), given, took_ms: Math.min(Math.max(0, tookMs), LONGEST), memory,
  };
  return { kind: "recite.answered", body, photos: [], about: { title: "背一背", note: question.prompt } };
}
