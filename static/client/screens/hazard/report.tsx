// 随手拍: where, put right or not, photos, what kind, a line.
import { useState } from "preact/hooks";
import { newId } from "../../model/ids";
import type { LocalOp, Photo } from "../../model/ops";
import { newReport, reported, reportLack, reportName, reportPhotos, type Report as Data } from "../../model/report";
import type { Entry } from "../../outbox/record";
import { session } from "../../sync/session";
import { inWeChat, online } from "../../sync/status";
import { Note } from "../check/parts";
import { useCell, useStored } from "../hooks";
import { Icon } from "../icon";
import { useForm, type Form } from "../keeper";
import { Bar, Empty, Loading } from "../parts";
import { Shot, TakeFrame, PickButton } from "../photos";
import { FullStrip, NotStored, Saved, useRecord, type Keeping } from "../saved";
import { Categories, FixedOrNot } from "./parts";
import { firstPlace, PlacePicker, PlaceRow } from "./place";

const DRAFT = "hazard";

async function entryOf(form: Form<Data>, data: Data): Promise<Entry> {
  const sent = data.fixed ? data : { ...data, after: [] };
  const note = [data.place?.title, data.fixed ? "当场改好了" : ""].filter(Boolean).join("，");
  return { kind: "hazard.reported", body: reported(data), photos: await form.settle(reportPhotos(sent)), about: { title: reportName(data), note, hazard: data.id }, draft: DRAFT };
}

export function Report({ post }: { post: string }) {
  const isIn = useCell(session)?.holder != null;
  const first = useStored(async (store) => ({ place: await firstPlace(store, post) }), [post]); // again when posts have arrived
  const form = useForm<Data>(DRAFT, async (_store, kept) => {
    if (!kept) return newReport(newId(), null);
    return post === "" ? kept : { ...kept, place: null }; // begun elsewhere, and gone on with at this post
  }, reportPhotos);
  const [op, setOp] = useState<LocalOp | null>(null);
  if (op) return <Reported op={op} />;
  if (!isIn) return <div class="screen"><Bar title="随手拍隐患" /><main><Empty icon="user" title="先进入，再报隐患"><a class="gk-btn" href="/signin">进入</a></Empty></main></div>;
  if (!form.data) return <div class="screen paper"><Bar title="随手拍隐患" paper /><main><Loading /></main></div>;
  return <Filled form={form} data={{ ...form.data, place: form.data.place ?? first?.place ?? null }} onSaved={setOp} />;
}

function Filled({ form, data, onSaved }: { form: Form<Data>; data: Data; onSaved: (op: LocalOp) => void }) {
  const { keeping, save } = useRecord();
  const [isPicking, setPicking] = useState(false);
  const set = (part: Partial<Data>, fresh: readonly Photo[] = []): void => form.change((now) => ({ ...now, ...part }), fresh);
  const submit = async (): Promise<void> => {
    const op = await save(() => entryOf(form, data));
    if (!op) return;
    form.close();
    onSaved(op);
  };
  if (isPicking) return <div class="screen"><Bar title="在哪里？" onBack={() => setPicking(false)} /><main><PlacePicker onPick={(place) => { set({ place }); setPicking(false); }} /></main><footer class="dock"><button class="gk-btn plain small" type="button" onClick={() => setPicking(false)}>先不换</button></footer></div>;
  return (
    <div class="screen paper">
      <Bar title="随手拍隐患" paper />
      {form.isFull && <FullStrip />}
      <main class="report">
        <PlaceRow place={data.place} onChange={() => setPicking(true)} />
        <FixedOrNot isFixed={data.fixed} onChoose={(fixed) => set({ fixed })} />
        <BeforeAndAfter data={data} set={set} />
        <Categories chosen={data.category} onChoose={(category) => set({ category })} />
        <Note text={data.note} words="写一句（可以不写）" onText={(note) => set({ note })} />
      </main>
      <Dock data={data} keeping={keeping} onSubmit={() => void submit()} />
    </div>
  );
}

interface SlotProps {
  shas: readonly string[];
  words: string;
  caption: string;
  onShas: (shas: string[], fresh?: readonly Photo[]) => void;
}

function Slot({ shas, words, caption, onShas }: SlotProps) {
  return (
    <div class="stack">
      {shas.map((sha) => <Shot key={sha} sha={sha} alt={caption} onDrop={() => onShas(shas.filter((each) => each !== sha))} />)}
      {shas.length === 0 && <TakeFrame words={words} onTake={(photo) => onShas([...shas, photo.sha], [photo])} />}
      <p class="cap">{caption}</p>
    </div>
  );
}

type Set = (part: Partial<Data>, fresh?: readonly Photo[]) => void;

function BeforeAndAfter({ data: { fixed, photos, after }, set }: { data: Data; set: Set }) {
  const add = (photo: Photo): void => set({ photos: [...photos, photo.sha] }, [photo]);
  if (fixed) {
    return (
      <div class="two">
        <Slot shas={photos} words="拍改以前" caption="1 改以前" onShas={(shas, fresh) => set({ photos: shas }, fresh)} />
        <Slot shas={after} words="拍改好后" caption="2 改好后" onShas={(shas, fresh) => set({ after: shas }, fresh)} />
      </div>
    );
  }
  return (
    <div class="stack">
      <div class="two shots">
        {photos.map((sha) => <Shot key={sha} sha={sha} alt="隐患" onDrop={() => set({ photos: photos.filter((each) => each !== sha) })} />)}
        <TakeFrame words={photos.length > 0 ? "再拍一张" : "拍照"} onTake={add} />
        {photos.length === 0 && <PickButton words="从相册选" onTake={add} />}
      </div>
    </div>
  );
}

function Dock({ data, keeping, onSubmit }: { data: Data; keeping: Keeping; onSubmit: () => void }) {
  const isOnline = useCell(online);
  const lack = inWeChat && !isOnline ? "没信号，微信里报不了" : reportLack(data);
  return (
    <footer class="dock">
      <NotStored keeping={keeping} />
      <button class={`gk-btn ${keeping.state === "failed" ? "warn" : ""}`} type="button" disabled={lack !== "" || keeping.state === "busy"} onClick={onSubmit}>
        {lack !== "" ? lack : keeping.state === "failed" ? "再存一次" : <><Icon name={isOnline ? "send" : "device-mobile"} />{isOnline ? "报上去" : "存好，等信号送出"}</>}
      </button>
      <a class="gk-btn plain small c-bad" href={`#/stop/${data.place?.post ?? ""}`}><Icon name="hand-stop" />很危险，要停工</a>
    </footer>
  );
}

function Reported({ op: written }: { op: LocalOp }) {
  const op = useStored((store) => store.op(written.id), [written.id]) ?? written;
  const isBack = op.state === "rejected";
  return (
    <div class="screen">
      <Bar title="随手拍隐患" />
      <main><Saved op={op} /></main>
      <footer class="dock">{isBack && <a class="gk-btn warn" href={`#/outbox/${op.id}`}><Icon name="pencil" />去改</a>}<a class={`gk-btn ${isBack ? "plain small" : ""}`} href="#/">回今天</a><a class="gk-btn plain small" href={`#/hazard/${op.about.hazard ?? ""}`}><Icon name="tool" />看这条隐患</a></footer>
    </div>
  );
}
