// Filling in a check: a draft in, a draft out.
import type { Begun, CheckDraft } from "./check";
import { isOver, lackPlace, missing } from "./complete";
import type { CheckSubmitted, ItemHazard, ItemResult, MeasureTaken, PlanBundle, PlanItem, ValueRule } from "./wire";

export function newCheck(plan: PlanBundle, window: string, record: string, now: number): CheckDraft {
  return { record, plan: plan.id, revision: plan.revision, window, startedAt: now, results: {}, measures: {}, scan: null, position: null, signature: null, at: 0 };
}

/** A draft of an older revision goes on with the items of the new one; answers of items that are gone go with them. */
export function renewed(draft: CheckDraft, plan: PlanBundle): CheckDraft {
  const held = new Set(plan.items.map(({ id }) => id));
  const keep = <T>(table: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(table).filter(([id]) => held.has(id)));
  if (draft.revision === plan.revision) return draft;
  return { ...draft, revision: plan.revision, results: keep(draft.results), measures: keep(draft.measures), at: Math.min(draft.at, plan.items.length) };
}

/**
 * The form again, as it was sent, under new ids: a correction is a record of its own. It opens where
 * something is missing. Where nothing was scanned then, nothing is now.
 */
export function checkAgain(body: CheckSubmitted, plan: PlanBundle, makeId: () => string): CheckDraft {
  const results = body.results.map((result) => (result.hazard ? { ...result, hazard: { ...result.hazard, id: makeId() } } : result));
  const draft: CheckDraft = {
    record: makeId(), plan: body.plan, revision: body.revision, window: body.window, startedAt: Date.parse(body.started_at),
    results: Object.fromEntries(results.map((result) => [result.item, result])),
    measures: Object.fromEntries((body.measures ?? []).map((measure) => [measure.item, measure])),
    scan: body.scan ?? null, noScan: body.scan == null, position: body.position ?? null, signature: body.signature ?? null, at: 0,
  };
  return atFirstLack(renewed(draft, plan), plan);
}

function atFirstLack(draft: CheckDraft, plan: PlanBundle): CheckDraft {
  const [lack] = missing(plan, { results: resultsOf(plan, draft), measures: measuresOf(plan, draft), signature: draft.signature });
  return { ...draft, at: lack === undefined ? 0 : lackPlace(plan, lack) ?? plan.items.length };
}

export const withResult = (draft: CheckDraft, result: ItemResult): CheckDraft => ({ ...draft, results: { ...draft.results, [result.item]: result } });

/** What stands at an item so far, answered or not. */
export function begunAt(draft: CheckDraft, item: string): Begun {
  const result = draft.results[item];
  if (!result) return draft.begun?.[item] ?? {};
  const { value, note, photos } = result;
  return { ...(value != null && { value }), ...(note && { note }), ...(photos && { photos }) };
}

/** A value, note or photo put in or taken out. 正常 falls away where the new value is no longer normal. */
export function withPart(draft: CheckDraft, { id, value: rule }: PlanItem, part: Begun): CheckDraft {
  const result = draft.results[id];
  if (!result) return { ...draft, begun: { ...draft.begun, [id]: { ...begunAt(draft, id), ...part } } };
  if (result.result === "normal" && rule && part.value !== undefined && isOver(part.value, rule)) return withPart(unanswered(draft, id), { id, text: "" }, part);
  return withResult(draft, { ...result, ...part });
}

/** The answer is taken back; what was measured, written and photographed stays. */
export function unanswered(draft: CheckDraft, item: string): CheckDraft {
  const results = Object.fromEntries(Object.entries(draft.results).filter(([id]) => id !== item));
  return { ...draft, results, begun: { ...draft.begun, [item]: begunAt(draft, item) } };
}

/** Nothing measured counts where the item does not apply. */
export function answered(draft: CheckDraft, item: string, result: "normal" | "na", note?: string): CheckDraft {
  const { value, ...rest } = begunAt(draft, item);
  const measured = value !== undefined && result === "normal" ? { value } : {};
  return withResult(draft, { item, result, ...rest, ...measured, ...(note && { note }) });
}

/** 异常, and the hazard that it becomes. */
export function foundWrong(draft: CheckDraft, item: PlanItem, hazardId: string): CheckDraft {
  const { id } = item;
  const made = { id: hazardId, name: wrongName(item, begunAt(draft, id).value), category: "", dangerous: false, fixed: false, photos_after: [] };
  return withResult(draft, { item: id, result: "abnormal", ...begunAt(draft, id), hazard: made });
}

/** The value that is not normal, else what the control guards against; the item's own words say how it should be. */
function wrongName({ text, hazard = "", value: rule }: PlanItem, value: number | undefined): string {
  if (rule && value !== undefined && isOver(value, rule)) return `${rule.name}\u00a0${value}\u00a0${rule.unit}，${overWords(rule, value)}`;
  return hazard || `没做到：${text}`;
}

export const overWords = ({ low }: ValueRule, value: number): string => (low != null && value < low ? "不够" : "超了");

