import assert from "node:assert/strict";
import { test } from "node:test";
import { printQuery, printWords, readVersions, versionsIn } from "./print";

test("a print's versions, in any order and number", () => {
  assert.deepEqual(readVersions("e3r2o1d12"), { emergency: 3, risk: 2, operation: 1, duty: 12 });
  assert.deepEqual(readVersions("d1"), { duty: 1 });
});

test("junk is nothing", () => {
  for (const text of ["", "e", "3e", "e0", "e3e4", "x1", "e3 r2", "e9999999", "e3<script>", "e-1", "e3r2o1d1e5"]) assert.equal(readVersions(text), null, text);
});

test("an address carries them, wherever the host", () => {
  assert.deepEqual(versionsIn("https://old.example/p/abc?v=e2#x"), { emergency: 2 });
  assert.equal(versionsIn("https://old.example/p/abc"), null);
});

test("a print of today says nothing", () => assert.equal(printWords({ emergency: 2, risk: 1 }, { emergency: 2, risk: 1 }), ""));

test("an old print is named card by card", () => {
  assert.equal(printWords({ emergency: 2, risk: 1 }, { emergency: 3, risk: 1, duty: 1 }),
    "墙上这张旧了：应急卡是第 2 版，现在第 3 版；职责清单是后来才有的。照屏幕上的做");
});

test("a phone that is behind the print says so", () => {
  assert.equal(printWords({ emergency: 3 }, { emergency: 2 }), "墙上这张更新：应急卡是第 3 版，这部手机上还是第 2 版。连上网再打开一次");
});

test("a card that this phone doesn't hold is not judged", () => assert.equal(printWords({ risk: 4 }, {}), ""));

test("the way on to a card carries what was scanned, and no junk", () => {
  assert.equal(printQuery("https://x.example/p/abc?v=e2r1"), "?v=e2r1");
  for (const text of ["https://x.example/p/abc", "https://x.example/p/abc?v=<b>", "abc"]) assert.equal(printQuery(text), "", text);
});
