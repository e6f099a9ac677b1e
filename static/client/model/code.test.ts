import assert from "node:assert/strict";
import { test } from "node:test";
import { isCode, plainDigits, spacedCode } from "./code";

test("the check digit tells a right code", () => assert.ok(isCode("123456709")));

test("any one mistyped digit is found", () => {
  for (let place = 0; place < 9; place += 1) {
    for (const digit of "0123456789") {
      const typed = `${"123456709".slice(0, place)}${digit}${"123456709".slice(place + 1)}`;
      assert.equal(isCode(typed), typed === "123456709", typed);
    }
  }
});

test("too short, too long, not digits", () => {
  for (const typed of ["", "12345670", "1234567090", "12345670x"]) assert.equal(isCode(typed), false);
});

test("as people type it, as labels print it", () => {
  assert.equal(plainDigits(" 123-456 ７０９"), "123456709");
  assert.equal(spacedCode("123456709"), "123 456 709");
  assert.equal(spacedCode("1234"), "123 4");
});
