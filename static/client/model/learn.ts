// What is new in a card to somebody, row by row, and which questions are asked on it.
import { headSaid, rowSaid, type Part, type Said } from "./said";
import type { Lesson } from "./lessons";
import type { CardLearnt, Head, Kind, LearntAnswer, Question, WireCard } from "./wire";

/** A piece of a line; `fresh`: these words were not there before. */
export interface Piece {
  text: string;
  fresh: boolean;
}

/** A line of a part: as it was, new, gone, or in other words. */
export interface Line {
  state: "same" | "new" | "gone" | "edited";
  was: string; // "" where it is new
  now: Piece[]; // empty where it is gone
}

export interface ChangedPart {
  name: string;
  lines: Line[];
}

/** One thing that is new: a row, or what stands above the rows (id ""). */
export interface Change {
  id: string;
  state: "new" | "gone" | "moved" | "edited" | "first"; // first: nothing of this card was learnt before
  place: number; // among the card's rows, from 1; 0 where it is not among them
  title: string;
  parts: ChangedPart[]; // of an edited row only those that are not the same
}

const plain = (text: string): Piece[] => (text === "" ? [] : [{ text, fresh: false }]);
const asIs = (text: string, state: "same" | "new"): Line => ({ state, was: state === "same" ? text : "", now: plain(text) });

/** Where two texts part and where they meet again; what lies between is marked. */
export function pieces(was: string, now: string): Piece[] {
  const [before, after] = [Array.from(was), Array.from(now)];
  const most = Math.min(before.length, after.length);
  let [head, tail] = [0, 0];
  while (head < most && before[head] === after[head]) head++;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const middle = after.slice(head, after.length - tail).join("");
  return [...plain(after.slice(0, head).join("")), ...(middle === "" ? [] : [{ text: middle, fresh: true }]), ...plain(after.slice(after.length - tail).join(""))];
}

/** How many lines two lists have in common from each pair of places on. */
function commonFrom(was: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: was.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = was.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      (table[i] as number[])[j] = was[i] === now[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, table[i]?.[j + 1] ?? 0);
    }
  }
  return table;
}

/** Lines that stand in each other's place are one line in other words. */
function replaced(was: readonly string[], now: readonly string[]): Line[] {
  const pairs = Math.min(was.length, now.length);
  return [
    ...now.slice(0, pairs).map((text, place): Line => ({ state: "edited", was: was[place] ?? "", now: pieces(was[place] ?? "", text) })),
    ...was.slice(pairs).map((text): Line => ({ state: "gone", was: text, now: [] })),
    ...now.slice(pairs).map((text) => asIs(text, "new")),
  ];
}

