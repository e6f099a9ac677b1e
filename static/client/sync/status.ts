// What the phone can say about itself: signal, a waiting version, whether it all opens offline.
import { cell } from "../model/cell";
import { isWeChat } from "../model/wechat";
import { offlineReady, onTakenAway, onUpdate, register, takeOver, tell } from "./worker";

export const online = cell(navigator.onLine);
export const ready = cell(false); // 已可离线使用, tested
export const takenAway = cell(false); // it was so, and is no more: closed without a signal, the app does not open again
export const update = cell<(() => void) | null>(null); // start the new version
export const inWeChat = isWeChat(navigator.userAgent);

const WARM_AFTER = 4_000; // ms: first the cards, then the scanner's large file

function noteTakenAway(): void {
  ready.set(false);
  takenAway.set(true);
}

export async function watch(): Promise<void> {
  onTakenAway(noteTakenAway);
  for (const event of ["online", "offline"]) window.addEventListener(event, () => online.set(navigator.onLine));
  const registration = await register();
  if (!registration) return;
  onUpdate(registration, () => update.set(() => takeOver(registration)));
  const isReady = !inWeChat && await offlineReady(); // WeChat may throw its storage away: there it is not claimed
  ready.set(isReady && !takenAway.get());
  setTimeout(() => void tell({ type: "warm" }), WARM_AFTER);
}

/** Ask the browser not to throw our cards away when the phone is short of room. */
export async function askToStay(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}
