import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { alone } from "./alone";
import { Pace } from "./pace";

function withLocks(locks: unknown): void {
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
}

test("without locks a lease lets one in, and the next once it is given back", async () => {
  withLocks(undefined);
  const inside = await alone(async (mayGoOn) => [await mayGoOn(), await alone(async () => "second")]);
  assert.deepEqual(inside, [true, null]);
  assert.equal(await alone(async () => "next"), "next");
});

test("work that fails gives the lease back", async () => {
  withLocks(undefined);
  await assert.rejects(alone(async () => { throw new Error("storage"); }), /storage/);
  assert.equal(await alone(async () => "next"), "next");
});

test("with locks: taken, free, refused by the browser", async () => {
  withLocks({ request: async (_name: string, _how: unknown, work: (lock: unknown) => unknown) => work(null) });
  assert.equal(await alone(async () => "work"), null);
  withLocks({ request: async (_name: string, _how: unknown, work: (lock: unknown) => unknown) => work({}) });
  assert.equal(await alone(async () => "work"), "work");
  withLocks({ request: async () => { throw new DOMException("no", "SecurityError"); } });
  assert.equal(await alone(async () => "work"), "work");
});

test("the wait grows with each failure up to ten minutes, and ends with the first success", (context) => {
  let now = 1_000_000;
  context.mock.method(Date, "now", () => now);
  const pace = new Pace();
  const waits = Array.from({ length: 12 }, () => { pace.failed(); return pace.wait(); });
  assert.ok(waits.every((wait) => wait >= 5_000 && wait <= 600_000), String(waits));
  assert.ok((waits[11] ?? 0) >= 300_000 && (waits[0] ?? 0) <= 5_000);
  now -= 86_400_000; // the clock is set back by a day
  assert.equal(pace.wait(), 0);
  now += 86_400_000;
  pace.succeeded();
  assert.equal(pace.wait(), 0);
});

test("a server that says when to come back is heeded", (context) => {
  context.mock.method(Date, "now", () => 5);
  const pace = new Pace();
  pace.failed(45_000);
  assert.equal(pace.wait(), 45_000);
});
