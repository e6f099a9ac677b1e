// What the screens of practice read: whose cards ask what, and what is known of it.
import { knownOf, type Known, type OwnAnswer } from "../../model/recite/known";
import { comingUp, eachOnce, practiceOf, type Asked, type Practice } from "../../model/recite/today";
import type { OpPayload, ReciteAnswered, ReciteRules } from "../../model/wire";
import type { LocalOp } from "../../model/ops";
import type { AccountStore } from "../../store/account";

export interface Day extends Practice {
  known: ReadonlyMap<string, Known>;
  rules: ReciteRules;
  coming: { at: number; count: number } | null;
  hasPosts: boolean;
}

function answerOf(op: LocalOp): OwnAnswer {
  const { body, offset_ms } = JSON.parse(op.payload) as OpPayload;
  const { question, memory } = body as unknown as ReciteAnswered;
  return { question, memory, at: op.capturedAt, offsetMs: offset_ms, n: op.n };
}

const isAnswer = ({ kind, state }: LocalOp): boolean => kind === "recite.answered" && state !== "rejected";

async function askedOf(store: AccountStore): Promise<{ all: Asked[]; hasPosts: boolean }> {
  const own = ((await store.person())?.posts ?? []).filter(({ mine }) => mine);
  const posts = (await Promise.all(own.map(({ id }) => store.post(id)))).flatMap((post) => post ?? []);
  const all = posts.flatMap(({ id, questions = [] }) => questions.map((question) => ({ post: id, question })));
  return { all: eachOnce(all), hasPosts: posts.length > 0 };
}

/** null: what the server says of practice has not been fetched yet. */
export async function readDay(store: AccountStore, now = Date.now()): Promise<Day | null> {
  const [bundle, contact, ops, { all, hasPosts }] = await Promise.all([store.recite(), store.contact(), store.ops(), askedOf(store)]);
  if (!bundle) return null;
  const { rules } = bundle;
  const known = knownOf(bundle, ops.filter(isAnswer).map(answerOf), contact?.offsetMs ?? null);
  return { ...practiceOf(all, known, rules, now), known, rules, hasPosts, coming: comingUp(all, known, rules, now) };
}
