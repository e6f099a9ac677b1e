// One check: the scan, an item a screen, the end. Leaving keeps what was put in.
import { useEffect, useState } from "preact/hooks";
import { nextOpen } from "../../model/answer";
import { whereNow } from "../../device/place";
import type { LocalOp } from "../../model/ops";
import { inWeChat } from "../../sync/status";
import { Bar, Empty, Loading } from "../parts";
import { FullStrip } from "../saved";
import { Abnormal } from "./abnormal";
import { CheckDone } from "./done";
import { End } from "./end";
import { useCheck, useTask, type CheckForm, type Filling, type Task } from "./form";
import { Item } from "./item";
import { ItemList } from "./list";
import { ScanStep } from "./scanstep";

interface CheckProps {
  window: string;
  corrects: string; // id of the record that this one puts right, or ""
}

export function Check({ window: key, corrects }: CheckProps) {
  const [read, form] = [useTask(key), useCheck(key, corrects)];
  const [op, setOp] = useState<LocalOp | null>(null);
  if (op) return <CheckDone op={op} />;
  if (inWeChat) return <Nothing title="微信里做不了检查"><p>微信存不住记录。点右上角三个点，再点“在浏览器打开”。</p><a class="gk-btn" href="#/wechat">怎么打开</a></Nothing>;
  if (read?.task === null || form.data === null) return <Nothing title="这次检查不在手机上"><p>可能改了计划。连上网等一会儿，再从“今天”进来。</p><a class="gk-btn" href="#/">回今天</a></Nothing>;
  if (!read?.task || !form.data) return <div class="screen paper"><Bar title="检查" paper /><main><Loading /></main></div>;
  return <Filled task={read.task} form={form} corrects={corrects} onSaved={setOp} />;
}

function Nothing({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return <div class="screen"><Bar title="检查" /><main><Empty icon="clipboard-check" title={title}>{children}</Empty></main></div>;
}

interface FilledProps {
  task: Task;
  form: CheckForm;
  corrects: string;
  onSaved: (op: LocalOp) => void;
}

function useWhere(task: Task, form: CheckForm): void {
  useEffect(() => {
    if (!task.plan.asks_position || form.data?.position) return;
    void whereNow().then((position) => { if (position) form.change((draft) => ({ ...draft, position })); });
  }, []);
}

function Filled({ task, form, corrects, onSaved }: FilledProps) {
  const [isList, setList] = useState(false);
  const draft = form.data;
  useWhere(task, form);
  if (!draft) return null;
  const filling: Filling = { task, draft, change: form.change };
  const go = (at: number): void => {
    setList(false);
    window.scrollTo(0, 0);
    form.change((now) => ({ ...now, at }));
  };
  const onNext = (): void => {
    window.scrollTo(0, 0);
    form.change((now) => ({ ...now, at: nextOpen(task.plan, now, now.at) }));
  };
  const full = form.isFull && <FullStrip />;
  if (task.plan.asks_scan && !draft.scan && !draft.noScan) return <ScanStep {...filling} />;
  if (isList) return <ItemList {...filling} onGo={go} onClose={() => setList(false)} />;
  const item = task.plan.items[draft.at];
  if (!item) return <End {...filling} form={form} corrects={corrects} full={full} onGo={go} onSaved={onSaved} />;
  const at = { ...filling, item, place: draft.at, onNext, full, onGo: go, onList: () => setList(true) };
  return draft.results[item.id]?.hazard ? <Abnormal key={item.id} {...at} /> : <Item key={item.id} {...at} />;
}
