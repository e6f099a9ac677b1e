// 异常 at one item: what to do first, photos, and the hazard that it becomes.
import { hazardLack, limitWords, overWords, unanswered, withHazard, withPart } from "../../model/answer";
import { isOver } from "../../model/complete";
import type { Photo } from "../../model/ops";
import type { ItemHazard, ItemResult, PlanItem } from "../../model/wire";
import { Categories, FixedOrNot } from "../hazard/parts";
import { Icon } from "../icon";
import { Hear } from "../parts";
import { Shots } from "../photos";
import { CheckBar, Note, type ItemScreen } from "./parts";

export function Abnormal(props: ItemScreen) {
  const { task: { plan }, draft, item, place, change, full, onGo } = props;
  const result = draft.results[item.id];
  if (!result?.hazard) return null; // then the item is asked anew
  const set = (part: Partial<ItemHazard>, fresh: readonly Photo[] = []): void => change((now) => withHazard(now, item.id, part), fresh);
  return (
    <div class="screen paper">
      <CheckBar title={`第\u00a0${place + 1}\u00a0项，异常`} plan={plan} draft={draft} onBack={place > 0 ? () => onGo(place - 1) : undefined} />
      {full}
      <main class="pad check">
        <Over item={item} result={result} />
        {item.first && <div class="row"><p class="grow"><b>先做：</b>{item.first}</p><Hear text={`先做：${item.first}`} /></div>}
        <Evidence {...props} result={result} />
        <label><b>是什么隐患</b><textarea class="field" rows={2} maxLength={60} value={result.hazard.name} onInput={(event) => set({ name: event.currentTarget.value.replace(/\n/g, " ") })} /></label>
        <Fix hazard={result.hazard} onChange={set} />
        <Categories chosen={result.hazard.category ?? ""} onChoose={(category) => set({ category })} />
        <Note text={result.note ?? ""} words="写一句怎么回事（可以不写）" onText={(note) => change((now) => withPart(now, item, { note }))} />
        <a class="gk-btn plain small c-bad" href={`#/stop/${plan.post ?? ""}`} onClick={() => set({ dangerous: true })}><Icon name="hand-stop" />很危险，要停工</a>
      </main>
      <Dock {...props} result={result} />
    </div>
  );
}

interface ResultProps {
  item: PlanItem;
  result: ItemResult;
}

function Over({ item, result: { value } }: ResultProps) {
  const rule = item.value;
  const isTooMuch = rule && value != null && isOver(value, rule);
  const limits = rule ? limitWords(rule).normal : "";
  return (
    <div class="over row">
      <span class="st bad"><Icon name="alert-triangle" /></span>
      <p class="grow"><b class="big">{isTooMuch ? `${value}\u00a0${rule.unit}，${overWords(rule, value)}` : "这一项异常"}</b><br />{rule && limits !== "" ? `${rule.name}，${limits}` : item.text}</p>
    </div>
  );
}

function Evidence({ item, result, change }: ItemScreen & ResultProps) {
  const photos = result.photos ?? [];
  const put = (next: string[], fresh: readonly Photo[] = []): void => change((now) => withPart(now, item, { photos: next }), fresh);
  return (
    <section class="stack">
      <h2>{photos.length > 0 ? `照片拍好了\u00a0${photos.length}\u00a0张` : "拍一张照片"}</h2>
      <Shots shas={photos} alt={`异常：${item.text}`} words="拍照" onTake={(photo) => put([...photos, photo.sha], [photo])} onDrop={(sha) => put(photos.filter((each) => each !== sha))} />
    </section>
  );
}

function Fix({ hazard, onChange }: { hazard: ItemHazard; onChange: (part: Partial<ItemHazard>, fresh?: readonly Photo[]) => void }) {
  const after = hazard.photos_after ?? [];
  return (
    <section class="stack">
      <FixedOrNot isFixed={hazard.fixed ?? false} onChoose={(fixed) => onChange({ fixed })} />
      {hazard.fixed && <Shots shas={after} alt="改好后" words="拍改好后的" onTake={(photo) => onChange({ photos_after: [...after, photo.sha] }, [photo])} onDrop={(sha) => onChange({ photos_after: after.filter((each) => each !== sha) })} />}
    </section>
  );
}

function Dock({ item, result, change, onNext }: ItemScreen & ResultProps) {
  const lack = hazardLack(result);
  return (
    <footer class="dock">
      <button class="gk-btn warn" type="button" disabled={lack !== ""} onClick={onNext}>{lack === "" ? <><Icon name="send" />记下隐患，下一项</> : lack}</button>
      <button class="gk-btn plain small" type="button" onClick={() => change((now) => unanswered(now, item.id))}>{item.value ? "重新测一次" : "按错了，重新答"}</button>
    </footer>
  );
}
