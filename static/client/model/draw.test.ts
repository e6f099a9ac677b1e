import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { newSeed, orderOf, questionsFor } from "./draw";
import type { Recital } from "./wire";

interface Vectors {
  people: { seed: string; names: string[]; order: string[] }[];
  questions: { name: string; seed: string; account: string; recitals: Pick<Recital, "id" | "ability" | "critical">[]; drawn: Record<string, string> }[];
}

const vectors = JSON.parse(readFileSync("../../tests/vectors/draw.json", "utf8")) as Vectors;

test("people are drawn as the server draws them", async () => {
  for (const { seed, names, order } of vectors.people) assert.deepEqual(await orderOf(seed, names), order);
});

for (const { name, seed, account, recitals, drawn } of vectors.questions) {
  test(`questions: ${name}, ${seed}, ${account.slice(-2)}`, async () => {
    const found = await questionsFor(seed, account, recitals);
    assert.deepEqual(Object.fromEntries(found.map(({ id, ability }) => [ability, id])), drawn);
  });
}

test("every seed is another one", () => {
  const seeds = Array.from({ length: 20 }, newSeed);
  assert.equal(new Set(seeds).size, 20);
  assert.ok(seeds.every((seed) => /^[0-9a-f]{16}$/.test(seed)));
});
