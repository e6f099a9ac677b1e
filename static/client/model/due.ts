// Which checks are due now. The server expands plans into windows; here they only meet this phone's own records and the clock.
import type { LocalOp } from "./ops";
import type { Window } from "./wire";

/** 没到时间, 该做了, 做完, 迟了 (done after its time), 没做. */
export type DueState = "waiting" | "due" | "done" | "late" | "missed";

export interface Due {
  window: Window;
  state: DueState;
  minutesLeft: number; // until it closes where due, until it opens where waiting, else 0
  own?: LocalOp; // the newest check of this phone for the window
}

const MINUTE = 60_000; // ms

/** Every window with what became of it, in the order in which they open. `now` in ms. */
export function dueList(windows: readonly Window[], ops: readonly LocalOp[], now: number): Due[] {
  const own = newestByWindow(ops);
  return windows.map((window) => dueOf(window, own.get(window.key), now)).sort(inOrder);
}

function newestByWindow(ops: readonly LocalOp[]): Map<string, LocalOp> {
  const newest = new Map<string, LocalOp>();
  for (const op of ops) {
    const { window } = op.about;
    if (op.kind !== "check.submitted" || window === undefined) continue;
    const known = newest.get(window);
    if (!known || known.n < op.n || (known.key !== op.key && known.capturedAt < op.capturedAt)) newest.set(window, op);
  }
  return newest;
}

const inOrder = (one: Due, other: Due): number =>
  Date.parse(one.window.opens) - Date.parse(other.window.opens) || Date.parse(one.window.closes) - Date.parse(other.window.closes);

function dueOf(window: Window, own: LocalOp | undefined, now: number): Due {
  const state = stateOf(window, own, now);
  return { window, state, minutesLeft: minutesLeft(window, state, now), ...(own && { own }) };
}

function stateOf(window: Window, own: LocalOp | undefined, now: number): DueState {
  if (window.done) return window.done.late ? "late" : "done";
  if (own && own.state !== "rejected") return isLate(window, own) ? "late" : "done"; // a rejected one answers nothing yet
  if (now < Date.parse(window.opens)) return "waiting";
  return now <= Date.parse(window.closes) ? "due" : "missed";
}

/** The server's word once it has come; until then what this phone's clock says. */
function isLate(window: Window, own: LocalOp): boolean {
  return own.flags ? own.flags.includes("late") : own.capturedAt > Date.parse(window.closes);
}

function minutesLeft({ opens, closes }: Window, state: DueState, now: number): number {
  if (state === "due") return Math.ceil((Date.parse(closes) - now) / MINUTE);
  return state === "waiting" ? Math.ceil((Date.parse(opens) - now) / MINUTE) : 0;
}

/** What the day's screen shows: the most urgent first, and nothing twice. */
export interface Day {
  due: Due[]; // the one that closes next stands first
  ahead: Due[]; // still to open today
  done: Due[];
  missed: Due[]; // may still be made good, newest first
  next: Due | undefined; // the first that opens after today
}

/** How long a missed check is offered for making good. */
const OFFERED = 48 * 60 * MINUTE;

export function dayOf(list: readonly Due[], now: number): Day {
  const [today, waiting] = [new Date(now).toDateString(), list.filter(({ state }) => state === "waiting")];
  const isToday = (iso: string): boolean => new Date(iso).toDateString() === today;
  return {
    due: list.filter(({ state }) => state === "due").sort((one, other) => one.minutesLeft - other.minutesLeft),
    ahead: waiting.filter(({ window }) => isToday(window.opens)),
    done: list.filter((due) => (due.state === "done" || due.state === "late") && isCurrent(due, now, isToday)),
    missed: list.filter(({ state, window }) => state === "missed" && now - Date.parse(window.closes) <= OFFERED).reverse(),
    next: waiting.find(({ window }) => !isToday(window.opens)),
  };
}

/** Done today, or its window is open still: a week's check stays in sight until the week ends. */
function isCurrent({ window, own }: Due, now: number, isToday: (iso: string) => boolean): boolean {
  const at = own ? new Date(own.capturedAt).toISOString() : window.done?.at;
  return (at !== undefined && isToday(at)) || (now >= Date.parse(window.opens) && now <= Date.parse(window.closes));
}
