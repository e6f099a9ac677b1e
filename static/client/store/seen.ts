// Public cards opened on this phone, whoever held it: they are public, and they open again without a signal.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface SeenPage {
  token: string;
  title: string;
  code?: string; // where the card tells it
  seenAt: number;
}

interface SeenSchema extends DBSchema {
  pages: { key: string; value: SeenPage; indexes: { seenAt: number; code: string } };
}

const KEPT = 50;
let opened: Promise<IDBPDatabase<SeenSchema>> | undefined;

function upgrade(database: IDBPDatabase<SeenSchema>): void {
  const pages = database.createObjectStore("pages", { keyPath: "token" });
  pages.createIndex("seenAt", "seenAt");
  pages.createIndex("code", "code"); // pages without a code are not in it
}

function seen(): Promise<IDBPDatabase<SeenSchema>> {
  opened ??= openDB<SeenSchema>("gangka-public", 1, { upgrade });
  return opened;
}

/** Newest first. */
export async function seenPages(): Promise<SeenPage[]> {
  return (await (await seen()).getAllFromIndex("pages", "seenAt")).reverse().slice(0, KEPT);
}

export async function rememberPage(page: SeenPage): Promise<void> {
  await (await seen()).put("pages", page);
}

export async function tokenOfCode(code: string): Promise<string | undefined> {
  return (await (await seen()).getFromIndex("pages", "code", code))?.token;
}
