import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, base64url, fromBase64 } from "./bytes";
import { newId } from "./ids";

test("ids are UUIDv7 and sort by age", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_000 });
  const first = newId();
  context.mock.timers.setTime(1_700_000_000_001);
  const second = newId();
  assert.match(first, /^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < second);
  assert.notEqual(newId(), second);
});

test("a clock before its time makes an id all the same", (context) => {
  context.mock.method(Date, "now", () => -5);
  assert.match(newId(), /^00000000-0000-7/);
});

test("bytes as text and back", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, place) => place % 256).buffer;
  assert.deepEqual(fromBase64(base64(bytes)), bytes);
  assert.equal(base64url(Uint8Array.from([251, 255, 254]).buffer), "-__-");
  assert.equal(fromBase64("not base64 at all!"), null);
});
