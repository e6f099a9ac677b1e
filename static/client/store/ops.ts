// The records that this person made on this phone.
import type { LocalOp, Photo } from "../model/ops";
import { dropUnnamed, keepPhotos } from "./photos";
import { mustBeIn, type Account, type Change, type Contact, type PullMark } from "./schema";

/** Newest first. */
export async function ops(account: Account): Promise<LocalOp[]> {
  const all = await account.read((database) => database.getAll("ops"));
  return all.sort((one, other) => other.capturedAt - one.capturedAt || other.n - one.n);
}

export interface Addition {
  op: LocalOp;
  photos: readonly Photo[]; // those that may not be in the store yet
  draft: string | null; // the form it came from
}

/** outrun: another tab gave this number. keyless: its key has left the phone. photoGone: it names one that is not here. */
export type Added = "saved" | "outrun" | "keyless" | "photoGone";

/** The record, its photos and its number are on the disk together, and its draft is gone; or nothing has happened. */
export function add(account: Account, addition: Addition): Promise<Added> {
  return account.write(["ops", "photos", "drafts", "signer", "meta"], async (change) => {
    const refusal = await refused(change, addition);
    if (refusal) return refusal;
    await Promise.all([
      change.objectStore("ops").add(addition.op),
      ...keepPhotos(change, addition.photos),
      countUp(change),
    ]);
    if (addition.draft !== null) await dropDraftOf(change, addition.draft);
    return "saved";
  });
}

async function refused(change: Change, { op, photos }: Addition): Promise<Added | null> {
  await mustBeIn(change);
  const signer = await change.objectStore("signer").get("signer");
  if (!signer || signer.id !== op.key) return "keyless";
  if (signer.n !== op.n - 1) return "outrun";
  const fresh = new Set(photos.map(({ sha }) => sha));
  const named = op.photos.filter((sha) => !fresh.has(sha));
  const found = await Promise.all(named.map((sha) => change.objectStore("photos").getKey(sha)));
  return found.includes(undefined) ? "photoGone" : null;
}

async function countUp(change: Change): Promise<void> {
  const signer = await change.objectStore("signer").get("signer");
  if (signer) await change.objectStore("signer").put({ ...signer, n: signer.n + 1 }, "signer");
}

async function dropDraftOf(change: Change, id: string): Promise<void> {
  const draft = await change.objectStore("drafts").get(id);
  await change.objectStore("drafts").delete(id);
  await dropUnnamed(change, draft?.photos ?? []);
}

/** What an answer or the passing of time does to the records: those that changed, those that may go. */
export interface Amendment {
  put: LocalOp[];
  drop: string[];
  contact?: Contact;
}

export interface Held {
  ops: LocalOp[];
  contact: Contact | undefined;
  pulledAt?: number; // ms: when the phone last heard how all it holds stands
}

/** Judge and write in one transaction, so that no other tab's answer comes between. `judge` must not wait. */
export function amend(account: Account, judge: (held: Held) => Amendment): Promise<void> {
  return account.write(["ops", "photos", "drafts", "meta"], async (change) => {
    const [store, meta] = [change.objectStore("ops"), change.objectStore("meta")];
    const held = await store.getAll();
    const pulled = await meta.get("pull") as PullMark | undefined;
    const known = await meta.get("contact") as Contact | undefined;
    const { put, drop, contact } = judge({ ops: held, contact: known, ...(pulled && { pulledAt: pulled.pulledAt }) });
    const leaving = held.filter(({ id }) => drop.includes(id));
    await Promise.all([
      ...put.filter(({ id }) => !drop.includes(id)).map((op) => store.put(op)),
      ...leaving.map(({ id }) => store.delete(id)),
      ...(contact ? [meta.put(contact, "contact")] : []),
    ]);
    await dropUnnamed(change, leaving.flatMap(({ photos }) => photos));
  });
}

export async function contact(account: Account): Promise<Contact | undefined> {
  return await account.read((database) => database.get("meta", "contact")) as Contact | undefined;
}
