// One post: how dangerous it is, its four cards, its jingle.
import { bodies, cardOf, effectiveDay, KINDS, type KindLook } from "../model/cards";
import { dayWords } from "../model/dates";
import { lookOf, mustStop } from "../model/level";
import { planOf } from "../model/plan";
import type { CheckDraft } from "../model/check";
import { dayOf, dueList } from "../model/due";
import type { Draft, LocalOp } from "../model/ops";
import { printWords, versionsOf } from "../model/print";
import { whenWords } from "../model/times";
import type { PostBundle, Window } from "../model/wire";
import type { AccountStore } from "../store/account";
import { inWeChat, ready } from "../sync/status";
import { printAt } from "./arrival";
import { Start, type DueProps } from "./duecells";
import { stopsAt } from "./hazard/own";
import { useCell, useNow, useStored } from "./hooks";
import { Icon } from "./icon";
import { LearnCells } from "./learn/cells";
import { Bar, Empty, Hear, Loading, Strips } from "./parts";

export function Post({ id }: { id: string }) {
  const found = useStored(async (store) => ({ post: await store.post(id) }), [id]);
  const post = found?.post;
  return (
    <div class="screen">
      <Bar title={post?.title ?? "岗位"} />
      <main>
        <Strips />
        {found === undefined && <Loading />}
        {found && !post && <NotHere />}
        {post && <PostBody post={post} />}
      </main>
      {post && <Acts post={post} />}
    </div>
  );
}

export function NotHere() {
  return (
    <Empty icon="cards" title="这个岗位不在这部手机上">
      <p>可能换了岗位，或者还没进入。扫岗位上的码，照样能看。</p>
      <a class="gk-btn" href="#/scan"><Icon name="scan" />扫一扫</a>
    </Empty>
  );
}

interface Planned {
  data: DueProps["data"];
  windows: Window[];
  ops: LocalOp[];
}

async function readPlanned(store: AccountStore, post: string): Promise<Planned> {
  const [person, ops, plans, drafts] = await Promise.all([store.person(), store.ops(), store.plans(), store.drafts()]);
  const data = { plans: new Map(plans.map((plan) => [plan.id, plan])), drafts: new Map(drafts.map((draft) => [draft.id, draft as Draft<CheckDraft>])) };
  return { data, ops, windows: (person?.windows ?? []).filter((window) => window.post === post) };
}

/** What can be done at this post now: its check where one is due, and always a hazard and a stop. */
function Acts({ post }: { post: PostBundle }) {
  const [planned, now] = [useStored((store) => readPlanned(store, post.id), [post.id]), useNow()];
  const due = planned && !inWeChat ? dayOf(dueList(planned.windows, planned.ops, now), now).due[0] : undefined;
  const plan = due && planned?.data.plans.get(due.window.plan);
  return (
    <footer class="dock">
      {due && planned && <Start due={due} data={planned.data} now={now} />}
      {due && plan && <p class="help middle">{plan.title} · {plan.items.length}&nbsp;项 · {whenWords(Date.parse(due.window.closes), new Date(now))}&nbsp;以前做完</p>}
      <div class="pair">
        <a class="gk-btn plain small" href={`#/report/${post.id}`}><Icon name="camera" />报隐患</a>
        <a class="gk-btn plain small c-bad" href={`#/stop/${post.id}`}><Icon name="hand-stop" />停工</a>
      </div>
    </footer>
  );
}

/** Somebody has stopped work here, and nobody has let it go on. */
function Stopped({ post }: { post: PostBundle }) {
  const read = useStored(async (store) => ({ stops: stopsAt(post, await store.ops(), (await store.mark())?.pulledAt ?? 0), person: await store.person() }), [post]);
  const [stop] = read?.stops ?? post.stops;
  if (!stop) return null;
  const mayLift = read?.person?.may?.includes("stopwork.lift") ?? false;
  return (
    <>
      <div class="stop" role="alert"><Icon name="hand-stop" /><div><b>停工了</b><span>{stop.why}，{stop.by}停的。没复工前别动。</span></div></div>
      {mayLift && <a class="gk-cell paper" href={`/console/stops/${stop.id}`}><span class="st"><Icon name="player-play" /></span><span class="grow"><b>能复工了吗？</b>到管理后台看清楚再点复工</span><Icon name="chevron-right" /></a>}
    </>
  );
}

