// Writing a record down: signed, numbered, and on the disk with its photos, or not at all.
import { base64url } from "../model/bytes";
import { newId } from "../model/ids";
import type { About, LocalOp, OpKind, Photo } from "../model/ops";
import type { OpPayload, Problem } from "../model/wire";
import type { AccountStore, Signer } from "../store/account";

export interface Entry {
  kind: OpKind;
  body: object;
  photos: readonly (Photo | string)[]; // a string: the SHA-256 of one that is in the store already
  about: About;
  draft?: string; // dropped in the same transaction
  corrects?: string;
}

export type Recorded =
  | { kind: "saved"; op: LocalOp }
  | { kind: "full"; problem: Problem } // nothing was kept; the form and its draft are as they were
  | { kind: "noKey"; problem: Problem };

const NO_KEY: Problem = { code: "no_key", message: "连上网进一次，才能记" };
const NO_CRYPTO: Problem = { code: "no_crypto", message: "这里记不了：网址不是 https，或者浏览器太旧。告诉管理员" };
const FULL: Problem = { code: "full", message: "手机存不下了，先删几个视频，再点一次" };
const CLOSED: Problem = { code: "closed", message: "没存上，关掉岗卡再打开，再点一次" };
const NOT_KEPT: Problem = { code: "not_kept", message: "没存上，再点一次" };
const PHOTO_GONE: Problem = { code: "photo_gone", message: "照片不在手机里了，重拍一张" };

const SCHEMA = 1;

interface Moment {
  id: string;
  at: number; // ms
  offsetMs: number | null;
}

function payloadOf(entry: Entry, signer: Signer, { id, at, offsetMs }: Moment): string {
  const payload: OpPayload = {
    id,
    enterprise: signer.enterprise,
    author: signer.account,
    key: signer.id,
    kind: entry.kind,
    schema: SCHEMA,
    captured_at: new Date(at).toISOString(),
    offset_ms: offsetMs,
    n: signer.n + 1,
    corrects: entry.corrects ?? null,
    body: entry.body as Record<string, unknown>,
  };
  return JSON.stringify(payload);
}

async function sign(text: string, key: CryptoKey): Promise<string> {
  return base64url(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, new TextEncoder().encode(text)));
}

const shaOf = (photo: Photo | string): string => (typeof photo === "string" ? photo : photo.sha);

async function written(entry: Entry, signer: Signer, moment: Moment): Promise<LocalOp> {
  const payload = payloadOf(entry, signer, moment);
  return {
    id: moment.id,
    n: signer.n + 1,
    kind: entry.kind,
    key: signer.id,
    enterprise: signer.enterprise,
    author: signer.account,
    capturedAt: moment.at,
    payload,
    signature: await sign(payload, signer.privateKey),
    photos: [...new Set(entry.photos.map(shaOf))],
    about: entry.about,
    state: "held",
    arrived: {},
    ...(entry.corrects !== undefined && { corrects: entry.corrects }),
  };
}

/** Two tabs may write at once: whoever comes second finds its number given, and signs anew with the next. */
async function write(store: AccountStore, entry: Entry): Promise<Recorded> {
  const photos = entry.photos.filter((photo) => typeof photo !== "string");
  const moment: Moment = { id: newId(), at: Date.now(), offsetMs: (await store.contact())?.offsetMs ?? null };
  for (;;) {
    const signer = await store.signer();
    if (!globalThis.crypto?.subtle) return { kind: "noKey", problem: NO_CRYPTO };
    if (!signer || signer.certificate === "") return { kind: "noKey", problem: NO_KEY };
    const op = await written(entry, signer, moment);
    const added = await store.add({ op, photos, draft: entry.draft ?? null });
    if (added === "saved") return { kind: "saved", op };
    if (added === "keyless") return { kind: "noKey", problem: NO_KEY };
    if (added === "photoGone") return { kind: "full", problem: PHOTO_GONE };
  }
}

function problemOf(reason: unknown): Recorded {
  switch ((reason as { name?: unknown } | null)?.name) {
    case "LeftError": return { kind: "noKey", problem: NO_KEY };
    case "QuotaExceededError": return { kind: "full", problem: FULL };
    case "InvalidStateError": return { kind: "full", problem: CLOSED };
    default: return { kind: "full", problem: NOT_KEPT };
  }
}

/** "已保存在手机" may be said once this has resolved to `saved`, and not before. Nothing throws. */
export async function record(store: AccountStore, entry: Entry): Promise<Recorded> {
  try {
    return await write(store, entry);
  } catch (reason) {
    return problemOf(reason);
  }
}

/** What an op says, as it was signed. Whoever asks knows by its kind what T is: this phone wrote it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- spares every caller a cast
export function bodyOf<T extends object = Record<string, unknown>>(op: LocalOp): T {
  return (JSON.parse(op.payload) as { body: T }).body;
}
