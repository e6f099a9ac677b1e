// 消息: what the house has told this person, newest first.
import { whenWords } from "../model/times";
import type { WireNotice } from "../model/wire";
import { useStored } from "./hooks";
import { Icon } from "./icon";
import { Bar, Empty, Loading, Strips } from "./parts";

export function Inbox() {
  const inbox = useStored(async (store) => ({ list: (await store.person())?.inbox ?? [] }))?.list;
  return (
    <div class="screen">
      <Bar title="消息" />
      <main>
        <Strips />
        {inbox === undefined && <Loading />}
        {inbox?.length === 0 && <Empty icon="circle-check" title="没有新消息" />}
        <ul class="gk-cells gap">{inbox?.map((notice) => <li key={notice.id}><Row notice={notice} /></li>)}</ul>
      </main>
    </div>
  );
}

/** Where a message leads: the hazard that it is about, as far as it is about one. */
const pathOf = ({ kind, about }: WireNotice): string | undefined => (about !== null && kind.startsWith("hazard") ? `#/hazard/${about}` : undefined);

function Row({ notice }: { notice: WireNotice }) {
  const path = pathOf(notice);
  const words = <><span class="st"><Icon name="bell" /></span><span class="grow"><b>{notice.title}</b>{notice.body}<span class="note block">{whenWords(Date.parse(notice.at), new Date())}</span></span></>;
  return path === undefined ? <p class="gk-cell">{words}</p> : <a class="gk-cell" href={path}>{words}<Icon name="chevron-right" /></a>;
}
