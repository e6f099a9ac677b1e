// 今天: what is due first, then what comes, what is done, what was missed, and how my hazards stand.
import type { CheckDraft } from "../model/check";
import { dayOf, dueList, type Day, type Due } from "../model/due";
import { hazardLine, sorted } from "../model/hazard";
import type { Draft, LocalOp } from "../model/ops";
import { sentLook } from "../model/sent";
import type { HazardBundle, PersonalBundle, PlanBundle, PostBundle } from "../model/wire";
import type { AccountStore } from "../store/account";
import { inWeChat } from "../sync/status";
import { AheadCell, DoneCell, DueCard, DueCell, Missed, Next } from "./duecells";
import { Own } from "./five/own";
import { ownHazards, stopsAt } from "./hazard/own";
import { useNow, useStored } from "./hooks";
import { Icon } from "./icon";
import { LearnCells } from "./learn/cells";
import { NewsCell } from "./news";
import { Empty, LinkCell, Loading, RootBar, Strips, Tabs } from "./parts";
import { Stop } from "./post";
import { NoPosts } from "./posts";
import { ReciteCell } from "./recite/cell";
import { SignCell } from "./signcell";

export interface DayData {
  person: PersonalBundle;
  plans: Map<string, PlanBundle>;
  ops: LocalOp[];
  drafts: Map<string, Draft<CheckDraft>>;
  hazards: HazardBundle[];
  posts: PostBundle[]; // one's own
  pulledAt: number; // ms
}

async function readDay(store: AccountStore): Promise<{ day: DayData | null }> {
  const person = await store.person();
  if (!person) return { day: null };
  const [plans, ops, drafts, hazards, mark] = await Promise.all([store.plans(), store.ops(), store.drafts(), store.hazards(), store.mark()]);
  const own = (person.posts ?? []).filter(({ mine }) => mine).map(({ id }) => store.post(id));
  const posts = (await Promise.all(own)).flatMap((post) => post ?? []);
  const day: DayData = {
    person, ops, hazards, posts, pulledAt: mark?.pulledAt ?? 0, plans: new Map(plans.map((plan) => [plan.id, plan])),
    drafts: new Map(drafts.map((draft) => [draft.id, draft as Draft<CheckDraft>])),
  };
  return { day };
}

export function Today({ isOverseer }: { isOverseer: boolean }) {
  const read = useStored(readDay);
  return (
    <div class="screen">
      <RootBar title="今天" />
      <main>
        <Strips />
        {isOverseer && <Own open="today" />}
        {read === undefined && <Loading />}
        {read?.day === null && <NoPosts pulled={false} console={false} />}
        {read?.day && <Body data={read.day} />}
      </main>
      <Tabs open="today" />
    </div>
  );
}

function Body({ data }: { data: DayData }) {
  const now = useNow();
  const day = dayOf(dueList(data.person.windows ?? [], data.ops, now), now);
  return (
    <>
      {data.posts.map((post) => <Stopped key={post.id} post={post} data={data} />)}
      {data.posts.filter(({ level }) => level === 1).map((post) => <Stop key={post.id} post={post} />)}
      {inWeChat ? <OnlyCards /> : <Checks day={day} data={data} now={now} />}
      <div class="gk-cells gap"><Rows data={data} /></div>
    </>
  );
}

function OnlyCards() {
  return (
    <section class="paper pad stack">
      <div class="row"><span class="st">微</span><div class="grow"><h2 class="big">微信里只能看卡、报隐患</h2><p>要检查：点右上角三个点，再点“在浏览器打开”。</p></div></div>
      <a class="gk-btn outline small" href="#/wechat">怎么打开</a>
    </section>
  );
}

function Stopped({ post, data: { ops, pulledAt } }: { post: PostBundle; data: DayData }) {
  const [stop] = stopsAt(post, ops, pulledAt);
  if (!stop) return null;
  return <a class="stop" href={`#/post/${post.id}`} role="alert"><Icon name="hand-stop" /><div><b>停工了</b><span>{post.title}：{stop.why}。{stop.by}停的，没复工前别动。</span></div></a>;
}

interface ChecksProps {
  day: Day;
  data: DayData;
  now: number;
}

function Checks({ day, data, now }: ChecksProps) {
  const [first, ...others] = day.due;
  const isNothing = [...day.due, ...day.ahead, ...day.done, ...day.missed].length === 0;
  if (isNothing && data.posts.length === 0 && !day.next && !data.person.console) return <NoPosts pulled console={false} />;
  const cells = [...others, ...day.ahead, ...day.done];
  return (
    <>
      {first && <DueCard due={first} data={data} now={now} />}
      {!first && <Clear day={day} data={data} now={now} />}
      {day.missed.map((due) => <Missed key={due.window.key} due={due} data={data} now={now} />)}
      {cells.length > 0 && (
        <ul class="gk-cells gap">
          {others.map((due) => <li key={due.window.key}><DueCell due={due} data={data} now={now} /></li>)}
          {day.ahead.map((due) => <li key={due.window.key}><AheadCell due={due} data={data} now={now} /></li>)}
          {[...day.done].reverse().map((due) => <li key={due.window.key}><DoneCell due={due} data={data} now={now} /></li>)}
        </ul>
      )}
    </>
  );
}

/** Nothing is due this minute: what comes next. */
function Clear({ day, data, now }: ChecksProps) {
  const next: Due | undefined = day.ahead[0] ?? day.next;
  if (day.missed.length > 0) return null;
  if (day.done.length > 0 && day.ahead.length === 0) return <Empty icon="circle-check" title="今天的都做完了">{next && <Next due={next} data={data} now={now} />}</Empty>;
  if (day.ahead.length > 0) return <Empty icon="clock" title="现在没有要做的">{next && <Next due={next} data={data} now={now} />}</Empty>;
  return <Empty icon="calendar-check" title="今天没有安排检查">{next ? <Next due={next} data={data} now={now} /> : <p>看到不对的，随手拍。</p>}</Empty>;
}

function Rows({ data }: { data: DayData }) {
  const { todo, rest } = sorted(data.hazards, data.person);
  const mine = [...todo, ...rest].filter(({ reporter_id }) => reporter_id === data.person.id);
  const own = ownHazards(data.ops, data.hazards, data.pulledAt);
  const reported = mine.length + own.length;
  const newest = own[0] ? `${own[0].name}，${sentLook(own[0].op).words}` : mine[0] && hazardLine(mine[0]);
  return (
    <>
      <LearnCells />
      <SignCell person={data.person} />
      {todo.length > 0 && <LinkCell href="#/hazards" icon="tool" look="now" title={`等我办的隐患\u00a0${todo.length}\u00a0条`}>{todo[0] && hazardLine(todo[0])}</LinkCell>}
      <LinkCell href="#/hazards" icon="tool" title={reported > 0 ? `我报的隐患\u00a0${reported}\u00a0条` : "我报的隐患"}>{newest ?? "现在没有没改完的"}</LinkCell>
      {!inWeChat && <ReciteCell />}
      {!inWeChat && data.person.may?.includes("spotchecks.hold") && <LinkCell href="#/spot" icon="users" title="抽背">抽一个人，问四道题</LinkCell>}
      <LinkCell href="#/posts" icon="cards" title="我的岗位">{data.posts.map(({ title }) => title).join("，") || "你管的岗位和卡"}</LinkCell>
      <NewsCell person={data.person} />
    </>
  );
}
