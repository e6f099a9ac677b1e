import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, begunAt, checkAgain, foundWrong, hazardLack, limitWords, newCheck, nextOpen, photosOf, renewed, scaleOf, sentPhotos, stepped, submitted, typedNumber, unanswered, withHazard, withMeasure, withPart } from "./answer";
import type { CheckDraft } from "./check";
import type { PlanBundle, PlanItem } from "./wire";

const TEMPERATURE: PlanItem = { id: "t", text: "测主轴承", hazard: "轴承过热", value: { name: "测到多少度", unit: "度", high: 75, decimals: 1, step: 1 } };
const GUARD: PlanItem = { id: "g", text: "看护罩" };
const PLAN: PlanBundle = {
  id: "p", revision: 2, title: "班前检查", cycle: "shift", completer: "anyone", post: "post", post_title: "一号破碎机", unit: "破碎班", level: 2,
  asks_scan: true, asks_signature: false, asks_measures: false, asks_position: false, tokens: [], items: [TEMPERATURE, GUARD],
};
const start = (): CheckDraft => newCheck(PLAN, "p:2026-11-21:any", "r", 1_000);

test("what was measured and photographed before the answer goes into it", () => {
  let draft = withPart(start(), TEMPERATURE, { value: 68 });
  draft = withPart(draft, TEMPERATURE, { photos: ["aa"], note: "看过" });
  draft = answered(draft, "t", "normal");
  assert.deepEqual(draft.results["t"], { item: "t", result: "normal", value: 68, photos: ["aa"], note: "看过" });
});

test("an item that does not apply keeps no value", () => {
  const draft = answered(withPart(start(), TEMPERATURE, { value: 68 }), "t", "na", "今天没开");
  assert.deepEqual(draft.results["t"], { item: "t", result: "na", note: "今天没开" });
});

test("正常 falls away when the value is corrected to one that is not", () => {
  const draft = withPart(answered(withPart(start(), TEMPERATURE, { value: 68 }), "t", "normal"), TEMPERATURE, { value: 82.4 });
  assert.equal(draft.results["t"], undefined);
  assert.equal(begunAt(draft, "t").value, 82.4);
});

test("异常 names its hazard by the value, else by what the control guards against, never by how it should be", () => {
  const nameOf = (draft: CheckDraft, item: PlanItem): string | undefined => foundWrong(draft, item, "h").results[item.id]?.hazard?.name;
  assert.equal(nameOf(withPart(start(), TEMPERATURE, { value: 82.4 }), TEMPERATURE), "测到多少度\u00a082.4\u00a0度，超了");
  assert.equal(nameOf(withPart(start(), TEMPERATURE, { value: 60 }), TEMPERATURE), "轴承过热");
  assert.equal(nameOf(start(), GUARD), "没做到：看护罩");
});

test("异常 waits for a photo, a name, and one of 改好后 where it was put right", () => {
  let draft = foundWrong(withPart(start(), TEMPERATURE, { value: 82.4 }), TEMPERATURE, "h1");
  assert.equal(hazardLack(draft.results["t"]!), "还差一张照片");
  draft = withPart(draft, TEMPERATURE, { photos: ["aa"] });
  assert.equal(hazardLack(draft.results["t"]!), "");
  assert.equal(hazardLack(withHazard(draft, "t", { fixed: true }).results["t"]!), "还差改好后的照片");
  assert.equal(hazardLack(withHazard(draft, "t", { name: " " }).results["t"]!), "写上是什么隐患");
});

test("taking an answer back loses neither value nor photo", () => {
  const draft = unanswered(withPart(foundWrong(withPart(start(), TEMPERATURE, { value: 82 }), TEMPERATURE, "h"), TEMPERATURE, { photos: ["aa"] }), "t");
  assert.equal(draft.results["t"], undefined);
  assert.deepEqual([begunAt(draft, "t"), photosOf(draft), sentPhotos(draft)], [{ value: 82, photos: ["aa"] }, ["aa"], []]);
});

test("the next item without an answer, from here on and then from the front", () => {
  const one = answered(start(), "g", "normal");
  assert.deepEqual([nextOpen(PLAN, start(), 0), nextOpen(PLAN, one, 1), nextOpen(PLAN, answered(one, "t", "na"), 0)], [1, 0, 2]);
});

test("the record holds the answers in the plan's order, and measures only where they are asked", () => {
  let draft = answered(start(), "g", "normal");
  draft = withMeasure(foundWrong(draft, TEMPERATURE, "h"), { item: "t", text: "换轴承", owner: "赵明", due_on: "2026-11-23" });
  const body = submitted(PLAN, draft, { risk: 3 });
  assert.deepEqual([body.id, body.revision, body.results.map(({ item }) => item), body.measures, body.versions], ["r", 2, ["t", "g"], [], { risk: 3 }]);
  assert.equal(submitted({ ...PLAN, asks_measures: true }, draft, {}).measures?.length, 1);
});

test("a new revision keeps the answers of the items that are still there", () => {
  const draft = answered(answered({ ...start(), revision: 1 }, "g", "normal"), "gone", "normal");
  assert.deepEqual(Object.keys(renewed(draft, PLAN).results), ["g"]);
  assert.equal(renewed(draft, PLAN).revision, 2);
});

test("a correction opens at the first item that lacks something", () => {
  const guardWrong = foundWrong(answered(withPart(start(), TEMPERATURE, { value: 60 }), "t", "normal"), GUARD, "h");
  assert.equal(checkAgain(submitted(PLAN, guardWrong, {}), PLAN, () => "new").at, 1);
});

test("a correction is the same form under new ids", () => {
  const body = submitted(PLAN, foundWrong(withPart(start(), TEMPERATURE, { value: 80 }), TEMPERATURE, "h"), {});
  let made = 0;
  const draft = checkAgain(body, PLAN, () => `new-${++made}`);
  assert.notEqual(draft.record, body.id);
  assert.notEqual(draft.results["t"]?.hazard?.id, "h");
  assert.equal(draft.results["t"]?.value, 80);
  assert.deepEqual([draft.window, draft.startedAt], [body.window, 1_000]);
  assert.deepEqual([draft.scan, draft.noScan], [null, true]); // a label scanned now would not show who stood there then
});

test("steps start at the limit and are rounded as the rule says", () => {
  const rule = TEMPERATURE.value!;
  assert.deepEqual([stepped(rule, undefined, 1), stepped(rule, 75, -1), stepped({ ...rule, step: 0.1 }, 0.2, 1)], [75, 74, 0.3]);
});

test("typed numbers, as Chinese keyboards write them", () => {
  assert.deepEqual(["82.4", "８２．４", "82。4", "-3", "", "8.", "热"].map(typedNumber), [82.4, 82.4, 82.4, -3, undefined, undefined, undefined]);
});

test("limits in words and on the scale", () => {
  const rule = { name: "", unit: "度" };
  assert.deepEqual(limitWords({ ...rule, high: 75 }), { normal: "75\u00a0度以下正常", over: "超过\u00a075\u00a0是异常" });
  assert.deepEqual(limitWords({ ...rule, low: 2, high: 4 }).normal, "2–4\u00a0度正常");
  assert.deepEqual(scaleOf({ ...rule, high: 75 }, 68), { from: 0, to: 75, at: 68 });
  assert.deepEqual(scaleOf({ ...rule, low: 2, high: 4 }, 3)?.at, 50);
  assert.equal(scaleOf(rule, 3), null);
  assert.equal(scaleOf({ ...rule, high: 75 }, 900)?.at, 100);
});
