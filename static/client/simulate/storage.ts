// IndexedDB of one phone, with the faults of real storage: full, aborted, or the tab gone in the middle.
import * as fake from "fake-indexeddb";

/** What a tab lets the storage do to it. */
export interface Owner {
  isDead(): boolean;
  /** Asked as each writing transaction begins. */
  storageFault(): "none" | "full" | "abort" | "die" | "die-after";
  die(): void;
}

const owners = new WeakMap<IDBDatabase, Owner>();
const open = new WeakMap<Owner, Set<IDBDatabase>>();

interface Inner {
  _abort(name: string | null): void;
}

/** A tab's own door to the phone's storage: what it opens can be taken from it. */
export function seenBy(owner: Owner, factory: IDBFactory): IDBFactory {
  return new Proxy(factory, {
    get: (target, name) => (name === "open" ? (...asked: [string, number?]) => openFor(owner, target, asked) : bound(target, name)),
  });
}

function bound(target: IDBFactory, name: string | symbol): unknown {
  const found: unknown = Reflect.get(target, name);
  return typeof found === "function" ? (found as (...rest: unknown[]) => unknown).bind(target) : found;
}

function openFor(owner: Owner, factory: IDBFactory, [name, version]: [string, number?]): IDBOpenDBRequest {
  if (owner.isDead()) throw new DOMException("the tab is gone", "InvalidStateError");
  const request = factory.open(name, version);
  const own = (): void => {
    const database = request.result;
    owners.set(database, owner);
    open.set(owner, (open.get(owner) ?? new Set()).add(database));
    if (owner.isDead()) database.close();
  };
  request.addEventListener("upgradeneeded", own);
  request.addEventListener("success", own);
  return request;
}

/** The tab is gone: its connections close. */
export function closeAll(owner: Owner): void {
  for (const database of open.get(owner) ?? []) database.close();
}

type Begin = (this: IDBDatabase, ...asked: Parameters<IDBDatabase["transaction"]>) => IDBTransaction;

const database = fake.IDBDatabase.prototype;
const begin: Begin = (database as { transaction: Begin }).transaction;

database.transaction = function faulty(this: IDBDatabase, ...asked: Parameters<IDBDatabase["transaction"]>) {
  const owner = owners.get(this);
  if (owner?.isDead() === true) throw new DOMException("the tab is gone", "InvalidStateError");
  const made = begin.apply(this, asked);
  if (owner && asked[1] === "readwrite") spoil(owner, made);
  return made;
};

function spoil(owner: Owner, transaction: IDBTransaction): void {
  const inner = transaction as unknown as Inner;
  switch (owner.storageFault()) {
    case "full": return void setImmediate(() => abort(inner, "QuotaExceededError"));
    case "abort": return void setImmediate(() => abort(inner, "AbortError"));
    case "die": return void setImmediate(() => { owner.die(); abort(inner, "AbortError"); });
    case "die-after": return transaction.addEventListener("complete", () => owner.die());
    case "none": return undefined;
  }
}

function abort(transaction: Inner, name: string): void {
  try {
    transaction._abort(name);
  } catch {
    // it was through already
  }
}
