import { icons } from "gangka:icons";

interface IconProps {
  name: string;
  class?: string;
}

/** An icon of icons.txt; an unknown name draws nothing. Always beside a word, so it is hidden from screen readers. */
export function Icon({ name, class: extra = "" }: IconProps) {
  const d = icons[name];
  return d === undefined ? null : <svg class={`i ${extra}`} viewBox="0 0 24 24" aria-hidden="true"><path d={d} /></svg>;
}
