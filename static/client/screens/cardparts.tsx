// What the four card screens share.
import { lookOfKind } from "../model/cards";
import { dayWords } from "../model/dates";
import type { PostBundle, WireCard } from "../model/wire";
import { Icon } from "./icon";

export interface CardProps {
  post: PostBundle;
  card: WireCard;
}

const Strip = ({ icon, text }: { icon: string; text: string }) => <p class="strip"><Icon name={icon} />{text}</p>;
export const Notice = ({ text }: { text: string }) => <Strip icon="info-circle" text={text} />;

/** 正在修订: it is being looked at anew, and holds until the new version is there. */
export const Revising = ({ card }: { card: WireCard }) => (card.revising ? <Strip icon="refresh" text="这张卡正在修订，改好前照这张做" /> : null);

export function CardFoot({ card }: { card: WireCard }) {
  const words = `${lookOfKind(card.kind)?.name} 第\u00a0${card.version}\u00a0版，${dayWords(card.effective_on, new Date())}起用`;
  return <p class="card-foot">{words}{card.head.owner && <><br />责任人：{card.head.owner}</>}</p>;
}

export function Extra({ extra }: { extra: Readonly<Record<string, string>> | undefined }) {
  const entries = Object.entries(extra ?? {}).filter(([, value]) => value !== "");
  return entries.length === 0 ? null : <dl class="facts">{entries.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

/** A named text, or nothing. */
export function Fact({ name, text }: { name: string; text: string | undefined }) {
  return text ? <div><dt>{name}</dt><dd>{text}</dd></div> : null;
}
