import assert from "node:assert/strict";
import { test } from "node:test";
import type { LocalOp } from "../../model/ops";
import { mendOf } from "../../model/sent";
import type { CardLearnt, Learnt, PersonalBundle, PostBundle, WireCard } from "../../model/wire";
import type { AccountStore } from "../../store/account";
import { readLesson, readLessons } from "./read";

const [OLD, NOW] = ["1".repeat(16), "2".repeat(16)];
const CARD: WireCard = { kind: "duty", version: 2, effective_on: "2026-11-01", mark: NOW, head: {}, rows: [], earlier: [{ version: 1, mark: OLD }] };

const post = (id: string): PostBundle => ({ id, title: id, enterprise: "", units: [], level: null, acts: "", labels: [], stops: [], cards: [CARD] });

function op(id: string, body: Partial<CardLearnt>, more: Partial<LocalOp> = {}): LocalOp {
  const whole: CardLearnt = { id, post: "p", kind: "duty", version: 2, mark: NOW, answers: [], signature: null, heard: false, ...body };
  return {
    id, n: 1, kind: "card.learnt", key: "", enterprise: "", author: "", capturedAt: 0, payload: JSON.stringify({ body: whole }), signature: "", photos: [],
    about: { title: "" }, state: "held", arrived: {}, ...more,
  };
}

/** A phone with an own post `p`, one in charge of `q`, and these records. */
function phone(ops: LocalOp[], learnt: Learnt[] = []): AccountStore {
  const posts = [{ id: "p", mine: true, since: null }, { id: "q", mine: false, since: null }];
  const person: PersonalBundle = { id: "me", name: "", employee_no: "", enterprise: "", console: false, posts, learnt };
  return { person: async () => person, ops: async () => ops, post: async (id: string) => post(id) } as unknown as AccountStore;
}

const open = async (ops: LocalOp[], learnt: Learnt[] = []): Promise<string[]> => (await readLessons(phone(ops, learnt))).map((one) => one.post.id);

test("only cards of own posts are to be learnt", async () => {
  assert.deepEqual(await open([]), ["p"]);
  assert.equal(await readLesson(phone([]), "q", "duty"), null);
});

test("what this phone has written counts before it is sent", async () => {
  assert.deepEqual(await open([op("1", {})]), []);
  assert.deepEqual(await open([op("1", { version: 1, mark: OLD })]), ["p"]);
});

test("what the server knows counts on a phone that wrote nothing", async () => {
  assert.deepEqual(await open([], [{ post: "p", kind: "duty", version: 2, mark: NOW }]), []);
});

test("what was sent back, or was about other words than the server's, does not count", async () => {
  assert.deepEqual(await open([op("1", {}, { state: "rejected" })]), ["p"]);
  assert.deepEqual(await open([op("1", {}, { state: "delivered", flags: ["other_words"] })]), ["p"]);
  assert.deepEqual(await open([op("1", {}, { state: "delivered", flags: ["not_holder"] })]), []);
});

test("learning it again names the record that was sent back, once", async () => {
  const back = op("1", { version: 7 }, { state: "rejected" });
  const first = await readLesson(phone([back]), "p", "duty");
  assert.equal(first?.corrects, "1");
  const known = [{ post: "p", kind: "duty", version: 2, mark: NOW } as const];
  const again = await readLesson(phone([back], [...known]), "p", "duty");
  assert.deepEqual([again?.corrects, again?.lesson?.base], ["1", null], "the whole card, though it was learnt");
  const mended = await readLesson(phone([back, op("2", {}, { corrects: "1" })]), "p", "duty");
  assert.deepEqual([mended?.corrects, mended?.lesson], ["", null]);
});

test("what was sent back is mended by learning the card as it is now", () => {
  assert.equal(mendOf(op("1", {}, { state: "rejected", code: "unknown_card" })), "lesson");
});