function PostBody({ post }: { post: PostBundle }) {
  const jingles = [...new Set(post.cards.map((card) => (card.head.jingle ?? []).join("\n")))].filter(Boolean); // cards may share one
  return (
    <>
      <Stopped post={post} />
      <OldPrint post={post} />
      {mustStop(post.level) ? <Stop post={post} /> : <Band post={post} />}
      <div class="four">{KINDS.map((look) => <CardLink key={look.kind} post={post} look={look} />)}</div>
      <div class="gk-cells gap"><LearnCells post={post.id} /></div>
      <Ready post={post} />
      {jingles.map((jingle) => <Jingle key={jingle} lines={jingle.split("\n")} />)}
      <p class="note pad">{post.enterprise} · {post.units.join(" · ")}</p>
    </>
  );
}

/** The print that was scanned just now is older than the cards here, or newer. */
function OldPrint({ post }: { post: PostBundle }) {
  const print = printAt(post.labels.map(({ token }) => token));
  const words = print ? printWords(print, versionsOf(post.cards)) : "";
  return words === "" ? null : <p class="note paper row tight" role="status"><Icon name="alert-triangle" />{words}</p>;
}

function Band({ post }: { post: PostBundle }) {
  const look = lookOf(post.level);
  return look && <div class={`lvband ${look.colour}`}><b>{look.name} {look.word}风险</b><span>{post.acts}</span></div>;
}

// The order to stop stands above the cards, never in front of them, and the first act stays in sight.
export function Stop({ post }: { post: PostBundle }) {
  const card = cardOf(post, "emergency");
  const scenario = card && bodies(card, "emergency")[0];
  const first = scenario && planOf(scenario, []).steps[0];
  return (
    <>
      <div class="stop" role="alert"><Icon name="hand-stop" /><div><b>停止作业</b><span>红 重大风险。{post.acts}</span></div></div>
      {first && <a class="gk-cell paper" href={`#/post/${post.id}/emergency`}><span class="st bad">1</span><span class="grow"><span class="help">出事了先做</span><b>{first.act}</b></span><Icon name="chevron-right" /></a>}
    </>
  );
}

function CardLink({ post, look }: { post: PostBundle; look: KindLook }) {
  const card = cardOf(post, look.kind);
  if (!card) return <div class="none"><Icon name={look.icon} />{look.short}<small>还没有</small></div>;
  const isSos = look.kind === "emergency";
  return <a class={isSos ? "sos" : ""} href={`#/post/${post.id}/${look.kind}`}><Icon name={look.icon} />{look.short}{card.revising && <small>正在修订</small>}</a>;
}

function Ready({ post }: { post: PostBundle }) {
  const [isReady, day] = [useCell(ready), effectiveDay(post)];
  const since = day === undefined ? [] : [`${dayWords(day, new Date())}起用`];
  const words = [...(isReady ? ["已可离线使用"] : []), ...since].join(" · ");
  return words === "" ? null : <p class="note paper row tight ready"><Icon name={isReady ? "circle-check" : "calendar"} class={isReady ? "c-ok" : ""} />{words}</p>;
}

function Jingle({ lines }: { lines: readonly string[] }) {
  return (
    <section class="paper pad row top gap">
      <div class="grow"><p class="note">顺口溜</p>{lines.map((line) => <p key={line} class="jingle">{line}</p>)}</div>
      <Hear text={lines.join("。")} />
    </section>
  );
}
