// An account comes to this phone, and leaves it.
import { isUndelivered, type LocalOp } from "../model/ops";
import { dropUnnamed } from "./photos";
import type { Account, Change, Contact, Ended } from "./schema";

/** Whoever comes (back) may write again. */
export function arrive(account: Account): Promise<void> {
  return account.write(["meta"], async (change) => {
    if (await change.objectStore("meta").get("left")) await change.objectStore("meta").delete("left");
  });
}

/**
 * Cards, drafts and the signing key go, in one transaction; from then on no tab can write for this account. Records
 * that are not delivered stay with their photos and certificates, to be sent by whoever holds the phone; where the
 * server makes backups, delivered ones stay too until one holds them. Resolves to how many stay.
 */
export function leave(account: Account): Promise<number> {
  const all: Parameters<Account["write"]>[0] = ["bundles", "posts", "staged", "drafts", "signer", "meta", "ops", "photos", "certificates"];
  return account.write(all, async (change) => {
    await noteEnded(change);
    const own = ["bundles", "posts", "staged", "drafts", "signer"] as const;
    await Promise.all([
      ...own.map((name) => change.objectStore(name).clear()),
      change.objectStore("meta").delete("pull"),
      change.objectStore("meta").put(true, "left"),
    ]);
    return dropSafe(change);
  });
}

async function noteEnded(change: Change): Promise<void> {
  const [signer, meta] = [await change.objectStore("signer").get("signer"), change.objectStore("meta")];
  if (!signer) return;
  const known = await meta.get("ended") as Ended[] | undefined ?? [];
  await meta.put([...known, { key: signer.id, topN: signer.n }], "ended");
}

async function dropSafe(change: Change): Promise<number> {
  const ops = await change.objectStore("ops").getAll();
  const contact = await change.objectStore("meta").get("contact") as Contact | undefined;
  const makesBackups = contact !== undefined && contact.backedUpThrough > 0;
  const mustStay = (op: LocalOp): boolean => isUndelivered(op) || (makesBackups && op.state !== "backed");
  const staying = ops.filter(mustStay);
  await Promise.all(ops.filter((op) => !mustStay(op)).map(({ id }) => change.objectStore("ops").delete(id)));
  await dropUnnamed(change, await change.objectStore("photos").getAllKeys());
  if (staying.length === 0) await Promise.all([change.objectStore("certificates").clear(), change.objectStore("meta").delete("contact")]);
  return staying.length;
}
