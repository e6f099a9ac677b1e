// Home: the posts of whoever is signed in, or the three ways in.
import { agoWords } from "../model/dates";
import { seenPages, type SeenPage } from "../store/seen";
import { lapsed, pullState, session } from "../sync/session";
import { useCell, useStored } from "./hooks";
import { useRead } from "./read";
import { Icon } from "./icon";
import { Empty, Loading, Strips, Tabs } from "./parts";
import { PostList } from "./postlist";

export function Home() {
  const now = useCell(session);
  if (now === undefined) return <div class="screen"><main><Loading /></main></div>;
  return now.holder ? <MyPosts /> : <SignedOut />;
}

function MyPosts() {
  const data = useStored(async (store) => ({ posts: await store.posts(), person: await store.person(), mark: await store.mark() }));
  return (
    <div class="screen">
      <header class="bar"><h1>我的岗位</h1></header>
      <main>
        <Strips />
        {data === undefined ? <Loading /> : <PostList posts={data.posts} person={data.person} />}
        {data?.posts.length === 0 && <NoPosts pulled={data.mark !== undefined} console={data.person?.console === true} />}
        {data?.mark && <p class="note pad row tight"><Icon name="clock" />资料 {agoWords(data.mark.pulledAt, new Date())}更新</p>}
      </main>
      <Tabs open="posts" />
    </div>
  );
}

function NoPosts({ pulled, console }: { pulled: boolean; console: boolean }) {
  const { running, result } = useCell(pullState);
  const isLapsed = useCell(lapsed);
  if (pulled && console) return <Empty icon="cards" title="你管的地方还没有岗位"><p>到管理后台加岗位、发布卡。</p><a class="gk-btn" href="/console/"><Icon name="settings" />去管理后台</a></Empty>;
  if (pulled) return <Empty icon="user-check" title="还没给你定岗位"><p>找班长给你定岗位。岗位上的码，现在就能扫。</p></Empty>;
  if (running) return <Empty icon="download" title="正在取你的岗位"><p>第一次要等几秒</p></Empty>;
  const reason = result?.kind === "failed" || result?.kind === "signedOut" ? result.problem.message : "连上网，再打开一次";
  return <Empty icon="wifi-off" title="岗位还没取到"><p>{isLapsed ? "登录过期了，重新进入就好" : reason}</p></Empty>;
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
          <div class="logo row"><span class="mark" aria-hidden="true">岗</span><div><h1>岗卡</h1><p>扫码就看，不用登录</p></div></div>
          <a class="gk-btn scanbig" href="#/scan"><Icon name="scan" />扫岗位上的码</a>
          <a class="gk-btn plain small" href="#/code"><Icon name="keyboard" />输编号</a>
          <a class="gk-btn outline" href="/signin"><Icon name="user" />进入我的岗位</a>
        </div>
        {seen !== undefined && seen.length > 0 && <Seen pages={seen} />}
      </main>
      <Tabs open="posts" />
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
