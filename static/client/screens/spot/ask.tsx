// One question: what is asked, and every point the card holds. A tap says it was said, another that it was not.
import type { ComponentChildren } from "preact";
import { ABILITY_WORDS, leftOf, leftWords, ticked, tickOf, type SpotAsked, type SpotDraft, type Tick } from "../../model/spot";
import { Icon } from "../icon";
import { Light } from "../light";
import { goBack } from "../router";
import type { Holding } from "./spot";

interface AskProps extends Holding {
  asked: SpotAsked;
  full: ComponentChildren;
}

const LOOKS: Readonly<Record<Tick, { mark: string; words: string; look: string }>> = {
  said: { mark: "✓", words: "说到了", look: "heard" }, missed: { mark: "✕", words: "没说到", look: "unheard" },
};

export function Ask({ asked: { recital }, draft, change, full }: AskProps) {
  const left = leftOf(draft, recital);
  const go = (by: number): void => {
    window.scrollTo(0, 0);
    change((now) => ({ ...now, at: now.at + by }));
  };
  const isLast = draft.at === draft.asked.length - 1;
  return (
    <div class="screen paper">
      <AskBar draft={draft} onBack={draft.at > 0 ? () => go(-1) : goBack} />
      {full}
      <main class="pad check">
        <div><p class="help">问{draft.name}：{ABILITY_WORDS[recital.ability]}</p><h2 class="say1">{recital.prompt}</h2></div>
        <p class="help">说到一条，点一下。没说到，再点一下。</p>
        <div class="opts ticks long">
          {recital.points.map(({ id, text, critical = false }) => {
            const tick = tickOf(draft, recital, id);
            const look = tick && LOOKS[tick];
            return (
              <button key={id} type="button" class={look?.look ?? ""} onClick={() => change((now) => ticked(now, recital, id))}>
                <b aria-hidden>{look?.mark ?? ""}</b><span class="grow">{text}{critical && <small><span class="tag">要紧</span></small>}</span><small>{look?.words ?? "还没点"}</small>
              </button>
            );
          })}
        </div>
        {left === 0 && <details class="said"><summary>看卡上原话</summary>{recital.line.split("\n").map((line, place) => <p key={place} class="mid">{line}</p>)}</details>}
      </main>
      <footer class="dock"><button class="gk-btn" type="button" disabled={left > 0} onClick={() => go(1)}>{left > 0 ? leftWords(left) : <>{isLast ? "问完了，给他看" : "下一题"}<Icon name="chevron-right" /></>}</button></footer>
    </div>
  );
}

export function AskBar({ draft: { at, asked }, onBack }: { draft: SpotDraft; onBack: () => void }) {
  const marks = asked.map((_, place) => (place < at ? "d" : place === at ? "c" : ""));
  const words = at < asked.length ? `抽背\u00a0${at + 1}/${asked.length}` : "给本人看";
  return (
    <header class="bar paper">
      <button class="back" type="button" aria-label="返回" onClick={onBack}><Icon name="chevron-left" /></button>
      <h1>{words}</h1>
      <Light />
      <div class="seg" role="img" aria-label={`问了 ${Math.min(at, asked.length)} 题，共 ${asked.length} 题`}>{marks.map((mark, place) => <i key={place} class={mark} />)}</div>
    </header>
  );
}
