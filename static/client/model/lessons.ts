// Which cards somebody has yet to learn: those in force whose words are not the last that they learnt.
import { KINDS } from "./cards";
import type { Learnt, PostBundle, WireCard, WireEarlier } from "./wire";

/** A card to learn. `base`: what was different when this person last learnt it; null: it is all new to them. */
export interface Lesson {
  post: PostBundle;
  card: WireCard;
  base: WireEarlier | null;
}

/**
 * The latest version of a card that this person learnt, as far as it can be: after a restore a number may stand for other
 * words, so one that has not been yet, or was learnt in other words, is none.
 */
export function latestOf(post: string, { kind, version, mark }: WireCard, learnt: readonly Learnt[]): Learnt | undefined {
  const known = learnt.filter((one) => one.post === post && one.kind === kind && (one.version < version || (one.version === version && one.mark === mark)));
  return known.sort((one, other) => other.version - one.version)[0];
}

/** null: these words are the last that they learnt, or the phone does not know them by a mark. */
export function lessonOf(post: PostBundle, card: WireCard, learnt: readonly Learnt[]): Lesson | null {
  const last = latestOf(post.id, card, learnt);
  if (!card.mark || last?.mark === card.mark) return null;
  return { post, card, base: (card.earlier ?? []).find(({ mark }) => mark === last?.mark) ?? null };
}

const placeOf = ({ card }: Lesson): number => KINDS.findIndex(({ kind }) => kind === card.kind);

/** Of each post its cards in their order; the emergency card first. */
export function lessonsOf(posts: readonly PostBundle[], learnt: readonly Learnt[]): Lesson[] {
  return posts.flatMap((post) => post.cards.flatMap((card) => lessonOf(post, card, learnt) ?? []).sort((one, other) => placeOf(one) - placeOf(other)));
}
