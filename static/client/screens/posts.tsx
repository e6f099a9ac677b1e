// 我的岗位: the person's posts, and what to do where there are none yet.
import { agoWords } from "../model/dates";
import { lapsed, pullState } from "../sync/session";
import { useCell, useStored } from "./hooks";
import { Icon } from "./icon";
import { Bar, Empty, Loading, Strips, Tabs } from "./parts";
import { PostList } from "./postlist";

export function Posts() {
  const data = useStored(async (store) => ({ posts: await store.posts(), person: await store.person(), mark: await store.mark() }));
  return (
    <div class="screen">
      <Bar title="我的岗位" />
      <main>
        <Strips />
        {data === undefined ? <Loading /> : <PostList posts={data.posts} person={data.person} />}
        {data?.posts.length === 0 && <NoPosts pulled={data.mark !== undefined} console={data.person?.console === true} />}
        {data?.mark && <p class="note pad row tight"><Icon name="clock" />资料 {agoWords(data.mark.pulledAt, new Date())}更新</p>}
      </main>
      <Tabs open="me" />
    </div>
  );
}

export function NoPosts({ pulled, console }: { pulled: boolean; console: boolean }) {
  const { running, result } = useCell(pullState);
  const isLapsed = useCell(lapsed);
  if (pulled && console) return <Empty icon="cards" title="你管的地方还没有岗位"><p>到管理后台加岗位、发布卡。</p><a class="gk-btn" href="/console/"><Icon name="settings" />去管理后台</a></Empty>;
  if (pulled) return <Empty icon="user-check" title="还没给你定岗位"><p>找班长给你定岗位。岗位上的码，现在就能扫。</p></Empty>;
  if (running) return <Empty icon="download" title="正在取你的岗位"><p>第一次要等几秒</p></Empty>;
  const reason = result?.kind === "failed" || result?.kind === "signedOut" ? result.problem.message : "连上网，再打开一次";
  return <Empty icon="wifi-off" title="岗位还没取到"><p>{isLapsed ? "登录过期了，重新进入就好" : reason}</p></Empty>;
}
