import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { holder, setHolder } from "./device";
import { rememberPage, seenPages, tokenOfCode } from "./seen";

test("pages opened here, newest first, once each", async () => {
  await rememberPage({ token: "a", title: "一号", seenAt: 1, code: "123456709" });
  await rememberPage({ token: "b", title: "二号", seenAt: 2 });
  await rememberPage({ token: "a", title: "一号", seenAt: 3, code: "123456709" });
  assert.deepEqual((await seenPages()).map(({ token }) => token), ["a", "b"]);
  assert.equal(await tokenOfCode("123456709"), "a");
  assert.equal(await tokenOfCode("987654324"), undefined);
});

test("the phone remembers who holds it", async () => {
  assert.equal(await holder(), undefined);
  await setHolder({ account: "acc-1", name: "王建国" });
  assert.deepEqual(await holder(), { account: "acc-1", name: "王建国" });
  await setHolder(null);
  assert.equal(await holder(), undefined);
});
