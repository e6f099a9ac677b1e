import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lackPlace, lackWords, missing, type Asked, type Filled } from "./complete";

interface Vector extends Filled {
  name: string;
  plan: Asked;
  missing: string[];
}

const vectors = JSON.parse(readFileSync("../../tests/vectors/complete.json", "utf8")) as Vector[];

for (const vector of vectors) {
  test(`what a check lacks: ${vector.name}`, () => assert.deepEqual(missing(vector.plan, vector), vector.missing));
}

const PLAN: Asked = { asks_measures: true, asks_signature: true, items: [{ id: "a", text: "护罩" }, { id: "b:1", text: "拉绳" }] };

test("what is lacking is said with the number of its item", () => {
  assert.deepEqual(["a:photo", "b:1:measure", "signature"].map((lack) => lackWords(PLAN, lack)), ["第\u00a01\u00a0项差照片", "第\u00a02\u00a0项没写怎么办", "还没签名"]);
  assert.deepEqual(["a:photo", "b:1:measure", "signature"].map((lack) => lackPlace(PLAN, lack)), [0, 1, undefined]);
});
