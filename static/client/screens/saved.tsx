// Writing a record down, and what is said about it: never more than is true.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { LocalOp } from "../model/ops";
import { sentLook } from "../model/sent";
import type { Problem } from "../model/wire";
import { record, type Entry } from "../outbox/record";
import type { AccountStore } from "../store/account";
import { noteRecorded, session } from "../sync/session";
import { inWeChat } from "../sync/status";
import { useStored } from "./hooks";
import { Icon } from "./icon";

const NOT_STORED: Problem = { code: "storage", message: "没存上，再点一次" };

export type Keeping = { state: "idle" | "busy" } | { state: "failed"; isFull: boolean; problem: Problem } | { state: "saved"; op: LocalOp };

async function keep(store: AccountStore, entry: Entry): Promise<Keeping> {
  try {
    const result = await record(store, entry);
    if (result.kind !== "saved") return { state: "failed", isFull: result.problem.code === "full", problem: result.problem };
    void noteRecorded();
    return { state: "saved", op: result.op };
  } catch {
    return { state: "failed", isFull: false, problem: NOT_STORED };
  }
}

/** One record of a screen: `save` may be tried again until it is stored, and not once more after that. */
export function useRecord(): { keeping: Keeping; save: (makeEntry: () => Promise<Entry>) => Promise<LocalOp | null> } {
  const [keeping, setKeeping] = useState<Keeping>({ state: "idle" });
  const save = async (makeEntry: () => Promise<Entry>): Promise<LocalOp | null> => {
    const store = session.get()?.store;
    if (!store || keeping.state === "busy" || keeping.state === "saved") return null;
    setKeeping({ state: "busy" });
    const next = await keep(store, await makeEntry());
    setKeeping(next);
    return next.state === "saved" ? next.op : null;
  };
  return { keeping, save };
}

/** Above the main button, where nothing was stored. The content stays on the screen. */
export function NotStored({ keeping }: { keeping: Keeping }) {
  if (keeping.state !== "failed") return null;
  return (
    <div class="row" role="alert">
      <span class="st bad"><Icon name="device-mobile" /></span>
      <p class="grow">{keeping.isFull ? <><b class="big">手机满了，没存上</b><br />写的和照片还在这里，别关。先删几个视频，再点“再存一次”。</> : <><b class="big">没存上</b><br />{keeping.problem.message}</>}</p>
    </div>
  );
}

export const FullStrip = () => <p class="strip alert" role="alert"><Icon name="alert-triangle" />手机满了，这一步没存上。别关，先删几个视频</p>;

interface SavedProps {
  op: LocalOp;
  title?: string;
  children?: ComponentChildren;
}

/** The record is stored: how far it has got, as it gets there. */
export function Saved({ op, title, children }: SavedProps) {
  const now = useStored((store) => store.op(op.id), [op.id]) ?? op;
  const { look, icon, words } = sentLook(now);
  const isHere = now.state === "held";
  return (
    <section class="paper pad stack centre saved" role="status">
      {title === undefined && <span class={`st ${isHere ? "held" : look}`}><Icon name={icon} /></span>}
      <h2 class="say1">{title ?? (isHere ? "已保存在手机" : words)}</h2>
      {title !== undefined && <p class="row tight centre"><Icon name={icon} /><b>{isHere ? "已保存在手机" : words}</b></p>}
      {isHere && title === undefined && <p>{inWeChat ? "正在送。微信里存不久，送到以前别关" : "有信号了会自己送出去，可以接着干活"}</p>}
      {now.receipt !== undefined && <p>回执 <b>{now.receipt}</b></p>}
      {now.state === "rejected" && <p class="c-bad"><b>{now.message}</b></p>}
      <p class="help">{[now.about.title, now.about.note].filter(Boolean).join("，")}</p>
      {children}
    </section>
  );
}
