// 停工 (安全生产法 §55): anybody in direct danger stops work. One tap, no permission, no penalty.
import { useState } from "preact/hooks";
import { bodies, cardOf } from "../../model/cards";
import { newId } from "../../model/ids";
import type { LocalOp } from "../../model/ops";
import { callsOf, type PlanContact } from "../../model/plan";
import type { Place } from "../../model/report";
import type { StopWorkDeclared } from "../../model/wire";
import { session } from "../../sync/session";
import { online } from "../../sync/status";
import { CallBar } from "../callbar";
import { useCell, useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar, Empty } from "../parts";
import { NotStored, Saved, useRecord } from "../saved";
import { firstPlace, PlacePicker, PlaceRow } from "./place";

const REASONS: readonly { why: string; icon: string }[] = [
  { why: "要塌", icon: "mountain" }, { why: "有人受伤", icon: "bandage" }, { why: "要着火要爆", icon: "flame" },
  { why: "设备失控", icon: "settings" }, { why: "别的危险", icon: "alert-triangle" },
];

const HELP: readonly PlanContact[] = [["120", "救人"], ["119", "救火"], ["110", "报警"]].map(([name = "", under = ""]) => ({ name, under, href: `tel:${name}` }));

export function StopWork({ post }: { post: string }) {
  const isIn = useCell(session)?.holder != null;
  const first = useStored(async (store) => ({ place: await firstPlace(store, post) }), [post]);
  const [chosen, choose] = useState<Place | null>(null);
  const [isPicking, setPicking] = useState(false);
  const [done, setDone] = useState<{ op: LocalOp; post: string } | null>(null); // the post that was named, whatever arrives later
  const place = chosen ?? first?.place ?? null;
  if (done) return <Stopped {...done} />;
  if (!isIn) return <div class="screen"><Bar title="停工" light={false} /><main><Empty icon="hand-stop" title="先停，先撤人，再打电话" /></main><footer class="dock"><CallBar contacts={HELP} /></footer></div>;
  if (isPicking) return <div class="screen"><Bar title="在哪里？" onBack={() => setPicking(false)} /><main><PlacePicker onPick={(next) => { choose(next); setPicking(false); }} /></main></div>;
  return <Reasons place={place} onPlace={() => setPicking(true)} onStopped={(op) => setDone({ op, post: place?.post ?? "" })} />;
}

const declared = (why: string, place: Place | null): StopWorkDeclared => ({ id: newId(), why, post: place?.post ?? null, token: place?.token ?? null });

function Reasons({ place, onPlace, onStopped }: { place: Place | null; onPlace: () => void; onStopped: (op: LocalOp) => void }) {
  const { keeping, save } = useRecord();
  const declare = async (why: string): Promise<void> => {
    const about = { title: `停工：${why}`, note: place?.title ?? "" };
    const op = await save(async () => ({ kind: "stopwork.declared", body: declared(why, place), photos: [], about }));
    if (op) onStopped(op);
  };
  return (
    <div class="screen paper">
      <Bar title="停工" paper />
      <main class="report">
        <PlaceRow place={place} onChange={onPlace} />
        <h2 class="say1">为什么要停？点一下就停</h2>
        <div class="reasons">
          {REASONS.map(({ why, icon }) => <button key={why} class="gk-btn warn" type="button" disabled={keeping.state === "busy"} onClick={() => void declare(why)}><Icon name={icon} />{why}</button>)}
        </div>
        <NotStored keeping={keeping} />
        <p class="help">谁都能停，不用请示。停对停错都不罚。</p>
      </main>
    </div>
  );
}

/** Whom the post's emergency card says to call, else those whom everybody can. */
function useContacts(post: string): readonly PlanContact[] {
  const bundle = useStored(async (store) => ({ post: post === "" ? undefined : await store.post(post) }), [post])?.post;
  const card = bundle && cardOf(bundle, "emergency");
  const own = card && bodies(card, "emergency").length > 0 ? callsOf(card.head.contacts ?? []) : [];
  return own.length > 0 ? own : HELP;
}

function Stopped({ op, post }: { op: LocalOp; post: string }) {
  const [contacts, isOnline] = [useContacts(post), useCell(online)];
  return (
    <div class="screen">
      <Bar title="停工" />
      <main>
        <p class="stop"><Icon name="hand-stop" /><span><b>停工了</b>{op.about.note}</span></p>
        <Saved op={op} title="人先撤到安全的地方">
          <p>{isOnline ? "一送到，班长和安全科就知道。等不及，先打电话。" : "没信号，先打电话告诉班长。有信号了，安全科也会知道。"}</p>
        </Saved>
      </main>
      <footer class="dock"><CallBar contacts={contacts} /><a class="gk-btn plain small" href={post === "" ? "#/" : `#/post/${post}/emergency`}>{post === "" ? "回今天" : "看应急处置卡"}</a></footer>
    </div>
  );
}
