// 学新卡: what is new one thing a screen, two questions on it, a signature. Leaving keeps what was done; all of it offline.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { KINDS, lookOfKind } from "../../model/cards";
import { changesOf } from "../../model/learn";
import type { Lesson } from "../../model/lessons";
import type { LocalOp } from "../../model/ops";
import type { Kind } from "../../model/wire";
import { session } from "../../sync/session";
import { inWeChat } from "../../sync/status";
import { useCell, useStored } from "../hooks";
import { Bar, Empty, LinkCell, Loading } from "../parts";
import { useRead } from "../read";
import { learnPath } from "./cells";
import { LearnDone } from "./done";
import { Filled } from "./filled";
import { readLesson, readLessons } from "./read";

/** `kind`: "" for all cards of the post that are to be learnt. */
export function Learn({ post, kind }: { post: string; kind: string }) {
  const now = useCell(session);
  if (inWeChat) return <Nothing title="微信里学不了"><p>微信存不住记录。点右上角三个点，再点“在浏览器打开”。</p><a class="gk-btn" href="#/wechat">怎么打开</a></Nothing>;
  if (now && !now.holder) return <Nothing title="先进入，才能学"><a class="gk-btn" href="/signin">进入</a></Nothing>;
  const look = lookOfKind(kind);
  return look ? <One post={post} kind={look.kind} /> : <List post={post} />;
}

function Nothing({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class="screen"><Bar title="学新卡" /><main><Empty icon="school" title={title}>{children}</Empty></main></div>;
}

/** What is learnt is fixed when it begins: nothing that comes in meanwhile changes it under the thumb. */
function One({ post, kind }: { post: string; kind: Kind }) {
  const store = useCell(session)?.store ?? null;
  const read = useRead(async () => (store ? { found: await readLesson(store, post, kind) } : undefined), [store]);
  const [op, setOp] = useState<LocalOp | null>(null);
  if (op) return <LearnDone op={op} post={post} />;
  if (!read) return <div class="screen paper"><Bar title="学新卡" paper /><main><Loading /></main></div>;
  if (!read.found) return <Nothing title="这张卡不在这部手机上"><p>可能换了岗位，或者还没取到。连上网等一会儿，再从“今天”进来。</p><a class="gk-btn" href="#/">回今天</a></Nothing>;
  if (!read.found.lesson) return <Nothing title="这张卡你学过了"><a class="gk-btn outline" href={`#/post/${post}/${kind}`}>看这张卡</a><a class="gk-btn plain small" href="#/">回今天</a></Nothing>;
  return <Filled lesson={read.found.lesson} corrects={read.found.corrects} onSaved={setOp} />;
}

function List({ post }: { post: string }) {
  const lessons = useStored(async (store) => (await readLessons(store)).filter((one) => one.post.id === post), [post]);
  if (lessons === undefined) return <div class="screen"><Bar title="学新卡" /><main><Loading /></main></div>;
  const [first] = lessons;
  if (!first) return <Nothing title="都学过了"><a class="gk-btn" href="#/">回今天</a></Nothing>;
  return (
    <div class="screen">
      <Bar title="学新卡" />
      <main>
        <h2 class="gk-head">{first.post.title}，{lessons.length} 张要学</h2>
        <div class="gk-cells">{lessons.map((one) => <LinkCell key={one.card.kind} href={learnPath(post, one.card.kind)} icon={iconOf(one)} look={one.card.kind === "emergency" ? "bad" : ""} title={lookOfKind(one.card.kind)?.short ?? ""}>{stateOf(one)}</LinkCell>)}</div>
        <p class="pad help">学一张大约 2 分钟，没信号也能学。</p>
      </main>
    </div>
  );
}

const iconOf = ({ card }: Lesson): string => KINDS.find(({ kind }) => kind === card.kind)?.icon ?? "cards";

const stateOf = (lesson: Lesson): string => (lesson.base ? `第\u00a0${lesson.card.version}\u00a0版，变了\u00a0${changesOf(lesson).length}\u00a0处` : `第\u00a0${lesson.card.version}\u00a0版，还没学过`);
