// What is to be done about each 异常, by whom, by when: asked of whoever may decide it (the monthly check).
import { abnormalItems, withMeasure } from "../../model/answer";
import { isTold } from "../../model/complete";
import { dayWords } from "../../model/dates";
import { isoDay } from "../../model/times";
import type { Mate, MeasureTaken, PlanItem } from "../../model/wire";
import { Icon } from "../icon";
import { Level } from "../parts";
import type { Filling } from "./form";

export function Measures({ task: { plan, mates }, draft, change }: Filling) {
  const items = abnormalItems(plan, draft);
  if (items.length === 0) return null;
  return (
    <>
      <h2 class="gk-head">查到 {items.length} 个问题，每个都要写怎么办</h2>
      {items.map((item) => (
        <MeasureForm key={item.id} item={item} name={draft.results[item.id]?.hazard?.name ?? item.text} mates={mates}
          measure={draft.measures[item.id] ?? { item: item.id, text: "", owner: "", due_on: "" }} onMeasure={(measure) => change((now) => withMeasure(now, measure))} />
      ))}
      <datalist id="mates">{mates.map(({ id, name }) => <option key={id} value={name} />)}</datalist>
    </>
  );
}

interface MeasureFormProps {
  item: PlanItem;
  name: string;
  mates: readonly Mate[];
  measure: MeasureTaken;
  onMeasure: (measure: MeasureTaken) => void;
}

function MeasureForm({ item, name, measure, onMeasure }: MeasureFormProps) {
  const { text, owner, due_on } = measure;
  const isWhole = isTold(measure);
  return (
    <section class="paper pad stack measure">
      <div class="row"><span class={`st ${isWhole ? "ok" : "bad"}`}><Icon name={isWhole ? "check" : "alert-triangle"} /></span><h3 class="grow mid">{name}</h3><Level level={item.level} /></div>
      <label><span class="vh">怎么办</span><textarea class={`field ${text.trim() === "" ? "need" : ""}`} rows={2} maxLength={500} placeholder="怎么办？比如：今天换锁，钥匙归值班电工" value={text} onInput={(event) => onMeasure({ ...measure, text: event.currentTarget.value })} /></label>
      <div class="two">
        <label class={`field pickup ${owner.trim() === "" ? "need" : ""}`}><Icon name="user" /><span class="vh">谁来办</span><input list="mates" placeholder="谁来办" maxLength={40} value={owner} onInput={(event) => onMeasure({ ...measure, owner: event.currentTarget.value })} /></label>
        <DayField words="哪天前" day={due_on} onDay={(day) => onMeasure({ ...measure, due_on: day })} />
      </div>
    </section>
  );
}

/** A day, said in words; the phone's own calendar opens on it. */
export function DayField({ words, day, onDay }: { words: string; day: string; onDay: (day: string) => void }) {
  return (
    <label class={`field pickup over ${day === "" ? "need" : ""}`}>
      <Icon name="calendar" /><span class="grow">{day === "" ? words : `${dayWords(day, new Date())}前`}</span>
      <input type="date" aria-label={words} min={isoDay(new Date())} value={day} onInput={(event) => onDay(event.currentTarget.value)} onClick={(event) => open(event.currentTarget)} />
    </label>
  );
}

/** Where the browser knows how, a tap anywhere on the field opens the calendar. */
function open(input: HTMLInputElement): void {
  try {
    input.showPicker?.();
  } catch {
    // it opens by its own little button
  }
}
