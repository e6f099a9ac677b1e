// 练习: how much there is today, and what to do where there is nothing.
import { nearDay } from "../../model/times";
import { session } from "../../sync/session";
import { inWeChat } from "../../sync/status";
import { useCell, useStored } from "../hooks";
import { Icon } from "../icon";
import { Empty, Loading, RootBar, Strips, Tabs } from "../parts";
import { Ring } from "./cell";
import { NoVoice } from "./listen";
import { readDay, type Day } from "./read";

export function Recite() {
  const isIn = useCell(session)?.holder != null;
  return (
    <div class="screen">
      <RootBar title="练习" />
      <main>
        <Strips />
        {inWeChat ? <InWeChat /> : isIn ? <Own /> : <SignedOut />}
      </main>
      <Tabs open="recite" />
    </div>
  );
}

const InWeChat = () => <Empty icon="world" title="微信里存不住，不能背"><p>点右上角三个点，再点“在浏览器打开”。</p><a class="gk-btn outline" href="#/wechat">怎么打开</a></Empty>;

const SignedOut = () => <Empty icon="school" title="进入以后，背自己岗位的题"><a class="gk-btn" href="/signin"><Icon name="user" />进入我的岗位</a></Empty>;

function Own() {
  const read = useStored(async (store) => ({ day: await readDay(store) }));
  if (!read) return <Loading />;
  if (!read.day) return <Empty icon="download" title="题还没取到"><p>连上网等一会儿，就有了。</p></Empty>;
  return read.day.total > 0 ? <Today day={read.day} /> : <NoQuestions hasPosts={read.day.hasPosts} />;
}

function NoQuestions({ hasPosts }: { hasPosts: boolean }) {
  if (hasPosts) return <Empty icon="cards" title="还没有题"><p>题是照卡上写的出的。岗位的卡发布了，这里就有题。</p></Empty>;
  return <Empty icon="user-check" title="还没给你定岗位"><p>找班长给你定岗位。定了岗位，就背那个岗位的题。</p></Empty>;
}

function Today({ day }: { day: Day }) {
  const left = day.next.length;
  return (
    <>
      <section class="paper pad stack centre gap">
        {left > 0 ? <Ring done={day.done} left={left} large /> : <span class="st ok"><Icon name="check" /></span>}
        {left > 0 ? <h2 class="say1">今天还有&nbsp;{left}&nbsp;题</h2> : <h2 class="say1">{day.done > 0 ? "今天背完了" : "今天没有要背的"}</h2>}
        {left > 0 ? <p>大约&nbsp;{minutesFor(day)}&nbsp;分钟，没信号也能背</p> : <Coming day={day} />}
      </section>
      <div class="paper pad stack">
        {left > 0 && <a class="gk-btn" href="#/recite/go"><Icon name="school" />{day.done > 0 ? "接着背" : "开始背"}</a>}
        {left === 0 && day.more.length > 0 && <a class="gk-btn outline" href="#/recite/more">再背&nbsp;{day.more.length}&nbsp;题</a>}
        <p class="row top tight"><Icon name="circle-check" class="c-ok" /><span class="grow">记住了&nbsp;<b>{day.mastered}</b>&nbsp;题，一共&nbsp;{day.total}&nbsp;题</span></p>
        <p class="row top tight help"><Icon name="lock" /><span class="grow">哪题对、哪题错，只有你自己看得到。班长只看到你记住了多少。</span></p>
        <NoVoice />
      </div>
    </>
  );
}

const minutesFor = ({ rules, next }: Day): number => Math.max(1, Math.ceil((rules.minutes * next.length) / rules.questions_a_day));

/** When the next questions come. */
export function Coming({ day: { coming } }: { day: Day }) {
  return coming && <p>{nearDay(coming.at, new Date())}有&nbsp;{coming.count}&nbsp;题</p>;
}
