// One item: what to look at, what was measured, 正常 or 异常.
import { useState } from "preact/hooks";
import { answered, begunAt, foundWrong, withPart } from "../../model/answer";
import { isOver } from "../../model/complete";
import { dayWords } from "../../model/dates";
import { newId } from "../../model/ids";
import { lookOfSign } from "../../model/signs";
import { isoDay } from "../../model/times";
import type { LastResult, PlanItem } from "../../model/wire";
import { Icon } from "../icon";
import { Hear, Level } from "../parts";
import { Shot, TakeButton } from "../photos";
import { CheckBar, Note, type ItemScreen } from "./parts";
import { Value } from "./value";

export function Item(props: ItemScreen) {
  const { task: { plan, last }, draft, item, place, change, full, onGo, onList } = props;
  const { value, note = "", photos = [] } = begunAt(draft, item.id);
  const [isNoting, setNoting] = useState(note !== "");
  const was = last.find((each) => each.item === item.id);
  return (
    <div class="screen paper">
      <CheckBar title={`第\u00a0${place + 1}\u00a0项，共\u00a0${plan.items.length}\u00a0项`} plan={plan} draft={draft} onBack={place > 0 ? () => onGo(place - 1) : undefined} />
      {full}
      <main class="pad check">
        <Signs item={item} />
        <Statement item={item} />
        {item.value && <Value key={item.id} rule={item.value} value={value} onValue={(next) => change((now) => withPart(now, item, { value: next }))} />}
        {was && <Was was={was} item={item} />}
        {photos.length > 0 && <div class="two shots">{photos.map((sha) => <Shot key={sha} sha={sha} alt={item.text} onDrop={() => change((now) => withPart(now, item, { photos: photos.filter((each) => each !== sha) }))} />)}</div>}
        {isNoting && <Note text={note} words="写一句" wanted onText={(text) => change((now) => withPart(now, item, { note: text }))} />}
        <div class="three low">
          <TakeButton words="拍照" onTake={(photo) => change((now) => withPart(now, item, { photos: [...(begunAt(now, item.id).photos ?? []), photo.sha] }), [photo])} />
          <button class="gk-btn plain small" type="button" aria-pressed={isNoting} onClick={() => setNoting(!isNoting)}><Icon name="pencil" />写一句</button>
          <button class="gk-btn plain small" type="button" onClick={onList}><Icon name="list" />全部</button>
        </div>
      </main>
      <Answers {...props} value={value} />
    </div>
  );
}

function Signs({ item: { level, signs = [] } }: { item: PlanItem }) {
  if (!level && signs.length === 0) return null;
  return (
    <div class="row tight wrap">
      <Level level={level} /><span class="grow" />
      {signs.map((words) => {
        const { kind, icon } = lookOfSign(words);
        return <span key={words} class={`sign ${kind}`} role="img" aria-label={words}><Icon name={icon} /></span>;
      })}
    </div>
  );
}

const LONG = 34; // characters; a longer statement would fill the screen at full size

function Statement({ item: { text, standard = "" } }: { item: PlanItem }) {
  return (
    <div class="row top">
      <div class="grow"><h2 class={text.length > LONG ? "big" : "say1"}>{text}</h2>{standard !== "" && <p class="help">{standard}</p>}</div>
      <Hear text={[text, standard].filter(Boolean).join("。")} />
    </div>
  );
}

const RESULT_WORDS: Readonly<Record<string, string>> = { normal: "正常", abnormal: "异常", na: "不适用" };

function Was({ was: { at, value, result }, item }: { was: LastResult; item: PlanItem }) {
  const day = dayWords(isoDay(new Date(at)), new Date());
  const words = [day, value != null && `${value}\u00a0${item.value?.unit ?? ""}`, RESULT_WORDS[result]].filter(Boolean).join("，");
  return <p class="help row tight"><Icon name="history" />上次：{words}</p>;
}

const WHY_NOT = ["今天没开", "这里没有"];

function Answers({ item, change, onNext, draft, value }: ItemScreen & { value: number | undefined }) {
  const [isAsking, setAsking] = useState(false);
  const say = (result: "normal" | "na", note?: string): void => {
    change((now) => answered(now, item.id, result, note));
    onNext();
  };
  const given = draft.results[item.id]?.result;
  if (isAsking) {
    return (
      <footer class="dock">
        <p><b>为什么不适用？</b></p>
        <div class="ans">{WHY_NOT.map((why) => <button key={why} class="gk-btn plain small" type="button" onClick={() => say("na", why)}>{why}</button>)}</div>
        <div class="ans"><button class="gk-btn plain small" type="button" onClick={() => say("na")}>不说原因</button><button class="gk-btn outline small" type="button" onClick={() => setAsking(false)}>先不</button></div>
      </footer>
    );
  }
  return (
    <footer class="dock">
      <Judge item={item} value={value} given={given} onNormal={() => say("normal")} onWrong={() => change((now) => foundWrong(now, item, newId()))} />
      <button class="gk-btn plain small" type="button" aria-pressed={given === "na"} onClick={() => setAsking(true)}><Icon name="minus" />不适用</button>
    </footer>
  );
}

interface JudgeProps {
  item: PlanItem;
  value: number | undefined;
  given: string | undefined;
  onNormal: () => void;
  onWrong: () => void;
}

function Judge({ item: { value: rule }, value, given, onNormal, onWrong }: JudgeProps) {
  if (rule && value === undefined) return <button class="gk-btn tall" type="button" disabled>还没填：{rule.name}</button>;
  if (rule && value !== undefined && isOver(value, rule)) return <button class="gk-btn warn tape tall" type="button" onClick={onWrong}><Icon name="alert-triangle" />超了，记异常</button>;
  return (
    <div class="ans">
      <button class="gk-btn tall" type="button" onClick={onNormal}><Icon name="check" />正常{given === "normal" && <span class="vh">，已选</span>}</button>
      <button class="gk-btn warn tape tall" type="button" onClick={onWrong}><Icon name="alert-triangle" />异常</button>
    </div>
  );
}
