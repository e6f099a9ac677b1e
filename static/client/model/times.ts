// Moments and spans in words.
import { dayWords } from "./dates";

const NBSP = "\u00a0";

/** 8:05 */
export function clockWords(at: number): string {
  const then = new Date(at);
  return `${then.getHours()}:${String(then.getMinutes()).padStart(2, "0")}`;
}

export const isoDay = (at: Date): string =>
  [at.getFullYear(), String(at.getMonth() + 1).padStart(2, "0"), String(at.getDate()).padStart(2, "0")].join("-");

const midnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** 今天, 昨天, 明天, else 11 月 20 日. */
export function nearDay(at: number, now: Date): string {
  const days = Math.round((midnight(new Date(at)) - midnight(now)) / 86_400_000);
  return { "-1": "昨天", "0": "今天", "1": "明天" }[String(days)] ?? dayWords(isoDay(new Date(at)), now);
}

/** 8:05 of today, 昨天 13:05, 11 月 20 日 8:00. */
export function whenWords(at: number, now: Date): string {
  const day = nearDay(at, now);
  return day === "今天" ? clockWords(at) : `${day} ${clockWords(at)}`;
}

/** 今天 20:00; 12 月 1 日 where it begins with the day. */
export function beginWords(at: number, now: Date): string {
  const clock = clockWords(at);
  return clock === "0:00" ? nearDay(at, now) : `${nearDay(at, now)} ${clock}`;
}

/** 还有 25 分钟, 还有 3 小时, 还有 6 天. */
export function leftWords(minutes: number): string {
  if (minutes < 60) return `还有${NBSP}${minutes}${NBSP}分钟`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `还有${NBSP}${hours}${NBSP}小时` : `还有${NBSP}${Math.floor(hours / 24)}${NBSP}天`;
}

const DAY = 86_400_000; // ms

/** 8:00–9:00 on one day; with the day where it ends on another; days alone where it is longer. An end at midnight is 24:00. */
export function spanWords(opens: number, closes: number, now: Date): string {
  const last = new Date(closes - 1); // a window that closes at midnight belongs to the day before
  if (midnight(new Date(opens)) === midnight(last)) return `${clockWords(opens)}–${clockWords(closes) === "0:00" ? "24:00" : clockWords(closes)}`;
  if (closes - opens <= DAY) return `${clockWords(opens)}–${nearDay(closes, now)} ${clockWords(closes)}`;
  return `${dayWords(isoDay(new Date(opens)), now)}–${dayWords(isoDay(last), now)}`;
}
