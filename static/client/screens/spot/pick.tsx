// Who is asked: one tap draws, or somebody is called by name. The seed is shown, so that the draw can be repeated.
import type { ComponentChildren } from "preact";
import { newSeed, questionsFor } from "../../model/draw";
import { begun, candidatesOf, chosen, unchosen } from "../../model/spot";
import type { CrewBundle, CrewMember, PostBundle } from "../../model/wire";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar, Empty } from "../parts";
import { canAsk, drawnFrom, postsOf } from "./entry";
import type { Holding } from "./spot";

interface PickProps extends Holding {
  crews: readonly CrewBundle[];
  me: string;
  full: ComponentChildren;
}

export function Pick({ draft, change, crews, me, full }: PickProps) {
  const crew = crews.find(({ id }) => id === draft.unit) ?? (crews.length === 1 ? crews[0] : undefined);
  const member = crew?.people?.find(({ id }) => id === draft.account);
  const back = crew && (member !== undefined || crews.length > 1) ? { onBack: () => change((now) => (member ? unchosen(now) : { ...now, unit: "" })) } : {};
  return (
    <div class="screen">
      <Bar title="抽背" {...back} />
      {full}
      {!crew && <Crews crews={crews} me={me} onPick={(unit) => change((now) => ({ ...now, unit }))} />}
      {crew && !member && <People crew={crew} me={me} draft={draft} change={change} />}
      {crew && member && <Chosen crew={crew} member={member} me={me} draft={draft} change={change} />}
    </div>
  );
}

function Crews({ crews, me, onPick }: { crews: readonly CrewBundle[]; me: string; onPick: (unit: string) => void }) {
  return (
    <main>
      <h2 class="gk-head">抽哪个班组的人</h2>
      <ul class="gk-cells">
        {crews.map((crew) => (
          <li key={crew.id}><button class="gk-cell" type="button" onClick={() => onPick(crew.id)}>
            <span class="st"><Icon name="users" /></span><span class="grow"><b>{crew.name}</b>{candidatesOf(crew, me).length}&nbsp;人能抽</span><Icon name="chevron-right" />
          </button></li>
        ))}
      </ul>
    </main>
  );
}

interface CrewProps extends Holding {
  crew: CrewBundle;
  me: string;
}

/** A new seed each time: how often is told with the record. */
async function draw({ crew, me, change }: CrewProps): Promise<void> {
  const drawn = await drawnFrom(crew, me);
  if (drawn) change((now) => chosen(now, crew, drawn.member, drawn.seed, drawn.ids));
}

function People(props: CrewProps) {
  const { crew, me, change } = props;
  const people = candidatesOf(crew, me);
  if (people.length === 0) return <main><Empty icon="users" title="这个班组没有别人能抽"><p>定了岗位、岗位有卡的人，才能抽背。</p></Empty></main>;
  return (
    <>
      <main>
        <section class="paper pad stack"><h2 class="say1">{crew.name}</h2><p>{people.length}&nbsp;人里抽&nbsp;1&nbsp;个，问四道题：风险、职责、操作、应急</p></section>
        <h2 class="gk-head">不抽，点名问</h2>
        <ul class="gk-cells">
          {people.map((member) => (
            <li key={member.id}><button class="gk-cell" type="button" onClick={() => change((now) => chosen(now, crew, member, newSeed(), []))}>
              <span class="st"><Icon name="user" /></span><span class="grow"><b>{member.name}</b></span><Icon name="chevron-right" />
            </button></li>
          ))}
        </ul>
      </main>
      <footer class="dock"><button class="gk-btn" type="button" onClick={() => void draw(props)}><Icon name="users" />抽&nbsp;1&nbsp;个人</button></footer>
    </>
  );
}

function Chosen(props: CrewProps & { member: CrewMember }) {
  const { crew, me, member, draft, change } = props;
  const posts = useStored((store) => postsOf(store, member), [member.id]);
  const post = posts?.find(({ id }) => id === draft.post) ?? posts?.[0];
  const isDrawn = draft.candidates.length > 0;
  const begin = async (): Promise<void> => {
    if (!canAsk(post)) return;
    const drawn = await questionsFor(draft.seed, member.id, post.recitals);
    change((now) => begun(now, post, drawn, Date.now()));
  };
  return (
    <>
      <main>
        <section class="paper pad stack centre gap" role="status">
          <p>{isDrawn ? `${crew.name}抽到` : "点名问"}</p>
          <h2 class="say1">{member.name}</h2>
          {isDrawn && <p class="help">抽签号&nbsp;{draft.seed}{draft.draws > 1 && <>，抽了&nbsp;{draft.draws}&nbsp;次</>}</p>}
        </section>
        {posts && posts.length > 1 && <Posts posts={posts} post={post?.id} onPick={(id) => change((now) => ({ ...now, post: id }))} />}
        {posts?.length === 1 && <p class="paper pad centre">{post?.title}</p>}
      </main>
      <footer class="dock">
        <button class="gk-btn" type="button" disabled={!canAsk(post)} onClick={() => void begin()}>{posts === undefined || canAsk(post) ? <><Icon name="school" />开始问</> : "这个岗位还没有能背的卡"}</button>
        {isDrawn && candidatesOf(crew, me).length > 1 && <button class="gk-btn plain small" type="button" onClick={() => void draw(props)}><Icon name="refresh" />他不在，换一个</button>}
      </footer>
    </>
  );
}

function Posts({ posts, post, onPick }: { posts: readonly PostBundle[]; post: string | undefined; onPick: (id: string) => void }) {
  return (
    <>
      <h2 class="gk-head">问哪个岗位</h2>
      <div class="paper pad opts long">
        {posts.map(({ id, title }) => <button key={id} type="button" aria-pressed={id === post} onClick={() => onPick(id)}><b aria-hidden>{id === post ? "✓" : ""}</b><span class="grow">{title}</span></button>)}
      </div>
    </>
  );
}
