// The bundles of the last pull, whole.
import { isPost, summaryOf } from "../model/manifest";
import { mustBeIn, type Account, type HeldBundle, type PullMark } from "./schema";

export async function bundle<T>(account: Account, key: string): Promise<T | undefined> {
  return (await account.read((database) => database.get("bundles", key)))?.bundle as T | undefined;
}

/** All of a kind. */
export async function bundles<T>(account: Account, kind: string): Promise<T[]> {
  const range = IDBKeyRange.bound(`${kind}:`, `${kind};`, false, true); // ";" follows ":"
  return (await account.read((database) => database.getAll("bundles", range))).map((held) => held.bundle as T);
}

export async function mark(account: Account): Promise<PullMark | undefined> {
  return await account.read((database) => database.get("meta", "pull")) as PullMark | undefined;
}

/** Which of the `wanted` bundles (key > hash) have arrived already; other staged ones are out of date and go. */
export function arrived(account: Account, wanted: ReadonlyMap<string, string>): Promise<Set<string>> {
  const isWanted = ({ key, hash }: HeldBundle): boolean => wanted.get(key) === hash;
  return account.write(["staged"], async (change) => {
    const store = change.objectStore("staged");
    const staged = await store.getAll();
    await Promise.all(staged.filter((held) => !isWanted(held)).map(({ key }) => store.delete(key)));
    return new Set(staged.filter(isWanted).map(({ key }) => key));
  });
}

/** Put by what has arrived, so that a pull broken off on a weak line goes on where it stopped. */
export function stage(account: Account, held: HeldBundle): Promise<void> {
  return account.write(["staged", "meta"], async (change) => {
    await mustBeIn(change);
    await change.objectStore("staged").put(held);
  });
}

export function touch(account: Account, pulledAt: number): Promise<void> {
  return account.write(["meta"], async (change) => {
    const known = await change.objectStore("meta").get("pull") as PullMark | undefined;
    if (known) await change.objectStore("meta").put({ ...known, pulledAt }, "pull");
  });
}

/**
 * The staged bundles join, whatever is not in `keys` leaves, in one transaction: the phone holds the old set or the
 * new one. Records, their photos and drafts are none of its business.
 */
export function swap(account: Account, keys: ReadonlySet<string>, next: Omit<PullMark, "held">): Promise<void> {
  return account.write(["bundles", "posts", "staged", "meta"], async (change) => {
    await mustBeIn(change);
    const [held, posts, meta] = [change.objectStore("bundles"), change.objectStore("posts"), change.objectStore("meta")];
    const before = (await meta.get("pull") as PullMark | undefined)?.held ?? {};
    const joining = (await change.objectStore("staged").getAll()).filter(({ key }) => keys.has(key));
    const leaving = Object.keys(before).filter((key) => !keys.has(key));
    await Promise.all([
      ...joining.map((each) => held.put(each)),
      ...joining.flatMap((each) => (isPost(each.bundle) ? [posts.put(summaryOf(each.bundle))] : [])),
      ...leaving.map((key) => held.delete(key)),
      ...leaving.filter((key) => key.startsWith("post:")).map((key) => posts.delete(key.slice("post:".length))),
      change.objectStore("staged").clear(),
      meta.put({ ...next, held: heldAfter(before, joining, keys) }, "pull"),
    ]);
  });
}

function heldAfter(before: Record<string, string>, joining: readonly HeldBundle[], keys: ReadonlySet<string>): Record<string, string> {
  const kept = Object.entries(before).filter(([key]) => keys.has(key));
  return Object.fromEntries([...kept, ...joining.map(({ key, hash }) => [key, hash] as const)]);
}
