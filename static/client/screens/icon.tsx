import { icons } from "gangka:icons";
import { useRead } from "./read";

interface IconProps {
  name: string;
  class?: string;
}

/** An icon of icons.txt; an unknown name draws nothing. Always beside a word, so it is hidden from screen readers. */
export function Icon({ name, class: extra = "" }: IconProps) {
  const d = icons[name];
  return d === undefined ? <CardIcon name={name} class={extra} /> : <Drawing d={d} class={extra} />;
}

const Drawing = ({ d, class: extra }: { d: string; class: string }) =>
  <svg class={`i ${extra}`} viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d={d} /></svg>;

/** An icon that a card names: the whole set comes when the first of them is drawn, and keeps its place meanwhile. */
function CardIcon({ name, class: extra }: { name: string; class: string }) {
  const all = useRead(async () => (name === "" ? {} : (await import("gangka:card-icons")).icons), []);
  return <Drawing d={all?.[name] ?? ""} class={extra} />;
}
