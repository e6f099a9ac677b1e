// Unfinished forms, with their photos.
import type { Draft, Photo } from "../model/ops";
import { dropUnnamed, keepPhotos } from "./photos";
import { mustBeIn, type Account } from "./schema";

export async function draft<T>(account: Account, id: string): Promise<Draft<T> | undefined> {
  return await account.read((database) => database.get("drafts", id)) as Draft<T> | undefined;
}

export function drafts(account: Account): Promise<Draft[]> {
  return account.read((database) => database.getAll("drafts"));
}

/** `fresh`: photos that it names and that are not in the store yet. Those it no longer names leave. */
export function saveDraft(account: Account, next: Draft, fresh: readonly Photo[]): Promise<void> {
  return account.write(["drafts", "photos", "ops", "meta"], async (change) => {
    await mustBeIn(change);
    const before = await change.objectStore("drafts").get(next.id);
    await Promise.all([change.objectStore("drafts").put(next), ...keepPhotos(change, fresh)]);
    await dropUnnamed(change, before?.photos.filter((sha) => !next.photos.includes(sha)) ?? []);
  });
}

export function dropDraft(account: Account, id: string): Promise<void> {
  return account.write(["drafts", "photos", "ops"], async (change) => {
    const before = await change.objectStore("drafts").get(id);
    await change.objectStore("drafts").delete(id);
    await dropUnnamed(change, before?.photos ?? []);
  });
}
