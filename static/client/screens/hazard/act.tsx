// One step about a hazard: registering it, having put it right, judging that, closing it.
import type { ComponentChildren } from "preact";
import { actDone, actLack, begunAct, type ActDraft } from "../../model/act";
import { actWords, type Act } from "../../model/hazard";
import { newId } from "../../model/ids";
import type { Photo } from "../../model/ops";
import type { HazardBundle, Mate } from "../../model/wire";
import type { Entry } from "../../outbox/record";
import { DayField } from "../check/measures";
import { Icon } from "../icon";
import { useForm, type Form } from "../keeper";
import { Bar, Loading } from "../parts";
import { Shots } from "../photos";
import { FullStrip, NotStored, useRecord } from "../saved";

interface ActFormProps {
  hazard: HazardBundle;
  act: Act;
  mates: readonly Mate[];
  corrects: string | undefined; // a step of this person that was sent back
  onDone: () => void;
}

const TITLES: Readonly<Record<Act, string>> = { register: "登记", rectify: "改好了", verify: "验收通过", send_back: "没改好，退回", close: "销号" };

async function entryOf(form: Form<ActDraft>, hazard: HazardBundle, data: ActDraft, corrects: string | undefined): Promise<Entry> {
  return {
    kind: "hazard.acted", body: actDone(hazard.id, data), photos: await form.settle(data.photos),
    about: { title: `${hazard.name}，${actWords(data.act)}`, note: hazard.post_title || hazard.unit, hazard: hazard.id, act: data.act }, draft: draftOf(hazard, data.act), ...(corrects !== undefined && { corrects }),
  };
}

const draftOf = ({ id }: HazardBundle, act: Act): string => `hazard:${id}:${act}`;

export function ActForm({ hazard, act, mates, corrects, onDone }: ActFormProps) {
  const form = useForm<ActDraft>(draftOf(hazard, act), async (_store, kept) => kept ?? begunAct(newId(), act, hazard, mates), ({ photos }) => photos);
  const { keeping, save } = useRecord();
  const { data } = form;
  const lack = data ? actLack(data) : "";
  const submit = async (): Promise<void> => {
    if (!data || !await save(() => entryOf(form, hazard, data, corrects))) return;
    form.close();
    onDone();
  };
  return (
    <div class="screen paper">
      <Bar title={TITLES[act]} paper onBack={onDone} />
      {form.isFull && <FullStrip />}
      <main class="pad check">
        <h2 class="big">{hazard.name}</h2>
        {data ? <Fields data={data} form={form} mates={mates} /> : <Loading />}
      </main>
      <footer class="dock">
        <NotStored keeping={keeping} />
        <button class={`gk-btn ${keeping.state === "failed" ? "warn" : ""}`} type="button" disabled={lack !== "" || keeping.state === "busy"} onClick={() => void submit()}>{lack !== "" ? lack : keeping.state === "failed" ? "再存一次" : <><Icon name="check" />{TITLES[act]}</>}</button>
      </footer>
    </div>
  );
}

interface FieldsProps {
  data: ActDraft;
  form: Form<ActDraft>;
  mates: readonly Mate[];
}

function Fields({ data, form, mates }: FieldsProps) {
  const set = (part: Partial<ActDraft>, fresh: readonly Photo[] = []): void => form.change((now) => ({ ...now, ...part }), fresh);
  const photos = <Shots shas={data.photos} alt="改好后" words={data.act === "rectify" ? "拍改好后的" : "拍照（可以不拍）"} onTake={(photo) => set({ photos: [...data.photos, photo.sha] }, [photo])} onDrop={(sha) => set({ photos: data.photos.filter((each) => each !== sha) })} />;
  if (data.act === "register") return <Register data={data} set={set} mates={mates} />;
  return (
    <>
      {data.act === "close" ? <p>销了号，这条隐患就办完了。</p> : photos}
      <Text words={data.act === "send_back" ? "哪里没改好" : "写一句（可以不写）"} text={data.note} needed={data.act === "send_back"} onText={(note) => set({ note })} />
    </>
  );
}

const need = (isMissing: boolean): string => (isMissing ? "need" : "");

function Text({ words, text, needed = false, onText }: { words: string; text: string; needed?: boolean; onText: (text: string) => void }) {
  return <label><span class="vh">{words}</span><textarea class={`field ${need(needed && text.trim() === "")}`} rows={2} maxLength={500} placeholder={words} value={text} onInput={(event) => onText(event.currentTarget.value)} /></label>;
}

function Named({ name, children }: { name: string; children: ComponentChildren }) {
  return <section class="stack"><h3>{name}</h3>{children}</section>;
}

function Register({ data, set, mates }: { data: ActDraft; set: (part: Partial<ActDraft>) => void; mates: readonly Mate[] }) {
  return (
    <>
      <Named name="有多严重">
        <div class="two">
          <button class="gk-btn plain small" type="button" aria-pressed={data.grade === "general"} onClick={() => set({ grade: "general" })}>一般隐患</button>
          <button class="gk-btn plain small" type="button" aria-pressed={data.grade === "major"} onClick={() => set({ grade: "major" })}>重大隐患</button>
        </div>
        {data.grade === "major" && <p class="help">按行业的判定标准定。要停产才能改，或者自己改不了的，多半是重大。</p>}
      </Named>
      <Named name="谁来改">
        <label class={`field pickup ${need(data.owner === null)}`}><Icon name="user" /><span class="vh">谁来改</span>
          <select value={data.owner ?? ""} onChange={(event) => set({ owner: event.currentTarget.value || null })}><option value="">选一个人</option>{mates.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>
      </Named>
      <Named name="哪天前改好"><DayField words="选一天" day={data.due_on} onDay={(due_on) => set({ due_on })} /></Named>
      <Text words={data.grade === "major" ? "怎么改" : "怎么改（可以不写）"} text={data.measures} needed={data.grade === "major"} onText={(measures) => set({ measures })} />
      <Text words="没改好以前怎么防（可以不写）" text={data.interim} onText={(interim) => set({ interim })} />
      {data.grade === "major" && (
        <>
          <label><span class="vh">要多少钱</span><input class="field" inputMode="decimal" maxLength={12} placeholder="要多少钱，元（可以不写）" value={data.funds ?? ""} onInput={(event) => set({ funds: event.currentTarget.value })} /></label>
          <Text words="万一出事怎么办（可以不写）" text={data.plan ?? ""} onText={(plan) => set({ plan })} />
        </>
      )}
    </>
  );
}
