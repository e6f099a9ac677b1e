// An unfinished form: in the phone's store after every answer, so that neither a call nor an empty battery takes it away.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Photo } from "../model/ops";
import type { AccountStore } from "../store/account";
import { session } from "../sync/session";
import { useCell } from "./hooks";

/** Writes the newest state of one form, one write after the other. Another tab may write the same form. */
class Keeper<T> {
  readonly #store: AccountStore;
  readonly #id: string;
  readonly #photosOf: (data: T) => string[];
  readonly #tell: (isFull: boolean) => void;
  readonly #taken = new Map<string, Photo>(); // here, with this form; another tab that records it takes them out of the store
  #next: { data: T } | null = null;
  #savedAt: number | undefined; // of the draft as this tab last wrote or read it
  #isFull = false;
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(store: AccountStore, id: string, photosOf: (data: T) => string[], tell: (isFull: boolean) => void) {
    this.#store = store;
    this.#id = id;
    this.#photosOf = photosOf;
    this.#tell = tell;
  }

  put(data: T, fresh: readonly Photo[]): void {
    if (this.#isClosed) return;
    fresh.forEach((photo) => this.#taken.set(photo.sha, photo));
    this.#next = { data };
    this.#running ??= this.#run().finally(() => { this.#running = null; });
  }

  async #run(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#next = null;
      await this.#save(next.data);
    }
  }

  async #save(data: T): Promise<void> {
    const [photos, savedAt] = [this.#photosOf(data), Date.now()];
    const fresh = photos.flatMap((sha) => this.#taken.get(sha) ?? []);
    try {
      await this.#store.saveDraft({ id: this.#id, savedAt, data, photos }, fresh);
      this.#savedAt = savedAt;
      this.#isFull = false;
    } catch {
      this.#isFull = true; // what was put in stays here, in memory, and is tried again with the next answer
    }
    this.#tell(this.#isFull);
  }

  async read(): Promise<T | undefined> {
    const kept = await this.#store.draft<T>(this.#id);
    this.#savedAt = kept?.savedAt;
    return kept?.data;
  }

  /** What another tab has put into this form since. undefined: nothing, or this tab holds something that is not stored. */
  async readNewer(): Promise<T | undefined> {
    await this.#running;
    const kept = await this.#store.draft<T>(this.#id);
    if (!kept || kept.savedAt === this.#savedAt || this.#isFull || this.#running || this.#isClosed) return undefined;
    this.#savedAt = kept.savedAt;
    return kept.data;
  }

  /** Wait for the last write; then hand over each photo, those from before this tab by name. */
  async settle(shas: readonly string[]): Promise<(Photo | string)[]> {
    await this.#running;
    return shas.map((sha) => this.#taken.get(sha) ?? sha);
  }

  /** The record is written and the draft gone with it: nothing may bring it back. */
  close(): void {
    this.#isClosed = true;
  }
}

export interface Form<T> {
  data: T | null | undefined; // undefined: being read; null: there is nothing to fill in
  isFull: boolean; // the last answer could not be stored
  change: (by: (data: T) => T, fresh?: readonly Photo[]) => void;
  settle: (shas: readonly string[]) => Promise<(Photo | string)[]>;
  close(): void;
}

/** The form `id`, taken up where it was left. `begin` gets what is stored and gives what to go on with. */
export function useForm<T>(id: string, begin: (store: AccountStore, kept: T | undefined) => Promise<T | null>, photosOf: (data: T) => string[]): Form<T> {
  const store = useCell(session)?.store ?? null;
  const [data, setData] = useState<T | null | undefined>();
  const [isFull, setFull] = useState(false);
  const latest = useRef<T | null>(null);
  const keeper = useRef<Keeper<T> | null>(null);
  useEffect(() => {
    if (!store) return;
    const mine = keeper.current = new Keeper(store, id, photosOf, setFull);
    const show = async (kept: T | undefined): Promise<void> => {
      latest.current = await begin(store, kept);
      setData(latest.current);
    };
    const goOn = async (): Promise<void> => {
      const newer = document.visibilityState === "visible" ? await mine.readNewer() : undefined;
      if (newer !== undefined) await show(newer);
    };
    const onReturn = (): void => void goOn().catch(() => undefined);
    void mine.read().then(show).catch(() => setData(null));
    document.addEventListener("visibilitychange", onReturn);
    return () => document.removeEventListener("visibilitychange", onReturn);
  }, [store, id]);
  const change = (by: (data: T) => T, fresh: readonly Photo[] = []): void => {
    if (latest.current === null) return;
    latest.current = by(latest.current);
    setData(latest.current);
    keeper.current?.put(latest.current, fresh);
  };
  return { data, isFull, change, settle: async (shas) => await keeper.current?.settle(shas) ?? [...shas], close: () => keeper.current?.close() };
}
