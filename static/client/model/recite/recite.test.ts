import assert from "node:assert/strict";
import { test } from "node:test";
import type { Memory, Question, ReciteBundle, ReciteRules } from "../wire";
import { knownOf, type Known, type OwnAnswer } from "./known";
import { aloud, isRight, missingWords, optionsOf, verdictOf } from "./mark";
import { after, backWords } from "./schedule";
import { comingUp, practiceOf, type Asked } from "./today";

const DAY = 86_400_000;
const NOW = new Date(2026, 10, 22, 14).getTime();
const RULES: ReciteRules = {
  questions_a_day: 6, new_a_day: 4, minutes: 5,
  paces: { emergency: { retention: 95, longest_days: 30 }, operation: { retention: 90, longest_days: 90 } },
};
const FAST = RULES.paces["emergency"]!;
const SLOW = RULES.paces["operation"]!;

const iso = (at: number): string => new Date(at).toISOString();

function question(id: string, more: Partial<Question> = {}): Question {
  return { id, ask: "first", form: "choice", ability: "operation", row: `row ${id}`, prompt: "先做什么？", right: ["停机"], wrong: ["喊人", "去拉"], line: "停机。", place: "操作卡第 1 条", ...more };
}

const asked = (id: string, more: Partial<Question> = {}): Asked => ({ post: "p", question: question(id, more) });

function memory(at: number, due: number, more: Partial<Memory> = {}): Memory {
  return { due: iso(due), stability: 2, difficulty: 5, elapsed_days: 0, scheduled_days: 1, learning_steps: 0, reps: 3, lapses: 0, state: 2, last_review: iso(at), ...more };
}

const known = (entries: Record<string, [at: number, due: number, more?: Partial<Memory>]>): Map<string, Known> =>
  new Map(Object.entries(entries).map(([id, [at, due, more]]) => [id, { at, memory: memory(at, due, more) }]));

const ids = (list: readonly Asked[]): string[] => list.map(({ question: { id } }) => id);

test("what is due comes first, what saves lives before the rest, then the one that waits longest", () => {
  const all = [asked("new"), asked("duty"), asked("old"), asked("fire", { ability: "emergency" }), asked("stop", { critical: true })];
  const past = known({ duty: [NOW - 5 * DAY, NOW - DAY], old: [NOW - 9 * DAY, NOW - 3 * DAY], fire: [NOW - 2 * DAY, NOW], stop: [NOW - 2 * DAY, NOW - 60_000] });
  assert.deepEqual(ids(practiceOf(all, past, RULES, NOW).next), ["stop", "fire", "old", "duty", "new"]);
});

test("what comes due later today is asked today; tomorrow's is not", () => {
  const past = known({ tonight: [NOW - 3 * DAY, new Date(2026, 10, 22, 23, 59).getTime()], tomorrow: [NOW - 3 * DAY, new Date(2026, 10, 23, 0, 0).getTime()] });
  assert.deepEqual(ids(practiceOf([asked("tonight"), asked("tomorrow")], past, RULES, NOW).next), ["tonight"]);
});

test("new ones are limited, and there are no more in all than the day holds", () => {
  const all = Array.from({ length: 20 }, (_, place) => asked(`n${place}`));
  assert.equal(practiceOf(all, new Map(), RULES, NOW).next.length, 4);
  const due = Object.fromEntries(Array.from({ length: 10 }, (_, place) => [`n${place}`, [NOW - 4 * DAY, NOW - DAY] as [number, number]]));
  assert.equal(practiceOf(all, known(due), RULES, NOW).next.length, 6);
});

test("what was answered today counts, on whatever phone, and is not asked again", () => {
  const all = Array.from({ length: 20 }, (_, place) => asked(`n${place}`));
  const today = known({ n0: [NOW - 3_600_000, NOW + 600_000, { state: 1, reps: 1 }], n1: [NOW - 3_600_000, NOW + 3 * DAY, { reps: 1 }] });
  const day = practiceOf(all, today, RULES, NOW);
  assert.deepEqual([day.done, ids(day.next)], [2, ["n2", "n3"]]);
  assert.equal(day.mastered, 1); // n0 was wrong
});

