import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, dueList } from "./due";
import type { LocalOp } from "./ops";
import type { Window } from "./wire";

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();
const iso = (day: number, hour: number, minute = 0): string => new Date(at(day, hour, minute)).toISOString();
const NOW = at(21, 8, 35);

const window = (key: string, day: number, from: number, to: number, more: Partial<Window> = {}): Window =>
  ({ key, plan: "p", period: "", day: `2026-11-${day}`, opens: iso(day, from), closes: iso(day, to), ...more });

const op = (window: string, more: Partial<LocalOp> = {}): LocalOp => ({
  id: `op-${window}`, n: 1, kind: "check.submitted", key: "k", enterprise: "e", author: "me", capturedAt: at(21, 8, 10), payload: "", signature: "",
  photos: [], about: { title: "班前检查", window }, state: "held", arrived: {}, ...more,
});

const stateOf = (windows: Window[], ops: LocalOp[]): string[] => dueList(windows, ops, NOW).map(({ state }) => state);

test("a window is waiting, due or missed by the clock; its last moment still counts", () => {
  assert.deepEqual(stateOf([window("a", 21, 6, 7), window("b", 21, 8, 9), window("c", 21, 11, 12)], []), ["missed", "due", "waiting"]);
  assert.equal(dueList([window("b", 21, 8, 9)], [], at(21, 9))[0]?.state, "due");
  assert.equal(dueList([window("b", 21, 8, 9)], [], at(21, 9) + 1)[0]?.state, "missed");
});

test("minutes until it closes, or opens", () => {
  assert.deepEqual(dueList([window("b", 21, 8, 9), window("c", 21, 11, 12), window("a", 21, 6, 7)], [], NOW).map(({ minutesLeft }) => minutesLeft), [0, 25, 145]);
});

test("this phone's own record answers a window, before any signal", () => {
  const [due] = dueList([window("b", 21, 8, 9)], [op("b"), op("x")], NOW);
  assert.equal(due?.state, "done");
  assert.equal(due?.own?.id, "op-b");
});

test("a record that was sent back answers nothing until a newer one does", () => {
  const rejected = op("b", { state: "rejected", n: 1 });
  assert.deepEqual(stateOf([window("b", 21, 8, 9)], [rejected]), ["due"]);
  const mended = op("b", { id: "second", n: 2 });
  for (const ops of [[rejected, mended], [mended, rejected]]) assert.equal(dueList([window("b", 21, 8, 9)], ops, NOW)[0]?.own?.id, "second");
});

test("made good afterwards is late; the server's word on it wins over this phone's clock", () => {
  assert.deepEqual(stateOf([window("a", 21, 6, 7)], [op("a")]), ["late"]);
  assert.deepEqual(stateOf([window("a", 21, 6, 7)], [op("a", { flags: [], state: "delivered" })]), ["done"]);
  assert.deepEqual(stateOf([window("b", 21, 8, 9)], [op("b", { flags: ["late"], state: "delivered" })]), ["late"]);
});

test("somebody else's answer counts as the server tells it", () => {
  const done = { by: "李强", by_id: "other", at: iso(21, 8, 5), late: false, record: "r", abnormal: 0 };
  assert.deepEqual(stateOf([window("b", 21, 8, 9, { done }), window("c", 21, 8, 10, { done: { ...done, late: true } })], []), ["done", "late"]);
});

test("other kinds of records answer no window", () => {
  assert.deepEqual(stateOf([window("b", 21, 8, 9)], [op("b", { kind: "hazard.reported" })]), ["due"]);
});

test("a day: what closes first stands first, missed ones for two days, and what comes next", () => {
  const windows = [
    window("old", 18, 8, 9), window("missed", 20, 16, 17), window("week", 16, 0, 23, { closes: iso(22, 23) }), window("b", 21, 8, 9),
    window("later", 21, 11, 12), window("next", 22, 8, 9), window("done", 21, 7, 8),
  ];
  const day = dayOf(dueList(windows, [op("done")], NOW), NOW);
  const keys = (list: readonly { window: Window }[]): string[] => list.map((due) => due.window.key);
  assert.deepEqual([keys(day.due), keys(day.ahead), keys(day.done), keys(day.missed)], [["b", "week"], ["later"], ["done"], ["missed"]]);
  assert.equal(day.next?.window.key, "next");
});

test("what was done yesterday is gone from the day, a week's check stays while its week lasts", () => {
  const windows = [window("yesterday", 20, 7, 8), window("week", 16, 0, 23, { closes: iso(22, 23) })];
  const ops = [op("yesterday", { capturedAt: at(20, 7, 30) }), op("week", { capturedAt: at(18, 7, 30) })];
  assert.deepEqual(dayOf(dueList(windows, ops, NOW), NOW).done.map(({ window: { key } }) => key), ["week"]);
});
