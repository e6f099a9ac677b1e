// 消息: what the house has told this person, newest first.
import { useEffect } from "preact/hooks";
import { whenWords } from "../model/times";
import type { WireNotice } from "../model/wire";
import { session } from "../sync/session";
import { useStored } from "./hooks";
import { Icon } from "./icon";
import { Bar, Empty, Loading, Strips } from "./parts";

export function Inbox() {
  const read = useStored(async (store) => ({ person: await store.person() }));
  const [person, inbox] = [read?.person, read && (read.person?.inbox ?? [])];
  const newest = Math.max(0, ...(inbox ?? []).map(({ at }) => Date.parse(at)));
  useEffect(() => { if (newest > 0) void session.get()?.store?.readInbox(newest).catch(() => undefined); }, [newest]);
  return (
    <div class="screen">
      <Bar title="消息" />
      <main>
        <Strips />
        {inbox === undefined && <Loading />}
        {inbox?.length === 0 && <Empty icon="circle-check" title="没有新消息" />}
        <ul class="gk-cells gap">{inbox?.map((notice) => <li key={notice.id}><Row notice={notice} mayLift={person?.may?.includes("stopwork.lift") ?? false} /></li>)}</ul>
      </main>
    </div>
  );
}

// Pages of the server's that a message of a kind leads to.
const PAGES: ReadonlyMap<string, string> = new Map([
  ["spotcheck", "/spotchecks/"],
  ["card.turn", "/cards/signing/"],
  ["card.back", "/cards/signing/"],
  ["card.red", "/console/posts/"],
  ["renewal", "/console/renewals/"],
  ["renewal.late", "/console/renewals/"],
  ["change.late", "/console/changes/"],
  ["change", "/console/changes/"],
]);

/** Where a message leads: the hazard that it is about; what is new in a card; a stop, for whoever may let the work go on. */
function pathOf({ kind, about }: WireNotice, mayLift: boolean): string | undefined {
  if (about === null) return undefined;
  const page = PAGES.get(kind);
  if (page !== undefined) return `${page}${about}`;
  if (kind === "card.new") return `#/learn/${about}`;
  return kind.startsWith("hazard") ? `#/hazard/${about}` : kind === "stopwork" && mayLift ? `/console/stops/${about}` : undefined;
}

function Row({ notice, mayLift }: { notice: WireNotice; mayLift: boolean }) {
  const path = pathOf(notice, mayLift);
  const words = <><span class="st"><Icon name="bell" /></span><span class="grow"><b>{notice.title}</b>{notice.body}<span class="note block">{whenWords(Date.parse(notice.at), new Date())}</span></span></>;
  return path === undefined ? <p class="gk-cell">{words}</p> : <a class="gk-cell" href={path}>{words}<Icon name="chevron-right" /></a>;
}
