// A connection that comes back when the browser drops it, and writes that are whole or not at all.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type OpenDBCallbacks, type StoreNames } from "idb";

type Names<S extends DBSchema> = StoreNames<S>[];
export type Writing<S extends DBSchema> = IDBPTransaction<S, Names<S>, "readwrite">;

export interface Opening<S extends DBSchema> {
  name: string;
  version: number;
  upgrade: NonNullable<OpenDBCallbacks<S>["upgrade"]>;
  /** A tab with an older version keeps the database open: what follows waits until that tab is closed. */
  blocked?: (() => void) | undefined;
}

const isLost = (reason: unknown): boolean => (reason as { name?: unknown } | null)?.name === "InvalidStateError";

export class Connection<S extends DBSchema> {
  readonly #opening: Opening<S>;
  #database: Promise<IDBPDatabase<S>> | undefined;
  #isClosed = false;

  constructor(opening: Opening<S>) {
    this.#opening = opening;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  database(): Promise<IDBPDatabase<S>> {
    if (this.#isClosed) return Promise.reject(new DOMException("closed", "InvalidStateError"));
    this.#database ??= this.#open();
    return this.#database;
  }

  /** Closed for good. */
  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  async read<T>(work: (database: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    try {
      return await work(await this.database());
    } catch (reason) {
      if (!isLost(reason) || this.#isClosed) throw reason;
      return work(await this.#again());
    }
  }

  /**
   * One strict transaction: resolves once it is on the disk, and when it rejects nothing of it is.
   * `work` waits for nothing but requests of this transaction.
   */
  async write<T>(names: Names<S>, work: (change: Writing<S>) => Promise<T>): Promise<T> {
    const change = await this.#begin(names);
    const done = change.done.then(() => null, (reason: unknown) => ({ reason }));
    try {
      const value = await work(change);
      const failure = await done;
      if (!failure) return value;
    } catch (reason) {
      abort(change);
      await done;
      throw change.error ?? reason;
    }
    throw change.error ?? new DOMException("aborted", "AbortError");
  }

  async #begin(names: Names<S>): Promise<Writing<S>> {
    const begin = (database: IDBPDatabase<S>): Writing<S> => database.transaction(names, "readwrite", { durability: "strict" });
    const database = await this.database();
    try {
      return begin(database);
    } catch (reason) {
      if (!isLost(reason) || this.#isClosed) throw reason;
      return begin(await this.#again());
    }
  }

  // Phones drop connections of pages in the background, not all of them tell.
  #again(): Promise<IDBPDatabase<S>> {
    this.#drop();
    return this.database();
  }

  #drop(): void {
    void this.#database?.then((database) => database.close(), () => undefined);
    this.#database = undefined;
  }

  #open(): Promise<IDBPDatabase<S>> {
    const { name, version, upgrade, blocked } = this.#opening;
    const forget = (): void => { this.#database = undefined; };
    const opened = openDB<S>(name, version, {
      upgrade,
      ...(blocked && { blocked: () => blocked() }),
      blocking: () => this.close(), // a newer version wants it, or it is to be deleted
      terminated: forget,
    });
    opened.catch(forget); // the next use tries again
    return opened;
  }
}

function abort(change: { abort(): void }): void {
  try {
    change.abort();
  } catch {
    // it is over already
  }
}
