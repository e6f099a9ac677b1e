// What this phone has written and sent, as it keeps it (design rules 1 to 5).

export type OpKind = "check.submitted" | "hazard.reported" | "hazard.acted" | "stopwork.declared" | "card.opened" | "card.learnt" | "recite.answered" | "spotcheck.held";

/** held: on this phone only. text: the server has the words, not all photos. rejected: needs its author. */
export type OpState = "held" | "text" | "delivered" | "backed" | "rejected";

/** What lists and other screens show of an op, so that none has to be parsed. */
export interface About {
  title: string; // 班前检查 · 一号破碎机
  note?: string; // 10 项，1 项异常
  window?: string; // the window it answers
  plan?: string;
  hazard?: string; // the hazard it reports or acts on
  act?: string; // hazard.acted: which step
  abnormal?: number;
}

/** A photo as the camera room gives it: re-encoded, named by its own SHA-256 (hex). */
export interface Photo {
  sha: string;
  type: "image/jpeg";
  bytes: ArrayBuffer;
}

export interface LocalOp {
  id: string;
  n: number;
  kind: OpKind;
  key: string; // PhoneKey that signed it
  enterprise: string;
  author: string;
  capturedAt: number; // ms, this phone's clock
  payload: string; // exactly what was signed
  signature: string;
  photos: string[]; // SHA-256 of each photo it names
  about: About;
  state: OpState;
  arrived: Record<string, number>; // photo > arrival number the server gave
  receipt?: number; // 回执
  settledAt?: number; // ms, when the last answer came
  code?: string; // rejected or waiting: for programs
  message?: string; // and for people
  waitsFor?: string;
  flags?: string[];
  corrects?: string;
}

/** Not on the server, or not whole: it may leave neither this phone nor the worker's eyes. */
export const isUndelivered = ({ state }: LocalOp): boolean => state !== "delivered" && state !== "backed";

/** Nobody else's to read, so in no file that others carry: it goes out from the worker's own phones, or not at all. */
export const isPrivate = ({ kind }: LocalOp): boolean => kind === "recite.answered";

/** What the data-safety light shows. `held` counts rejected ones and those without all photos too. */
export interface Safety {
  held: number;
  rejected: number;
  lacking: number; // photos still to go
  delivered: number;
  backed: number;
  others: number; // of other people on this phone: counted, never shown
  sending: { done: number; total: number } | null;
}

export const NOTHING: Safety = { held: 0, rejected: 0, lacking: 0, delivered: 0, backed: 0, others: 0, sending: null };

/** An unfinished form. It survives the browser; its photos are in the photo store already. */
export interface Draft<T = unknown> {
  id: string; // the window's key, "hazard", "hazard:<id>"
  savedAt: number;
  data: T;
  photos: string[]; // all it has named since it was begun, also those that were taken out again
}
