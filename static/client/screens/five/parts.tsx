// One of the five: what, why, and the one tap for it.
import { detailOf, wayOf, wordOf } from "../../model/five";
import type { FiveThing } from "../../model/wire";
import { online } from "../../sync/status";
import { useCell } from "../hooks";
import { Icon } from "../icon";
import { Level } from "../parts";

export function Why({ thing: { level, icon, word, reason } }: { thing: FiveThing }) {
  return <p class="gk-why"><Level level={level} /><span class="gk-kind"><Icon name={icon} />{word}</span> {reason}</p>;
}

/** The first one's is the screen's green button. A page of the console can't be had without a signal. */
export function Tap({ thing, isMain, isLarge = false }: { thing: FiveThing; isMain: boolean; isLarge?: boolean }) {
  const way = wayOf(thing, useCell(online));
  const look = `gk-btn ${isLarge ? "" : "small"} ${isMain ? "" : "plain"}`;
  if (way === null) return <button class={look} type="button" disabled>{`${wordOf(thing)}，要连网`}</button>;
  return <a class={look} href={way}>{way.startsWith("tel:") && <Icon name="phone" />}{wordOf(thing)}</a>;
}

export function Row({ thing, place }: { thing: FiveThing; place: number }) {
  return (
    <li class="gk-five">
      <span class="n" aria-hidden="true">{place}</span>
      <a class="grow what" href={detailOf(thing.key)}><span><b>{thing.title}</b><Why thing={thing} /></span></a>
      <Tap thing={thing} isMain={place === 1} />
    </li>
  );
}
