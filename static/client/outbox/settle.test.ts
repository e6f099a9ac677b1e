import assert from "node:assert/strict";
import { test } from "node:test";
import type { LocalOp } from "../model/ops";
import type { Answer } from "../model/wire";
import type { Contact } from "../store/account";
import { dropped, judged, settled, spoilt, unheld, withPhoto } from "./settle";
import { summary } from "./summary";

const op = (more: Partial<LocalOp> = {}): LocalOp => ({
  id: "a", n: 1, kind: "hazard.reported", key: "k", enterprise: "e", author: "me", capturedAt: 0, payload: "{}", signature: "s",
  photos: ["p", "q"], about: { title: "" }, state: "held", arrived: {}, ...more,
});
const answer = (more: Partial<Answer> = {}): Answer => ({ id: "a", state: "applied", receipt: 7, ...more });
const contact: Contact = { epoch: "e1", backedUpThrough: 0, offsetMs: null };
const keep = (one: LocalOp): LocalOp => one;

test("delivered only with a receipt and every photo", () => {
  const text = settled(op(), answer({ lacks: ["q"], photos: { p: 8 } }), 5);
  assert.deepEqual([text.state, text.receipt, text.arrived, text.settledAt], ["text", 7, { p: 8 }, 5]);
  assert.equal(withPhoto(text, "q", 9).state, "delivered");
  assert.equal(settled(op({ photos: [] }), answer(), 5).state, "delivered");
});

test("no lack named is no photo arrived, and a photo it doesn't name is none of its", () => {
  assert.equal(settled(op(), answer({ lacks: [], photos: { x: 1, y: 2 } }), 5).state, "text");
});

test("applied without a receipt says nothing", () => assert.equal(settled(op(), answer({ receipt: null }), 5).state, "held"));

test("rejected and waiting, with their words", () => {
  const rejected = settled(op(), answer({ state: "rejected", code: "incomplete", message: "少一张照片" }), 5);
  assert.deepEqual([rejected.state, rejected.code, rejected.message], ["rejected", "incomplete", "少一张照片"]);
  const waiting = settled(op(), answer({ state: "retry", waits_for: "h" }), 5);
  assert.deepEqual([waiting.state, waiting.waitsFor], ["held", "h"]);
  const taken = settled(waiting, answer({ photos: { p: 1, q: 2 } }), 6);
  assert.deepEqual([taken.state, taken.waitsFor], ["delivered", undefined]);
});

test("a late or second answer takes nothing back", () => {
  for (const state of ["delivered", "backed", "rejected"] as const) {
    const known = op({ state, receipt: 7, arrived: { p: 1, q: 2 } });
    for (const late of [answer({ lacks: ["p"] }), answer({ state: "rejected" }), answer({ state: "retry" })]) assert.equal(settled(known, late, 9), known);
  }
  const text = op({ state: "text", receipt: 7, arrived: { p: 1 } });
  assert.equal(settled(text, answer({ state: "retry" }), 9), text);
  assert.deepEqual(settled(text, answer({ lacks: ["p", "q"] }), 9).arrived, { p: 1 });
});

test("an unknown state is no answer", () => assert.equal(settled(op(), answer({ state: "eaten" as "applied" }), 5).state, "held"));

test("backed up once the backup holds the words and each photo", () => {
  const held = { ops: [op({ state: "delivered", receipt: 7, arrived: { p: 8, q: 12 } })], contact };
  assert.deepEqual(judged(held, "e1", { epoch: "e1", backedUpThrough: 11 }, keep).put, []);
  assert.equal(judged(held, "e1", { epoch: "e1", backedUpThrough: 12 }, keep).put[0]?.state, "backed");
});

test("a backup told of once is not forgotten by an answer that does not know", () => {
  const held = { ops: [], contact: { ...contact, backedUpThrough: 9 } };
  assert.equal(judged(held, "e1", { epoch: "e1", backedUpThrough: 0 }, keep).contact, undefined);
});

