// What the card says, after an answer. Wrong is black, never red: it is looked at, not punished.
import type { ComponentChildren } from "preact";
import { isRight, verdictOf } from "../../model/recite/mark";
import { backWords } from "../../model/recite/schedule";
import type { Memory, Question } from "../../model/wire";
import { Icon } from "../icon";
import { Hear } from "../parts";

interface ToldProps {
  question: Question;
  given: readonly string[];
  memory: Memory;
}

export function Told({ question, given, memory }: ToldProps) {
  return <Marked question={question} given={given}><p class="help">{backWords(memory, Date.now())}对错只有你自己看得到。</p></Marked>;
}

/** An answer beside what the card says. */
export function Marked({ question, given, children }: Omit<ToldProps, "memory"> & { children?: ComponentChildren }) {
  const right = isRight(question, given);
  const { title, help } = verdictOf(question, given);
  const icon = right ? "check" : question.form === "order" ? "arrows-sort" : "bulb";
  return (
    <main class="pad check">
      <div class="row" role="status">
        <span class={`st ${right ? "now" : "held"}`}><Icon name={icon} /></span>
        <div class="grow"><h2 class="say1">{title}</h2>{help !== "" && <p>{help}</p>}</div>
      </div>
      {question.form === "order" && <Order right={question.right} given={given} />}
      {question.form === "choice" && <Choice question={question} given={given} />}
      {question.form === "truth" && question.text && <p class="big">{question.text}</p>}
      <Line question={question} />
      {children}
    </main>
  );
}

function Order({ right, given }: { right: readonly string[]; given: readonly string[] }) {
  return (
    <ol class="told">
      {right.map((text, place) => {
        const tapped = given.indexOf(text);
        const isSame = given[place] === text;
        return <li key={place} class={isSame ? "" : "x"}><b class="n">{place + 1}</b><span class="grow">{text}{!isSame && <small>你点的是第&nbsp;{tapped + 1}</small>}</span></li>;
      })}
    </ol>
  );
}

function Choice({ question: { right, text = "" }, given }: { question: Question; given: readonly string[] }) {
  const [wanted = "", tapped = ""] = [right[0], given[0]];
  return (
    <>
      {text !== "" && <p class="mid">{text}</p>}
      <ul class="told">
        <li><b class="n"><Icon name="check" /></b><span class="grow">{wanted}{tapped !== wanted && <small>卡上是这个</small>}</span></li>
        {tapped !== wanted && <li class="x"><b class="n" /><span class="grow">{tapped}<small>你点的</small></span></li>}
      </ul>
    </>
  );
}

function Line({ question: { line, place } }: { question: Question }) {
  const lines = line.split("\n").filter((text) => text !== "");
  return (
    <section class="said row top">
      <div class="grow"><p class="help">{place}，卡上原话</p>{lines.map((text, at) => <p key={at} class="mid">{text}</p>)}</div>
      <Hear text={lines.join("。")} />
    </section>
  );
}
