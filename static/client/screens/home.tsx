// Home: what is to be done today, or the three ways in.
import { agoWords } from "../model/dates";
import { seenPages, type SeenPage } from "../store/seen";
import { pullState, session } from "../sync/session";
import { useCell } from "./hooks";
import { useRead } from "./read";
import { Icon } from "./icon";
import { Light } from "./light";
import { lazy } from "./lazy";
import { useOversees } from "./oversees";
import { Loading, Strips, Tabs } from "./parts";
import { Today } from "./today";

const Five = lazy(async () => (await import("./five/five")).Five);

/** `own`: one's own day, also for whoever looks after others and would begin with the five. */
export function Home({ own = false }: { own?: boolean }) {
  const [now, isOverseer] = [useCell(session), useOversees()];
  const isKnown = now !== undefined && (now.holder === null || now.store === null || isOverseer !== undefined);
  if (!isKnown) return <div class="screen"><main><Loading /></main></div>;
  if (!now.holder) return <SignedOut />;
  return isOverseer && !own ? <Five /> : <Today isOverseer={isOverseer === true} />;
}

function SignedOut() {
  const seen = useRead(seenPages, []);
  const { running } = useCell(pullState);
  return (
    <div class="screen paper">
      <main>
        <Strips />
        {running && <p class="strip" role="status"><Icon name="user" />正在看你进入了没有</p>}
        <div class="pad stack">
          <div class="logo row"><span class="mark" aria-hidden="true">岗</span><div><h1>岗卡</h1><p>扫码就看，不用登录</p></div><span class="grow" /><Light inWords /></div>
          <a class="gk-btn scanbig" href="#/scan"><Icon name="scan" />扫岗位上的码</a>
          <a class="gk-btn plain small" href="#/code"><Icon name="keyboard" />输编号</a>
          <a class="gk-btn outline" href="/signin"><Icon name="user" />进入我的岗位</a>
        </div>
        {seen !== undefined && seen.length > 0 && <Seen pages={seen} />}
      </main>
      <Tabs open="today" />
    </div>
  );
}

function Seen({ pages }: { pages: readonly SeenPage[] }) {
  return (
    <section>
      <h2 class="gk-head">看过的岗位</h2>
      <ul class="gk-cells">
        {pages.map(({ token, title, seenAt }) => (
          <li key={token}>
            <a class="gk-cell" href={`/p/${token}`}>
              <span class="st bad"><Icon name="urgent" /></span>
              <span class="grow"><b>{title}</b><span class="help">应急处置卡 · {agoWords(seenAt, new Date())}看过</span></span>
              <Icon name="chevron-right" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
