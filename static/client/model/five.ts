// 今天五件事 on the phone: who has them, what one tap on one does, and what may be said of an old list.
import { isoDay } from "./times";
import type { Five, FiveThing, PersonalBundle } from "./wire";

/** What the server last told, and when the phone heard it. */
export interface SeenFive {
  five: Five;
  etag: string | null;
  seenAt: number; // ms
  listed?: string[]; // keys that stood here on the day of `seenAt`
}

const MOST_LISTED = 40; // the server looks at no more

const isSameDay = (one: number, other: number): boolean => isoDay(new Date(one)) === isoDay(new Date(other));

/** What stood on this phone today, by what it knew before. `now` in ms. */
export const listedToday = (known: SeenFive | undefined, now: number): string[] => (known && isSameDay(known.seenAt, now) ? known.listed ?? [] : []);

/** What stands there after an answer: whatever is new comes last, the oldest go first. */
export const listedAfter = (listed: readonly string[], { things }: Five): string[] => [...new Set([...listed, ...things.map(({ key }) => key)])].slice(-MOST_LISTED);

/** How many things that stood here today are done, whoever did them. Yesterday's are not today's. */
export const doneToday = ({ five: { done = [] }, seenAt }: SeenFive, now: number): number => (isSameDay(seenAt, now) ? done.length : 0);

const FRESH = 10 * 60_000; // ms

/** Whether "nothing to do" is still true: what was seen long ago, or without a line now, says nothing of today. */
export const isFresh = ({ seenAt }: SeenFive, now: number, isOnline: boolean): boolean => isOnline && now - seenAt < FRESH && isSameDay(seenAt, now);

/** Its title uncut, for where there is room, and for the ear. */
export const nameOf = ({ whole = "", title }: Pick<FiveThing, "whole" | "title">): string => (whole === "" ? title : whole);

/** The list as it is read aloud. */
export function aloud({ things }: Pick<Five, "things">): string {
  return [`今天还有${things.length}件事`, ...things.map((thing, place) => `第${place + 1}件，${nameOf(thing)}。${thing.reason}`)].join("。");
}

/** Whoever looks after others' checks begins with the five; everybody else with their own day. */
export const oversees = (person: Pick<PersonalBundle, "may"> | undefined): boolean => person?.may?.includes("checks.read") ?? false;

/** Calling and the phone's own screens need no line; a page of the console does: null where there is none. */
export function wayOf({ tel = "", route = "", href }: Pick<FiveThing, "tel" | "route" | "href">, isOnline: boolean): string | null {
  if (tel !== "") return `tel:${tel}`;
  if (route !== "") return route;
  return isOnline ? href : null;
}

/** What the button says: a screen of the phone may do something else than the console's page. */
export const wordOf = ({ tap = "", route = "", button }: Pick<FiveThing, "tap" | "route" | "button">): string => (route !== "" && tap !== "" ? tap : button);

/** Its details on this phone. */
export const detailOf = (key: string): string => `#/five/${encodeURIComponent(key)}`;

/** Known by its key, also by one from before something newer came to it; put off or not. */
export function thingOf({ things, later = [] }: Five, key: string): { thing: FiveThing; isLater: boolean } | null {
  const isIt = (each: FiveThing): boolean => each.key === key || (each.also ?? []).includes(key);
  const thing = things.find(isIt);
  const put = later.find(isIt);
  if (thing) return { thing, isLater: false };
  return put ? { thing: put, isLater: true } : null;
}
