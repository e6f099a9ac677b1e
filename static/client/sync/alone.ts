// One sender at a time on a phone. It only saves the line: two senders would do no harm.
import { newId } from "../model/ids";
import { dropLease, takeLease } from "../store/device";

const LOCK = "gangka-push";

/** Work while no other tab does; null: another one is at it. `work` asks before each step whether it may go on. */
export async function alone<T>(work: (mayGoOn: () => Promise<boolean>) => Promise<T>): Promise<T | null> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks) return withLease(work);
  let isAnswered = false;
  try {
    return await locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      isAnswered = true;
      return lock ? work(async () => true) : null;
    });
  } catch (reason) {
    if (isAnswered) throw reason;
    return withLease(work); // some browsers have locks and refuse them
  }
}

async function withLease<T>(work: (mayGoOn: () => Promise<boolean>) => Promise<T>): Promise<T | null> {
  const owner = newId();
  const take = (): Promise<boolean> => takeLease(owner).catch(() => true); // no room to write it: sending makes room
  if (!await take()) return null;
  try {
    return await work(take);
  } finally {
    await dropLease(owner).catch(() => undefined); // it runs out by itself
  }
}
