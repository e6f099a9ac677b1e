// The last label that this phone's camera saw: whoever then begins a check there need not scan again.
import type { Versions } from "../model/print";
import type { Scan } from "../model/wire";

const GOOD_FOR = 15 * 60_000; // ms; longer ago says nothing about now

let seen: { token: string; at: number; print: Versions | null } | null = null;

export function noteArrival(token: string, print: Versions | null): void {
  seen = { token, at: Date.now(), print };
}

/** The versions of the print that was scanned just now, where it is one of these labels'. */
export function printAt(tokens: readonly string[]): Versions | null {
  return seen && tokens.includes(seen.token) && Date.now() - seen.at <= GOOD_FOR ? seen.print : null;
}

/** The scan of one of these labels, where it was just now. */
export function arrivalAt(tokens: readonly string[]): Scan | null {
  if (!seen || !tokens.includes(seen.token) || Date.now() - seen.at > GOOD_FOR) return null;
  return { token: seen.token, at: new Date(seen.at).toISOString() };
}
