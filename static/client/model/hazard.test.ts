import assert from "node:assert/strict";
import { test } from "node:test";
import { actDone, actLack, begunAct, newAct } from "./act";
import { hazardLine, nextActs, sorted } from "./hazard";
import { newReport, reported, reportLack, reportName, ELSEWHERE } from "./report";
import { flagWords, mendOf, sentLook } from "./sent";
import { clockWords, leftWords, nearDay, spanWords, whenWords } from "./times";
import type { LocalOp } from "./ops";
import type { HazardBundle, WireStep } from "./wire";

const step = (act: string, by_id: string): WireStep => ({ id: act, act, by: by_id, by_id, at: "2026-11-21T00:00:00Z", note: "", photos: [] });
const hazard = (state: string, more: Partial<HazardBundle> = {}): HazardBundle => ({
  id: state, name: "护罩松动", note: "", category: "", post: null, post_title: "", unit: "", risk_level: null, dangerous: false, at_once: false, grade: null,
  owner: "李强", owner_id: "li", due_on: null, measures: "", interim: "", funds_fen: null, plan: "", reporter: "王", reporter_id: "wang", state, changed_at: "2026-11-21T00:00:00Z", steps: [], ...more,
});
const worker = (id: string) => ({ id, may: ["cards.read"] });
const leader = (id: string) => ({ id, may: ["hazards.handle"] });

test("who may do what next", () => {
  assert.deepEqual(nextActs(hazard("found"), leader("zhao")), ["register", "rectify"]);
  assert.deepEqual([nextActs(hazard("found"), worker("wang")), nextActs(hazard("found"), worker("other"))], [["rectify"], []]);
  assert.deepEqual(nextActs(hazard("found"), worker("li")), ["rectify"]); // a check named them
  assert.deepEqual([nextActs(hazard("registered"), worker("li")), nextActs(hazard("registered"), worker("wang"))], [["rectify"], []]);
  assert.deepEqual([nextActs(hazard("verified"), leader("zhao")), nextActs(hazard("verified"), { id: "x", may: ["hazards.close"] })], [[], ["close"]]);
  assert.deepEqual(nextActs(hazard("closed"), { id: "x", may: ["hazards.handle", "hazards.close"] }), []);
});

test("nobody judges their own work", () => {
  const mended = hazard("rectified", { steps: [step("rectify", "zhao")] });
  assert.deepEqual([nextActs(mended, leader("zhao")), nextActs(mended, leader("qian"))], [[], ["verify", "send_back"]]);
  assert.deepEqual(nextActs(hazard("rectified", { at_once: true }), leader("wang")), []);
});

test("each hazard stands once: what waits for me, what others do, what is closed", () => {
  const all = [hazard("found"), hazard("registered"), hazard("closed")];
  const of = (who: { id: string; may: string[] }): string[][] => Object.values(sorted(all, who)).map((list: HazardBundle[]) => list.map(({ id }) => id));
  assert.deepEqual(of(worker("wang")), [[], ["found", "registered"], ["closed"]]);
  assert.deepEqual(of(worker("li")), [["found", "registered"], [], ["closed"]]);
  assert.deepEqual(of(leader("zhao")), [["found", "registered"], [], ["closed"]]);
});

test("a hazard in a line", () => {
  assert.deepEqual([hazardLine(hazard("registered")), hazardLine(hazard("rectified"))], ["护罩松动，李强在改", "护罩松动，改好了，等验收"]);
});

test("a report waits for place and photos, and is called by its first words", () => {
  const report = newReport("h", null);
  assert.equal(reportLack(report), "选一下在哪里");
  assert.equal(reportLack({ ...report, place: ELSEWHERE }), "拍一张，或者写一句");
  assert.equal(reportLack({ ...report, place: ELSEWHERE, note: "护罩没装" }), "");
  assert.equal(reportLack({ ...report, place: ELSEWHERE, fixed: true, photos: ["a"] }), "还差改好后的照片");
  assert.deepEqual([{ ...report, note: "护罩没装。昨天就这样" }, { ...report, category: "用电" }, { ...report, category: "别的" }].map(reportName), ["护罩没装", "用电隐患", "隐患"]);
});

