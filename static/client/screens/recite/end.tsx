// After the last question: a plain word, and what comes next.
import { Icon } from "../icon";
import { Bar, Empty } from "../parts";
import { Coming } from "./recite";
import type { Day } from "./read";

function titleOf({ next, done }: Day): string {
  if (next.length > 0) return "这几题背完了";
  return done > 0 ? "今天背完了" : "今天没有要背的";
}

export function End({ day, answered }: { day: Day; answered: number }) {
  return (
    <div class="screen">
      <Bar title="背一背" />
      <main>
        <Empty icon="check" look={day.done > 0 ? "ok" : ""} title={titleOf(day)}>
          {answered > 0 && <p>刚才背了&nbsp;{answered}&nbsp;题，今天一共&nbsp;{day.done}&nbsp;题</p>}
          <p>记住了&nbsp;{day.mastered}&nbsp;题，一共&nbsp;{day.total}&nbsp;题</p>
          <Coming day={day} />
        </Empty>
      </main>
      <footer class="dock">
        <a class="gk-btn" href="#/"><Icon name="home" />回今天</a>
        {day.next.length > 0 && <a class="gk-btn plain small" href="#/recite">还有&nbsp;{day.next.length}&nbsp;题</a>}
        {day.next.length === 0 && day.more.length > 0 && <a class="gk-btn plain small" href="#/recite">还想背</a>}
      </footer>
    </div>
  );
}
