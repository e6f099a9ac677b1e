// What the four card screens share.
import { lookOfKind } from "../model/cards";
import { dayWords } from "../model/dates";
import type { PostBundle, WireCard } from "../model/wire";
import { Icon } from "./icon";

export interface CardProps {
  post: PostBundle;
  card: WireCard;
}

export const Notice = ({ text }: { text: string }) => <p class="strip"><Icon name="info-circle" />{text}</p>;

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