export function withHazard(draft: CheckDraft, item: string, part: Partial<ItemHazard>): CheckDraft {
  const result = draft.results[item];
  return result?.hazard ? withResult(draft, { ...result, hazard: { ...result.hazard, ...part } }) : draft;
}

/** What keeps a 异常 from being done with; "" where nothing does. */
export function hazardLack({ photos = [], hazard }: ItemResult): string {
  if (photos.length === 0) return "还差一张照片";
  if (!hazard || hazard.name.trim() === "") return "写上是什么隐患";
  return hazard.fixed && !hazard.photos_after?.length ? "还差改好后的照片" : "";
}

export function withMeasure(draft: CheckDraft, measure: MeasureTaken): CheckDraft {
  return { ...draft, measures: { ...draft.measures, [measure.item]: measure } };
}

/** The answers in the plan's order. */
export const resultsOf = (plan: PlanBundle, { results }: CheckDraft): ItemResult[] => plan.items.flatMap(({ id }) => results[id] ?? []);

export const measuresOf = (plan: PlanBundle, draft: CheckDraft): MeasureTaken[] =>
  abnormalItems(plan, draft).flatMap(({ id }) => draft.measures[id] ?? []);

export const abnormalItems = (plan: PlanBundle, { results }: CheckDraft): PlanItem[] => plan.items.filter(({ id }) => results[id]?.result === "abnormal");

/** Every photo of the form, the signature's picture too. */
export function photosOf(draft: CheckDraft): string[] {
  const begun = Object.values(draft.begun ?? {}).flatMap(({ photos = [] }) => photos);
  return [...new Set([...begun, ...sentPhotos(draft)])];
}

/** Those that the record names. */
export function sentPhotos({ results, signature }: CheckDraft): string[] {
  const all = Object.values(results).flatMap(({ photos = [], hazard }) => [...photos, ...(hazard?.photos_after ?? [])]);
  return [...new Set(signature === null ? all : [...all, signature])];
}

export function submitted(plan: PlanBundle, draft: CheckDraft, versions: Record<string, number>): CheckSubmitted {
  const { record, revision, window, startedAt, scan, position, signature } = draft;
  return {
    id: record, plan: plan.id, revision, window, started_at: new Date(startedAt).toISOString(), versions,
    results: resultsOf(plan, draft), measures: plan.asks_measures ? measuresOf(plan, draft) : [], scan, position, signature,
  };
}

/** The next item after `place` that has no answer; the number of items where all have one. */
export function nextOpen(plan: PlanBundle, { results }: CheckDraft, place: number): number {
  const open = plan.items.map((_, at) => at).filter((at) => !results[plan.items[at]?.id ?? ""]);
  return open.find((at) => at > place) ?? open[0] ?? plan.items.length;
}

/** One step up or down from what is there, or from where a first touch starts. Rounded as the rule shows it. */
export function stepped(rule: ValueRule, value: number | undefined, steps: number): number {
  const from = value ?? rule.high ?? rule.low ?? 0;
  const to = value === undefined ? from : from + steps * (rule.step ?? 1);
  return Number(to.toFixed(rule.decimals ?? 0));
}

/** What was typed, as a number; undefined where it is none (yet). Chinese keyboards give full-width digits and points. */
export function typedNumber(text: string): number | undefined {
  const plain = text.normalize("NFKC").replace(/。/g, ".").trim();
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

export function limitWords({ low, high, unit }: ValueRule): { normal: string; over: string } {
  if (low != null && high != null) return { normal: `${low}–${high}\u00a0${unit}正常`, over: "出了这个数是异常" };
  if (high != null) return { normal: `${high}\u00a0${unit}以下正常`, over: `超过\u00a0${high}\u00a0是异常` };
  return low != null ? { normal: `${low}\u00a0${unit}以上正常`, over: `不到\u00a0${low}\u00a0是异常` } : { normal: "", over: "" };
}

export interface Scale {
  from: number; // where the normal stretch begins and ends, and where the value stands: 0 to 100
  to: number;
  at: number | null;
}

const ROOM = 0.25; // of the scale, beyond each limit

/** The bar under a value; null where there is no limit. */
export function scaleOf({ low, high }: ValueRule, value: number | undefined): Scale | null {
  if (low == null && high == null) return null;
  const [least, most] = low != null && high != null ? spread(low, high) : high != null ? [Math.min(0, high * 2), past(high)] : [0, past(low ?? 0)];
  const place = (number: number): number => Math.min(100, Math.max(0, ((number - least) / (most - least || 1)) * 100));
  return { from: low == null ? 0 : place(low), to: high == null ? 100 : place(high), at: value === undefined ? null : place(value) };
}

const spread = (low: number, high: number): [number, number] => [low - (high - low || 1) * ROOM, high + (high - low || 1) * ROOM];

/** The limit stands at three quarters. */
const past = (limit: number): number => (limit > 0 ? limit / (1 - ROOM) : Math.abs(limit) * ROOM || 1);
