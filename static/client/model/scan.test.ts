import assert from "node:assert/strict";
import { test } from "node:test";
import { parseScan } from "./scan";

const ORIGIN = "https://gangka.example";
const TOKEN = "7hq2m9xk4rtbwz3npc8v";
const scan = (text: string): unknown => parseScan(text, ORIGIN);

test("a label's address, of any host: labels outlive domain names", () => {
  assert.deepEqual(scan(`https://gangka.example/p/${TOKEN}`), { token: TOKEN });
  assert.deepEqual(scan(`http://old-host.example:8080/p/${TOKEN}/risk?from=wall#more`), { token: TOKEN });
});

test("a bare token, with spaces around it", () => assert.deepEqual(scan(` ${TOKEN}\n`), { token: TOKEN }));

test("a code, however it is spaced", () => {
  assert.deepEqual(scan("123 456 709"), { code: "123456709" });
  assert.deepEqual(scan("123-456-709"), { code: "123456709" });
  assert.deepEqual(scan("１２３ ４５６ ７０９"), { code: "123456709" });
  assert.deepEqual(scan("https://gangka.example/c/123456709"), { code: "123456709" });
});

test("a mistyped code is nothing, and never taken for a token", () => assert.equal(scan("123 456 708"), null));

test("a one-time way in", () => assert.deepEqual(scan(`https://gangka.example/k/${TOKEN}`), { signInSecret: TOKEN }));

test("what is not ours", () => {
  for (const text of ["", "https://weixin.qq.com/r/abc", "https://x.example/p/", "https://x.example/p/<script>", "tel:120", "javascript:alert(1)", "WIFI:S:net;P:pass;;"]) {
    assert.equal(scan(text), null, text);
  }
});
