// 岗位操作卡: the work in order, before, during and after.
import { bodies, groupRuns } from "../model/cards";
import type { OperationRow } from "../model/wire";
import { Extra, type CardProps } from "./cardparts";
import { Icon } from "./icon";
import { Hear } from "./parts";

const PHASES: Readonly<Record<string, string>> = { 前: "作业前", 中: "作业中", 后: "作业后", "": "" };
const KIND_ICONS: Readonly<Record<string, string>> = { 做: "tool", 确认: "check", 呼叫: "phone" };

interface Numbered {
  number: number;
  row: OperationRow;
}

export function Operation({ card }: CardProps) {
  const rows = bodies(card, "operation").map((row, place): Numbered => ({ number: place + 1, row }));
  return <>{groupRuns(rows, ({ row }) => row.phase ?? "").map(({ key, items }) => (
    <section key={key}>
      {key !== "" && <h2 class="point">{PHASES[key]}</h2>}
      {items.map(({ number, row }) => <Row key={number} number={number} row={row} />)}
    </section>
  ))}</>;
}

function Row({ number, row }: Numbered) {
  const forbidden = row.forbidden ?? [];
  const spoken = [row.procedure, row.standard ?? "", ...forbidden].filter(Boolean).join("。");
  return (
    <article class="op">
      <span class="num">{number}</span>
      <div class="grow stack">
        <Marks row={row} />
        <b>{row.procedure}</b>
        {row.standard && <p class="std">{row.standard}</p>}
        {row.risk && <p class="help row tight"><Icon name="alert-triangle" />{row.risk}</p>}
        {forbidden.length > 0 && <div class="forbid"><Icon name="ban" /><div>{forbidden.map((text) => <p key={text}>{text}</p>)}</div></div>}
        <Extra extra={row.extra} />
      </div>
      <Hear text={spoken} />
    </article>
  );
}

function Marks({ row: { step, who, tag } }: { row: OperationRow }) {
  if (!step && !who && !tag) return null;
  return (
    <p class="row tight">
      {step && <span class="kindtag"><Icon name={KIND_ICONS[step] ?? ""} />{step}</span>}
      {who && <span class="tag">{who}</span>}
      {tag && <span class="note">{tag}</span>}
    </p>
  );
}
