// 抽背: choose somebody, ask four questions, look at it together. Leaving keeps what was put in.
import { useState } from "preact/hooks";
import { newId } from "../../model/ids";
import type { LocalOp } from "../../model/ops";
import { newSpot, turnedTo, type SpotDraft } from "../../model/spot";
import { session } from "../../sync/session";
import { inWeChat } from "../../sync/status";
import { useCell, useStored } from "../hooks";
import { useForm, type Form } from "../keeper";
import { Bar, Empty, Loading } from "../parts";
import { FullStrip, Saved } from "../saved";
import { Ask } from "./ask";
import { DRAFT, groundOf, photosOf } from "./entry";
import { Pick } from "./pick";
import { Result } from "./result";

export type SpotForm = Form<SpotDraft>;

/** What its screens work on. */
export interface Holding {
  draft: SpotDraft;
  change: SpotForm["change"];
}

/** `unit`: whose people, where it was chosen already; "" where not. */
export function Spot({ unit }: { unit: string }) {
  const [round, setRound] = useState(0);
  const now = useCell(session);
  if (inWeChat) return <Nothing title="微信里抽不了"><p>微信存不住记录。点右上角三个点，再点“在浏览器打开”。</p><a class="gk-btn" href="#/wechat">怎么打开</a></Nothing>;
  if (now && !now.holder) return <Nothing title="先进入，才能抽背"><a class="gk-btn" href="/signin">进入</a></Nothing>;
  return <Round key={round} unit={unit} onAgain={() => setRound(round + 1)} />;
}

export function Nothing({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return <div class="screen"><Bar title="抽背" /><main><Empty icon="users" title={title}>{children}</Empty></main></div>;
}

function Round({ unit, onAgain }: { unit: string; onAgain: () => void }) {
  const ground = useStored(groundOf);
  const form = useForm<SpotDraft>(DRAFT, async (_store, kept) => turnedTo(kept ?? newSpot(newId()), unit), photosOf);
  const [op, setOp] = useState<LocalOp | null>(null);
  if (op) return <Done op={op} onAgain={onAgain} />;
  if (!ground || !form.data) return <div class="screen paper"><Bar title="抽背" paper /><main><Loading /></main></div>;
  const holding: Holding = { draft: form.data, change: form.change };
  const full = form.isFull && <FullStrip />;
  const asked = form.data.asked[form.data.at];
  if (asked) return <Ask key={asked.recital.id} {...holding} asked={asked} full={full} />;
  if (form.data.asked.length > 0) return <Result {...holding} form={form} full={full} onSaved={setOp} />;
  if (!ground.person?.may?.includes("spotchecks.hold")) return <Nothing title="抽背归班长和管事的人"><p>要抽背别人，找管理员给你角色。</p><a class="gk-btn outline" href="#/">回今天</a></Nothing>;
  if (ground.crews.length === 0) return <Nothing title="还没有能抽背的人"><p>班组里有人定了岗位、岗位有了卡，连上网取一次，这里就有人。</p><a class="gk-btn outline" href="#/">回今天</a></Nothing>;
  return <Pick {...holding} crews={ground.crews} me={ground.person.id} full={full} />;
}

function Done({ op, onAgain }: { op: LocalOp; onAgain: () => void }) {
  return (
    <div class="screen">
      <Bar title="抽背" />
      <main><Saved op={op} /></main>
      <footer class="dock"><button class="gk-btn" type="button" onClick={onAgain}>再抽一个</button><a class="gk-btn plain small" href="#/">回今天</a></footer>
    </div>
  );
}
