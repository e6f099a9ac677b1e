// The key that signs this person's records on this phone, and what outlives it.
import { mustBeIn, type Account, type Ended, type Signer } from "./schema";

export function signer(account: Account): Promise<Signer | undefined> {
  return account.read((database) => database.get("signer", "signer"));
}

/** Keep a new key, unless another tab was first: whichever is kept comes back. */
export function keepSigner(account: Account, made: Signer): Promise<Signer> {
  return account.write(["signer", "meta"], async (change) => {
    await mustBeIn(change);
    const known = await change.objectStore("signer").get("signer");
    if (!known) await change.objectStore("signer").put(made, "signer");
    return known ?? made;
  });
}

/** The server knows the key: from now on it signs. */
export function confirmSigner(account: Account, id: string, enterprise: string, certificate: string): Promise<void> {
  return account.write(["signer", "certificates"], async (change) => {
    const known = await change.objectStore("signer").get("signer");
    if (known?.id !== id) return;
    const { unknown, ...rest } = known;
    await Promise.all([
      change.objectStore("signer").put({ ...rest, enterprise, certificate }, "signer"),
      change.objectStore("certificates").put(certificate, id),
    ]);
  });
}

/** The server has forgotten the key: it is to be registered again, and signs meanwhile. */
export function doubtSigner(account: Account, id: string): Promise<void> {
  return account.write(["signer"], async (change) => {
    const known = await change.objectStore("signer").get("signer");
    if (known?.id === id) await change.objectStore("signer").put({ ...known, unknown: true }, "signer");
  });
}

/** The server will not have this key: another is made next time. What it signed stays, and its certificate with it. */
export function dropSigner(account: Account, id: string): Promise<void> {
  return account.write(["signer"], async (change) => {
    const known = await change.objectStore("signer").get("signer");
    if (known?.id === id) await change.objectStore("signer").delete("signer");
  });
}

/** Key > certificate. */
export function certificates(account: Account): Promise<Record<string, string>> {
  return account.read(async (database) => {
    const change = database.transaction("certificates");
    const [keys, values] = await Promise.all([change.store.getAllKeys(), change.store.getAll()]);
    return Object.fromEntries(keys.map((key, place) => [key, values[place] ?? ""]));
  });
}

/** Keys given up here: the phone is to note them, so that the server hears of them. */
export async function ended(account: Account): Promise<Ended[]> {
  return await account.read((database) => database.get("meta", "ended")) as Ended[] | undefined ?? [];
}

export function forgetEnded(account: Account): Promise<void> {
  return account.write(["meta"], (change) => change.objectStore("meta").delete("ended"));
}
