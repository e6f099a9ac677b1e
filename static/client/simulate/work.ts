// What people do in a shift: checks, hazards, stops of work, cards they open. Each with ids chosen here.
// What they practise and recite: learn.ts.
import type { OpKind, Photo } from "../model/ops";
import type { Rng } from "./rng";

export interface Block {
  enterprise: string;
  post: string;
  plan: string;
  token: string;
  password: string;
  people: Person[];
}

export interface Person {
  account: string;
  number: string;
  name: string;
}

export interface Entry {
  kind: OpKind;
  body: Record<string, unknown>;
  photos: Photo[];
  about: { title: string; note?: string; window?: string; plan?: string };
  draft?: string;
}

const sha = async (bytes: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");

/** A photo that the server's checks let through: a JPEG of one pixel, made different by what follows its end. */
async function photo(rng: Rng, jpeg: Uint8Array): Promise<Photo> {
  const bytes = new Uint8Array([...jpeg, ...new Uint8Array(rng.bytes(24))]).buffer;
  return { sha: await sha(bytes), type: "image/jpeg", bytes };
}

export async function photosOf(rng: Rng, jpeg: Uint8Array, count: number): Promise<Photo[]> {
  return Promise.all(Array.from({ length: count }, () => photo(rng, jpeg)));
}

const names = (photos: readonly Photo[]): string[] => photos.map((one) => one.sha);

/** `newId` is the phone's own. */
export function check(block: Block, who: Person, newId: () => string, now: number, photos: Photo[]): Entry {
  const day = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
  const window = `${block.plan}:${day}:${who.account}`;
  const bad = { item: "i1", result: "abnormal", photos: names(photos), hazard: { id: newId(), name: "护罩松动" } };
  const results = [
    photos.length > 0 ? bad : { item: "i1", result: "normal" },
    { item: "i2", result: "normal", value: 68 },
    { item: "i3", result: "na" },
  ];
  const at = new Date(now).toISOString();
  const body = { id: newId(), plan: block.plan, revision: 1, window, started_at: at, results, versions: { risk: 1 }, measures: [], scan: { token: block.token, at }, position: null, signature: null };
  return { kind: "check.submitted", body, photos, about: { title: "班前检查", window, plan: block.plan } };
}

/** At a post, or anywhere in the crew's own unit. */
export function hazard(post: string | null, newId: () => string, photos: Photo[]): Entry {
  const body = { id: newId(), name: "通道堵了", post, token: null, note: "", category: "通道", dangerous: false, fixed: false, photos: names(photos), photos_after: [], position: null };
  return { kind: "hazard.reported", body, photos, about: { title: "隐患：通道堵了" } };
}

export function stop(block: Block, newId: () => string): Entry {
  const body = { id: newId(), why: "要塌", post: null, token: block.token, note: "", photos: [], position: null };
  return { kind: "stopwork.declared", body, photos: [], about: { title: "停工" } };
}

export function opened(block: Block): Entry {
  return { kind: "card.opened", body: { post: block.post, kind: "risk", version: 1 }, photos: [], about: { title: "看了风险清单" } };
}

/** A leader takes up a hazard: it may be on another phone still, then the act waits. */
export function register(hazardId: string, newId: () => string): Entry {
  const body = { id: newId(), hazard: hazardId, act: "register", note: "", photos: [], grade: "general", owner: null, due_on: null, measures: "", interim: "" };
  return { kind: "hazard.acted", body, photos: [], about: { title: "登记隐患" } };
}
