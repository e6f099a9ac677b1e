// Up to when an account has read its messages on this phone: gone when it leaves.
import { mustBeIn, type Account } from "./schema";

/** ms; 0: never. */
export async function inboxRead(account: Account): Promise<number> {
  return (await account.read((database) => database.get("meta", "inbox")) as { readTo: number } | undefined)?.readTo ?? 0;
}

/** What came at `readTo` (ms) and before was on the screen. */
export function readInbox(account: Account, readTo: number): Promise<void> {
  return account.write(["meta"], async (change) => {
    await mustBeIn(change);
    await change.objectStore("meta").put({ readTo }, "inbox");
  });
}
