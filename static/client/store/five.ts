// 今天五件事 as the server last told them: one account's, gone when it leaves.
import type { SeenFive } from "../model/five";
import { mustBeIn, type Account } from "./schema";

export async function five(account: Account): Promise<SeenFive | undefined> {
  return await account.read((database) => database.get("meta", "five")) as SeenFive | undefined;
}

/** null: this person has none any more. */
export function keepFive(account: Account, seen: SeenFive | null): Promise<void> {
  return account.write(["meta"], async (change) => {
    await mustBeIn(change);
    await (seen ? change.objectStore("meta").put(seen, "five") : change.objectStore("meta").delete("five"));
  });
}
