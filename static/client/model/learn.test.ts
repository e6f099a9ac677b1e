import assert from "node:assert/strict";
import { test } from "node:test";
import { aloud, changesOf, goesOn, lines, newDraft, nextQuestion, pagesOf, pieces, questionsOf, scoreWords, type Change } from "./learn";
import { lessonOf, lessonsOf, type Lesson } from "./lessons";
import type { Learnt, LearntAnswer, PostBundle, Question, ScenarioRow, WireCard } from "./wire";

const [OLD, MID, NOW] = ["1".repeat(16), "2".repeat(16), "3".repeat(16)];

const scenario = (name: string, ...acts: string[]): ScenarioRow => ({ name, steps: acts.map((act, place) => ({ id: `s${place}`, who: "操作工", act })) });
const row = (id: string, body: object) => ({ id, body: body as Record<string, unknown> });

const CARD: WireCard = {
  kind: "emergency", version: 3, effective_on: "2026-11-01", mark: NOW, head: { owner: "主任" },
  rows: [row("a", scenario("卷住人", "拉绳，停机", "大声喊人")), row("b", scenario("冒烟", "停机")), row("c", scenario("漏油", "围住"))],
  earlier: [
    { version: 2, mark: MID, rows: [row("a", scenario("卷住人", "拉绳停机", "大声喊人")), row("x", scenario("滑倒", "扶稳"))], added: ["b"] },
    { version: 1, mark: OLD, rows: [row("c", scenario("漏油", "看着"))], added: ["a", "b"], head: { owner: "班长" } },
  ],
};

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id, ask: "blank", form: "choice", ability: "emergency", row: "a", prompt: "？", right: ["对的"], wrong: ["错的"], line: "", place: "", ...more,
});

const POST: PostBundle = { id: "p", title: "破碎机", enterprise: "甲矿", units: [], level: null, acts: "", labels: [], stops: [], cards: [CARD] };
const knows = (version: number, mark: string, more: Partial<Learnt> = {}): Learnt => ({ post: "p", kind: "emergency", version, mark, ...more });
const lesson = (...learnt: Learnt[]): Lesson => lessonOf(POST, CARD, learnt)!;
const shape = (changes: readonly Change[]): string[] => changes.map(({ state, title }) => `${state} ${title}`);

test("whoever learnt these very words has nothing to learn", () => {
  assert.equal(lessonOf(POST, CARD, [knows(3, NOW)]), null);
  assert.equal(lessonOf(POST, CARD, [knows(2, NOW)]), null, "the number may be another after a restore");
  assert.deepEqual(lessonsOf([POST], [knows(3, NOW)]), []);
});

test("other words under the same or a later number are not these", () => {
  assert.equal(lesson(knows(3, OLD)).base, null);
  assert.equal(lesson(knows(9, NOW.replace("3", "4"))).base, null);
  assert.equal(lesson(knows(2, MID), knows(9, OLD)).base?.version, 2);
});

test("what was learnt last is what counts, also where words come back", () => {
  assert.equal(lesson(knows(1, NOW), knows(2, MID)).base?.version, 2);
  assert.equal(lessonOf(POST, CARD, [knows(2, MID), knows(3, NOW)]), null);
});

test("another person's post or another card tells nothing of this one", () => {
  assert.equal(lesson(knows(3, NOW, { post: "q" }), knows(3, NOW, { kind: "risk" })).base, null);
});

test("a card without a mark can't be learnt: a server that is older than this phone", () => {
  assert.equal(lessonOf(POST, { ...CARD, mark: "" }, []), null);
});

test("the emergency card stands first", () => {
  const risk: WireCard = { ...CARD, kind: "risk", rows: [], earlier: [] };
  assert.deepEqual(lessonsOf([{ ...POST, cards: [risk, CARD] }], []).map(({ card }) => card.kind), ["emergency", "risk"]);
});

