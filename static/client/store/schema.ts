// What a phone keeps for one account, version by version.
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { Bundle, PostSummary } from "../model/manifest";
import type { SeenFive } from "../model/five";
import type { Draft, LocalOp, Photo } from "../model/ops";
import { Connection, type Opening, type Writing } from "./connection";

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

/** What the server last said of itself. */
export interface Contact {
  epoch: string;
  backedUpThrough: number;
  offsetMs: number | null; // server clock minus phone clock
}

/** A key that this phone has given up: the server is still to hear of it. */
export interface Ended {
  key: string;
  topN: number; // the highest number it gave
}

/** What signs this person's records on this phone. Good for signing once it has its certificate. */
export interface Signer {
  id: string;
  account: string;
  privateKey: CryptoKey; // can't be taken out of the browser
  publicKey: string; // base64url of the point
  enterprise: string; // "" until the server has said it
  certificate: string; // "" until the server has confirmed the key
  n: number; // the last number it gave
  unknown?: boolean; // the server has forgotten it (it was restored): register it again
}

export type KeptPhoto = Photo & { madeAt: number };

export interface AccountSchema extends DBSchema {
  bundles: { key: string; value: HeldBundle };
  posts: { key: string; value: PostSummary; indexes: { tokens: string; codes: string } }; // lists read only these
  staged: { key: string; value: HeldBundle }; // fetched, and waiting for the rest of their set
  meta: { key: string; value: PullMark | Contact | SeenFive | Ended[] | { readTo: number } | true };
  ops: { key: string; value: LocalOp; indexes: { n: number } };
  photos: { key: string; value: KeptPhoto };
  drafts: { key: string; value: Draft };
  signer: { key: "signer"; value: Signer };
  certificates: { key: string; value: string }; // by key; they outlive sign-out
}

export type Account = Connection<AccountSchema>;
export type Change = Writing<AccountSchema>;
type Database = IDBPDatabase<AccountSchema>;
type Upgrade = IDBPTransaction<AccountSchema, StoreNames<AccountSchema>[], "versionchange">;

export const nameOf = (account: string): string => `gangka-${account}`;

function upgrade(database: Database, from: number, _to: number | null, _change: Upgrade): void {
  if (from < 1) {
    database.createObjectStore("bundles", { keyPath: "key" });
    database.createObjectStore("staged", { keyPath: "key" });
    database.createObjectStore("meta");
    const posts = database.createObjectStore("posts", { keyPath: "id" });
    posts.createIndex("tokens", "tokens", { multiEntry: true });
    posts.createIndex("codes", "codes", { multiEntry: true });
  }
  if (from < 2) {
    database.createObjectStore("ops", { keyPath: "id" }).createIndex("n", "n");
    database.createObjectStore("photos", { keyPath: "sha" });
    database.createObjectStore("drafts", { keyPath: "id" });
    database.createObjectStore("signer");
    database.createObjectStore("certificates");
  }
}

export function connect(account: string, blocked?: () => void): Account {
  const opening: Opening<AccountSchema> = { name: nameOf(account), version: 2, upgrade, blocked };
  return new Connection<AccountSchema>(opening);
}

/** The same for a database that is there; opening another one fails, and makes none. */
export function connectExisting(account: string, blocked: () => void, missing: () => void): Account {
  const unlessNew: Opening<AccountSchema>["upgrade"] = (database, from, to, change) => {
    if (from > 0) return upgrade(database, from, to, change);
    change.done.catch(() => undefined);
    change.abort();
    missing();
  };
  return new Connection<AccountSchema>({ name: nameOf(account), version: 2, upgrade: unlessNew, blocked });
}

/** This account has left the phone, in another tab: nothing of it may be written any more. */
export class LeftError extends Error {
  constructor() {
    super("this account has left the phone");
    this.name = "LeftError";
  }
}

/** Every writing transaction of somebody's own begins with this. */
export async function mustBeIn(change: Change): Promise<void> {
  if (await change.objectStore("meta").get("left")) throw new LeftError();
}
