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

/**
 * `fresh`: photos that it names and that may not be in the store yet. One that it no longer names stays with it until the
 * form is recorded or dropped: the same form may be open in another tab, which shows that photo and will record it.
 */
export function saveDraft(account: Account, next: Draft, fresh: readonly Photo[]): Promise<void> {
  return account.write(["drafts", "photos", "meta"], async (change) => {
    await mustBeIn(change);
    const before = await change.objectStore("drafts").get(next.id);
    const photos = [...new Set([...next.photos, ...before?.photos ?? []])];
    await Promise.all([change.objectStore("drafts").put({ ...next, photos }), ...keepPhotos(change, fresh)]);
  });
}

export function dropDraft(account: Account, id: string): Promise<void> {
  return account.write(["drafts", "photos", "ops"], async (change) => {
    const before = await change.objectStore("drafts").get(id);
    await change.objectStore("drafts").delete(id);
    await dropUnnamed(change, before?.photos ?? []);
  });
}
