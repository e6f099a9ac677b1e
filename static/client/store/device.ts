// What this phone knows of itself: who uses it now, whose records it carries, and what it still has to tell the server.
// Its version stays 1: tabs of the first version never close their connection, and would keep a newer one waiting.
import type { DBSchema } from "idb";
import { Connection, type Writing } from "./connection";

export interface Holder {
  account: string;
  name: string;
}

/** Somebody signed out while there was no line: the server's session is still to be ended. */
export interface Ending {
  account: string;
  marked: boolean; // the cookie that says who is in says nobody, so whoever it names later has signed in since
}

/** A key that was given up here, and of which the server has not heard yet. */
export interface EndedKey {
  account: string;
  key: string;
  topN: number;
}

interface Lease {
  owner: string;
  until: number; // ms
}

interface DeviceSchema extends DBSchema {
  values: { key: string; value: Holder | Holder[] | Ending | EndedKey[] | Lease };
}

type Change = Writing<DeviceSchema>;

const LEASE = 120_000; // ms; longer than any single request
const device = new Connection<DeviceSchema>({
  name: "gangka-device",
  version: 1,
  upgrade: (database) => void database.createObjectStore("values"),
});

async function value<T>(key: string): Promise<T | undefined> {
  return await device.read((database) => database.get("values", key)) as T | undefined;
}

async function within<T>(change: Change, key: string): Promise<T | undefined> {
  return await change.objectStore("values").get(key) as T | undefined;
}

function edit<T>(work: (change: Change) => Promise<T>): Promise<T> {
  return device.write(["values"], work);
}

export const holder = (): Promise<Holder | undefined> => value<Holder>("holder");

const without = (people: readonly Holder[], account: string): Holder[] => people.filter((one) => one.account !== account);

/** Whoever holds it is listed among those who may have records here, in the same transaction. */
export function setHolder(next: Holder | null): Promise<void> {
  return edit(async (change) => {
    const [values, before] = [change.objectStore("values"), await within<Holder>(change, "holder")];
    const listed = await within<Holder[]>(change, "accounts") ?? [];
    const known = [before, next].filter((one) => one != null);
    const all = known.reduce((people, one) => [...without(people, one.account), one], listed);
    await Promise.all([values.put(all, "accounts"), next ? values.put(next, "holder") : values.delete("holder")]);
  });
}

/** Everybody who has a database on this phone, whoever holds it among them. */
export async function accounts(): Promise<Holder[]> {
  const [listed, now] = [await value<Holder[]>("accounts") ?? [], await holder()];
  return now ? [...without(listed, now.account), now] : listed;
}

/** Nothing of this account is on the phone any more. */
export function forgetAccount(account: string): Promise<void> {
  return edit(async (change) => {
    const listed = await within<Holder[]>(change, "accounts") ?? [];
    await change.objectStore("values").put(without(listed, account), "accounts");
  });
}

/** Nobody holds the phone, and the server is to hear of it. */
export function setEnding(ending: Ending): Promise<void> {
  return edit(async (change) => {
    const [values, before] = [change.objectStore("values"), await within<Holder>(change, "holder")];
    const listed = await within<Holder[]>(change, "accounts") ?? [];
    await Promise.all([
      values.put(ending, "ending"),
      values.delete("holder"),
      ...(before ? [values.put([...without(listed, before.account), before], "accounts")] : []),
    ]);
  });
}

export const ending = (): Promise<Ending | undefined> => value<Ending>("ending");

export function forgetEnding(): Promise<void> {
  return edit(async (change) => { await change.objectStore("values").delete("ending"); });
}

export async function endedKeys(account: string): Promise<EndedKey[]> {
  return (await value<EndedKey[]>("ended") ?? []).filter((one) => one.account === account);
}

export function addEndedKeys(keys: readonly EndedKey[]): Promise<void> {
  return edit(async (change) => {
    const known = await within<EndedKey[]>(change, "ended") ?? [];
    const fresh = keys.filter(({ key }) => !known.some((one) => one.key === key));
    if (fresh.length > 0) await change.objectStore("values").put([...known, ...fresh], "ended");
  });
}

export function forgetEndedKey(key: string): Promise<void> {
  return edit(async (change) => {
    const known = await within<EndedKey[]>(change, "ended") ?? [];
    await change.objectStore("values").put(known.filter((one) => one.key !== key), "ended");
  });
}

/** For browsers without locks: whether `owner` may send until further notice. A lease from a future clock is void. */
export function takeLease(owner: string): Promise<boolean> {
  return edit(async (change) => {
    const [now, held] = [Date.now(), await within<Lease>(change, "lease")];
    const isTaken = held !== undefined && held.owner !== owner && held.until > now && held.until <= now + LEASE;
    if (!isTaken) await change.objectStore("values").put({ owner, until: now + LEASE }, "lease");
    return !isTaken;
  });
}

export function dropLease(owner: string): Promise<void> {
  return edit(async (change) => {
    if ((await within<Lease>(change, "lease"))?.owner === owner) await change.objectStore("values").delete("lease");
  });
}
