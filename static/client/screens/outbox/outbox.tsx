// 送出去了吗: every record of this phone, and how far it has got.
import { useState } from "preact/hooks";
import type { LocalOp, Safety } from "../../model/ops";
import { kindWords, sentLook, sortedOps, waitingWords } from "../../model/sent";
import { inRows, type SentRow } from "../../model/sentrows";
import { clockWords, whenWords } from "../../model/times";
import { handIn } from "../../sync/handin";
import { pushNow, safety, session } from "../../sync/session";
import { inWeChat, online } from "../../sync/status";
import { useCell, useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar, Empty, LinkCell, Loading, Strips } from "../parts";
import { ExportButton, isMended, Mend } from "./parts";

export function Outbox() {
  const ops = useStored((store) => store.ops());
  const [now, isIn] = [useCell(safety), useCell(session)?.holder != null];
  const waits = now.held - now.rejected + now.others > 0; // what was sent back has to be mended first: sending it does nothing
  return (
    <div class="screen">
      <Bar title="送出去了吗" />
      <main>
        <Strips />
        {inWeChat && <p class="strip"><Icon name="world" />微信里存不久，送到以前别关</p>}
        <Total now={now} isIn={isIn} />
        {ops ? <Lists ops={ops} /> : isIn && <Loading />}
        {now.held > 0 && now.others > 0 && <p class="pad row top tight"><Icon name="users" /><span class="grow">这部手机上还有别人的&nbsp;{now.others}&nbsp;条。你看不到内容，会一起送出去。</span></p>}
        <HandIn />
      </main>
      {now.held + now.others > 0 && <footer class={`dock ${now.held > 0 && waits ? "pair" : ""}`}>{now.held > 0 && <ExportButton />}{waits && <Send now={now} />}</footer>}
    </div>
  );
}

function Total({ now: { held, rejected, sending, lacking, delivered, backed, others }, isIn }: { now: Safety; isIn: boolean }) {
  if (sending) return <Big look="held" icon="cloud-up" title={`正在送，第\u00a0${sending.done + 1}\u00a0条，共\u00a0${sending.total}\u00a0条`} help="可以接着干活，不用等" />;
  const parts = [rejected > 0 ? `${rejected}\u00a0条要你改` : "", held > rejected ? `${held - rejected}\u00a0条没送完${lacking > 0 ? `，差\u00a0${lacking}\u00a0张照片` : ""}` : ""];
  if (held > 0) return <Big look="held" icon="device-mobile" title={`${held}\u00a0条还在手机上`} help={parts.filter(Boolean).join("，")} />;
  if (others > 0 && !isIn) return <Big look="held" icon="device-mobile" title={`${others}\u00a0条还在手机上`} help="有信号会自己送。谁写的谁进入，才看得到内容" />;
  if (others > 0) return <Big look="held" icon="users" title={`别人的\u00a0${others}\u00a0条还在手机上`} help={`${delivered + backed > 0 ? "你的都送到了" : "你没有要送的"}。别人的看不到内容，会一起送出去`} />;
  if (delivered + backed === 0) return <Empty icon="circle-check" title="没有要送的"><p>做了检查、报了隐患，这里能看到送到没有。</p></Empty>;
  return <Big look="ok" icon={delivered > 0 ? "check" : "cloud-check"} title="都送到了" help={backed > 0 ? `${backed}\u00a0条已备份` : "服务器上有了"} />;
}

function Big({ look, icon, title, help }: { look: string; icon: string; title: string; help: string }) {
  return <section class="paper pad row" role="status"><span class={`st ${look}`}><Icon name={icon} /></span><div class="grow"><h2 class="big">{title}</h2><p>{help}</p></div></section>;
}

const SHOWN = 30; // delivered ones

