// The phone is handed over: what was said, what was not, in the card's own words; and whether they agree.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { LocalOp } from "../../model/ops";
import { ABILITY_WORDS, resultsOf, type Result as Told, type SpotDraft } from "../../model/spot";
import { Signature } from "../check/sign";
import { Icon } from "../icon";
import { NotStored, useRecord, type Keeping } from "../saved";
import { AskBar } from "./ask";
import { photosOf, spotEntry, type Confirmed } from "./entry";
import type { Holding, SpotForm } from "./spot";

interface ResultProps extends Holding {
  form: SpotForm;
  full: ComponentChildren;
  onSaved: (op: LocalOp) => void;
}

export function Result({ draft, change, form, full, onSaved }: ResultProps) {
  const { keeping, save } = useRecord();
  const [isDisputed, setDisputed] = useState(draft.note !== "");
  useEffect(() => window.scrollTo(0, 0), []);
  const keep = async (confirmed: Confirmed): Promise<void> => {
    const op = await save(async () => spotEntry(draft, confirmed, await form.settle(photosOf(draft))));
    if (!op) return;
    form.close();
    onSaved(op);
  };
  return (
    <div class="screen">
      <AskBar draft={draft} onBack={() => change((now) => ({ ...now, at: now.asked.length - 1 }))} />
      {full}
      <main>
        <section class="paper pad stack"><h2 class="say1">{draft.name}，你看看</h2><p>点得对不对，你说了算。没说到的，卡上是这么写的。</p></section>
        {resultsOf(draft).map((told) => <One key={told.ability} told={told} />)}
        {isDisputed && <label class="paper pad stack gap"><b>哪里不对？不写也行</b><textarea class="field" rows={3} maxLength={1000} value={draft.note} onInput={(event) => change((now) => ({ ...now, note: event.currentTarget.value }))} /></label>}
        {draft.rules.asks_signature && !isDisputed && <Signature draft={draft} change={change} />}
      </main>
      {isDisputed ? <Dispute keeping={keeping} onSave={() => void keep("disputed")} onBack={() => { change((now) => ({ ...now, note: "" })); setDisputed(false); }} />
        : <Confirm draft={draft} keeping={keeping} onConfirm={(confirmed) => void keep(confirmed)} onDispute={() => setDisputed(true)} />}
    </div>
  );
}

function One({ told: { ability, prompt, said, missed, line, passed } }: { told: Told }) {
  return (
    <section class="paper pad stack gap">
      <div class="row"><span class={`st ${passed ? "ok" : "held"}`}><Icon name={passed ? "check" : "bulb"} /></span><div class="grow"><h3 class="big">{ABILITY_WORDS[ability]}：{passed ? "会了" : "再背背"}</h3><p class="help">{prompt}</p></div></div>
      {said.length > 0 && <p>说到了&nbsp;{said.length}&nbsp;条：{said.join("；")}</p>}
      {missed.length > 0 && <><p>没说到&nbsp;{missed.length}&nbsp;条：</p><ul class="told">{missed.map(({ text, critical }) => <li key={text} class="x"><b class="n" /><span class="grow">{text}{critical && <small>要紧的一条</small>}</span></li>)}</ul><div class="said"><p class="help">卡上原话</p>{line.split("\n").map((each, place) => <p key={place}>{each}</p>)}</div></>}
    </section>
  );
}

interface ConfirmProps {
  draft: SpotDraft;
  keeping: Keeping;
  onConfirm: (confirmed: Confirmed) => void;
  onDispute: () => void;
}

function Confirm({ draft, keeping, onConfirm, onDispute }: ConfirmProps) {
  const isUnsigned = draft.rules.asks_signature && draft.signature === null;
  const words = keeping.state === "failed" ? "再存一次" : isUnsigned ? "还没签名" : "我确认";
  const isBusy = keeping.state === "busy";
  return (
    <footer class="dock">
      <NotStored keeping={keeping} />
      <button class="gk-btn" type="button" disabled={isUnsigned || isBusy} onClick={() => onConfirm("agreed")}><Icon name="user-check" />{words}</button>
      <div class="ans">
        <button class="gk-btn plain small" type="button" disabled={isBusy} onClick={onDispute}>我不同意</button>
        <button class="gk-btn plain small" type="button" disabled={isBusy} onClick={() => onConfirm("left")}>他先走了</button>
      </div>
    </footer>
  );
}

function Dispute({ keeping, onSave, onBack }: { keeping: Keeping; onSave: () => void; onBack: () => void }) {
  return (
    <footer class="dock">
      <NotStored keeping={keeping} />
      <button class="gk-btn" type="button" disabled={keeping.state === "busy"} onClick={onSave}>{keeping.state === "failed" ? "再存一次" : "不同意，存好"}</button>
      <button class="gk-btn plain small" type="button" onClick={onBack}>再看看</button>
    </footer>
  );
}