test("only what changed since the version that was learnt is shown", () => {
  assert.deepEqual(shape(changesOf(lesson(knows(2, MID)))), ["edited 卷住人", "new 冒烟", "gone 滑倒"]);
  assert.deepEqual(shape(changesOf(lesson(knows(1, OLD)))), ["new 卷住人", "new 冒烟", "edited 漏油", "edited 整张卡的"]);
});

test("of an edited row only the parts that are not the same, with the words that are new", () => {
  const [edited] = changesOf(lesson(knows(2, MID)));
  assert.deepEqual(edited?.parts.map(({ name }) => name), ["怎么做"]);
  assert.deepEqual(edited?.parts[0]?.lines.map(({ state }) => state), ["edited", "same"]);
  assert.deepEqual(edited?.parts[0]?.lines[0]?.now.filter(({ fresh }) => fresh), [{ text: "，", fresh: true }]);
});

test("nothing learnt: the whole card, and what stands above its rows", () => {
  const all = changesOf(lesson());
  assert.deepEqual(shape(all), ["first 卷住人", "first 冒烟", "first 漏油", "first 整张卡的"]);
  assert.ok(all.every(({ parts }) => parts.every((part) => part.lines.every(({ state }) => state === "same"))));
});

test("a row that only moved is said to have moved", () => {
  const card = { ...CARD, earlier: [{ version: 2, mark: MID, moved: ["c"] }] };
  const changes = changesOf(lessonOf(POST, card, [knows(2, MID)])!);
  assert.deepEqual(changes.map(({ id, state, place }) => [id, state, place]), [["c", "moved", 3]]);
});

test("accidents and changes fill a screen each; short rows of a new card share one", () => {
  const duty: WireCard = { ...CARD, kind: "duty", earlier: [], rows: Array.from({ length: 9 }, (_, n) => row(`d${n}`, { duty: `职责${n}` })) };
  const whole = lessonOf(POST, duty, [])!;
  assert.deepEqual(pagesOf(whole, changesOf(whole)).map((page) => page.length), [4, 4, 2]);
  const changed = lesson(knows(2, MID));
  assert.deepEqual(pagesOf(changed, changesOf(changed)).map((page) => page.length), [1, 1, 1]);
  assert.deepEqual(pagesOf(lesson(), changesOf(lesson())).map((page) => page.length), [1, 1, 1, 1]);
});

test("where two texts part and meet again", () => {
  const told = (was: string, now: string): string => pieces(was, now).map(({ text, fresh }) => (fresh ? `[${text}]` : text)).join("");
  assert.equal(told("一拉就停。", "一拉就停，不松手。"), "一拉就停[，不松手]。");
  assert.equal(told("停机停机", "停机"), "停机");
  assert.equal(told("", "新的"), "[新的]");
  assert.equal(told("两米", "三米"), "[三]米");
  assert.equal(told("一样", "一样"), "一样");
  assert.equal(told("😀好", "😁好"), "[😁]好", "never half a character");
});

test("lines: what stayed, what was put in another's place, what came and went", () => {
  const told = (was: string[], now: string[]): string[] => lines(was, now).map((line) => `${line.state} ${line.now.map(({ text }) => text).join("") || line.was}`);
  assert.deepEqual(told(["断电", "喊人"], ["断电", "挂牌", "喊人"]), ["same 断电", "new 挂牌", "same 喊人"]);
  assert.deepEqual(told(["断电", "挂牌", "喊人"], ["断电", "喊人"]), ["same 断电", "gone 挂牌", "same 喊人"]);
  assert.deepEqual(told(["看", "断电"], ["听", "断电"]), ["edited 听", "same 断电"]);
  assert.deepEqual(told([], ["喊人"]), ["new 喊人"]);
  assert.deepEqual(told(["喊人"], []), ["gone 喊人"]);
});

