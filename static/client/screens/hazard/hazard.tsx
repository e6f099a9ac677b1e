// One hazard: what it is, what has been done, and what this person may do next.
import { useEffect, useState } from "preact/hooks";
import { dayWords } from "../../model/dates";
import { actWords, nextActs, stateWords, type Act } from "../../model/hazard";
import { isUndelivered, type LocalOp } from "../../model/ops";
import { sentLook } from "../../model/sent";
import { whenWords } from "../../model/times";
import type { HazardBundle, HazardReported, PersonalBundle, WireStep } from "../../model/wire";
import { bodyOf } from "../../outbox/record";
import type { AccountStore } from "../../store/account";
import { refresh } from "../../sync/session";
import { Fact } from "../cardparts";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar, Empty, Level, LinkCell, Loading, Strips } from "../parts";
import { Shot } from "../photos";
import { ActForm } from "./act";
import { ownSteps } from "./own";

interface Held {
  hazard: HazardBundle | undefined;
  person: PersonalBundle | undefined;
  own: LocalOp[]; // this phone's steps that the hazard does not show yet
  report: LocalOp | undefined;
}

async function readHazard(store: AccountStore, id: string): Promise<Held> {
  const [ops, mark] = [await store.ops(), await store.mark()];
  const report = ops.find(({ kind, about }) => kind === "hazard.reported" && about.hazard === id);
  return { hazard: await store.hazard(id), person: await store.person(), own: ownSteps(ops, id, mark?.pulledAt ?? 0), report };
}

export function Hazard({ id }: { id: string }) {
  const held = useStored((store) => readHazard(store, id), [id]);
  const [act, setAct] = useState<Act | null>(null);
  const isArrived = held?.own.some((op) => !isUndelivered(op)) ?? false;
  useEffect(() => {
    if (isArrived) void refresh(); // what has just been delivered is to be seen here
  }, [isArrived]);
  if (held?.hazard && act) return <ActForm key={act} hazard={held.hazard} act={act} mates={held.person?.mates ?? []} corrects={held.own.find(({ state }) => state === "rejected")?.id} onDone={() => setAct(null)} />;
  return (
    <div class="screen">
      <Bar title="隐患" />
      <main>
        <Strips />
        {held === undefined && <Loading />}
        {held && (held.hazard ? <Known {...held} hazard={held.hazard} /> : held.report ? <OnlyHere op={held.report} /> : <Gone />)}
      </main>
      {held?.hazard && <Dock hazard={held.hazard} person={held.person} own={held.own} onAct={setAct} />}
    </div>
  );
}

const Gone = () => <Empty icon="tool" title="这条隐患不在手机上"><p>可能早就销号了，或者归别人办了。</p></Empty>;

/** Reported here, and not seen by the server yet, or not fetched back. */
function OnlyHere({ op }: { op: LocalOp }) {
  const { look, icon, words } = sentLook(op);
  const { note = "", photos = [], photos_after = [] } = bodyOf<HazardReported>(op);
  return (
    <>
      <section class="paper pad stack"><h2 class="say1">{op.about.title}</h2><p>{op.about.note}</p>{note !== "" && note !== op.about.title && <p>{note}</p>}</section>
      <div class="gk-cells gap"><LinkCell href={`#/outbox/${op.id}`} icon={icon} look={look} title={words}>{whenWords(op.capturedAt, new Date())}&nbsp;报的</LinkCell></div>
      <div class="two shots pad">{[...photos, ...photos_after].map((sha) => <Shot key={sha} sha={sha} alt="隐患照片" />)}</div>
    </>
  );
}

function Known({ hazard, own }: Held & { hazard: HazardBundle }) {
  const { name, note, post_title, unit, risk_level, category, measures, interim, funds_fen, plan, owner, due_on, dangerous, grade } = hazard;
  return (
    <>
      <section class="paper pad stack">
        <div class="row top"><h2 class="grow say1">{name}</h2><Level level={risk_level} /></div>
        <p><b>{stateWords(hazard.state)}</b></p>
        <SentBack steps={hazard.steps} />
        {note !== "" && note !== name && <p>{note}</p>}
        <dl class="facts">
          <Fact name="在哪里" text={post_title || unit} />
          <Fact name="哪一类" text={[category, grade === "major" ? "重大隐患" : "", dangerous ? "很危险" : ""].filter(Boolean).join("，")} />
          <Fact name="谁来改" text={owner && `${owner}${due_on === null ? "" : `，${dayWords(due_on, new Date())}前`}`} />
          <Fact name="怎么改" text={measures} />
          <Fact name="没改好以前" text={interim} />
          <Fact name="要多少钱" text={typeof funds_fen === "number" ? `${funds_fen / 100}\u00a0元` : ""} />
          <Fact name="万一出事" text={plan} />
        </dl>
      </section>
      {own.length > 0 && <><h2 class="gk-head">你刚办的</h2><ul class="gk-cells">{own.map((op) => <li key={op.id}><OwnAct op={op} /></li>)}</ul></>}
      <h2 class="gk-head">一步一步</h2>
      <ol class="timeline">{hazard.steps.map((step) => <Step key={step.id} hazard={hazard.id} step={step} />)}</ol>
    </>
  );
}

/** It has to be put right once more: what was found wanting stands on top, not below all that was done before. */
function SentBack({ steps }: { steps: readonly WireStep[] }) {
  const last = steps.at(-1);
  if (last?.act !== "send_back") return null;
  return <div class="over row"><span class="st bad"><Icon name="corner-up-left" /></span><p class="grow"><b>{last.by}退回了</b><br />{last.note}</p></div>;
}

function OwnAct({ op }: { op: LocalOp }) {
  const { look, icon, words } = sentLook(op);
  return <LinkCell href={`#/outbox/${op.id}`} icon={icon} look={look} title={actWords(op.about.act ?? "")}>{words}</LinkCell>;
}

function Step({ hazard, step: { act, by, at, note, photos } }: { hazard: string; step: WireStep }) {
  return (
    <li class={act === "send_back" ? "undone" : ""}>
      <p><b>{actWords(act)}</b></p>
      <p class="help">{by} · {whenWords(Date.parse(at), new Date())}</p>
      {note !== "" && <p>{note}</p>}
      {photos.length > 0 && <div class="two shots">{photos.map((sha) => <Shot key={sha} sha={sha} alt={actWords(act)} far={`/hazards/${hazard}/photos/${sha}`} />)}</div>}
    </li>
  );
}

const BUTTONS: Readonly<Record<Act, { words: string; icon: string }>> = {
  register: { words: "登记，定谁来改", icon: "clipboard-list" }, rectify: { words: "改好了", icon: "check" },
  verify: { words: "验收通过", icon: "circle-check" }, send_back: { words: "没改好，退回", icon: "corner-up-left" }, close: { words: "销号", icon: "circle-check" },
};

function Dock({ hazard, person, own, onAct }: { hazard: HazardBundle; person: PersonalBundle | undefined; own: readonly LocalOp[]; onAct: (act: Act) => void }) {
  const isUnderWay = own.some(({ state }) => state !== "rejected"); // one step at a time: the next one waits for the answer
  const acts = person && !isUnderWay ? nextActs(hazard, person) : [];
  if (acts.length === 0) return null;
  return (
    <footer class="dock">
      {acts.map((act, place) => <button key={act} class={`gk-btn ${place > 0 ? "plain small" : ""}`} type="button" onClick={() => onAct(act)}><Icon name={BUTTONS[act].icon} />{BUTTONS[act].words}</button>)}
    </footer>
  );
}
