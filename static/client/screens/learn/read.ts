// What the screens of learning read: which cards this person has yet to learn, by what the server knows and this phone.
import { lessonOf, lessonsOf, type Lesson } from "../../model/lessons";
import type { LocalOp } from "../../model/ops";
import type { CardLearnt, Kind, Learnt, PersonalBundle, PostBundle } from "../../model/wire";
import { bodyOf } from "../../outbox/record";
import type { AccountStore } from "../../store/account";

/** What was flagged `other_words` was about a version that the server does not have in these words. */
const counts = ({ kind, state, flags = [] }: LocalOp): boolean => kind === "card.learnt" && state !== "rejected" && !flags.includes("other_words");

const learntOf = (person: PersonalBundle | undefined, ops: readonly LocalOp[]): Learnt[] => [...person?.learnt ?? [], ...ops.filter(counts).map((op) => bodyOf<CardLearnt>(op))];

async function ownPosts(store: AccountStore, person: PersonalBundle | undefined): Promise<PostBundle[]> {
  const own = (person?.posts ?? []).filter(({ mine }) => mine);
  return (await Promise.all(own.map(({ id }) => store.post(id)))).flatMap((post) => post ?? []);
}

/** Of the own posts; those of a post stand together. */
export async function readLessons(store: AccountStore): Promise<Lesson[]> {
  const [person, ops] = await Promise.all([store.person(), store.ops()]);
  return lessonsOf(await ownPosts(store, person), learntOf(person, ops));
}

export interface Opened {
  lesson: Lesson | null; // null: learnt already
  corrects: string; // the record of it that was sent back, or ""
}

/** null: no such card of an own post is on this phone. One that was sent back is learnt once more, from the beginning. */
export async function readLesson(store: AccountStore, post: string, kind: Kind): Promise<Opened | null> {
  const [person, ops] = await Promise.all([store.person(), store.ops()]);
  const found = (await ownPosts(store, person)).find(({ id }) => id === post);
  const card = found?.cards.find((one) => one.kind === kind);
  if (!found || !card) return null;
  const back = sentBack(ops, post, kind);
  const whole = back && card.mark ? { post: found, card, base: null } : null;
  return { lesson: lessonOf(found, card, learntOf(person, ops)) ?? whole, corrects: back?.id ?? "" };
}

function sentBack(ops: readonly LocalOp[], post: string, kind: Kind): LocalOp | undefined {
  const isOfIt = (op: LocalOp): boolean => {
    const body = bodyOf<CardLearnt>(op);
    return body.post === post && body.kind === kind;
  };
  const isMended = ({ id }: LocalOp): boolean => ops.some(({ corrects, state }) => corrects === id && state !== "rejected");
  return ops.find((op) => op.kind === "card.learnt" && op.state === "rejected" && isOfIt(op) && !isMended(op));
}
