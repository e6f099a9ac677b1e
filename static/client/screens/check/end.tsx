// The end of a check: what was found, what is still missing, what is to be done, and one button.
import type { ComponentChildren } from "preact";
import { abnormalItems, measuresOf, resultsOf, sentPhotos, submitted } from "../../model/answer";
import type { CheckDraft } from "../../model/check";
import { lackPlace, lackWords, missing } from "../../model/complete";
import type { LocalOp } from "../../model/ops";
import type { Entry } from "../../outbox/record";
import { online } from "../../sync/status";
import { useCell } from "../hooks";
import { Icon } from "../icon";
import { Level } from "../parts";
import { NotStored, useRecord, type Keeping } from "../saved";
import { draftId, type CheckForm, type Filling, type Task } from "./form";
import { Measures } from "./measures";
import { CheckBar } from "./parts";
import { Signature } from "./sign";

interface EndProps extends Filling {
  form: CheckForm;
  corrects: string;
  full: ComponentChildren;
  onGo: (place: number) => void;
  onSaved: (op: LocalOp) => void;
}

const lacksOf = ({ plan }: Task, draft: CheckDraft): string[] =>
  missing(plan, { results: resultsOf(plan, draft), measures: measuresOf(plan, draft), signature: draft.signature });

async function entryOf(task: Task, form: CheckForm, corrects: string, draft: CheckDraft): Promise<Entry> {
  const { plan, versions } = task;
  const abnormal = abnormalItems(plan, draft).length;
  const note = `${plan.items.length}\u00a0项，${abnormal > 0 ? `${abnormal}\u00a0项异常` : "都正常"}`;
  return {
    kind: "check.submitted", body: submitted(plan, draft, versions), photos: await form.settle(sentPhotos(draft)),
    about: { title: [plan.title, plan.post_title].filter(Boolean).join(" · "), note, window: draft.window, plan: plan.id, abnormal },
    draft: draftId(draft.window, corrects), ...(corrects !== "" && { corrects }),
  };
}

export function End({ task, draft, change, form, corrects, full, onGo, onSaved }: EndProps) {
  const { keeping, save } = useRecord();
  const { plan } = task;
  const lacks = lacksOf(task, draft);
  const submit = async (): Promise<void> => {
    const op = await save(() => entryOf(task, form, corrects, draft));
    if (!op) return;
    form.close();
    onSaved(op);
  };
  return (
    <div class="screen">
      <CheckBar title="看一遍，再交" plan={plan} draft={draft} onBack={() => onGo(plan.items.length - 1)} />
      {full}
      <main>
        <Found task={task} draft={draft} />
        <Lacks task={task} lacks={lacks} onGo={onGo} />
        {!plan.asks_measures && <Wrong task={task} draft={draft} onGo={onGo} />}
        {plan.asks_measures && <Measures task={task} draft={draft} change={change} />}
        {plan.asks_signature && <Signature draft={draft} change={change} />}
        <Remarks task={task} draft={draft} corrects={corrects} />
      </main>
      <Dock task={task} lacks={lacks} keeping={keeping} onSubmit={() => void submit()} />
    </div>
  );
}

function Found({ task: { plan }, draft }: { task: Task; draft: CheckDraft }) {
  const count = (kind: string): number => Object.values(draft.results).filter(({ result }) => result === kind).length;
  const figures = [["正常", count("normal"), ""], ["异常", count("abnormal"), "c-bad"], ["不适用", count("na"), ""], ["没答", plan.items.length - resultsOf(plan, draft).length, ""]] as const;
  return <div class="figures">{figures.map(([word, number, look]) => <p key={word}><b class={number > 0 ? look : ""}>{number}</b>{word}</p>)}</div>;
}

/** Items that lack something; a measure or a signature is put in here, on this screen. */
function Lacks({ task: { plan }, lacks, onGo }: { task: Task; lacks: readonly string[]; onGo: (place: number) => void }) {
  const places = lacks.filter((lack) => !/(:measure|^signature)$/.test(lack));
  if (places.length === 0) return null;
  return (
    <>
      <h2 class="gk-head">还差 {places.length} 处，点一下去补</h2>
      <ul class="gk-cells">
        {places.map((lack) => {
          const place = lackPlace(plan, lack) ?? 0;
          return <li key={lack}><button class="gk-cell" type="button" onClick={() => onGo(place)}><span class="st">{place + 1}</span><span class="grow"><b>{lackWords(plan, lack)}</b>{plan.items[place]?.text}</span><Icon name="chevron-right" /></button></li>;
        })}
      </ul>
    </>
  );
}

/** What will be reported with the check. */
function Wrong({ task: { plan }, draft, onGo }: { task: Task; draft: CheckDraft; onGo: (place: number) => void }) {
  const items = abnormalItems(plan, draft);
  if (items.length === 0) return null;
  return (
    <>
      <h2 class="gk-head">{items.length} 个异常，会一起报成隐患</h2>
      <ul class="gk-cells">
        {items.map(({ id, level }) => <li key={id}><button class="gk-cell" type="button" onClick={() => onGo(plan.items.findIndex((item) => item.id === id))}><span class="st bad"><Icon name="alert-triangle" /></span><b class="grow">{draft.results[id]?.hazard?.name}</b><Level level={level} /><Icon name="chevron-right" /></button></li>)}
      </ul>
    </>
  );
}

/** What the record will say by itself: better to know before it is written. */
function Remarks({ task: { plan, window }, draft, corrects }: { task: Task; draft: CheckDraft; corrects: string }) {
  const isLate = window !== undefined && corrects === "" && Date.now() > Date.parse(window.closes);
  const remarks = [
    draft.scan ? "扫过岗位码" : plan.asks_scan ? "没扫码，会写明" : "",
    isLate ? "过了时间，会写明是补的" : "",
    draft.position ? "记了位置" : "",
    corrects !== "" ? "这是改过的，会和原来那条连在一起" : "",
  ].filter(Boolean);
  return remarks.length === 0 ? null : <ul class="pad help stack">{remarks.map((words) => <li key={words} class="row tight"><Icon name="info-circle" />{words}</li>)}</ul>;
}

function Dock({ task: { plan }, lacks, keeping, onSubmit }: { task: Task; lacks: readonly string[]; keeping: Keeping; onSubmit: () => void }) {
  const isOnline = useCell(online);
  const [lack] = lacks;
  if (lack !== undefined) {
    return <footer class="dock"><p class="row tight"><Icon name="alert-triangle" class="c-bad" />{lackWords(plan, lack)}</p><button class="gk-btn" type="button" disabled>{plan.asks_measures && lack.endsWith(":measure") ? "写完才能交" : lack === "signature" ? "签了名才能交" : `还差\u00a0${lacks.length}\u00a0处`}</button></footer>;
  }
  return (
    <footer class="dock">
      <NotStored keeping={keeping} />
      <button class={`gk-btn ${keeping.state === "failed" ? "warn" : ""}`} type="button" disabled={keeping.state === "busy"} onClick={onSubmit}>
        {keeping.state === "failed" ? "再存一次" : keeping.state === "busy" ? "正在存" : isOnline ? <><Icon name="send" />交</> : <><Icon name="device-mobile" />存好，等信号送出</>}
      </button>
    </footer>
  );
}