test("whatever changes, the lines as they are now and as they were can be read off", () => {
  const words = ["停机", "断电", "挂牌", "喊人"];
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 16_807) % 2_147_483_647) % below;
  const some = (): string[] => Array.from({ length: next(6) }, () => words[next(words.length)]!);
  for (let time = 0; time < 300; time++) {
    const [was, now] = [some(), some()];
    const told = lines(was, now);
    assert.deepEqual(told.filter(({ state }) => state !== "gone").map((line) => line.now.map(({ text }) => text).join("")), now);
    assert.deepEqual(told.filter(({ state }) => state !== "new").map((line) => line.was), was);
  }
});

test("a change is read aloud with what it was and what it is", () => {
  const [edited, fresh, gone] = changesOf(lesson(knows(2, MID)));
  assert.equal(aloud(edited!), "改了。卷住人。怎么做：原来：操作工：拉绳停机。现在：操作工：拉绳，停机。操作工：大声喊人");
  assert.equal(aloud(fresh!), "新加的。冒烟。怎么做：操作工：停机");
  assert.equal(aloud(gone!), "去掉了。滑倒。怎么做：操作工：扶稳");
});

const asked = (questions: Question[], ...learnt: Learnt[]): string[] => {
  const post = { ...POST, questions };
  const found = lessonOf(post, CARD, learnt)!;
  return questionsOf(found, changesOf(found)).map(({ id }) => id);
};

test("two questions on what is new: critical first, of different rows, always the same", () => {
  const all = [question("q1"), question("q2", { critical: true }), question("q3", { critical: true }), question("q4", { row: "b" })];
  assert.deepEqual(asked(all, knows(2, MID)), ["q2", "q4"]);
  assert.deepEqual(asked(all.slice(0, 3), knows(2, MID)), ["q2", "q3"]);
});

test("where practice leaves out what is new, the questions that came along for it are asked", () => {
  const post = { ...POST, questions: [question("q1", { row: "c" })], lessons: [question("q2"), question("q3", { row: "b" })] };
  const found = lessonOf(post, CARD, [knows(2, MID)])!;
  assert.deepEqual(questionsOf(found, changesOf(found)).map(({ id }) => id), ["q2", "q3"]);
});

test("nothing is asked of rows that stayed or went, or of another card", () => {
  const others = [question("q1", { row: "c" }), question("q2", { row: "x" }), question("q3", { ability: "risk" }), question("q4", { row: "" })];
  assert.deepEqual(asked(others, knows(2, MID)), []);
  assert.deepEqual(asked([question("q1")], knows(2, MID)), ["q1"]);
});

const answer = (id: string, right: boolean): LearntAnswer => ({ question: id, right, given: [] });

test("each question once, then what was wrong once more, and then it is over", () => {
  const questions = [question("a"), question("b")];
  const after = (...answers: LearntAnswer[]): string | undefined => nextQuestion(questions, answers)?.id;
  assert.equal(after(), "a");
  assert.equal(after(answer("a", false)), "b");
  assert.equal(after(answer("a", false), answer("b", true)), "a");
  assert.equal(after(answer("a", false), answer("b", true), answer("a", false)), undefined);
  assert.equal(after(answer("a", true), answer("b", true)), undefined);
});

test("the score is that of the first time", () => {
  assert.equal(scoreWords([answer("a", false), answer("b", true), answer("a", true)]), "2\u00a0题对\u00a01\u00a0题");
  assert.equal(scoreWords([]), "");
});

test("a lesson goes on only with the words that it was begun with", () => {
  const begun = newDraft(lesson(knows(2, MID)));
  assert.ok(goesOn(begun, lesson(knows(2, MID))));
  assert.ok(!goesOn(begun, lesson(knows(1, OLD))));
  assert.ok(!goesOn(begun, lessonOf(POST, { ...CARD, mark: OLD.replace("1", "9") }, [knows(2, MID)])!));
  assert.ok(!goesOn(undefined, lesson()));
});
