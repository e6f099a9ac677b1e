// 抽背: who is asked, what they said, whether they knew it. Pure.
import { ABILITIES, type Ability } from "./draw";
import type { CrewBundle, CrewMember, Recital, SpotAnswer, SpotcheckHeld, SpotRules } from "./wire";

const NBSP = "\u00a0";

export const ABILITY_WORDS: Readonly<Record<Ability, string>> = { risk: "知风险", duty: "明职责", operation: "会操作", emergency: "能应急" };

export type Tick = "said" | "missed";

/** A question as it stood when it was asked: whatever is fetched meanwhile changes nothing under the thumb. */
export interface SpotAsked {
  recital: Recital;
  version: number; // of its card
}

export interface SpotDraft {
  record: string; // id of the record, chosen when the form is opened
  unit: string;
  seed: string; // "" until somebody is chosen
  draws: number; // seeds drawn so far
  candidates: string[]; // of the draw; none: asked by name
  account: string;
  name: string;
  post: string;
  postTitle: string;
  rules: SpotRules;
  asked: SpotAsked[]; // none: still choosing
  ticks: Record<string, Record<string, Tick>>; // recital > point > what was heard
  at: number; // the question on the screen; after the last one the result
  note: string; // the person's own words
  signature: string | null; // SHA-256 of its picture
  startedAt: number; // ms
}

export const newSpot = (record: string): SpotDraft => ({
  record, unit: "", seed: "", draws: 0, candidates: [], account: "", name: "", post: "", postTitle: "",
  rules: { pass_percent: 80, asks_signature: false }, asked: [], ticks: {}, at: 0, note: "", signature: null, startedAt: 0,
});

/** Whom the draw is made among: everybody of the crew but whoever holds it. */
export const candidatesOf = ({ people = [] }: CrewBundle, me: string): CrewMember[] => people.filter(({ id, posts }) => id !== me && posts.length > 0);

/** Somebody is chosen, by the draw (`candidates`) or by name (none); nothing is asked yet. */
export function chosen(draft: SpotDraft, crew: CrewBundle, { id, name, posts }: CrewMember, seed: string, candidates: readonly string[]): SpotDraft {
  return { ...draft, unit: crew.id, rules: crew.rules, seed, candidates: [...candidates].sort(), account: id, name, post: posts[0] ?? "", draws: draft.draws + (candidates.length > 0 ? 1 : 0) };
}

export const unchosen = (draft: SpotDraft): SpotDraft => ({ ...draft, account: "", name: "", post: "", candidates: [] });

/** Another crew's people are to be asked. What has been begun is asked to its end first. */
export function turnedTo(draft: SpotDraft, unit: string): SpotDraft {
  return draft.asked.length > 0 || unit === "" || unit === draft.unit ? draft : { ...unchosen(draft), unit };
}

interface AskedPost {
  id: string;
  title: string;
  cards: readonly { kind: string; version: number }[];
}

/** The questions are drawn, and the first one is asked. `now` in ms. */
export function begun(draft: SpotDraft, post: AskedPost, drawn: readonly Recital[], now: number): SpotDraft {
  const asked = drawn.flatMap((recital) => {
    const card = post.cards.find(({ kind }) => kind === recital.ability);
    return card ? [{ recital, version: card.version }] : [];
  });
  return { ...draft, post: post.id, postTitle: post.title, asked, ticks: {}, at: 0, startedAt: now };
}

export const tickOf = ({ ticks }: SpotDraft, { id }: Recital, point: string): Tick | undefined => ticks[id]?.[point];

/** One tap: it was said. Another: it was not. */
export function ticked(draft: SpotDraft, { id }: Recital, point: string): SpotDraft {
  const next: Tick = draft.ticks[id]?.[point] === "said" ? "missed" : "said";
  return { ...draft, ticks: { ...draft.ticks, [id]: { ...draft.ticks[id], [point]: next } } };
}

/** How many points nobody has ticked yet. */
export const leftOf = (draft: SpotDraft, recital: Recital): number => recital.points.filter(({ id }) => tickOf(draft, recital, id) === undefined).length;

export const leftWords = (left: number): string => `还差${NBSP}${left}${NBSP}条没点`;

interface Point {
  id: string;
  critical?: boolean;
}

/** All critical points, and enough of all. The same as app/spotchecks/judge.py; tests/vectors/spot.json. */
export function isPassed(points: readonly Point[], said: readonly string[], percent: number): boolean {
  const told = points.filter(({ id }) => said.includes(id));
  const hasCritical = points.every(({ id, critical = false }) => !critical || said.includes(id));
  return points.length > 0 && hasCritical && told.length * 100 >= percent * points.length;
}

/** Every point is said or missed, once, and nothing else is. */
export function areAllTicked(points: readonly Point[], said: readonly string[], missed: readonly string[]): boolean {
  const all = [...said, ...missed];
  return new Set(all).size === all.length && all.length === points.length && points.every(({ id }) => all.includes(id));
}

const heard = (draft: SpotDraft, recital: Recital, tick: Tick): string[] => recital.points.flatMap(({ id }) => (tickOf(draft, recital, id) === tick ? [id] : []));

export interface Result {
  ability: Ability;
  prompt: string;
  said: string[]; // texts
  missed: { text: string; critical: boolean }[];
  line: string;
  passed: boolean;
}

/** What is shown to whoever recited. */
export function resultsOf(draft: SpotDraft): Result[] {
  return draft.asked.map(({ recital }) => {
    const [said, missed] = [heard(draft, recital, "said"), heard(draft, recital, "missed")];
    return {
      ability: recital.ability, prompt: recital.prompt, line: recital.line, passed: isPassed(recital.points, said, draft.rules.pass_percent),
      said: recital.points.flatMap(({ id, text }) => (said.includes(id) ? [text] : [])),
      missed: recital.points.flatMap(({ id, text, critical = false }) => (missed.includes(id) ? [{ text, critical }] : [])),
    };
  });
}

/** 知风险、会操作会了，明职责再背背 */
export function resultWords(results: readonly Result[]): string {
  const names = (wanted: boolean): string => ABILITIES.filter((ability) => results.some((one) => one.ability === ability && one.passed === wanted)).map((ability) => ABILITY_WORDS[ability]).join("、");
  const [known, again] = [names(true), names(false)];
  return [known && `${known}会了`, again && `${again}再背背`].filter(Boolean).join("，");
}

function answerOf(draft: SpotDraft, { recital, version }: SpotAsked): SpotAnswer {
  const { id, ability, prompt, points } = recital;
  return {
    recital: id, ability, version, prompt, points: points.map(({ id: point, text, critical = false }) => ({ id: point, text, critical })),
    said: heard(draft, recital, "said"), missed: heard(draft, recital, "missed"),
  };
}

/** The record of it. */
export function submittedSpot(draft: SpotDraft, confirmed: SpotcheckHeld["confirmed"]): SpotcheckHeld {
  return {
    id: draft.record, unit: draft.unit, seed: draft.seed, candidates: draft.candidates, draws: Math.max(1, draft.draws), account: draft.account, post: draft.post,
    answers: draft.asked.map((asked) => answerOf(draft, asked)), confirmed, note: draft.note.trim(), signature: draft.signature,
    started_at: new Date(draft.startedAt).toISOString(),
  };
}
