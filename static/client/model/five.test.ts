import assert from "node:assert/strict";
import { test } from "node:test";
import { aloud, detailOf, doneToday, isFresh, listedAfter, listedToday, nameOf, oversees, thingOf, wayOf, wordOf, type SeenFive } from "./five";
import type { Five, FiveThing } from "./wire";

const thing = (key: string, more: Partial<FiveThing> = {}): FiveThing => ({
  key, rule: "overdue", icon: "clock", word: "超期", title: "护罩没改好", reason: "超期 2 天", level: null, button: "去看看", href: "/console/hazards/1", ...more,
});

test("calling and the phone's own screens go without a signal, the console does not", () => {
  assert.equal(wayOf(thing("a", { tel: "19900001001", route: "#/post/1" }), false), "tel:19900001001");
  assert.equal(wayOf(thing("a", { route: "#/hazard/1" }), false), "#/hazard/1");
  assert.equal(wayOf(thing("a"), true), "/console/hazards/1");
  assert.equal(wayOf(thing("a"), false), null);
});

test("who looks after others' checks has five things; a worker has a day of their own", () => {
  assert.equal(oversees({ may: ["cards.read", "checks.read"] }), true);
  assert.equal(oversees({ may: ["cards.read"] }), false);
  assert.equal(oversees(undefined), false);
});

test("a thing is found by its key, also one that was put off; one that is done is not", () => {
  const five = { account: "a", where: "", things: [thing("a")], later: [thing("b")] };
  assert.deepEqual(thingOf(five, "a"), { thing: thing("a"), isLater: false });
  assert.deepEqual(thingOf(five, "b"), { thing: thing("b"), isLater: true });
  assert.equal(thingOf(five, "c"), null);
});

test("a thing is found by what it was called before something newer came to it", () => {
  const newer = thing("missed:noon", { also: ["missed:morning"] });
  const five = { account: "a", where: "", things: [newer], later: [] };
  assert.deepEqual(thingOf(five, "missed:morning"), { thing: newer, isLater: false });
  assert.deepEqual(thingOf({ ...five, things: [], later: [newer] }, "missed:morning"), { thing: newer, isLater: true });
});

test("where there is room, and aloud, a name is whole", () => {
  const cut = thing("a", { title: "三号转载点尾部滚…没改好", whole: "三号转载点尾部滚筒没改好" });
  assert.deepEqual([nameOf(cut), nameOf(thing("b"))], ["三号转载点尾部滚筒没改好", "护罩没改好"]);
  assert.equal(aloud({ things: [cut] }), "今天还有1件事。第1件，三号转载点尾部滚筒没改好。超期 2 天");
});

test("a key with a slash is one part of an address", () => {
  assert.equal(detailOf("missed:p:2026-11-21/night:any").split("/").length, 3);
});

const NOON = new Date(2026, 10, 22, 12).getTime();
const YESTERDAY = NOON - 24 * 3_600_000;
const told = (more: Partial<Five> = {}): Five => ({ account: "a", where: "", things: [thing("a"), thing("b")], ...more });
const seen = (seenAt: number, more: Partial<SeenFive> = {}): SeenFive => ({ five: told(), etag: null, seenAt, ...more });

test("what stood there today is remembered until midnight, each thing once and no more than the server looks at", () => {
  assert.deepEqual(listedToday(seen(NOON - 3_600_000, { listed: ["z", "a"] }), NOON), ["z", "a"]);
  assert.deepEqual(listedToday(seen(YESTERDAY, { listed: ["z"] }), NOON), []);
  assert.deepEqual(listedToday(undefined, NOON), []);
  assert.deepEqual(listedAfter(["z", "a"], told()), ["z", "a", "b"]);
  const many = Array.from({ length: 60 }, (_, place) => `k${place}`);
  assert.deepEqual(listedAfter(many, told()).slice(-2), ["a", "b"]);
  assert.equal(listedAfter(many, told()).length, 40);
});

test("only what was done today counts as done", () => {
  const done = { five: told({ done: ["z"] }) };
  assert.equal(doneToday(seen(NOON, done), NOON), 1);
  assert.equal(doneToday(seen(YESTERDAY, done), NOON), 0);
  assert.equal(doneToday(seen(NOON), NOON), 0);
});

test("that nothing is to be done is true only of what was seen just now, with a line", () => {
  assert.equal(isFresh(seen(NOON - 60_000), NOON, true), true);
  assert.equal(isFresh(seen(NOON - 60_000), NOON, false), false);
  assert.equal(isFresh(seen(NOON - 3_600_000), NOON, true), false);
  const midnight = new Date(2026, 10, 22).getTime();
  assert.equal(isFresh(seen(midnight - 60_000), midnight + 60_000, true), false);
});

test("a button says what the phone's own screen does, and else what the page is", () => {
  assert.equal(wordOf(thing("a", { tap: "抽背", route: "#/spot/1" })), "抽背");
  assert.equal(wordOf(thing("a", { tap: "抽背" })), "去看看");
  assert.equal(wordOf(thing("a", { route: "#/hazard/1" })), "去看看");
});

test("the list is read in its order, what and why", () => {
  assert.equal(aloud({ things: [thing("a")] }), "今天还有1件事。第1件，护罩没改好。超期 2 天");
});
