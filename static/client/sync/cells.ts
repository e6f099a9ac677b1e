// What screens read. They never wait for the network.
import { cell } from "../model/cell";
import { NOTHING, type Safety } from "../model/ops";
import type { AccountStore } from "../store/account";
import type { Holder } from "../store/device";
import type { PullResult } from "./pull";

export interface PullState {
  running: boolean;
  done: number;
  total: number;
  result: PullResult | null;
}

export interface Session {
  holder: Holder | null;
  store: AccountStore | null;
}

/** undefined: the phone has not told yet, a few milliseconds after start. */
export const session = cell<Session | undefined>(undefined);
export const pullState = cell<PullState>({ running: false, done: 0, total: 0, result: null });
export const lapsed = cell(false); // the server no longer knows us: cards stay readable
/** Counts up whenever what is stored has changed, so that screens read again. */
export const revision = cell(0);
/** What the data-safety light shows. */
export const safety = cell<Safety>(NOTHING);
/** Another tab with an older version keeps this one from opening what is stored: it has to be closed. */
export const otherTab = cell(false);

export const redraw = (): void => revision.set(revision.get() + 1);
