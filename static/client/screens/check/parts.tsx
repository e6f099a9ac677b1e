// What the screens of a check share: the steps so far, a note, the bar.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CheckDraft } from "../../model/check";
import type { PlanBundle } from "../../model/wire";
import { Icon } from "../icon";
import { Light } from "../light";
import { goBack } from "../router";
import type { AtItem } from "./form";

export interface ItemScreen extends AtItem {
  full: ComponentChildren;
  onGo: (place: number) => void;
  onList: () => void;
}

const markOf = (result: string | undefined, isHere: boolean): string => (result === "abnormal" ? "x" : result !== undefined ? "d" : isHere ? "c" : "");

/** How far the check has got, a piece an item. */
export function Steps({ plan, draft }: { plan: PlanBundle; draft: CheckDraft }) {
  const marks = plan.items.map(({ id }, place) => markOf(draft.results[id]?.result, place === draft.at));
  const [done, wrong] = [marks.filter((mark) => mark === "d" || mark === "x").length, marks.filter((mark) => mark === "x").length];
  const words = `做完 ${done} 项${wrong > 0 ? `，其中 ${wrong} 项异常` : ""}`;
  return <div class={`seg ${marks.length > 20 ? "many" : ""}`} role="img" aria-label={words}>{marks.map((mark, place) => <i key={place} class={mark} />)}</div>;
}

interface CheckBarProps {
  title: string;
  plan: PlanBundle;
  draft: CheckDraft;
  onBack?: (() => void) | undefined; // one item back; none: out of the form, which is kept
}

export function CheckBar({ title, plan, draft, onBack }: CheckBarProps) {
  return (
    <header class="bar paper">
      <button class="back" type="button" aria-label={onBack ? "上一项" : "返回"} onClick={onBack ?? goBack}><Icon name="chevron-left" /></button>
      <h1>{title}</h1>
      <Light />
      <Steps plan={plan} draft={draft} />
    </header>
  );
}

interface NoteProps {
  text: string;
  words: string;
  wanted?: boolean; // it was asked for already
  onText: (text: string) => void;
}

/** A line in one's own words; the field opens when it is wanted. */
export function Note({ text, words, wanted = false, onText }: NoteProps) {
  const [isOpen, setOpen] = useState(wanted || text !== "");
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => { if (text === "") area.current?.focus(); }, [isOpen]);
  if (!isOpen) return <button class="gk-btn plain small left" type="button" onClick={() => setOpen(true)}><Icon name="pencil" />{words}</button>;
  return <label><span class="vh">{words}</span><textarea ref={area} class="field" rows={2} maxLength={500} placeholder={words} value={text} onInput={(event) => onText(event.currentTarget.value)} /></label>;
}
