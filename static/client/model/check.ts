// A check that is being filled in.
import type { ItemResult, MeasureTaken, Position, Scan } from "./wire";

/** What was put in at an item before it was answered. */
export interface Begun {
  value?: number;
  note?: string;
  photos?: string[];
}

export interface CheckDraft {
  record: string; // id of the record, chosen when the form is opened
  plan: string;
  revision: number;
  window: string;
  startedAt: number; // ms
  results: Record<string, ItemResult>; // item > what was found
  measures: Record<string, MeasureTaken>; // item > what is to be done
  scan: Scan | null;
  position: Position | null;
  signature: string | null; // SHA-256 of its picture
  at: number; // index of the item on the screen
  begun?: Record<string, Begun>; // item > what stands there without an answer
  noScan?: boolean; // the label could not be scanned, and the person went on without
}
