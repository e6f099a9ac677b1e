// What the outbox and one record of it share.
import { useState } from "preact/hooks";
import { newId } from "../../model/ids";
import { isPrivate, isUndelivered, type LocalOp } from "../../model/ops";
import { mendOf } from "../../model/sent";
import { isoDay } from "../../model/times";
import type { CardLearnt } from "../../model/wire";
import { bodyOf } from "../../outbox/record";
import { exportUndelivered } from "../../sync/handin";
import { session } from "../../sync/session";
import { Icon } from "../icon";
import { NotStored, useRecord } from "../saved";

function download(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: `岗卡没送的记录-${isoDay(new Date())}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const STAYS = "背题的答案只有你能看，留在手机上自己送";

/** What to say of it. */
async function save(): Promise<string> {
  const store = session.get()?.store;
  try {
    const file = store && await exportUndelivered(store);
    const stays = (await store?.ops())?.some((op) => isUndelivered(op) && isPrivate(op)) ? STAYS : "";
    if (!file) return stays || "你没有要存的";
    download(file);
    return ["存好了，在“下载”里", stays].filter(Boolean).join("。");
  } catch {
    return "没存成，再点一次";
  }
}

/** Undelivered records as a file, for a colleague or a leader to hand in. */
export function ExportButton({ words = "存成文件" }: { words?: string }) {
  const [said, setSaid] = useState("");
  const run = async (): Promise<void> => setSaid(await save());
  return <button class="gk-btn plain small" type="button" onClick={() => void run()}><Icon name="file-export" /><span aria-live="polite">{said || words}</span></button>;
}

/** The same words under new ids: the old record is named and stays until the new one has been taken. */
function again(op: LocalOp): { body: object; hazard?: string } {
  const body = bodyOf(op);
  if (op.kind === "card.opened") return { body };
  const id = newId();
  return op.kind === "hazard.reported" ? { body: { ...body, id }, hazard: id } : { body: { ...body, id } };
}

function Again({ op }: { op: LocalOp }) {
  const { keeping, save: keep } = useRecord();
  const write = async (): Promise<void> => {
    const { body, hazard } = again(op);
    await keep(async () => ({ kind: op.kind, body, photos: op.photos, about: { ...op.about, ...(hazard !== undefined && { hazard }) }, corrects: op.id }));
  };
  if (keeping.state === "saved") return <p role="status"><b>又写好一条，在排队送</b></p>;
  return (
    <>
      <NotStored keeping={keeping} />
      <button class="gk-btn warn small" type="button" disabled={keeping.state === "busy"} onClick={() => void write()}><Icon name="refresh" />照原样再写一遍</button>
    </>
  );
}

const lessonPath = (op: LocalOp): string => {
  const { post, kind } = bodyOf<CardLearnt>(op);
  return `#/learn/${post}/${kind}`;
};

/** The one button that mends a record which was sent back. */
export function Mend({ op, isMended }: { op: LocalOp; isMended: boolean }) {
  if (isMended) return <p class="row tight"><Icon name="clock" />改过了，在等回信</p>;
  switch (mendOf(op)) {
    case "form": return <a class="gk-btn warn small" href={`#/check/${encodeURIComponent(op.about.window ?? "")}/${op.id}`}><Icon name="pencil" />{op.code === "incomplete" ? "补上，再送" : "改一下，再送"}</a>;
    case "hazard": return <a class="gk-btn warn small" href={`#/hazard/${op.about.hazard ?? ""}`}><Icon name="tool" />回去重新办</a>;
    case "lesson": return <a class="gk-btn warn small" href={lessonPath(op)}><Icon name="school" />照现在的卡再学一遍</a>;
    case "again": return <Again op={op} />;
    default: return <><p>这条你自己改不了。存成文件交给班长，班长能看能交。</p><ExportButton words="存成文件，交给班长" /></>;
  }
}

/** Whether a newer record puts this one right and is on its way. */
export const isMended = (op: LocalOp, ops: readonly LocalOp[]): boolean => ops.some(({ corrects, state }) => corrects === op.id && state !== "rejected");
