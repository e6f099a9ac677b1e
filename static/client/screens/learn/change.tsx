// One thing that is new in a card: said in words what it is, the old struck through, the new underlined.
import { aloud, type Change, type ChangedPart, type Line, type Piece } from "../../model/learn";
import { Icon } from "../icon";
import { Hear } from "../parts";

const WORDS: Readonly<Record<Change["state"], string>> = { new: "新加的", gone: "去掉了", moved: "换了先后", edited: "改了", first: "" };
const ICONS: Readonly<Record<Change["state"], string>> = { new: "plus", gone: "x", moved: "arrows-sort", edited: "pencil", first: "" };

export function ChangeView({ change, onHeard }: { change: Change; onHeard: () => void }) {
  const { state, title, parts, place } = change;
  return (
    <section class="paper pad stack gap change">
      <div class="row top">
        <div class="grow stack">
          {state !== "first" && <p class="row tight"><span class="kindtag"><Icon name={ICONS[state]} />{WORDS[state]}</span>{place > 0 && <span class="help">{state === "moved" ? `现在是第\u00a0${place}\u00a0条` : `第\u00a0${place}\u00a0条`}</span>}</p>}
          <h2 class="big">{state === "gone" ? <s>{title}</s> : title}</h2>
        </div>
        <span onClick={onHeard}><Hear text={aloud(change)} /></span>
      </div>
      {state === "gone" && <p>这一条不用了。</p>}
      {state === "edited" && parts.length === 0 && <p>字没变，只改了样子。</p>}
      {parts.map((part) => <PartView key={part.name} part={part} whole={state !== "edited"} />)}
    </section>
  );
}

function PartView({ part: { name, lines }, whole }: { part: ChangedPart; whole: boolean }) {
  return (
    <div>
      <h3 class="help"><b>{name}</b></h3>
      <ul class="lines">{lines.map((line, place) => <li key={place}>{whole ? <Whole line={line} /> : <LineView line={line} />}</li>)}</ul>
    </div>
  );
}

/** Of a row that is all new, or gone: its tag has said so. */
const Whole = ({ line: { state, was, now } }: { line: Line }) => (state === "gone" ? <s>{was}</s> : <>{now.map(({ text }) => text).join("")}</>);

const Now = ({ now }: { now: readonly Piece[] }) => <>{now.map(({ text, fresh }, place) => (fresh ? <mark key={place}>{text}</mark> : text))}</>;

function LineView({ line: { state, was, now } }: { line: Line }) {
  switch (state) {
    case "same": return <>{was}</>;
    case "new": return <><b>加上：</b><mark>{now.map(({ text }) => text).join("")}</mark></>;
    case "gone": return <><b>去掉：</b><s>{was}</s></>;
    case "edited": return <><p class="was"><b>原来：</b><s>{was}</s></p><p><b>现在：</b><Now now={now} /></p></>;
  }
}