test("whoever goes on gets what is left, and nothing that is not due", () => {
  const all = [asked("a"), asked("b"), asked("c"), asked("later")];
  const day = practiceOf(all, known({ later: [NOW - DAY, NOW + 5 * DAY] }), { ...RULES, new_a_day: 1 }, NOW);
  assert.deepEqual([ids(day.next), ids(day.more)], [["a"], ["b", "c"]]);
});

test("a row's second question waits until the others have been asked once", () => {
  const all = [asked("a1", { row: "a" }), asked("a2", { row: "a" }), asked("b1", { row: "b" })];
  assert.deepEqual(ids(practiceOf(all, new Map(), { ...RULES, new_a_day: 2 }, NOW).next), ["a1", "b1"]);
});

test("two posts that ask the same ask it once", () => {
  assert.equal(practiceOf([asked("a"), { ...asked("a"), post: "q" }], new Map(), RULES, NOW).total, 1);
});

test("the next day that brings questions", () => {
  const all = [asked("a"), asked("b")];
  const past = known({ a: [NOW, NOW + 2 * DAY], b: [NOW, NOW + 2 * DAY] });
  const coming = comingUp(all, past, RULES, NOW);
  assert.deepEqual([new Date(coming!.at).getDate(), coming!.count], [24, 2]);
  assert.equal(comingUp([], new Map(), RULES, NOW), null);
});

const bundle = (memories: Record<string, Memory>): ReciteBundle => ({ kind: "recite", id: "me", rules: RULES, memories });
const own = (at: number, more: Partial<OwnAnswer> = {}): OwnAnswer => ({ question: "a", at, memory: memory(at, at + DAY, { reps: 9 }), offsetMs: 0, n: 1, ...more });

test("the newest of the server's word and the own answers counts", () => {
  const server = bundle({ a: memory(NOW - 1000, NOW + DAY, { reps: 4 }) });
  assert.equal(knownOf(server, [own(NOW)], 0).get("a")?.memory.reps, 9);
  assert.equal(knownOf(server, [own(NOW - 2000)], 0).get("a")?.memory.reps, 4);
  assert.equal(knownOf(undefined, [own(NOW)], 0).get("a")?.memory.reps, 9);
});

test("own answers count in the order in which they were given, not in which they are read", () => {
  const answers = [1, 3, 2].map((hour) => own(NOW + hour * 3_600_000, { n: hour, memory: memory(NOW, NOW, { reps: hour }) }));
  assert.equal(knownOf(undefined, answers, 0).get("a")?.memory.reps, 3);
});

test("a phone whose clock is a day ahead reckons in its own days all the same", () => {
  const server = bundle({ a: memory(NOW - DAY, NOW + DAY, { reps: 4 }) }); // by the server's clock
  const found = knownOf(server, [], -DAY).get("a");
  assert.deepEqual([found?.at, found?.memory.due], [NOW, iso(NOW + 2 * DAY)]);
  const before = own(NOW - 500, { offsetMs: 0 }); // answered before the clock was put wrong
  assert.equal(knownOf(undefined, [before], -DAY).get("a")?.at, NOW - 500 + DAY);
});

test("wrong comes back tomorrow and is not mastered; right goes on to days", () => {
  const wrong = after(undefined, false, NOW, FAST);
  assert.equal(wrong.state, 1);
  assert.match(backWords(wrong, NOW), /明天/);
  const right = after(wrong, true, NOW + DAY, FAST);
  assert.equal(right.state, 2);
  assert.ok(Date.parse(right.due) >= NOW + 2 * DAY);
  assert.equal(after(right, false, NOW + 3 * DAY, FAST).lapses, 1);
});

