import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gradeOf, wordsOf, type Matrix } from "./risk";

interface Score {
  method: string;
  matrix: string;
  inputs: Record<string, number>;
  value: number;
  level: number;
}

interface Vectors {
  matrices: Matrix[];
  scores: Score[];
  refused: { why: string; method: string; matrix?: string; inputs: Record<string, number> }[];
}

const { matrices, scores, refused } = JSON.parse(readFileSync("../../tests/vectors/risk.json", "utf8")) as Vectors;

for (const method of ["LS", "LEC", "MES"]) {
  test(`every attainable score of ${method} has the level of the table`, () => {
    const own = scores.filter((one) => one.method === method);
    assert.ok(own.length >= 25);
    assert.deepEqual(own.map(({ inputs }) => gradeOf(method, inputs, matrices)), own);
  });
}

for (const { why, method, matrix, inputs } of refused) {
  test(`no grade: ${why}`, () => assert.equal(gradeOf(method, inputs, matrices, matrix), null));
}

test("what is not a number of the matrix gives no grade", () => {
  for (const value of [NaN, Infinity, -1]) assert.equal(gradeOf("LS", { L: value, S: 3 }, matrices), null);
  assert.equal(gradeOf("LS", { L: 3, toString: 3 }, matrices), null);
});

test("a new score takes the current version, an old one keeps its own", () => {
  const [first] = matrices.filter(({ method }) => method === "LS");
  assert.ok(first);
  const newer = { ...first, id: "LS-2", floors: [25, 20, 15, 10] };
  const both = [{ ...first, current: false }, newer];
  assert.deepEqual([gradeOf("LS", { L: 4, S: 5 }, both)?.matrix, gradeOf("LS", { L: 4, S: 5 }, both)?.level], ["LS-2", 2]);
  assert.deepEqual(gradeOf("LS", { L: 4, S: 5 }, both, "LS-1")?.level, 1);
});

test("every value that can be chosen says what it means", () => {
  for (const matrix of matrices) {
    for (const [factor, values] of Object.entries(matrix.factors)) {
      assert.ok(matrix.names[factor]);
      for (const value of values) assert.match(wordsOf(matrix, factor, value), /[一-鿿]/);
    }
  }
  assert.equal(matrices[0] && wordsOf(matrices[0], "L", 9), "");
});
