// What this phone keeps for one account: the bundles of the last pull, whole.
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from "idb";
import { isPost, summaryOf, type Bundle, type PostSummary } from "../model/manifest";
import type { PersonalBundle, PostBundle } from "../model/wire";

export interface HeldBundle {
  key: string;
  hash: string;
  bundle: Bundle;
}

export interface PullMark {
  epoch: string;
  etag: string | null;
  pulledAt: number;
  held: Record<string, string>; // bundle key > hash, so that comparing does not read every bundle
}

interface AccountSchema extends DBSchema {
  bundles: { key: string; value: HeldBundle };
  posts: { key: string; value: PostSummary; indexes: { tokens: string; codes: string } }; // lists read only these
  staged: { key: string; value: HeldBundle }; // fetched, and waiting for the rest of their set
  meta: { key: "pull"; value: PullMark };
}

type AccountDatabase = IDBPDatabase<AccountSchema>;

const STRICT: IDBTransactionOptions = { durability: "strict" };
const nameOf = (account: string): string => `gangka-${account}`;

function upgrade(database: AccountDatabase): void {
  database.createObjectStore("bundles", { keyPath: "key" });
  database.createObjectStore("staged", { keyPath: "key" });
  database.createObjectStore("meta");
  const posts = database.createObjectStore("posts", { keyPath: "id" });
  posts.createIndex("tokens", "tokens", { multiEntry: true });
  posts.createIndex("codes", "codes", { multiEntry: true });
}

export class AccountStore {
  readonly account: string;
  readonly #database: AccountDatabase;

  private constructor(account: string, database: AccountDatabase) {
    this.account = account;
    this.#database = database;
  }

  static async open(account: string): Promise<AccountStore> {
    const database = await openDB<AccountSchema>(nameOf(account), 1, { upgrade, blocking: () => database.close() });
    return new AccountStore(account, database);
  }

  /** Everything of this account leaves the phone. */
  async wipe(): Promise<void> {
    this.#database.close();
    await deleteDB(nameOf(this.account));
  }

  close(): void {
    this.#database.close();
  }

  posts(): Promise<PostSummary[]> {
    return this.#database.getAll("posts");
  }

  async post(id: string): Promise<PostBundle | undefined> {
    const held = await this.#database.get("bundles", `post:${id}`);
    return held && isPost(held.bundle) ? held.bundle : undefined;
  }

  async person(): Promise<PersonalBundle | undefined> {
    const held = await this.#database.get("bundles", `me:${this.account}`);
    return held && !isPost(held.bundle) ? held.bundle : undefined;
  }

  postByToken(token: string): Promise<PostSummary | undefined> {
    return this.#database.getFromIndex("posts", "tokens", token);
  }

  postByCode(code: string): Promise<PostSummary | undefined> {
    return this.#database.getFromIndex("posts", "codes", code);
  }

  mark(): Promise<PullMark | undefined> {
    return this.#database.get("meta", "pull");
  }

  /** Which of the `wanted` bundles (key > hash) have arrived already; other staged ones are out of date and go. */
  async arrived(wanted: ReadonlyMap<string, string>): Promise<Set<string>> {
    const change = this.#database.transaction("staged", "readwrite");
    const staged = await change.store.getAll();
    const [ready, stale] = [staged.filter(isWanted), staged.filter((held) => !isWanted(held))];
    stale.forEach(({ key }) => void change.store.delete(key));
    await change.done;
    return new Set(ready.map(({ key }) => key));

    function isWanted({ key, hash }: HeldBundle): boolean {
      return wanted.get(key) === hash;
    }
  }

  /** Put by what has arrived, so that a pull broken off on a weak line goes on where it stopped. */
  async stage(bundle: HeldBundle): Promise<void> {
    await this.#database.put("staged", bundle);
  }

  async touch(pulledAt: number): Promise<void> {
    const mark = await this.mark();
    if (mark) await this.#database.put("meta", { ...mark, pulledAt }, "pull");
  }

  /** The staged bundles join, whatever is not in `keys` leaves, in one transaction: the phone holds the old set or the new one. */
  async swap(keys: ReadonlySet<string>, mark: Omit<PullMark, "held">): Promise<void> {
    const change = this.#database.transaction(["bundles", "posts", "staged", "meta"], "readwrite", STRICT);
    const [bundles, posts, staged] = [change.objectStore("bundles"), change.objectStore("posts"), change.objectStore("staged")];
    const before = (await change.objectStore("meta").get("pull"))?.held ?? {};
    const arrived = (await staged.getAll()).filter(({ key }) => keys.has(key));
    for (const held of arrived) {
      void bundles.put(held);
      if (isPost(held.bundle)) void posts.put(summaryOf(held.bundle));
    }
    for (const key of Object.keys(before).filter((old) => !keys.has(old))) {
      void bundles.delete(key);
      void posts.delete(key.slice(key.indexOf(":") + 1));
    }
    void staged.clear();
    void change.objectStore("meta").put({ ...mark, held: heldAfter(before, arrived, keys) }, "pull");
    await change.done;
  }
}

function heldAfter(before: Record<string, string>, arrived: readonly HeldBundle[], keys: ReadonlySet<string>): Record<string, string> {
  const kept = Object.entries(before).filter(([key]) => keys.has(key));
  return Object.fromEntries([...kept, ...arrived.map(({ key, hash }) => [key, hash] as const)]);
}
