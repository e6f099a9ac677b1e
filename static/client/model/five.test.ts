import assert from "node:assert/strict";
import { test } from "node:test";
import { detailOf, oversees, thingOf, wayOf } from "./five";
import type { FiveThing } from "./wire";

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

test("a key with a slash is one part of an address", () => {
  assert.equal(detailOf("missed:p:2026-11-21/night:any").split("/").length, 3);
});
