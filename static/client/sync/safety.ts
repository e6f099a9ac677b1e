// Keeping the data-safety light true, in every tab.
import { isUndelivered } from "../model/ops";
import { summary } from "../outbox/summary";
import { AccountStore } from "../store/account";
import { accounts } from "../store/device";
import { redraw, safety, session } from "./cells";

let others = 0;
let asked = 0;
let channel: BroadcastChannel | null = null;

/** Count the holder's records. Of two counts that overlap, the later one holds. */
export async function recount(): Promise<void> {
  const ticket = ++asked;
  const ops = await session.get()?.store?.ops().catch(() => null) ?? null;
  if (ticket !== asked) return;
  if (ops) safety.set({ ...summary(ops), others, sending: safety.get().sending });
  else if (!session.get()?.holder) safety.set({ ...summary([]), others, sending: safety.get().sending });
  redraw();
}

async function undeliveredOf(account: string): Promise<number> {
  const store = await AccountStore.openExisting(account);
  if (!store) return 0;
  try {
    return (await store.ops()).filter(isUndelivered).length;
  } finally {
    store.close();
  }
}

/** Other people's records on this phone: counted, never shown. */
export async function countOthers(): Promise<void> {
  const held = session.get()?.holder?.account;
  const theirs = (await accounts().catch(() => [])).filter(({ account }) => account !== held);
  const counts = await Promise.all(theirs.map(({ account }) => undeliveredOf(account).catch(() => 0)));
  others = counts.reduce((sum, count) => sum + count, 0);
}

/** Tell the other tabs, which count for themselves. */
export function tellTabs(): void {
  channel?.postMessage("changed");
}

export function hearTabs(onChange: () => void): void {
  if (channel || typeof BroadcastChannel === "undefined") return;
  channel = new BroadcastChannel("gangka");
  channel.onmessage = onChange;
}
