// Which photos are still needed.
import type { Photo } from "../model/ops";
import type { Change } from "./schema";

/** One that is there already is not written again: a full phone may have no room for it twice. */
export function keepPhotos(change: Change, photos: readonly Photo[]): Promise<void>[] {
  const [store, madeAt] = [change.objectStore("photos"), Date.now()];
  return photos.map(async (photo) => {
    if (await store.getKey(photo.sha) === undefined) await store.put({ ...photo, madeAt });
  });
}

/** Photos that no record and no draft names any more go; to be called once the others are as they will be. */
export async function dropUnnamed(change: Change, shas: Iterable<string>): Promise<void> {
  const candidates = new Set(shas);
  if (candidates.size === 0) return;
  const [ops, drafts] = [await change.objectStore("ops").getAll(), await change.objectStore("drafts").getAll()];
  for (const { photos } of [...ops, ...drafts]) photos.forEach((sha) => candidates.delete(sha));
  await Promise.all([...candidates].map((sha) => change.objectStore("photos").delete(sha)));
}
