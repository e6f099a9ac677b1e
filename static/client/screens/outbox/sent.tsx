// One record: where it is, what it says, and what to do about it.
import type { LocalOp } from "../../model/ops";
import { flagWords, kindWords, sentLook, waitingWords } from "../../model/sent";
import { whenWords } from "../../model/times";
import type { CheckSubmitted, ItemResult, PlanBundle } from "../../model/wire";
import { bodyOf } from "../../outbox/record";
import { online } from "../../sync/status";
import { Fact } from "../cardparts";
import { useCell, useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar, Empty, Loading } from "../parts";
import { Shot } from "../photos";
import { ExportButton, isMended, Mend } from "./parts";

interface Found {
  op: LocalOp | undefined;
  mended: boolean;
  plan: PlanBundle | undefined;
}

export function Sent({ id }: { id: string }) {
  const found = useStored(async (store): Promise<Found> => {
    const op = await store.op(id);
    const plan = op?.about.plan === undefined ? undefined : await store.plan(op.about.plan);
    return { op, plan, mended: op !== undefined && isMended(op, await store.ops()) };
  }, [id]);
  return (
    <div class="screen">
      <Bar title={found?.op ? kindWords(found.op.kind) : "记录"} />
      <main>
        {found === undefined && <Loading />}
        {found && !found.op && <Empty icon="cloud-check" title="这条不在手机上了"><p>送到并备份以后，手机上的会清掉。</p></Empty>}
        {found?.op && <Body op={found.op} plan={found.plan} mended={found.mended} />}
      </main>
      {found?.op && (found.op.state === "held" || found.op.state === "text") && <footer class="dock"><ExportButton /></footer>}
    </div>
  );
}

function Body({ op, plan, mended }: { op: LocalOp; plan: PlanBundle | undefined; mended: boolean }) {
  const isOnline = useCell(online);
  const { look, icon, words } = sentLook(op);
  const isWaiting = op.state === "held" || op.state === "text";
  return (
    <>
      <section class="paper pad stack">
        <div class="row"><span class={`st ${isWaiting ? "held" : look}`}><Icon name={icon} /></span><div class="grow"><h2 class="big">{words}</h2><p>{isWaiting ? waitingWords(op, isOnline) : op.state === "rejected" ? op.message : op.receipt !== undefined && <>回执&nbsp;<b>{op.receipt}</b></>}</p></div></div>
        {op.state === "rejected" && <Mend op={op} isMended={mended} />}
      </section>
      <section class="paper pad stack gap">
        <h2 class="big">{op.about.title}</h2>
        {op.about.note && <p>{op.about.note}</p>}
        <dl class="facts">
          <Fact name="什么时候写的" text={whenWords(op.capturedAt, new Date())} />
          <Fact name="什么时候送到" text={op.settledAt !== undefined && (op.state === "delivered" || op.state === "backed") ? whenWords(op.settledAt, new Date()) : undefined} />
          <Fact name="写明了" text={flagWords(op.flags ?? []).join("，")} />
        </dl>
      </section>
      {op.kind === "check.submitted" && <Results body={bodyOf<CheckSubmitted>(op)} plan={plan} />}
      {op.photos.length > 0 && <><h2 class="gk-head">照片 {op.photos.length} 张</h2><div class="two shots pad paper">{op.photos.map((sha) => <Photo key={sha} op={op} sha={sha} />)}</div></>}
    </>
  );
}

function Photo({ op, sha }: { op: LocalOp; sha: string }) {
  return <div><Shot sha={sha} alt="照片" /><p class="cap row tight centre">{op.arrived[sha] === undefined ? <><Icon name="device-mobile" />还没送</> : <><Icon name="check" class="c-ok" />送到了</>}</p></div>;
}

const WORDS: Readonly<Record<ItemResult["result"], string>> = { normal: "正常", abnormal: "异常", na: "不适用" };

function Results({ body: { results }, plan }: { body: CheckSubmitted; plan: PlanBundle | undefined }) {
  return (
    <>
      <h2 class="gk-head">写了什么</h2>
      <ol class="gk-cells">
        {results.map(({ item, result, value, note, hazard }, place) => {
          const known = plan?.items.find(({ id }) => id === item);
          const words = [WORDS[result], hazard?.name, value != null && `${value}\u00a0${known?.value?.unit ?? ""}`, note].filter(Boolean).join("，");
          return <li key={item}><p class="gk-cell"><span class={`st ${result === "abnormal" ? "bad" : result === "normal" ? "ok" : ""}`}>{place + 1}</span><span class="grow">{known && <b>{known.text}</b>}{words}</span></p></li>;
        })}
      </ol>
    </>
  );
}