test("photos of 改好后 are sent only with 当场改好", () => {
  const report = { ...newReport("h", ELSEWHERE), photos: ["a"], after: ["b"] };
  assert.deepEqual([reported(report).photos_after, reported({ ...report, fixed: true }).photos_after], [[], ["b"]]);
});

test("registering begins with what a check says is to be done", () => {
  const planned = hazard("found", { due_on: "2026-11-25", measures: "换新护罩" });
  const { owner, due_on, measures } = begunAct("s", "register", planned, [{ id: "li", name: "李强" }]);
  assert.deepEqual([owner, due_on, measures], ["li", "2026-11-25", "换新护罩"]);
  assert.equal(begunAct("s", "register", planned, []).owner, null); // somebody else has to be chosen
  assert.deepEqual(begunAct("s", "rectify", planned, []), newAct("s", "rectify"));
});

test("a step says what it still needs, and carries only what belongs to it", () => {
  const register = newAct("s", "register");
  assert.equal(actLack(register), "选一般还是重大");
  assert.equal(actLack({ ...register, grade: "general", owner: "li", due_on: "2026-11-23", measures: "补螺栓" }), "");
  const major = { ...register, grade: "major" as const, owner: "li", due_on: "2026-11-23", measures: "补螺栓" };
  assert.equal(actLack({ ...major, funds: "三千" }), "要多少钱，只写数字");
  const { funds_fen, plan } = actDone("h", { ...major, funds: " 3000.55 ", plan: " 全线停 " });
  assert.deepEqual([actLack({ ...major, funds: " 3000.55 " }), funds_fen, plan], ["", 300_055, "全线停"]);
  assert.equal(actDone("h", { ...major, grade: "general", funds: "1" }).funds_fen, undefined); // asked of a major one only
  assert.equal(actLack(newAct("s", "rectify")), "还差改好后的照片");
  assert.equal(actLack(newAct("s", "send_back")), "写上哪里没改好");
  assert.deepEqual(actDone("h", { ...newAct("s", "verify"), note: " 好 " }), { id: "s", hazard: "h", act: "verify", note: "好", photos: [] });
});

const op = (more: Partial<LocalOp>): LocalOp => ({
  id: "o", n: 1, kind: "check.submitted", key: "k", enterprise: "e", author: "me", capturedAt: 0, payload: "", signature: "", photos: ["a", "b"],
  about: { title: "" }, state: "held", arrived: {}, ...more,
});

test("delivered is said only of what is whole on the server", () => {
  const words = (more: Partial<LocalOp>): string => sentLook(op(more)).words;
  assert.equal(words({}), "还在手机上");
  assert.equal(words({ state: "text", arrived: { a: 1 } }), "文字已送达，差\u00a01\u00a0张照片");
  assert.deepEqual([words({ state: "delivered" }), words({ state: "backed" })], ["已送达", "已备份"]);
});

test("one way to mend what was sent back", () => {
  assert.deepEqual([op({ code: "incomplete" }), op({ kind: "hazard.acted", code: "wrong_state" }), op({ kind: "hazard.reported" }), op({ code: "unknown_key" })].map(mendOf), ["form", "hazard", "again", "leader"]);
  assert.deepEqual(flagWords(["no_scan", "new_one"]), ["没扫岗位码"]);
});

const NOW = new Date(2026, 10, 21, 8, 35);
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();

test("moments and spans in words", () => {
  assert.deepEqual([clockWords(at(21, 8, 5)), whenWords(at(20, 13, 5), NOW), whenWords(at(21, 7), NOW)], ["8:05", "昨天 13:05", "7:00"]);
  assert.deepEqual([nearDay(at(22, 0), NOW), nearDay(at(19, 23), NOW)], ["明天", "11\u00a0月\u00a019\u00a0日"]);
  assert.deepEqual([25, 190, 3_000].map(leftWords), ["还有\u00a025\u00a0分钟", "还有\u00a03\u00a0小时", "还有\u00a02\u00a0天"]);
  assert.deepEqual([spanWords(at(21, 8), at(21, 9), NOW), spanWords(at(21, 0), at(22, 0), NOW), spanWords(at(21, 20), at(22, 8), NOW)], ["8:00–9:00", "0:00–24:00", "20:00–明天 8:00"]);
  assert.equal(spanWords(at(16, 0), at(23, 0), NOW), "11\u00a0月\u00a016\u00a0日–11\u00a0月\u00a022\u00a0日");
});
