import assert from "node:assert/strict";
import { test } from "node:test";
import type { LocalOp } from "./ops";
import { inRows } from "./sentrows";

const NOON = new Date(2026, 10, 22, 12).getTime();
const op = (id: string, more: Partial<LocalOp> = {}): LocalOp => ({
  id, n: 1, kind: "recite.answered", key: "k", enterprise: "e", author: "me", capturedAt: NOON, payload: "{}", signature: "s",
  photos: [], about: { title: "" }, state: "held", arrived: {}, ...more,
});
const shown = (ops: LocalOp[]): [string, number][] => inRows(ops).map(({ op: { id }, count }) => [id, count]);

test("a day's practice that has got equally far is one row", () => {
  const ops = [op("c"), op("h", { kind: "hazard.reported" }), op("b"), op("sent", { state: "delivered" }), op("a"), op("before", { capturedAt: NOON - 86_400_000 })];
  assert.deepEqual(shown(ops), [["c", 3], ["h", 1], ["sent", 1], ["before", 1]]);
});

test("nothing else is put together", () => {
  const ops = ["x", "y"].map((id) => op(id, { kind: "card.opened" }));
  assert.deepEqual(shown(ops), [["x", 1], ["y", 1]]);
});
