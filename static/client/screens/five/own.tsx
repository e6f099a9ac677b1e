// What somebody who looks after others has of their own, one tap away: checks, practice, a report.
import { dayOf, dueList } from "../../model/due";
import { useNow, useStored } from "../hooks";
import { Icon } from "../icon";

/** `open`: which of them is on the screen. */
export function Own({ open }: { open?: "today" }) {
  const now = useNow();
  const read = useStored(async (store) => ({ person: await store.person(), ops: await store.ops() }));
  const due = read?.person ? dayOf(dueList(read.person.windows ?? [], read.ops, now), now).due.length : 0;
  return (
    <nav class="gk-own" aria-label="我自己的">
      <a href="#/today" aria-current={open === "today" ? "page" : undefined}><Icon name="calendar-check" /><span>我的<wbr />检查{due > 0 && `\u00a0${due}`}</span></a>
      <a href="#/recite"><Icon name="school" />练习</a>
      <a href="#/report"><Icon name="camera" />随手拍</a>
    </nav>
  );
}
