// One question: what is asked, what can be tapped, one button that says what is missing; then what the card says.
import { useEffect, useRef, useState } from "preact/hooks";
import { aloud, missingWords, optionsOf } from "../../model/recite/mark";
import type { Asked } from "../../model/recite/today";
import type { Memory, Question } from "../../model/wire";
import { Icon } from "../icon";
import { Light } from "../light";
import { goBack } from "../router";
import { NotStored, useRecord, type Keeping } from "../saved";
import { answerEntry, memoryAfter } from "./entry";
import type { Day } from "./read";
import { Listen } from "./listen";
import type { Steps } from "./session";
import { Told } from "./told";

interface AskProps {
  asked: Asked;
  steps: Steps;
  day: Day;
  isLast: boolean;
  onNext: () => void;
}

export function Ask({ asked, steps, day, isLast, onNext }: AskProps) {
  const { question } = asked;
  const { keeping, save } = useRecord();
  const [options] = useState(() => optionsOf(question, Math.random));
  const [chosen, setChosen] = useState<number[]>([]);
  const [memory, setMemory] = useState<Memory | null>(null);
  const shownAt = useRef(Date.now());
  useEffect(() => window.scrollTo(0, 0), [memory]);
  const given = chosen.map((place) => options[place] ?? "");
  const answer = async (): Promise<void> => {
    const now = Date.now();
    const next = memoryAfter(day, question, given, now);
    if (await save(async () => answerEntry(asked, given, next, now - shownAt.current))) setMemory(next);
  };
  const tap = (place: number): void => setChosen(question.form !== "order" ? [place] : chosen.includes(place) ? chosen : [...chosen, place]);
  return (
    <div class="screen paper">
      <SessionBar steps={steps} />
      {memory ? <Told question={question} given={given} memory={memory} /> : <Statement question={question} options={options} chosen={chosen} onTap={tap} />}
      {memory
        ? <footer class="dock"><button class="gk-btn" type="button" onClick={onNext}>{isLast ? "背完了" : "下一题"}<Icon name="chevron-right" /></button></footer>
        : <Dock question={question} given={given} keeping={keeping} onUndo={() => setChosen(chosen.slice(0, -1))} onAnswer={() => void answer()} />}
    </div>
  );
}

function SessionBar({ steps: { at, total } }: { steps: Steps }) {
  const marks = Array.from({ length: total }, (_, place) => (place < at ? "d" : place === at ? "c" : ""));
  return (
    <header class="bar paper">
      <button class="back" type="button" aria-label="返回" onClick={goBack}><Icon name="chevron-left" /></button>
      <h1>背一背 {at + 1}/{total}</h1>
      <Light />
      <div class={`seg ${total > 20 ? "many" : ""}`} role="img" aria-label={`第 ${at + 1} 题，共 ${total} 题`}>{marks.map((mark, place) => <i key={place} class={mark} />)}</div>
    </header>
  );
}

const LONG = 20; // characters of an option

interface StatementProps {
  question: Question;
  options: readonly string[];
  chosen: readonly number[];
  onTap: (place: number) => void;
}

export function Statement({ question, options, chosen, onTap }: StatementProps) {
  const { form, prompt, text = "" } = question;
  const isLong = options.some((option) => option.length > LONG);
  const markOf = (place: number): string | number => (!chosen.includes(place) ? "" : form === "order" ? chosen.indexOf(place) + 1 : "✓");
  return (
    <main class="pad check">
      <div class="row top">
        <div class="grow"><h2 class="say1">{prompt}</h2>{form === "order" && <p class="help">先做哪个，就先点哪个</p>}</div>
        <Listen text={aloud(question, options)} />
      </div>
      {text !== "" && <p class="big">{text}</p>}
      <div class={`opts ${isLong ? "long" : ""}`}>
        {options.map((option, place) => (
          <button key={place} type="button" aria-pressed={chosen.includes(place)} onClick={() => onTap(place)}><b aria-hidden={form !== "order"}>{markOf(place)}</b><span class="grow">{option}</span></button>
        ))}
      </div>
    </main>
  );
}

interface DockProps {
  question: Question;
  given: readonly string[];
  keeping: Keeping;
  onUndo: () => void;
  onAnswer: () => void;
}

function Dock({ question, given, keeping, onUndo, onAnswer }: DockProps) {
  const missing = missingWords(question, given);
  const words = keeping.state === "failed" ? "再存一次" : question.form === "order" ? "点好了" : "就是它";
  return (
    <footer class={`dock ${question.form === "order" && keeping.state !== "failed" ? "undo" : ""}`}>
      <NotStored keeping={keeping} />
      {question.form === "order" && keeping.state !== "failed" && <button class="gk-btn plain" type="button" disabled={given.length === 0} onClick={onUndo}><Icon name="arrow-back-up" />退一步</button>}
      <button class="gk-btn" type="button" disabled={missing !== null || keeping.state === "busy"} onClick={onAnswer}>{missing ?? words}</button>
    </footer>
  );
}
