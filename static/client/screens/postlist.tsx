// A person's posts: their own first, then those they are in charge of, by unit, with a field to find one.
import { useState } from "preact/hooks";
import { groupRuns } from "../model/cards";
import { matching, type PostSummary } from "../model/manifest";
import type { PersonalBundle } from "../model/wire";
import { ready } from "../sync/status";
import { useCell } from "./hooks";
import { Icon } from "./icon";
import { Level } from "./parts";

interface PostListProps {
  posts: readonly PostSummary[];
  person: PersonalBundle | undefined;
}

const FIND_FROM = 8; // posts; fewer are found by looking
const byUnit = ({ units }: PostSummary): string => units.join(" · ");
const inOrder = (one: PostSummary, other: PostSummary): number => `${byUnit(one)} ${one.title}`.localeCompare(`${byUnit(other)} ${other.title}`, "zh-CN", { numeric: true });

export function PostList({ posts, person }: PostListProps) {
  const mine = (person?.posts ?? []).filter((post) => post.mine).map(({ id }) => id); // in the server's order
  const own = mine.flatMap((id) => posts.filter((post) => post.id === id));
  const others = posts.filter(({ id }) => !mine.includes(id)).sort(inOrder);
  return (
    <>
      {own.length > 0 && <div class="gap"><Cells posts={own} withUnit /></div>}
      {others.length > 0 && <Managed posts={others} />}
    </>
  );
}

function Managed({ posts }: { posts: readonly PostSummary[] }) {
  const [typed, setTyped] = useState("");
  const found = matching(posts, typed);
  return (
    <section>
      <h2 class="gk-head">我管的岗位 {posts.length} 个</h2>
      {posts.length >= FIND_FROM && <Find typed={typed} onType={setTyped} />}
      {found.length === 0 && <p class="paper pad gap">没有叫“{typed}”的岗位</p>}
      {groupRuns(found, byUnit).map(({ key, items }) => (
        <section key={key}><h3 class="gk-head">{key}</h3><Cells posts={items} /></section>
      ))}
    </section>
  );
}

function Find({ typed, onType }: { typed: string; onType: (text: string) => void }) {
  return (
    <label class="find">
      <Icon name="search" />
      <input type="search" value={typed} placeholder="找岗位、部门" aria-label="找岗位、部门" onInput={(event) => onType(event.currentTarget.value)} />
    </label>
  );
}

function Cells({ posts, withUnit = false }: { posts: readonly PostSummary[]; withUnit?: boolean }) {
  return <ul class="gk-cells">{posts.map((post) => <li key={post.id}><Cell post={post} withUnit={withUnit} /></li>)}</ul>;
}

function Cell({ post, withUnit }: { post: PostSummary; withUnit: boolean }) {
  const isReady = useCell(ready);
  return (
    <a class="gk-cell" href={`#/post/${post.id}`}>
      <span class="grow">
        <b>{post.title}</b>
        {withUnit && <span class="help">{byUnit(post)}</span>}
        {isReady && <span class="note row tight"><Icon name="circle-check" class="c-ok" />已可离线使用</span>}
      </span>
      <Level level={post.level} />
      <Icon name="chevron-right" />
    </a>
  );
}
