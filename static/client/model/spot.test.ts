import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { areAllTicked, begun, candidatesOf, chosen, isPassed, leftOf, leftWords, newSpot, resultsOf, resultWords, submittedSpot, ticked, tickOf, turnedTo, type SpotDraft } from "./spot";
import type { CrewBundle, Recital } from "./wire";

interface Vector {
  name: string;
  points: { id: string; critical: boolean }[];
  said: string[];
  missed: string[];
  percent: number;
  ticked: boolean;
  passed: boolean;
}

for (const { name, points, said, missed, percent, ...wanted } of JSON.parse(readFileSync("../../tests/vectors/spot.json", "utf8")) as Vector[]) {
  test(`whether they knew it: ${name}`, () => assert.deepEqual({ ticked: areAllTicked(points, said, missed), passed: isPassed(points, said, percent) }, wanted));
}

const CREW: CrewBundle = {
  id: "u", name: "甲班", units: ["车间", "甲班"], rules: { pass_percent: 80, asks_signature: false },
  people: [{ id: "b", name: "乙", posts: ["p"] }, { id: "a", name: "甲", posts: ["p", "q"] }, { id: "c", name: "丙", posts: [] }],
};
const [B, A] = CREW.people!;

function recital(ability: Recital["ability"], count: number): Recital {
  const points = Array.from({ length: count }, (_, place) => ({ id: `${place + 1}`, text: `${ability} ${place + 1}`, critical: ability === "emergency" && place === 0 }));
  return { id: `${ability} recital`, ability, row: "r", prompt: `${ability}?`, points, line: "卡上原话" };
}

const POST = { id: "p", title: "破碎岗", cards: [{ kind: "duty", version: 2 }, { kind: "emergency", version: 5 }] };
const at = (draft: SpotDraft, place: number): Recital => draft.asked[place]!.recital;
const asked = (): SpotDraft => begun(chosen(newSpot("id"), CREW, B!, "5eed", ["b", "a"]), POST, [recital("duty", 4), recital("emergency", 3)], 1000);

test("whoever holds it and whoever has no card is not drawn", () => {
  assert.deepEqual(candidatesOf(CREW, "b").map(({ id }) => id), ["a"]);
  assert.deepEqual(candidatesOf(CREW, "me").map(({ id }) => id), ["b", "a"]);
});

test("every draw counts, and a name that is chosen is no draw", () => {
  const first = chosen(newSpot("id"), CREW, B!, "1", ["b", "a"]);
  const second = chosen(first, CREW, A!, "2", ["b", "a"]);
  assert.deepEqual([second.draws, second.seed, second.account, second.post, second.candidates], [2, "2", "a", "p", ["a", "b"]]);
  const named = chosen(second, CREW, B!, "3", []);
  assert.deepEqual([named.draws, named.account, named.candidates], [2, "b", []]);
  assert.equal(submittedSpot(chosen(newSpot("id"), CREW, B!, "3", []), "agreed").draws, 1);
});

test("a question of a card that the phone does not hold is not asked", () => {
  const draft = begun(newSpot("id"), POST, [recital("risk", 3), recital("duty", 3)], 0);
  assert.deepEqual(draft.asked.map(({ version, recital: { ability } }) => [ability, version]), [["duty", 2]]);
});

test("one tap says it was said, another that it was not, and the button tells what is left", () => {
  let draft = asked();
  const duty = at(draft, 0);
  assert.equal(leftWords(leftOf(draft, duty)), "还差\u00a04\u00a0条没点");
  draft = ticked(draft, duty, "1");
  assert.deepEqual([tickOf(draft, duty, "1"), leftOf(draft, duty)], ["said", 3]);
  draft = ticked(draft, duty, "1");
  assert.deepEqual([tickOf(draft, duty, "1"), leftOf(draft, duty)], ["missed", 3]);
  assert.equal(tickOf(ticked(draft, duty, "1"), duty, "1"), "said");
  assert.equal(leftOf(draft, at(draft, 1)), 3);
});

function heard(): SpotDraft {
  let draft = asked();
  const [duty, emergency] = [at(draft, 0), at(draft, 1)];
  for (const point of duty.points) draft = ticked(draft, duty, point.id);
  for (const point of emergency.points) draft = ticked(draft, emergency, point.id);
  return ticked(draft, emergency, "1");
}

test("what was missed is shown in the card's words", () => {
  const [duty, emergency] = resultsOf(heard());
  assert.deepEqual([duty?.passed, duty?.said.length, duty?.missed], [true, 4, []]);
  assert.deepEqual([emergency?.passed, emergency?.missed, emergency?.line], [false, [{ text: "emergency 1", critical: true }], "卡上原话"]);
  assert.equal(resultWords(resultsOf(heard())), "明职责会了，能应急再背背");
});

test("the record says what was asked, word for word, and every point once", () => {
  const body = submittedSpot({ ...heard(), note: " 说得急 " }, "disputed");
  assert.deepEqual([body.id, body.unit, body.seed, body.candidates, body.account, body.post], ["id", "u", "5eed", ["a", "b"], "b", "p"]);
  assert.deepEqual([body.confirmed, body.note, body.signature, body.started_at], ["disputed", "说得急", null, "1970-01-01T00:00:01.000Z"]);
  const [, emergency] = body.answers;
  assert.deepEqual([emergency?.said, emergency?.missed, emergency?.version], [["2", "3"], ["1"], 5]);
  assert.deepEqual(emergency?.points[0], { id: "1", text: "emergency 1", critical: true });
  assert.ok(body.answers.every(({ points, said, missed }) => areAllTicked(points, said, missed)));
});

test("another crew is turned to, but not away from somebody who is being asked", () => {
  const drawn = chosen(newSpot("r"), CREW, A!, "seed", ["a", "b"]);
  assert.equal(turnedTo(drawn, ""), drawn);
  assert.equal(turnedTo(drawn, CREW.id), drawn);
  const turned = turnedTo(drawn, "other");
  assert.deepEqual([turned.unit, turned.account, turned.candidates], ["other", "", []]);
  assert.equal(turned.draws, 1, "what was drawn was drawn");
  const asking = asked();
  assert.equal(turnedTo(asking, "other"), asking);
});
