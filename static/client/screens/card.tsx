// The frame of a card screen: which post, which card, which version.
import { cardOf, lookOfKind } from "../model/cards";
import { mustStop } from "../model/level";
import { CardFoot, Notice, Revising, type CardProps } from "./cardparts";
import { Duty } from "./duty";
import { Emergency } from "./emergency";
import { useStored } from "./hooks";
import { useOpened } from "./opened";
import { Icon } from "./icon";
import { LearnStrip } from "./learn/cells";
import { Operation } from "./operation";
import { Bar, Empty, Loading } from "./parts";
import { NotHere } from "./post";
import { Risk } from "./risk";

export function Card({ id, kind }: { id: string; kind: string }) {
  const found = useStored(async (store) => ({ post: await store.post(id) }), [id]);
  const look = lookOfKind(kind);
  const card = found?.post && look && cardOf(found.post, look.kind);
  useOpened(found?.post, card || undefined);
  if (found?.post && card?.kind === "emergency") return <Emergency post={found.post} card={card} />;
  return (
    <div class="screen">
      <Bar title={look?.short ?? "卡"} />
      <main>
        {found === undefined && <Loading />}
        {found && !found.post && <NotHere />}
        {found?.post && !card && <Empty icon="cards" title="这张卡还没有"><p>问问班长，或者先看别的卡。</p></Empty>}
        {found?.post && card && <CardBody post={found.post} card={card} />}
      </main>
    </div>
  );
}

const SCREENS = { risk: Risk, operation: Operation, duty: Duty, emergency: Emergency };

function CardBody({ post, card }: CardProps) {
  const Rows = SCREENS[card.kind];
  return (
    <>
      {mustStop(post.level) && <p class="stop"><Icon name="hand-stop" /><span><b>停止作业</b></span></p>}
      <LearnStrip post={post.id} kind={card.kind} />
      <Revising card={card} />
      <p class="help pad">{post.title}</p>
      {card.head.notice && <Notice text={card.head.notice} />}
      <Rows post={post} card={card} />
      <CardFoot card={card} />
    </>
  );
}
