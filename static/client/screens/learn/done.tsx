// After a lesson: where its record is, and which card comes next.
import { lookOfKind } from "../../model/cards";
import type { LocalOp } from "../../model/ops";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar } from "../parts";
import { Saved } from "../saved";
import { learnPath } from "./cells";
import { readLessons } from "./read";

export function LearnDone({ op, post }: { op: LocalOp; post: string }) {
  const [next] = useStored(async (store) => (await readLessons(store)).filter((one) => one.post.id === post), [post]) ?? [];
  return (
    <div class="screen">
      <Bar title="学新卡" />
      <main><Saved op={op} /></main>
      <footer class="dock">
        {next && <a class="gk-btn" href={learnPath(post, next.card.kind)}><Icon name="school" />下一张：{lookOfKind(next.card.kind)?.short}</a>}
        <a class={next ? "gk-btn plain small" : "gk-btn"} href="#/">回今天</a>
      </footer>
    </div>
  );
}
