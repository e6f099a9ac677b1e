// What a check still lacks. The server judges by the same rule; tests/vectors/complete.json holds the two together.
import type { ItemResult, MeasureTaken, PlanBundle, PlanItem, ValueRule } from "./wire";

export type Asked = Pick<PlanBundle, "asks_measures" | "asks_signature" | "items">;

export interface Filled {
  results: readonly ItemResult[];
  measures: readonly MeasureTaken[];
  signature: string | null;
}

type Lack = "result" | "value" | "limits" | "photo" | "hazard" | "measure";

/** Outside its limits; a value on a limit is normal. */
export function isOver(value: number, { low, high }: ValueRule): boolean {
  return (low != null && value < low) || (high != null && value > high);
}

/** "<item>:result" and so on, in the plan's order; "signature" last. Nothing is missing: []. */
export function missing(plan: Asked, { results, measures, signature }: Filled): string[] {
  const found = new Map(results.map((result) => [result.item, result]));
  const lacks = plan.items.flatMap((item) => {
    const isMeasured = !plan.asks_measures || measures.some((each) => each.item === item.id && isTold(each));
    return lacksOf(item, found.get(item.id), isMeasured).map((lack) => `${item.id}:${lack}`);
  });
  return plan.asks_signature && !signature ? [...lacks, "signature"] : lacks;
}

function lacksOf(item: PlanItem, result: ItemResult | undefined, isMeasured: boolean): Lack[] {
  if (!result) return ["result"];
  const abnormal = result.result === "abnormal" ? abnormalLacks(result, isMeasured) : [];
  return [...valueLacks(item, result), ...abnormal];
}

function valueLacks({ value: rule }: PlanItem, { result, value }: ItemResult): Lack[] {
  if (!rule || result === "na") return [];
  if (value == null) return ["value"];
  return result === "normal" && isOver(value, rule) ? ["limits"] : [];
}

function abnormalLacks({ photos, hazard }: ItemResult, isMeasured: boolean): Lack[] {
  return [
    ...(photos?.length ? [] : ["photo" as const]),
    ...(hazard ? [] : ["hazard" as const]),
    ...(isMeasured ? [] : ["measure" as const]),
  ];
}

/** A measure tells what, who and by when. */
export const isTold = ({ text, owner, due_on }: MeasureTaken): boolean => [text, owner, due_on].every((part) => part.trim() !== "");

const WORDS: Readonly<Record<Lack, string>> = {
  result: "没答", value: "没填数", limits: "数超了，不能算正常", photo: "差照片", hazard: "没写是什么隐患", measure: "没写怎么办",
};

/** What to say of one of them: 第 4 项差照片. */
export function lackWords(plan: Asked, lack: string): string {
  if (lack === "signature") return "还没签名";
  const cut = lack.lastIndexOf(":");
  const place = plan.items.findIndex(({ id }) => id === lack.slice(0, cut));
  return `第\u00a0${place + 1}\u00a0项${WORDS[lack.slice(cut + 1) as Lack] ?? "没做完"}`;
}

/** The item that it is about; undefined for the signature. */
export function lackPlace(plan: Asked, lack: string): number | undefined {
  const place = plan.items.findIndex(({ id }) => id === lack.slice(0, lack.lastIndexOf(":")));
  return place < 0 ? undefined : place;
}
