import assert from "node:assert/strict";
import { test } from "node:test";
import { groupRuns } from "./cards";
import { agoWords, dayWords, elapsedWords } from "./dates";
import { lookOf, mustStop } from "./level";
import { isBundle, isManifest, isPlausible, matching, readable, type PostSummary } from "./manifest";
import { callsOf, planContact, planOf, rolesOf, roleWords } from "./plan";
import { isWeChat } from "./wechat";

const NOW = new Date(2026, 8, 10, 14, 30);

test("dates in words, the unit not torn from its number", () => {
  assert.equal(dayWords("2026-09-01", NOW), "9\u00a0月\u00a01\u00a0日");
  assert.equal(dayWords("2025-12-31", NOW), "2025\u00a0年\u00a012\u00a0月\u00a031\u00a0日");
  assert.equal(dayWords("soon", NOW), "soon");
});

test("how long ago", () => {
  assert.equal(agoWords(NOW.getTime() - 20_000, NOW), "刚才");
  assert.equal(agoWords(NOW.getTime() - 5 * 60_000, NOW), "5\u00a0分钟前");
  assert.equal(agoWords(new Date(2026, 8, 10, 8, 5).getTime(), NOW), "今天 8:05");
  assert.equal(agoWords(new Date(2026, 8, 9, 8, 5).getTime(), NOW), "9\u00a0月\u00a09\u00a0日");
});

test("a clock for an emergency", () => assert.deepEqual([0, 8_400, 61_000, 3_600_000].map(elapsedWords), ["0:00", "0:08", "1:01", "60:00"]));

test("levels 4 and 5 are both blue; nothing graded has no colour", () => {
  assert.deepEqual([1, 2, 3, 4, 5].map((level) => lookOf(level)?.name), ["红", "橙", "黄", "蓝", "蓝"]);
  assert.deepEqual([lookOf(null), lookOf(undefined), lookOf(9)], [null, null, null]);
  assert.deepEqual([mustStop(1), mustStop(2), mustStop(null)], [true, false, false]);
});

test("neighbours are grouped, the order of the card stays", () => {
  assert.deepEqual(groupRuns(["甲1", "甲2", "乙1", "甲3"], (text) => text.slice(0, 1)).map(({ key, items }) => [key, items.length]), [["甲", 2], ["乙", 1], ["甲", 1]]);
});

test("a plan numbers the whole card and knows its roles", () => {
  const plan = planOf({ name: "胶带卷住人", short: "卷住人", steps: [
    { id: "a", who: "谁看见谁做", act: "拉绳" }, { id: "b", who: "班长", act: "断电" }, { id: "c", who: "谁看见谁做", act: "喊人" },
  ] }, [{ name: "调度室", number: "0000-8110" }]);
  assert.equal(plan.title, "卷住人");
  assert.deepEqual(plan.steps.map(({ number }) => number), [1, 2, 3]);
  assert.deepEqual(rolesOf(plan), ["谁看见谁做", "班长"]);
  assert.deepEqual(["谁看见谁做", "班长"].map(roleWords), ["谁看见谁做", "班长做"]);
});

test("a public number is its own name", () => {
  assert.deepEqual(planContact({ name: "急救", number: "120", inside: false, note: "救人" }), { name: "120", under: "救人", href: "tel:120" });
  assert.deepEqual(planContact({ name: "调度室", number: "0000-81 10" }), { name: "调度室", under: "0000-81 10", href: "tel:00008110" });
});

test("120 and 119 stand beside the card's own number, unless the card names public ones itself", () => {
  const names = (contacts: Parameters<typeof callsOf>[0]): string[] => callsOf(contacts).map(({ name }) => name);
  assert.deepEqual(names([]), ["120", "119"]);
  assert.deepEqual(names([{ name: "调度室", number: "8110" }, { name: "值班矿长", number: "8111" }]), ["调度室", "120", "119", "值班矿长"]);
  assert.deepEqual(names([{ name: "救护队", number: "555", inside: false }, { name: "调度室", number: "8110" }]), ["调度室", "555"]);
});

const manifest = (bundles: unknown): unknown => ({ epoch: "e", account: "a", bundles });

test("a manifest is checked before it is believed", () => {
  assert.ok(isManifest(manifest({ "post:1-2": "ab12", "me:a": "cd34" })));
  for (const wrong of [null, "<html>", manifest([]), manifest({ "post:1": 7 }), manifest({ "../x": "ab" }), manifest({ "post:1": "" }), { bundles: {} }]) {
    assert.equal(isManifest(wrong), false);
  }
});

test("nothing, or somebody else's, is no reason to drop what is held", () => {
  const base = { epoch: "e", account: "a", backed_up_through: 0 };
  const [some, none] = [{ ...base, bundles: { "me:a": "1" } }, { ...base, bundles: {} }];
  assert.deepEqual([isPlausible(some, "a", 3), isPlausible(some, "b", 0), isPlausible(none, "a", 3), isPlausible(none, "a", 0)], [true, false, false, true]);
});

test("a bundle must be the one that was asked for", () => {
  assert.ok(isBundle({ id: "1", cards: [], labels: [] }, "post:1"));
  assert.ok(isBundle({ id: "a", name: "王" }, "me:a"));
  assert.ok(isBundle({ id: "p", items: [] }, "plan:p"));
  assert.ok(isBundle({ id: "h", state: "open", steps: [] }, "hazard:h"));
  assert.equal(isBundle({ id: "h", items: [] }, "hazard:h"), false);
  assert.equal(isBundle({ id: "2", cards: [], labels: [] }, "post:1"), false);
  assert.equal(isBundle({ id: "1", name: "王" }, "post:1"), false);
});

test("posts are found by words of their title or unit, in any order", () => {
  const post = (title: string, unit: string): PostSummary => ({ id: title, title, units: [unit], level: null, acts: "", tokens: [], codes: [] });
  const posts = [post("一号破碎机操作岗", "破碎车间"), post("胶带巡检岗", "运输车间"), post("破碎机检修岗", "机修班")];
  assert.deepEqual(matching(posts, " 操作 破碎 ").map(({ title }) => title), ["一号破碎机操作岗"]);
  assert.equal(matching(posts, "").length, 3);
});

test("WeChat's browser is known by its name", () => {
  assert.ok(isWeChat("Mozilla/5.0 (Linux; Android 14) AppleWebKit MicroMessenger/8.0.50"));
  assert.equal(isWeChat("Mozilla/5.0 (Linux; Android 14) Chrome/130"), false);
});

test("a kind of bundle that only a newer app reads is left alone, and holds up nothing", () => {
  const list = { epoch: "e", account: "a", backed_up_through: 0, bundles: { "post:1": "ab", "later:2": "cd", "recite:a": "ef" } };
  assert.ok(isManifest(list));
  assert.deepEqual(Object.keys(readable(list).bundles), ["post:1", "recite:a"]);
});