function Lists({ ops }: { ops: LocalOp[] }) {
  const { rejected, waiting, done } = sortedOps(ops);
  const isOnline = useCell(online);
  return (
    <>
      {rejected.length > 0 && <h2 class="gk-head">要你改一下</h2>}
      {rejected.map((op) => <Rejected key={op.id} op={op} isMended={isMended(op, ops)} />)}
      {waiting.length > 0 && <h2 class="gk-head">还没送完</h2>}
      <ul class="gk-cells">{inRows(waiting).map((row) => <li key={row.op.id}><Row row={row} words={`${sentLook(row.op).words} · ${waitingWords(row.op, isOnline)}`} /></li>)}</ul>
      {done.length > 0 && <h2 class="gk-head">已送达</h2>}
      <ul class="gk-cells">{inRows(done).slice(0, SHOWN).map((row) => <li key={row.op.id}><Row row={row} words={arrivedWords(row)} /></li>)}</ul>
    </>
  );
}

function Rejected({ op, isMended: mended }: { op: LocalOp; isMended: boolean }) {
  return (
    <section class="paper pad stack">
      <a class="row plainlink" href={`#/outbox/${op.id}`}><span class="st bad"><Icon name="corner-up-left" /></span><p class="grow"><b class="mid block balance">{op.about.title}</b>{whenWords(op.capturedAt, new Date())}&nbsp;写的。{op.message}</p></a>
      <Mend op={op} isMended={mended} />
    </section>
  );
}

function arrivedWords({ op, count }: SentRow): string {
  const receipt = op.receipt === undefined || count > 1 ? "" : `回执\u00a0${op.receipt}`;
  const how = op.state === "backed" ? "已备份" : op.settledAt === undefined ? "已送达" : `${clockOf(op.settledAt)}\u00a0送达`;
  return [how, receipt].filter(Boolean).join(" · ");
}

const clockOf = (at: number): string => (new Date(at).toDateString() === new Date().toDateString() ? clockWords(at) : whenWords(at, new Date()));

function Row({ row: { op, count }, words }: { row: SentRow; words: string }) {
  const { look, icon } = sentLook(op);
  if (count > 1) return <p class="gk-cell"><span class={`st ${look}`}><Icon name={icon} /></span><span class="grow"><b>{kindWords(op.kind)}&nbsp;{count}&nbsp;题</b>{words}</span></p>;
  const title = op.kind === "hazard.reported" ? `${kindWords(op.kind)}：${op.about.title}` : op.about.title;
  return <LinkCell href={`#/outbox/${op.id}`} icon={icon} look={look} title={title}>{words}</LinkCell>;
}

function Send({ now }: { now: Safety }) {
  const isOnline = useCell(online);
  if (now.sending) return <button class="gk-btn small" type="button" disabled>正在送</button>;
  if (!isOnline) return <button class="gk-btn small" type="button" disabled>没信号</button>;
  return <button class="gk-btn small" type="button" onClick={() => void pushNow()}><Icon name="cloud-up" />现在送</button>;
}

/** A file that somebody saved on another phone. */
function HandIn() {
  const [said, setSaid] = useState("");
  const take = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (!file) return;
    setSaid("正在交");
    const { delivered, waiting, rejected, problem } = await handIn(file);
    const left = [waiting > 0 ? `${waiting}\u00a0条还要等` : "", rejected > 0 ? `${rejected}\u00a0条被退回` : ""].filter(Boolean).join("，");
    setSaid(problem ? problem.message : `交上了\u00a0${delivered}\u00a0条${left && `，${left}`}`);
    input.value = "";
  };
  return (
    <div class="gk-cells gap">
      <label class="gk-cell over">
        <span class="st"><Icon name="file-import" /></span>
        <span class="grow"><b>交别人的文件</b><span role="status">{said || "别的手机存的文件，在这里替他交"}</span></span>
        <input type="file" accept=".json,application/json" aria-label="交别人的文件" onChange={(event) => void take(event.currentTarget)} />
      </label>
    </div>
  );
}
