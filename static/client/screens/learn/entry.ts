// The record of a card that was learnt.
import { lookOfKind } from "../../model/cards";
import { newId } from "../../model/ids";
import { learntBody, scoreWords, type LearnDraft } from "../../model/learn";
import type { Lesson } from "../../model/lessons";
import type { Photo } from "../../model/ops";
import type { Entry } from "../../outbox/record";

export const draftId = ({ post, card }: Lesson): string => `learn:${post.id}:${card.kind}`;

export const photosOf = ({ signature }: LearnDraft): string[] => (signature === null ? [] : [signature]);

export function learnEntry(lesson: Lesson, draft: LearnDraft, photos: readonly (Photo | string)[], corrects: string): Entry {
  const { post, card } = lesson;
  const note = [post.title, `第\u00a0${card.version}\u00a0版`, scoreWords(draft.answers)].filter(Boolean).join("，");
  return {
    kind: "card.learnt", body: learntBody(lesson, draft, newId()), photos, about: { title: `学了${lookOfKind(card.kind)?.short ?? "卡"}`, note },
    draft: draftId(lesson), ...(corrects !== "" && { corrects }),
  };
}