test("a server that begins anew is offered everything, as if for the first time", () => {
  const states = ["held", "text", "delivered", "backed", "rejected"] as const;
  const ops = states.map((state, n) => op({ id: state, n, state, receipt: 3, arrived: { p: 1 }, code: "c", waitsFor: "w", settledAt: 4 }));
  const { put, contact: next } = judged({ ops, contact: { ...contact, backedUpThrough: 9 } }, "e1", { epoch: "e2" }, keep);
  assert.deepEqual(put.map(({ state }) => state), ["held", "held", "held", "held", "held"]);
  assert.ok(put.every((one) => one.receipt === undefined && one.code === undefined && Object.keys(one.arrived).length === 0));
  assert.deepEqual(next, { epoch: "e2", backedUpThrough: 0, offsetMs: null });
});

test("the first server ever met is no new beginning", () => {
  const ops = [op({ state: "rejected", code: "bad" })];
  assert.deepEqual(judged({ ops, contact: undefined }, undefined, { epoch: "e1" }, keep).put, []);
});

test("an answer from before a new beginning that another tab has met counts for nothing", () => {
  const held = { ops: [op({ photos: [] })], contact: { ...contact, epoch: "e2" } };
  assert.deepEqual(judged(held, "e1", { epoch: "e1" }, (one) => settled(one, answer(), 5)), { put: [], drop: [] });
  assert.equal(judged(held, "e1", { epoch: "e2" }, (one) => settled(one, answer(), 5)).put[0]?.state, "delivered");
});

test("a rejected original leaves with its delivered correction, and so does what that one corrected", () => {
  const first = op({ id: "1", state: "rejected" });
  const second = op({ id: "2", state: "rejected", corrects: "1" });
  const third = op({ id: "3", photos: [], corrects: "2" });
  const drop = (ops: LocalOp[], state: Answer["state"]): string[] => judged({ ops, contact }, "e1", { epoch: "e1" }, (one) => (one.id === "3" ? settled(one, answer({ state }), 1) : one)).drop;
  assert.deepEqual(drop([first, second, third], "applied").sort(), ["1", "2"]);
  assert.deepEqual(drop([first, second, third], "rejected"), []);
  assert.deepEqual(drop([{ ...first, state: "text" }, { ...third, corrects: "1" }], "applied"), []);
  assert.deepEqual(drop([second, { ...third, photos: ["p"] }], "applied"), []); // its words alone don't
});

test("a photo that can't be sent is shown, one that nobody waits for is offered again with its record", () => {
  const text = op({ state: "text", receipt: 7, arrived: { p: 1 } });
  assert.deepEqual([spoilt(text, "q", { code: "bad_photo", message: "坏了" }).state, spoilt(text, "p", { code: "", message: "" }).state], ["rejected", "text"]);
  const again = unheld(text, "q");
  assert.deepEqual([again.state, again.receipt, again.arrived], ["held", undefined, {}]);
});

test("only what has long been backed up is dropped, whatever the clock says", () => {
  const day = 86_400_000;
  const ops = (["held", "text", "delivered", "rejected", "backed"] as const).map((state) => op({ id: state, state }));
  assert.deepEqual(dropped({ ops, contact }, 15 * day).drop, ["backed"]);
  assert.deepEqual(dropped({ ops, contact }, 13 * day).drop, []);
  assert.deepEqual(dropped({ ops, contact }, -900 * day).drop, []);
});

test("an answer in practice stays until the own bundle has been fetched after it", () => {
  const day = 86_400_000;
  const ops = [op({ kind: "recite.answered", state: "backed", settledAt: 5 * day })];
  assert.deepEqual(dropped({ ops, contact }, 20 * day).drop, []);
  assert.deepEqual(dropped({ ops, contact, pulledAt: 4 * day }, 20 * day).drop, []);
  assert.deepEqual(dropped({ ops, contact, pulledAt: 6 * day }, 20 * day).drop, ["a"]);
  assert.deepEqual(dropped({ ops, contact, pulledAt: 6 * day }, 13 * day).drop, []);
});

test("the light counts", () => {
  const ops = [op(), op({ state: "text", arrived: { p: 1 } }), op({ state: "rejected" }), op({ state: "delivered" }), op({ state: "backed" })];
  assert.deepEqual(summary(ops), { held: 3, rejected: 1, lacking: 2, delivered: 1, backed: 1 });
});
