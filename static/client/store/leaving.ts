// An account comes to this phone, and leaves it.
import { dropUnnamed } from "./photos";
import type { Account, Change, Ended } from "./schema";

/** Whoever comes (back) may write again. */
export function arrive(account: Account): Promise<void> {
  return account.write(["meta"], async (change) => {
    if (await change.objectStore("meta").get("left")) await change.objectStore("meta").delete("left");
  });
}

/**
 * Cards, drafts and the signing key go, in one transaction; from then on no tab can write for this account. Records
 * that no backup holds yet stay with their photos and certificates, out of sight: whoever holds the phone sends them,
 * and sends them again to a server that begins anew. Resolves to how many stay.
 */
export function leave(account: Account): Promise<number> {
  const all: Parameters<Account["write"]>[0] = ["bundles", "posts", "staged", "drafts", "signer", "meta", "ops", "photos", "certificates"];
  return account.write(all, async (change) => {
    await noteEnded(change);
    const own = ["bundles", "posts", "staged", "drafts", "signer"] as const;
    await Promise.all([
      ...own.map((name) => change.objectStore(name).clear()),
      change.objectStore("meta").delete("pull"),
      change.objectStore("meta").delete("five"),
      change.objectStore("meta").delete("inbox"),
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
  const staying = ops.filter(({ state }) => state !== "backed");
  await Promise.all(ops.filter(({ state }) => state === "backed").map(({ id }) => change.objectStore("ops").delete(id)));
  await dropUnnamed(change, await change.objectStore("photos").getAllKeys());
  if (staying.length === 0) await Promise.all([change.objectStore("certificates").clear(), change.objectStore("meta").delete("contact")]);
  return staying.length;
}
