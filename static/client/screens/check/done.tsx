// After a check: where its record is, and what comes next.
import { dayOf, dueList } from "../../model/due";
import type { LocalOp } from "../../model/ops";
import { beginWords } from "../../model/times";
import type { AccountStore } from "../../store/account";
import { checkPath } from "../duecells";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar } from "../parts";
import { Mend } from "../outbox/parts";
import { Saved } from "../saved";

interface NextCheck {
  key: string;
  title: string;
  opens: number | null; // null: it is due now
}

async function readNext(store: AccountStore): Promise<{ next: NextCheck | null }> {
  const [person, ops, plans] = [await store.person(), await store.ops(), await store.plans()];
  const day = dayOf(dueList(person?.windows ?? [], ops, Date.now()), Date.now());
  const found = day.due[0] ?? day.ahead[0] ?? day.next;
  if (!found) return { next: null };
  const title = plans.find(({ id }) => id === found.window.plan)?.title ?? "检查";
  return { next: { key: found.window.key, title, opens: found.state === "due" ? null : Date.parse(found.window.opens) } };
}

export function CheckDone({ op }: { op: LocalOp }) {
  const next = useStored(readNext)?.next;
  const now = useStored((store) => store.op(op.id), [op.id]) ?? op;
  if (now.state === "rejected") return <Back op={now} />;
  return (
    <div class="screen">
      <Bar title="检查" />
      <main>
        <Saved op={op}>{next && next.opens !== null && <p>下一次：{beginWords(next.opens, new Date())}，{next.title}</p>}</Saved>
      </main>
      <footer class="dock">
        {next?.opens === null ? <a class="gk-btn" href={checkPath(next.key)}><Icon name="clipboard-check" />下一个：{next.title}</a> : <a class="gk-btn" href="#/">回今天</a>}
        {next?.opens === null && <a class="gk-btn plain small" href="#/">回今天</a>}
      </footer>
    </div>
  );
}

/** Sent back at once: it is mended, not done anew. */
function Back({ op }: { op: LocalOp }) {
  return (
    <div class="screen">
      <Bar title="检查" />
      <main><Saved op={op} /></main>
      <footer class="dock"><Mend op={op} isMended={false} /><a class="gk-btn plain small" href="#/">回今天</a></footer>
    </div>
  );
}