/** What became of the lines of a part, in the order in which they stand now. */
export function lines(was: readonly string[], now: readonly string[]): Line[] {
  const table = commonFrom(was, now);
  const made: Line[] = [];
  let [i, j, out, fresh]: [number, number, string[], string[]] = [0, 0, [], []];
  const flush = (): void => {
    made.push(...replaced(out, fresh));
    [out, fresh] = [[], []];
  };
  while (i < was.length || j < now.length) {
    const [old, next] = [was[i], now[j]];
    if (old !== undefined && old === next) {
      flush();
      made.push(asIs(old, "same"));
      i++;
      j++;
    } else if (next === undefined || (old !== undefined && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      out.push(old ?? "");
      i++;
    } else {
      fresh.push(next);
      j++;
    }
  }
  flush();
  return made;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((text, place) => text === other[place]);

const namesOf = (...said: readonly Part[][]): string[] => [...new Set(said.flat().map(({ name }) => name))];

const linesOf = (parts: readonly Part[], name: string): string[] => parts.find((part) => part.name === name)?.lines ?? [];

function editedParts(was: Said, now: Said): ChangedPart[] {
  const title = was.title === now.title ? [] : [{ name: "叫法", lines: lines([was.title], [now.title]) }];
  const names = namesOf(now.parts, was.parts).filter((name) => !isSame(linesOf(was.parts, name), linesOf(now.parts, name)));
  return [...title, ...names.map((name) => ({ name, lines: lines(linesOf(was.parts, name), linesOf(now.parts, name)) }))];
}

const wholeParts = ({ parts }: Said, by: (text: string) => Line): ChangedPart[] => parts.filter((part) => part.lines.length > 0).map(({ name, lines: texts }) => ({ name, lines: texts.map(by) }));

interface Rows {
  was: ReadonlyMap<string, object>;
  added: ReadonlySet<string>;
  moved: ReadonlySet<string>;
}

function ofRow(kind: Kind, id: string, body: object, place: number, { was, added, moved }: Rows): Change[] {
  const [before, said] = [was.get(id), rowSaid(kind, body)];
  const change = { id, place, title: said.title };
  if (before) return [{ ...change, state: "edited", parts: editedParts(rowSaid(kind, before), said) }];
  if (added.has(id)) return [{ ...change, state: "new", parts: wholeParts(said, (text) => asIs(text, "new")) }];
  return moved.has(id) ? [{ ...change, state: "moved", parts: wholeParts(said, (text) => asIs(text, "same")) }] : [];
}

function ofHead(head: Head, was: Head | null | undefined): Change[] {
  const said = headSaid(head);
  const parts = was ? editedParts(headSaid(was), said) : [];
  return parts.length > 0 ? [{ id: "", state: "edited", place: 0, title: said.title, parts }] : [];
}

function first({ kind, head, rows }: WireCard): Change[] {
  const made = rows.map(({ id, body }, at) => ({ id, said: rowSaid(kind, body), place: at + 1 }));
  const above = { id: "", said: headSaid(head), place: 0 };
  const all = above.said.parts.some(({ lines: texts }) => texts.length > 0) ? [...made, above] : made;
  return all.map(({ id, said, place }) => ({ id, state: "first", place, title: said.title, parts: wholeParts(said, (text) => asIs(text, "same")) }));
}

/** What this person has not learnt of a card yet: the rows in their order, what stands above them, then those that are gone. */
export function changesOf({ card, base }: Lesson): Change[] {
  if (!base) return first(card);
  const old = (base.rows ?? []).map(({ id, body }) => [id, body as object] as const);
  const rows: Rows = { was: new Map(old), added: new Set(base.added), moved: new Set(base.moved) };
  const here = new Set(card.rows.map(({ id }) => id));
  const gone = old.filter(([id]) => !here.has(id)).map(([id, body]): Change => {
    const said = rowSaid(card.kind, body);
    return { id, state: "gone", place: 0, title: said.title, parts: wholeParts(said, (text) => ({ state: "gone", was: text, now: [] })) };
  });
  return [...card.rows.flatMap(({ id, body }, at) => ofRow(card.kind, id, body, at + 1, rows)), ...ofHead(card.head, base.head), ...gone];
}

const A_SCREEN = 4; // short rows; an accident with its steps fills one alone

/** What stands on a screen: one thing that changed; of a card that is all new a few rows, else it would never end. */
export function pagesOf({ card, base }: Lesson, changes: readonly Change[]): Change[][] {
  const size = base || card.kind === "emergency" ? 1 : A_SCREEN;
  return Array.from({ length: Math.ceil(changes.length / size) }, (_, page) => changes.slice(page * size, (page + 1) * size));
}

const ALOUD: Readonly<Record<Change["state"], string>> = { new: "新加的。", gone: "去掉了。", moved: "换了先后。", edited: "改了。", first: "" };

function lineAloud({ state, was, now }: Line): string {
  const text = now.map((piece) => piece.text).join("");
  return state === "edited" ? `原来：${was}。现在：${text}` : state === "gone" ? `去掉：${was}` : state === "new" ? `加上：${text}` : text;
}

/** A change as it is read to somebody. */
export function aloud({ state, title, parts }: Change): string {
  const isWhole = state !== "edited";
  const told = parts.map(({ name, lines: all }) => `${name}：${all.map((line) => (isWhole ? line.was || line.now.map(({ text }) => text).join("") : lineAloud(line))).join("。")}`);
  return `${ALOUD[state]}${[title, ...told].join("。")}`;
}

const ASKED = 2;

/** Two questions on what is new, of different rows where there are; critical ones first, and always the same ones. */
export function questionsOf({ post, card }: Lesson, changes: readonly Change[]): Question[] {
  const rows = new Set(changes.filter(({ state }) => state !== "gone" && state !== "moved").map(({ id }) => id));
  const fit = [...(post.questions ?? []), ...(post.lessons ?? [])].filter(({ ability, row }) => ability === card.kind && rows.has(row));
  const ranked = [...fit.filter(({ critical }) => critical), ...fit.filter(({ critical }) => !critical)];
  const [one, ...others] = ranked;
  const other = others.find(({ row }) => row !== one?.row) ?? others[0];
  return [one, other].flatMap((question) => question ?? []).slice(0, ASKED);
}

/** What is asked next: each once, then what was wrong once more; null: that was all. */
export function nextQuestion(questions: readonly Question[], answers: readonly LearntAnswer[]): Question | null {
  const given = (id: string): LearntAnswer[] => answers.filter(({ question }) => question === id);
  const open = questions.find(({ id }) => given(id).length === 0);
  return open ?? questions.find(({ id }) => given(id).length === 1 && !given(id)[0]?.right) ?? null;
}

/** A lesson that was begun and not finished. `mark`: of the words that it is about. */
export interface LearnDraft {
  mark: string;
  base: string; // the mark of what was learnt before; "" where it is all new
  at: number; // the screen of changes it stands on
  heard: boolean;
  answers: LearntAnswer[];
  signature: string | null;
}

export const newDraft = ({ card, base }: Lesson): LearnDraft => ({ mark: card.mark ?? "", base: base?.mark ?? "", at: 0, heard: false, answers: [], signature: null });

/** A draft goes on only with the words that it was begun with. */
export const goesOn = (draft: LearnDraft | undefined, { card, base }: Lesson): draft is LearnDraft => draft?.mark === card.mark && draft?.base === (base?.mark ?? "");

export function learntBody({ post, card }: Lesson, { answers, heard, signature }: LearnDraft, id: string): CardLearnt {
  return { id, post: post.id, kind: card.kind, version: card.version, mark: card.mark ?? "", heard, answers, signature };
}

/** 2 题对 1 题: as it went the first time. */
export function scoreWords(answers: readonly LearntAnswer[]): string {
  const firsts = answers.filter(({ question }, place) => answers.findIndex((one) => one.question === question) === place);
  return firsts.length === 0 ? "" : `${firsts.length}\u00a0题对\u00a0${firsts.filter(({ right }) => right).length}\u00a0题`;
}
