// What somebody was told and has not opened on this phone.
import type { PersonalBundle } from "../model/wire";
import { useStored } from "./hooks";
import { LinkCell } from "./parts";

/** 新消息 3 条, and the newest; nothing where all was read. */
export function NewsCell({ person }: { person: PersonalBundle }) {
  const readTo = useStored((store) => store.inboxRead());
  const news = (person.inbox ?? []).filter(({ at }) => readTo !== undefined && Date.parse(at) > readTo);
  return news.length > 0 ? <LinkCell href="#/inbox" icon="bell" title={`新消息\u00a0${news.length}\u00a0条`}>{news[0]?.title}</LinkCell> : null;
}
