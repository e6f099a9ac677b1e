// 岗位风险清单: by risk point; a row unfolds to its controls.
import { bodies, groupRuns } from "../model/cards";
import type { Measure, RiskRow } from "../model/wire";
import { Extra, Fact, type CardProps } from "./cardparts";
import { Icon } from "./icon";
import { Hear, Level } from "./parts";

export function Risk({ card }: CardProps) {
  const points = groupRuns(bodies(card, "risk"), (row) => row.point);
  return <>{points.map(({ key, items }) => (
    <section key={key}>
      <h2 class="point">{key}</h2>
      {items.map((row) => <Row key={row.hazard} row={row} />)}
    </section>
  ))}</>;
}

const grade = (row: RiskRow): number | undefined => row.after?.level ?? row.before?.level;

function Row({ row }: { row: RiskRow }) {
  const accidents = row.accidents ?? [];
  return (
    <details class="unfold">
      <summary>
        <span class="grow"><b>{row.hazard}</b>{accidents.length > 0 && <span class="help row tight"><Icon name="alert-triangle" />可能：{accidents.join("、")}</span>}</span>
        <Level level={grade(row)} />
        <Icon name="chevron-down" />
      </summary>
      <div>
        {groupRuns(row.measures ?? [], ({ kind = "" }) => kind).map(({ key, items }) => <Measures key={key} kind={key} items={items} />)}
        <dl class="facts">
          <Fact name="危险介质" text={row.medium} />
          <Fact name="安全标志" text={row.signs?.join("、")} />
          <Fact name="管控层级" text={row.tier} />
          <Fact name="责任人" text={row.owner} />
          {row.before && row.after && <div><dt>不管控时</dt><dd><Level level={row.before.level} /></dd></div>}
        </dl>
        <Extra extra={row.extra} />
      </div>
    </details>
  );
}

function Measures({ kind, items }: { kind: string; items: readonly Measure[] }) {
  return (
    <section class="row top">
      <div class="grow">
        <h3 class="help"><b>{kind === "" ? "怎么管住" : `${kind}措施`}</b></h3>
        <ul class="dots">{items.map(({ id, text }) => <li key={id}>{text}</li>)}</ul>
      </div>
      <Hear text={items.map(({ text }) => text).join("。")} />
    </section>
  );
}
