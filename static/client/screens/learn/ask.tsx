// A question on what is new. Wrong shows what the card says, and is asked once more; it stops nobody.
import { useState } from "preact/hooks";
import { isRight, missingWords, optionsOf } from "../../model/recite/mark";
import type { LearntAnswer, Question } from "../../model/wire";
import { Icon } from "../icon";
import { Statement } from "../recite/ask";
import { Marked } from "../recite/told";

interface AskProps {
  question: Question;
  onAnswer: (answer: LearntAnswer) => void;
}

export function LearnAsk({ question, onAnswer }: AskProps) {
  const [options] = useState(() => optionsOf(question, Math.random));
  const [chosen, setChosen] = useState<number[]>([]);
  const given = chosen.map((place) => options[place] ?? "");
  const missing = missingWords(question, given);
  const tap = (place: number): void => setChosen(question.form !== "order" ? [place] : chosen.includes(place) ? chosen : [...chosen, place]);
  return (
    <>
      <Statement question={question} options={options} chosen={chosen} onTap={tap} />
      <footer class={`dock ${question.form === "order" ? "undo" : ""}`}>
        {question.form === "order" && <button class="gk-btn plain" type="button" disabled={given.length === 0} onClick={() => setChosen(chosen.slice(0, -1))}><Icon name="arrow-back-up" />退一步</button>}
        <button class="gk-btn" type="button" disabled={missing !== null} onClick={() => onAnswer({ question: question.id, right: isRight(question, given), given })}>{missing ?? (question.form === "order" ? "点好了" : "就是它")}</button>
      </footer>
    </>
  );
}

export function LearnTold({ question, given, isAgain, onNext }: { question: Question; given: readonly string[]; isAgain: boolean; onNext: () => void }) {
  const isWrong = !isRight(question, given);
  return (
    <>
      <Marked question={question} given={given}>{isWrong && <p class="help">{isAgain ? "记住卡上说的，去签名。" : "看一遍卡上怎么说，等会儿再问你一次。"}</p>}</Marked>
      <footer class="dock"><button class="gk-btn" type="button" onClick={onNext}>{isWrong ? "看懂了" : "接着来"}<Icon name="chevron-right" /></button></footer>
    </>
  );
}
