// The versions that a print on the wall carries in its QR (?v=e3r2o1d1), beside those of the cards that are here.
import type { Kind, WireCard } from "./wire";

export type Versions = Readonly<Partial<Record<Kind, number>>>;

const KINDS: ReadonlyArray<readonly [letter: string, kind: Kind, name: string]> = [
  ["e", "emergency", "应急卡"],
  ["r", "risk", "风险清单"],
  ["o", "operation", "操作卡"],
  ["d", "duty", "职责清单"],
];
const WHOLE = /^(?:[erod][1-9]\d{0,5}){1,4}$/;

/** The versions of a print; null for anything that no print of ours carries. */
export function readVersions(text: string): Versions | null {
  if (!WHOLE.test(text)) return null;
  const found: Partial<Record<Kind, number>> = {};
  for (const [, letter, number] of text.matchAll(/([erod])(\d+)/g)) {
    const kind = KINDS.find(([one]) => one === letter)?.[1];
    if (kind === undefined || found[kind] !== undefined) return null;
    found[kind] = Number(number);
  }
  return found;
}

/** The versions in the address of a scanned print. */
export function versionsIn(address: string): Versions | null {
  const [, query = ""] = address.split("?", 2);
  return readVersions(new URLSearchParams(query.split("#")[0]).get("v") ?? "");
}

/** The part of a print's address that carries its versions, to go on to the card with; "" where it carries none. */
export function printQuery(address: string): string {
  const [, query = ""] = address.split("?", 2);
  const text = new URLSearchParams(query.split("#")[0]).get("v") ?? "";
  return readVersions(text) ? `?v=${text}` : "";
}

/** The versions of the cards of a post that this phone holds. */
export const versionsOf = (cards: ReadonlyArray<Pick<WireCard, "kind" | "version">>): Versions =>
  Object.fromEntries(cards.map(({ kind, version }) => [kind, version]));

/** What to say where a print and the cards here differ; "" where they agree. A card that is not here says nothing. */
export function printWords(print: Versions, here: Versions): string {
  const told = KINDS.flatMap(([, kind, name]) => [lineFor(name, print[kind], here[kind])]).filter((one) => one !== null);
  const old = told.filter((one) => one.isOld).map((one) => one.words);
  if (old.length > 0) return `墙上这张旧了：${old.join("；")}。照屏幕上的做`;
  const [newer] = told;
  return newer === undefined ? "" : `墙上这张更新：${newer.words}。连上网再打开一次`;
}

interface Line {
  isOld: boolean;
  words: string;
}

function lineFor(name: string, print: number | undefined, here: number | undefined): Line | null {
  if (here === undefined || print === here) return null;
  if (print === undefined) return { isOld: true, words: `${name}是后来才有的` };
  return print < here
    ? { isOld: true, words: `${name}是第 ${print} 版，现在第 ${here} 版` }
    : { isOld: false, words: `${name}是第 ${print} 版，这部手机上还是第 ${here} 版` };
}
