// Dates and times in words. A number and its unit must not be torn apart at a line's end.

const NBSP = "\u00a0";

/** "2026-09-01" > 9 月 1 日, with the year where it is not this one. */
export function dayWords(isoDate: string, now: Date): string {
  const [year, month, day] = isoDate.split("-").map(Number);
  if (!year || !month || !day) return isoDate;
  const words = `${month}${NBSP}月${NBSP}${day}${NBSP}日`;
  return year === now.getFullYear() ? words : `${year}${NBSP}年${NBSP}${words}`;
}

const sameDay = (one: Date, other: Date): boolean => one.toDateString() === other.toDateString();

/** When something happened: 刚才, 5 分钟前, 8:05, 9 月 1 日. */
export function agoWords(at: number, now: Date): string {
  const minutes = Math.floor((now.getTime() - at) / 60_000);
  if (minutes < 1) return "刚才";
  if (minutes < 60) return `${minutes}${NBSP}分钟前`;
  const then = new Date(at);
  if (sameDay(then, now)) return `今天 ${then.getHours()}:${String(then.getMinutes()).padStart(2, "0")}`;
  return dayWords([then.getFullYear(), then.getMonth() + 1, then.getDate()].join("-"), now);
}

/** 8 s > 0:08 */
export function elapsedWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
