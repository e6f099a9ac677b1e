// 今天五件事: what a supervisor should see to, the most pressing first; and what waits for them on this phone.
import { useEffect } from "preact/hooks";
import { detailOf, type SeenFive } from "../../model/five";
import { sorted } from "../../model/hazard";
import { whenWords } from "../../model/times";
import type { HazardBundle, PersonalBundle } from "../../model/wire";
import { refreshFive } from "../../sync/five";
import { online } from "../../sync/status";
import { useCell, useNow, useStored } from "../hooks";
import { Icon } from "../icon";
import { Empty, LinkCell, Loading, RootBar, Strips, Tabs } from "../parts";
import { Own } from "./own";
import { Row } from "./parts";

interface Held {
  seen: SeenFive | undefined;
  person: PersonalBundle | undefined;
  hazards: HazardBundle[];
}

export function Five() {
  const held = useStored(async (store): Promise<Held> => ({ seen: await store.five(), person: await store.person(), hazards: await store.hazards() }));
  useEffect(() => void refreshFive(), []);
  return (
    <div class="screen">
      <RootBar title="今天五件事" />
      <main>
        <Strips />
        <Own />
        {held === undefined && <Loading />}
        {held && (held.seen ? <Things seen={held.seen} /> : <NotYet />)}
        {held?.person && <Waiting person={held.person} hazards={held.hazards} />}
      </main>
      <Tabs open="today" />
    </div>
  );
}

function NotYet() {
  const isOnline = useCell(online);
  return isOnline ? <Loading /> : <Empty icon="wifi-off" title="五件事还没取到"><p>连上网就有。自己的检查，没信号照样做。</p></Empty>;
}

function Things({ seen: { five: { where, things, later = [] }, seenAt } }: { seen: SeenFive }) {
  const when = `${whenWords(seenAt, new Date(useNow()))}\u00a0看到的`;
  return (
    <>
      <p class="gk-head">{[where, things.length > 0 && `还有\u00a0${things.length}\u00a0件`, when].filter(Boolean).join(" · ")}</p>
      {things.length > 0 && <ol class="gk-fives">{things.map((thing, place) => <Row key={thing.key} thing={thing} place={place + 1} />)}</ol>}
      {things.length === 0 && <Empty icon="circle-check" title="今天没有要盯的事"><p>没做的检查、超期的隐患、没送到的记录，一有就排到这里。</p></Empty>}
      {later.length > 0 && (
        <>
          <h2 class="gk-head">今天放一放的，明天再看</h2>
          <ul class="gk-cells">{later.map(({ key, title, reason }) => <li key={key}><LinkCell href={detailOf(key)} icon="clock" title={title}>{reason}</LinkCell></li>)}</ul>
        </>
      )}
    </>
  );
}

/** What this phone itself knows to wait for them, signal or not. */
function Waiting({ person, hazards }: { person: PersonalBundle; hazards: readonly HazardBundle[] }) {
  const todo = sorted(hazards, person).todo.length;
  const inbox = person.inbox ?? [];
  return (
    <div class="gk-cells gap">
      {todo > 0 && <LinkCell href="#/hazards" icon="tool" title={`等我办的隐患\u00a0${todo}\u00a0条`} />}
      {inbox.length > 0 && <LinkCell href="#/inbox" icon="bell" title={`消息\u00a0${inbox.length}\u00a0条`}>{inbox[0]?.title}</LinkCell>}
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
