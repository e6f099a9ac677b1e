// 今天五件事: what a supervisor should see to, the most pressing first; and what waits for them on this phone.
import { useEffect, useState } from "preact/hooks";
import { aloud, detailOf, doneToday, isFresh, type SeenFive } from "../../model/five";
import { sorted } from "../../model/hazard";
import { whenWords } from "../../model/times";
import type { HazardBundle, PersonalBundle } from "../../model/wire";
import { refreshFive } from "../../sync/five";
import { inWeChat, online } from "../../sync/status";
import { useCell, useNow, useStored } from "../hooks";
import { Icon } from "../icon";
import { NewsCell } from "../news";
import { Empty, LinkCell, Loading, RootBar, Strips, Tabs } from "../parts";
import { Listen } from "../recite/listen";
import { SignCell } from "../signcell";
import { Own } from "./own";
import { Row } from "./parts";

interface Held {
  seen: SeenFive | undefined;
  person: PersonalBundle | undefined;
  hazards: HazardBundle[];
}

export function Five() {
  const held = useStored(async (store): Promise<Held> => ({ seen: await store.five(), person: await store.person(), hazards: await store.hazards() }));
  const [isAsked, setAsked] = useState(false); // the server has answered, or will not
  useEffect(() => void refreshFive().finally(() => setAsked(true)), []);
  return (
    <div class="screen">
      <RootBar title="今天五件事" />
      <main>
        <Strips />
        <Own />
        {held === undefined && <Loading />}
        {held && (held.seen ? <Things seen={held.seen} isAsked={isAsked} /> : <NotYet isAsked={isAsked} />)}
        {held?.person && <Waiting person={held.person} hazards={held.hazards} />}
      </main>
      <Tabs open="today" />
    </div>
  );
}

function NotYet({ isAsked }: { isAsked: boolean }) {
  const isOnline = useCell(online);
  return isOnline && !isAsked ? <Loading /> : <Empty icon="wifi-off" title="五件事还没取到"><p>连上网就有。自己的检查，没信号照样做。</p></Empty>;
}

interface ThingsProps {
  seen: SeenFive;
  isAsked: boolean;
}

function Things({ seen, isAsked }: ThingsProps) {
  const { five: { things, later = [] } } = seen;
  return (
    <>
      <Head seen={seen} />
      {things.length > 0 && <ol class="gk-fives">{things.map((thing, place) => <Row key={thing.key} thing={thing} place={place + 1} />)}</ol>}
      {things.length === 0 && <NoThings seen={seen} isAsked={isAsked} />}
      {later.length > 0 && (
        <>
          <h2 class="gk-head">今天放一放的，明天再看</h2>
          <ul class="gk-cells">{later.map(({ key, title, reason }) => <li key={key}><LinkCell href={detailOf(key)} icon="clock" title={title}>{reason}</LinkCell></li>)}</ul>
        </>
      )}
    </>
  );
}

/** 破碎车间 · 做完 1 件，还有 4 件 · 8:05 看到的; and the list, to be heard. */
function Head({ seen }: { seen: SeenFive }) {
  const { five, five: { where, things }, seenAt } = seen;
  const now = useNow();
  const done = doneToday(seen, now);
  const counts = [done > 0 && `做完\u00a0${done}\u00a0件`, things.length > 0 && `还有\u00a0${things.length}\u00a0件`].filter(Boolean).join("，");
  const words = [where, counts].filter(Boolean).join(" · ");
  return <div class="gk-fivehead"><p class="gk-head grow">{words}<br />{whenWords(seenAt, new Date(now))}&nbsp;看到的</p>{things.length > 0 && <Listen text={aloud(five)} />}</div>;
}

/** That there is nothing to see to is said only of what was seen just now. */
function NoThings({ seen, isAsked }: ThingsProps) {
  const [now, isOnline] = [useNow(), useCell(online)];
  if (isFresh(seen, now, isOnline)) {
    const title = (seen.five.later ?? []).length > 0 ? "别的没有了" : "今天没有要盯的事";
    return <Empty icon="circle-check" title={title}><p>没做的检查、超期的隐患、没送到的记录，一有就排到这里。</p></Empty>;
  }
  if (isOnline && !isAsked) return <Loading />;
  return <Empty icon="wifi-off" title="现在有没有事，还不知道"><p>{whenWords(seen.seenAt, new Date(now))}看的时候没有要盯的事。连上网，再看一次。</p></Empty>;
}

/** What this phone itself knows to wait for them, signal or not. */
function Waiting({ person, hazards }: { person: PersonalBundle; hazards: readonly HazardBundle[] }) {
  const todo = sorted(hazards, person).todo.length;
  return (
    <div class="gk-cells gap">
      <SignCell person={person} />
      {todo > 0 && <LinkCell href="#/hazards" icon="tool" title={`等我办的隐患\u00a0${todo}\u00a0条`} />}
      {!inWeChat && person.may?.includes("spotchecks.hold") && <LinkCell href="#/spot" icon="users" title="抽背">抽一个人，问四道题</LinkCell>}
      <NewsCell person={person} />
    </div>
  );
}

/** The board is a page of the console: without a signal there is none. */
export function NoBoard() {
  return (
    <div class="screen">
      <RootBar title="完成表" />
      <main>
        <Strips />
        <Empty icon="table" title="连上网，才能看完成表"><a class="gk-btn outline" href="/console/board"><Icon name="refresh" />再试一次</a></Empty>
      </main>
      <Tabs open="board" />
    </div>
  );
}
