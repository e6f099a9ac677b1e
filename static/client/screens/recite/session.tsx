// A few questions, one a screen. Each answer is a record of its own, on the phone before the card's line is shown.
import { useEffect, useState } from "preact/hooks";
import type { Asked } from "../../model/recite/today";
import type { AccountStore } from "../../store/account";
import { session } from "../../sync/session";
import { useCell, useStored } from "../hooks";
import { Bar, Empty, Loading } from "../parts";
import { Ask } from "./ask";
import { End } from "./end";
import { readDay } from "./read";

/** What is asked now: fixed when it begins, so that nothing that comes in meanwhile changes a question under the thumb. */
interface Round {
  list: Asked[];
  before: number; // answered today before it began
}

async function begin(store: AccountStore, isMore: boolean): Promise<Round | null> {
  const day = await readDay(store);
  if (!day) return null;
  return isMore ? { list: day.more, before: 0 } : { list: day.next, before: day.done };
}

export function Session({ isMore }: { isMore: boolean }) {
  const store = useCell(session)?.store ?? null;
  const [round, setRound] = useState<Round | null>();
  const [place, setPlace] = useState(0);
  const day = useStored(async (held) => ({ day: await readDay(held) }))?.day;
  useEffect(() => {
    if (store && !round) void begin(store, isMore).then(setRound, () => setRound(null));
  }, [store]);
  if (round === undefined || day === undefined) return <div class="screen paper"><Bar title="背一背" paper /><main><Loading /></main></div>;
  if (!round || !day) return <Nothing />;
  const asked = round.list[place];
  if (!asked) return <End day={day} answered={round.list.length} />;
  return <Ask key={asked.question.id} asked={asked} steps={stepsOf(round, place)} day={day} isLast={place === round.list.length - 1} onNext={() => setPlace(place + 1)} />;
}

export interface Steps {
  at: number; // 0 is the first
  total: number;
}

const stepsOf = ({ before, list }: Round, place: number): Steps => ({ at: before + place, total: before + list.length });

const Nothing = () => (
  <div class="screen">
    <Bar title="背一背" />
    <main><Empty icon="download" title="题还没取到"><p>连上网等一会儿，就有了。</p><a class="gk-btn outline" href="#/">回今天</a></Empty></main>
  </div>
);
