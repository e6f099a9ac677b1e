// A check of the day, as the day's screen and a post show it.
import type { Due } from "../model/due";
import { sentLook } from "../model/sent";
import { beginWords, clockWords, leftWords, nearDay, spanWords, whenWords } from "../model/times";
import type { PlanBundle } from "../model/wire";
import { Icon } from "./icon";
import { Level, LinkCell } from "./parts";
import type { DayData } from "./today";

export interface DueProps {
  due: Due;
  data: Pick<DayData, "plans" | "drafts">;
  now: number;
}

export const checkPath = (key: string): string => `#/check/${encodeURIComponent(key)}`;

const planOf = ({ due, data }: DueProps): PlanBundle | undefined => data.plans.get(due.window.plan);
const titleOf = (props: DueProps): string => planOf(props)?.title ?? "检查";

/** Which shift, and where. */
function placeOf(props: DueProps): string {
  const plan = planOf(props);
  return [props.due.window.shift, plan && (plan.post_title || plan.unit)].filter(Boolean).join("，");
}

const opensOf = ({ due }: DueProps): number => Date.parse(due.window.opens);
const closesOf = ({ due }: DueProps): number => Date.parse(due.window.closes);

/** How to go on with it: begin, go on where it was left, or mend what was sent back. */
export function Start({ due, data, words = "开始检查" }: DueProps & { words?: string }) {
  const draft = data.drafts.get(due.window.key);
  if (due.own?.state === "rejected") return <a class="gk-btn warn" href={`#/outbox/${due.own.id}`}><Icon name="alert-triangle" />被退回了，改一下</a>;
  if (!data.plans.has(due.window.plan)) return <p class="help">这次检查的内容还没取到，连上网等一会儿</p>;
  const answered = Object.keys(draft?.data.results ?? {}).length;
  return <a class="gk-btn" href={checkPath(due.window.key)}><Icon name="clipboard-check" />{answered > 0 ? `接着做，做了\u00a0${answered}\u00a0项` : words}</a>;
}

export function DueCard(props: DueProps) {
  const { due, now } = props;
  const plan = planOf(props);
  return (
    <section class="paper pad stack">
      <div class="row"><span class="st now"><Icon name="clock" /></span><div class="grow"><h2 class="big">{titleOf(props)}</h2><p>{[placeOf(props), plan && `${plan.items.length}\u00a0项`].filter(Boolean).join("，")}</p></div></div>
      <p class="row tight wrap"><b>{spanWords(opensOf(props), closesOf(props), new Date(now))}</b><span class="grow whole">{leftWords(due.minutesLeft)}</span><Level level={plan?.level} /></p>
      <Start {...props} />
    </section>
  );
}

export function DueCell(props: DueProps) {
  const { due } = props;
  return <LinkCell href={due.own ? `#/outbox/${due.own.id}` : checkPath(due.window.key)} icon="clock" look="now" title={titleOf(props)}>该做了，{leftWords(due.minutesLeft)} · {placeOf(props)}</LinkCell>;
}

export function AheadCell(props: DueProps) {
  return <p class="gk-cell"><span class="st"><Icon name="hourglass" /></span><span class="grow"><b>{titleOf(props)}</b>{clockWords(opensOf(props))}&nbsp;开始 · {placeOf(props)}</span></p>;
}

export function DoneCell(props: DueProps) {
  const { due: { own, window, state }, now } = props;
  const late = state === "late" ? "，补的" : "";
  if (own && own.state !== "rejected") {
    const { look, icon, words } = sentLook(own);
    const short = own.state === "delivered" || own.state === "backed" ? { look: "ok", icon: "check" } : { look, icon };
    return <LinkCell href={`#/outbox/${own.id}`} icon={short.icon} look={short.look} title={titleOf(props)}>{whenWords(own.capturedAt, new Date(now))}&nbsp;做完{late} · {words}</LinkCell>;
  }
  const done = window.done;
  return <p class="gk-cell"><span class="st ok"><Icon name="check" /></span><span class="grow"><b>{titleOf(props)}</b>{done && `${done.by}\u00a0${whenWords(Date.parse(done.at), new Date(now))}\u00a0做完${late}`} · {placeOf(props)}</span></p>;
}

/** 昨天夜班 of a shift, by the day it began; 昨天 of any other. */
function whenOf(props: DueProps): string {
  const { due: { window }, now } = props;
  return window.shift ? nearDay(opensOf(props), new Date(now)) + window.shift : nearDay(closesOf(props) - 1, new Date(now));
}

export function Missed(props: DueProps) {
  const { due: { own } } = props;
  const plan = planOf(props);
  const place = plan && (plan.post_title || plan.unit);
  const isShared = plan?.completer !== "each";
  return (
    <section class="paper pad stack gap">
      <div class="row"><span class="st"><Icon name="clock" /></span><div class="grow"><h2 class="big">{whenOf(props)}的{titleOf(props)}没做</h2>{place && <p>{place}</p>}<p>现在补还来得及，会写明是补的{isShared && "。别人做过就不用补"}</p></div></div>
      {own ? <Start {...props} /> : <a class="gk-btn outline small" href={checkPath(props.due.window.key)}>现在补</a>}
    </section>
  );
}

export function Next(props: DueProps) {
  return <p>下一次：{beginWords(opensOf(props), new Date(props.now))}，{titleOf(props)}</p>;
}
