// 岗位职责清单: numbered; a row unfolds to its standards.
import { bodies } from "../model/cards";
import type { DutyRow } from "../model/wire";
import { Extra, Fact, type CardProps } from "./cardparts";
import { Icon } from "./icon";
import { Hear } from "./parts";

export function Duty({ card }: CardProps) {
  const { summary, rights = [] } = card.head;
  return (
    <>
      {summary && <p class="paper pad">{summary}</p>}
      {bodies(card, "duty").map((row, place) => <Row key={place} row={row} number={row.number || String(place + 1)} />)}
      {rights.length > 0 && <Rights lines={rights} />}
    </>
  );
}

const unfolds = ({ standard, assessment, rights, extra }: DutyRow): boolean =>
  Boolean(standard || assessment || rights || Object.keys(extra ?? {}).length);

function Row({ row, number }: { row: DutyRow; number: string }) {
  const line = <><span class="num">{number}</span><span class="grow">{row.duty}</span></>;
  if (!unfolds(row)) return <div class="op centred">{line}<Hear text={row.duty} /></div>;
  return (
    <details class="unfold">
      <summary>{line}<Icon name="chevron-down" /></summary>
      <div class="row top">
        <dl class="facts grow"><Fact name="到位标准" text={row.standard} /><Fact name="考核标准" text={row.assessment} /><Fact name="权限与义务" text={row.rights} /></dl>
        <Hear text={[row.duty, row.standard].filter(Boolean).join("。到位标准：")} />
      </div>
      <Extra extra={row.extra} />
    </details>
  );
}

function Rights({ lines }: { lines: readonly string[] }) {
  return (
    <section class="paper pad gap row top">
      <div class="grow"><h2 class="say1">权限与义务</h2><ul class="dots">{lines.map((line) => <li key={line}>{line}</li>)}</ul></div>
      <Hear text={lines.join("。")} />
    </section>
  );
}