test("it is reckoned without chance, and never beyond the longest day", () => {
  const learn = (pace: typeof FAST): Memory => {
    let [now, held] = [NOW, after(undefined, true, NOW, pace)];
    for (let time = 0; time < 12; time++) {
      now = Date.parse(held.due);
      held = after(held, true, now, pace);
      assert.ok(Date.parse(held.due) - now <= pace.longest_days * DAY);
    }
    return held;
  };
  assert.deepEqual(learn(FAST), learn(FAST));
  assert.equal(learn(FAST).scheduled_days, 30);
  assert.equal(learn(SLOW).scheduled_days, 90);
});

test("an emergency's question comes back sooner", () => {
  const twice = (pace: typeof FAST): number => after(after(undefined, true, NOW, pace), true, NOW + 3 * DAY, pace).scheduled_days;
  assert.ok(twice(FAST) < twice(SLOW));
});

test("in how many days it comes back, in words", () => {
  assert.equal(backWords(memory(NOW, NOW + 5 * DAY), NOW), "这题\u00a05\u00a0天后再背一次。");
});

const ORDER = question("o", { form: "order", right: ["停机", "断电", "叫人", "清料"], wrong: [] });

test("what can be tapped is all there, and never in the right order already", () => {
  for (let seed = 0; seed < 50; seed++) {
    let state = seed;
    const random = (): number => (state = (state * 16_807 + 11) % 2_147_483_647) / 2_147_483_647;
    const options = optionsOf(ORDER, random);
    assert.deepEqual([...options].sort(), [...ORDER.right].sort());
    assert.notDeepEqual(options, ORDER.right);
  }
  assert.deepEqual(optionsOf(question("c"), () => 0).sort(), ["停机", "去拉", "喊人"].sort());
  assert.deepEqual(optionsOf(question("t", { form: "truth", right: ["对"] }), () => 0), ["对", "不对"]);
});

test("the button says what is missing", () => {
  assert.equal(missingWords(ORDER, ["停机", "断电"]), "还差\u00a02\u00a0步");
  assert.equal(missingWords(ORDER, ORDER.right), null);
  assert.equal(missingWords(question("c"), []), "点一个");
});

test("an order is right as a whole; what went wrong is said as it is", () => {
  const given = (...places: number[]): string[] => places.map((place) => ORDER.right[place - 1]!);
  assert.ok(isRight(ORDER, given(1, 2, 3, 4)));
  assert.equal(isRight(ORDER, given(1, 2, 3)), false);
  assert.deepEqual(verdictOf(ORDER, given(1, 2, 4, 3)), { title: "后两步反了", help: "先叫人，再清料" });
  assert.equal(verdictOf(ORDER, given(2, 1, 3, 4)).title, "前两步反了");
  assert.equal(verdictOf(ORDER, given(1, 3, 2, 4)).title, "第\u00a02、3\u00a0步反了");
  assert.equal(verdictOf(ORDER, given(4, 2, 3, 1)).title, "第\u00a01\u00a0步和第\u00a04\u00a0步换一下");
  assert.equal(verdictOf(ORDER, given(2, 3, 4, 1)).title, "顺序是这样的");
  assert.equal(verdictOf(question("t", { form: "truth", right: ["不对"] }), ["对"]).title, "这句不对");
});

test("what is read aloud names the blank and all that can be tapped", () => {
  assert.equal(aloud(question("b", { text: "先＿＿＿再清料" }), ["停机", "喊人"]), "先做什么？。先，什么，再清料。停机。喊人");
});

test("a clock that was set back, even to 1970, stops nobody", () => {
  const known = after(undefined, true, NOW, SLOW);
  for (const at of [NOW - 2 * DAY, 0]) {
    for (const right of [true, false]) {
      const next = after(known, right, at, SLOW);
      assert.equal(next.reps, 2);
      assert.equal(next.elapsed_days, 0);
      assert.ok(Date.parse(next.due) >= at && next.stability > 0);
    }
  }
});
