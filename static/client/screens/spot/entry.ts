// What a 抽背 begins from on this phone, who is drawn, and the record of it.
import { newSeed, orderOf } from "../../model/draw";
import type { Photo } from "../../model/ops";
import { candidatesOf, resultsOf, resultWords, submittedSpot, type SpotDraft } from "../../model/spot";
import type { CrewBundle, CrewMember, PersonalBundle, PostBundle, Recital, SpotcheckHeld } from "../../model/wire";
import type { Entry } from "../../outbox/record";
import type { AccountStore } from "../../store/account";

export const DRAFT = "spot";

export type Confirmed = SpotcheckHeld["confirmed"];

export interface Ground {
  person: PersonalBundle | undefined;
  crews: CrewBundle[];
}

export const groundOf = async (store: AccountStore): Promise<Ground> => ({ person: await store.person(), crews: (await store.crews()).filter(({ people = [] }) => people.length > 0) });

export const postsOf = async (store: AccountStore, { posts }: CrewMember): Promise<PostBundle[]> => (await Promise.all(posts.map((id) => store.post(id)))).flatMap((post) => post ?? []);

export const canAsk = (post: PostBundle | undefined): post is PostBundle & { recitals: Recital[] } => (post?.recitals ?? []).length > 0;

/** A new seed takes one of the crew but `me`. null: there is nobody else. */
export async function drawnFrom(crew: CrewBundle, me: string): Promise<{ member: CrewMember; seed: string; ids: string[] } | null> {
  const people = candidatesOf(crew, me);
  const [seed, ids] = [newSeed(), people.map(({ id }) => id)];
  const [first] = await orderOf(seed, ids);
  const member = people.find(({ id }) => id === first);
  return member ? { member, seed, ids } : null;
}

export const photosOf = ({ signature }: SpotDraft): string[] => (signature === null ? [] : [signature]);

const NOTES: Readonly<Record<Confirmed, string>> = { agreed: "", disputed: "本人不同意", left: "本人没看完" };

export function spotEntry(draft: SpotDraft, confirmed: Confirmed, photos: readonly (Photo | string)[]): Entry {
  const note = [resultWords(resultsOf(draft)), NOTES[confirmed]].filter(Boolean).join("，");
  return { kind: "spotcheck.held", body: submittedSpot(draft, confirmed), photos, about: { title: `抽背${draft.name}`, note }, draft: DRAFT };
}
