// Asking and marking one question: what can be tapped, what is still missing, what to say of the answer.
import type { Question } from "../wire";

const NBSP = "\u00a0";

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let place = mixed.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [mixed[place], mixed[other]] = [mixed[other] as T, mixed[place] as T];
  }
  return mixed;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((text, place) => text === other[place]);

/** What can be tapped, mixed; steps never stand in their right order already. `random`: 0 ≤ x < 1. */
export function optionsOf({ form, right, wrong = [] }: Question, random: () => number): string[] {
  if (form === "truth") return ["对", "不对"];
  const mixed = shuffled([...right, ...wrong], random);
  return form === "order" && isSame(mixed, right) ? [...mixed.slice(1), ...mixed.slice(0, 1)] : mixed;
}

export const wanted = ({ form, right }: Question): number => (form === "order" ? right.length : 1);

/** What the main button says while something is missing; null: it may be answered. */
export function missingWords(question: Question, given: readonly string[]): string | null {
  const left = wanted(question) - given.length;
  if (left <= 0) return null;
  return question.form === "order" ? `还差${NBSP}${left}${NBSP}步` : "点一个";
}

export const isRight = ({ right }: Question, given: readonly string[]): boolean => isSame(right, given);

/** What was asked, to be read aloud with all that can be tapped. */
export function aloud({ form, prompt, text = "" }: Question, options: readonly string[]): string {
  const said = text.replace(/＿+/g, "，什么，");
  return [prompt, said, ...(form === "truth" ? [] : options)].filter(Boolean).join("。");
}

export interface Verdict {
  title: string;
  help: string; // "" where the title says it all
}

const SHORT = 14; // characters of a step that still fits into a sentence

function swapOf(right: readonly string[], given: readonly string[]): [number, number] | null {
  const [one, other, ...more] = right.flatMap((text, place) => (text === given[place] ? [] : [place]));
  const isSwap = one !== undefined && other !== undefined && more.length === 0 && right[one] === given[other] && right[other] === given[one];
  return isSwap ? [one, other] : null;
}

function ofOrder(right: readonly string[], given: readonly string[]): Verdict {
  const swap = swapOf(right, given);
  if (!swap) return { title: "顺序是这样的", help: "" };
  const [one, other] = swap;
  const [first = "", second = ""] = [right[one], right[other]];
  const help = first.length + second.length <= 2 * SHORT ? `先${first}，再${second}` : "";
  if (other - one > 1) return { title: `第${NBSP}${one + 1}${NBSP}步和第${NBSP}${other + 1}${NBSP}步换一下`, help };
  if (other === right.length - 1) return { title: "后两步反了", help };
  return { title: one === 0 ? "前两步反了" : `第${NBSP}${one + 1}、${other + 1}${NBSP}步反了`, help };
}

/** What is said of an answer: never that somebody is bad at it. */
export function verdictOf({ form, right }: Question, given: readonly string[]): Verdict {
  const truth = right[0] === "对" ? "这句是对的" : "这句不对";
  if (isSame(right, given)) return { title: "对了", help: form === "truth" ? truth : "" };
  if (form === "order") return ofOrder(right, given);
  if (form === "truth") return { title: truth, help: "看看卡上怎么说" };
  return { title: "卡上不是这样", help: "" };
}
