// 今天五件事 on the phone: who has them, and what one tap on one does, with or without a signal.
import type { Five, FiveThing, PersonalBundle } from "./wire";

/** What the server last told, and when the phone heard it. */
export interface SeenFive {
  five: Five;
  etag: string | null;
  seenAt: number; // ms
}

/** Whoever looks after others' checks begins with the five; everybody else with their own day. */
export const oversees = (person: Pick<PersonalBundle, "may"> | undefined): boolean => person?.may?.includes("checks.read") ?? false;

/** Calling and the phone's own screens need no line; a page of the console does: null where there is none. */
export function wayOf({ tel = "", route = "", href }: Pick<FiveThing, "tel" | "route" | "href">, isOnline: boolean): string | null {
  if (tel !== "") return `tel:${tel}`;
  if (route !== "") return route;
  return isOnline ? href : null;
}

/** Its details on this phone. */
export const detailOf = (key: string): string => `#/five/${encodeURIComponent(key)}`;

/** Known by its key, put off or not. */
export function thingOf({ things, later = [] }: Five, key: string): { thing: FiveThing; isLater: boolean } | null {
  const thing = things.find((each) => each.key === key);
  const put = later.find((each) => each.key === key);
  if (thing) return { thing, isLater: false };
  return put ? { thing: put, isLater: true } : null;
}
