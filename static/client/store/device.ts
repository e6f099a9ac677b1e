// What this phone knows of itself: who uses it now.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Holder {
  account: string;
  name: string;
}

interface DeviceSchema extends DBSchema {
  values: { key: "holder"; value: Holder };
}

let opened: Promise<IDBPDatabase<DeviceSchema>> | undefined;

function device(): Promise<IDBPDatabase<DeviceSchema>> {
  opened ??= openDB<DeviceSchema>("gangka-device", 1, { upgrade: (database) => void database.createObjectStore("values") });
  return opened;
}

export async function holder(): Promise<Holder | undefined> {
  return (await device()).get("values", "holder");
}

export async function setHolder(next: Holder | null): Promise<void> {
  const database = await device();
  if (next) await database.put("values", next, "holder");
  else await database.delete("values", "holder");
}
