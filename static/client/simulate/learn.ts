// What people practise, what a leader hears them recite, and new cards: with the screens' own reckoning, as shipped.
import type { LearnDraft } from "../model/learn";
import type { Lesson } from "../model/lessons";
import type { Photo } from "../model/ops";
import type { SpotDraft } from "../model/spot";
import type { Memory, PostBundle } from "../model/wire";
import type { Entry as AppEntry } from "../outbox/record";
import type { AccountStore } from "../store/account";
import type { Rng } from "./rng";
import type { TabApp } from "./tab";
import type { Entry } from "./work";

/** The same in the simulator's terms: its photos in full. */
const asEntry = (entry: AppEntry, photos: Photo[]): Entry => ({ ...entry, body: entry.body as Record<string, unknown>, photos });

/** What the phone knows of its holder's practice: question > memory. Nothing where nothing was fetched. */
export async function knownOn(app: TabApp, store: AccountStore): Promise<Map<string, Memory>> {
  const day = await app.recite.readDay(store);
  return new Map([...day?.known ?? []].map(([question, { memory }]) => [question, memory]));
}

/** One question of today's, most often the first: it is the same on another phone. null: there is none to answer. */
export async function practise(app: TabApp, store: AccountStore, rng: Rng, now: number): Promise<Entry | null> {
  const day = await app.recite.readDay(store);
  const list = [...day?.next ?? [], ...day?.more ?? []];
  const asked = rng.chance(0.7) ? list[0] : list[rng.int(0, Math.max(0, list.length - 1))];
  if (!day || !asked) return null;
  const { question } = asked;
  const given = rng.chance(0.6) ? question.right : app.recite.optionsOf(question, () => rng.next()).slice(0, app.recite.wanted(question));
  const entry = app.recite.answerEntry(asked, given, app.recite.memoryAfter(day, question, given, now), rng.int(500, 90_000));
  return asEntry(entry, []);
}

/**
 * A 抽背 goes on from where it was left: its form is kept in between, and may be left again before its end. null: there
 * is nobody to ask, it was left, or the phone could not keep it.
 */
export async function hearRecite(app: TabApp, store: AccountStore, rng: Rng, signature: Photo | null, now: number): Promise<Entry | null> {
  const kept = (await store.draft<SpotDraft>(app.spot.DRAFT))?.data;
  const draft = kept && kept.asked.length > 0 ? kept : await begin(app, store, kept ?? app.spot.newSpot(app.newId()), now);
  if (!draft) return null;
  const heard = { ...tickedAll(app, rng, draft), signature: signature?.sha ?? null, at: draft.asked.length };
  const photos = signature ? [signature] : [];
  await store.saveDraft({ id: app.spot.DRAFT, savedAt: now, data: heard, photos: app.spot.photosOf(heard) }, photos).catch(() => undefined); // the screen holds it still
  if (rng.chance(0.2)) return null;
  return asEntry(app.spot.spotEntry(heard, rng.pick(["agreed", "agreed", "agreed", "disputed", "left"]), photos), photos);
}

async function begin(app: TabApp, store: AccountStore, draft: SpotDraft, now: number): Promise<SpotDraft | null> {
  const { person, crews } = await app.spot.groundOf(store);
  const crew = crews[0];
  const drawn = person && crew && await app.spot.drawnFrom(crew, person.id);
  if (!drawn) return null;
  const post: PostBundle | undefined = (await app.spot.postsOf(store, drawn.member))[0];
  if (!app.spot.canAsk(post)) return null;
  const questions = await app.spot.questionsFor(drawn.seed, drawn.member.id, post.recitals);
  return app.spot.begun(app.spot.chosen(draft, crew, drawn.member, drawn.seed, drawn.ids), post, questions, now);
}

/** One tap: it was said; two: it was not. */
function tickedAll(app: TabApp, rng: Rng, draft: SpotDraft): SpotDraft {
  const points = draft.asked.flatMap(({ recital }) => recital.points.map(({ id }) => ({ recital, id })));
  return points.reduce((now, { recital, id }) => {
    const once = app.spot.ticked(now, recital, id);
    return rng.chance(0.3) ? app.spot.ticked(once, recital, id) : once;
  }, { ...draft, ticks: {} });
}

/** A card that this phone says is still to be learnt, from its first screen to the signature. null: there is none. */
export async function learnCard(app: TabApp, store: AccountStore, rng: Rng, signature: Photo | null): Promise<Entry | null> {
  const lessons = await app.learn.readLessons(store);
  if (lessons.length === 0) return null;
  const lesson = rng.pick(lessons);
  const photos = signature ? [signature] : [];
  const draft = { ...app.learn.newDraft(lesson), heard: rng.chance(0.3), signature: signature?.sha ?? null };
  return asEntry(app.learn.learnEntry(lesson, asked(app, rng, lesson, draft), photos, ""), photos);
}

/** Its questions, until each was right or wrong twice. */
function asked(app: TabApp, rng: Rng, lesson: Lesson, draft: LearnDraft): LearnDraft {
  const questions = app.learn.questionsOf(lesson, app.learn.changesOf(lesson));
  const question = app.learn.nextQuestion(questions, draft.answers);
  if (!question) return draft;
  const given = rng.chance(0.6) ? question.right : app.recite.optionsOf(question, () => rng.next()).slice(0, app.recite.wanted(question));
  const answer = { question: question.id, right: app.learn.isRight(question, given), given };
  return asked(app, rng, lesson, { ...draft, answers: [...draft.answers, answer] });
}

/** Which cards the phone still wants its holder to learn. */
export async function yetToLearn(app: TabApp, store: AccountStore): Promise<string[]> {
  return (await app.learn.readLessons(store)).map(({ post, card }) => `${post.id} ${card.kind}`);
}
