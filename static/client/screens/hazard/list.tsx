// 隐患: what waits for me, what I reported, what has been closed lately.
import type { ComponentChildren } from "preact";
import { hazardLine, sorted, stateWords } from "../../model/hazard";
import type { LocalOp } from "../../model/ops";
import { lackingPhotos, sentLook } from "../../model/sent";
import { dayWords } from "../../model/dates";
import type { HazardBundle, PersonalBundle } from "../../model/wire";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { useOversees } from "../oversees";
import { Bar, Empty, LinkCell, Loading, Level, RootBar, Strips, Tabs } from "../parts";
import { ownHazards, ownSteps, type OwnHazard } from "./own";

interface Held {
  person: PersonalBundle | undefined;
  hazards: HazardBundle[];
  ops: LocalOp[];
  pulledAt: number; // ms
}

export function Hazards() {
  const held = useStored(async (store): Promise<Held> => ({ person: await store.person(), hazards: await store.hazards(), ops: await store.ops(), pulledAt: (await store.mark())?.pulledAt ?? 0 }));
  const lists = held ? <Lists {...held} /> : <Loading />;
  if (useOversees()) return <Tab>{lists}</Tab>;
  return (
    <div class="screen">
      <Bar title="隐患" />
      <main>
        <Strips />
        {lists}
      </main>
      <footer class="dock"><a class="gk-btn" href="#/report"><Icon name="camera" />随手拍</a></footer>
    </div>
  );
}

/** For whoever looks after others it is a tab of its own. */
function Tab({ children }: { children: ComponentChildren }) {
  return (
    <div class="screen">
      <RootBar title="隐患" />
      <main>
        <Strips />
        <div class="gk-cells"><LinkCell href="#/report" icon="camera" title="随手拍">看到不对的，拍下来</LinkCell></div>
        {children}
      </main>
      <Tabs open="hazards" />
    </div>
  );
}

function Lists({ person, hazards, ops, pulledAt }: Held) {
  const { todo, rest, closed } = sorted(hazards, { id: person?.id ?? "", may: person?.may ?? [] });
  const own = ownHazards(ops, hazards, pulledAt);
  if (own.length + hazards.length === 0) return <Empty icon="circle-check" title="现在没有隐患"><p>看到不对的，随手拍下来。</p></Empty>;
  return (
    <>
      {own.length > 0 && <><h2 class="gk-head">刚报的</h2><ul class="gk-cells">{own.map((each) => <li key={each.id}><Own own={each} /></li>)}</ul></>}
      <Section title="等我办" hazards={todo} ops={ops} pulledAt={pulledAt} />
      <Section title="等别人办" hazards={rest} ops={ops} pulledAt={pulledAt} />
      <Section title="最近销号的" hazards={closed} ops={ops} pulledAt={pulledAt} />
    </>
  );
}

function Own({ own: { id, name, op } }: { own: OwnHazard }) {
  const { look, icon, words } = sentLook(op);
  const path = op.kind === "hazard.reported" ? `#/hazard/${id}` : `#/outbox/${op.id}`;
  return <LinkCell href={path} icon={icon} look={look} title={name}>{op.kind === "hazard.reported" ? words : `${op.about.title} · ${words}`}</LinkCell>;
}

function Section({ title, hazards, ops, pulledAt }: { title: string; hazards: readonly HazardBundle[]; ops: readonly LocalOp[]; pulledAt: number }) {
  if (hazards.length === 0) return null;
  return <><h2 class="gk-head">{title} {hazards.length} 条</h2><ul class="gk-cells">{hazards.map((hazard) => <li key={hazard.id}><Row hazard={hazard} waiting={ownSteps(ops, hazard.id, pulledAt)[0]} /></li>)}</ul></>;
}

/** 超期 2 天没改 */
function dueWords({ due_on, state }: HazardBundle): string {
  if (due_on === null || state !== "registered") return "";
  const days = Math.floor((Date.now() - Date.parse(`${due_on}T23:59:59`)) / 86_400_000) + 1;
  return days > 0 ? `超期\u00a0${days}\u00a0天没改` : `${dayWords(due_on, new Date())}前`;
}

function Row({ hazard, waiting }: { hazard: HazardBundle; waiting: LocalOp | undefined }) {
  const isClosed = hazard.state === "closed";
  const state = hazard.state === "registered" ? hazardLine({ ...hazard, name: "" }).slice(1) : stateWords(hazard.state);
  const sent = waiting && `你办的${lackingPhotos(waiting) > 0 && waiting.state === "text" ? "还差照片" : sentLook(waiting).words}`;
  return (
    <a class="gk-cell" href={`#/hazard/${hazard.id}`}>
      <span class={`st ${isClosed ? "ok" : ""}`}><Icon name={isClosed ? "check" : "tool"} /></span>
      <span class="grow"><b>{hazard.name}</b>{[hazard.post_title || hazard.unit, state, dueWords(hazard), sent].filter(Boolean).join(" · ")}</span>
      <Level level={hazard.risk_level} />
      <Icon name="chevron-right" />
    </a>
  );
}
