// 学新卡 on other screens: one cell a post. What reckons what is new comes after the first screen.
import { lookOfKind } from "../../model/cards";
import type { Lesson } from "../../model/lessons";
import { inWeChat } from "../../sync/status";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { LinkCell } from "../parts";

const useLessons = (): Lesson[] => useStored(async (store) => (await import("./read")).readLessons(store)) ?? [];

export const learnPath = (post: string, kind = ""): string => `#/learn/${post}${kind && `/${kind}`}`;

const nameOf = ({ card }: Lesson): string => lookOfKind(card.kind)?.short ?? "";

/** `post`: only of this one, and without saying which. */
export function LearnCells({ post }: { post?: string }) {
  const all = useLessons();
  if (inWeChat) return null;
  const posts = [...new Set(all.map((one) => one.post.id))].filter((id) => post === undefined || id === post);
  return <>{posts.map((id) => <PostCell key={id} lessons={all.filter((one) => one.post.id === id)} named={post === undefined} />)}</>;
}

function PostCell({ lessons, named }: { lessons: readonly Lesson[]; named: boolean }) {
  const [first, ...others] = lessons;
  if (!first) return null;
  const href = others.length > 0 ? learnPath(first.post.id) : learnPath(first.post.id, first.card.kind);
  const names = lessons.map(nameOf).join("、");
  return <LinkCell href={href} icon="school" look="now" title={`学新卡\u00a0${lessons.length}\u00a0张`}>{named ? `${first.post.title}：${names}` : "有改过的，或者你还没学过的"}</LinkCell>;
}

/** On the card itself. */
export function LearnStrip({ post, kind }: { post: string; kind: string }) {
  const lesson = useLessons().find((one) => one.post.id === post && one.card.kind === kind);
  if (!lesson || inWeChat) return null;
  return <a class="strip" href={learnPath(post, kind)}><Icon name="school" />{lesson.base ? "这张卡改过，点这里看哪里变了" : "这张卡你还没学，点这里学"}</a>;
}
