// A file of records that could not be sent: any colleague hands it in, they arrive as their author's.
import { base64, fromBase64 } from "../model/bytes";
import { isPrivate, isUndelivered } from "../model/ops";
import type { Answer as OpAnswer, HandIn, Problem, SignedOp } from "../model/wire";
import type { AccountStore } from "../store/account";
import { api } from "./api";
import { inOrder, portion } from "./push";

export interface HandedIn {
  delivered: number;
  waiting: number; // not taken yet, or not all photos there: hand in again later
  rejected: number;
  problem?: Problem; // why it broke off
}

const NO_FILE: Problem = { code: "bad_file", message: "这不是岗卡导出的文件" };

async function photosOf(store: AccountStore, shas: Iterable<string>): Promise<Record<string, string>> {
  const photos: Record<string, string> = {};
  for (const sha of new Set(shas)) {
    const photo = await store.photo(sha);
    if (photo) photos[sha] = base64(photo.bytes);
  }
  return photos;
}

/** What of this person is not delivered and others may carry, with its photos, in one file; null: there is nothing. */
export async function exportUndelivered(store: AccountStore): Promise<Blob | null> {
  const ops = inOrder((await store.ops()).filter((op) => isUndelivered(op) && !isPrivate(op)));
  if (ops.length === 0) return null;
  const keys = new Set(ops.map(({ key }) => key));
  const certificates = Object.entries(await store.certificates()).filter(([key]) => keys.has(key));
  const file: HandIn = {
    format: "gangka-ops",
    version: 1,
    made_at: new Date().toISOString(),
    ops: ops.map(({ payload, signature }) => ({ payload, signature })),
    certificates: Object.fromEntries(certificates),
    photos: await photosOf(store, ops.flatMap((op) => op.photos)),
  };
  return new Blob([JSON.stringify(file)], { type: "application/json" });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is Record<string, string> => isRecord(value) && Object.values(value).every((each) => typeof each === "string");
const isSigned = (value: unknown): value is SignedOp => isRecord(value) && typeof value["payload"] === "string" && typeof value["signature"] === "string";

async function read(file: Blob): Promise<Required<HandIn> | null> {
  try {
    const { format, version, made_at, ops, certificates = {}, photos = {} } = JSON.parse(await file.text()) as Partial<Record<keyof HandIn, unknown>>;
    if (format !== "gangka-ops" || version !== 1 || !Array.isArray(ops) || !ops.every(isSigned) || !isTexts(certificates) || !isTexts(photos)) return null;
    return { format, version, made_at: String(made_at), ops: ops.map(({ payload, signature }) => ({ payload, signature })), certificates, photos };
  } catch {
    return null;
  }
}

function saidIn({ payload }: SignedOp): { id?: unknown; enterprise?: unknown } {
  try {
    const said: unknown = JSON.parse(payload);
    return isRecord(said) ? said : {};
  } catch {
    return {};
  }
}

interface Fate {
  op: SignedOp;
  answer: OpAnswer;
}

/** The answers so far, and what broke it off. An answer that is not its op's counts for nothing. */
async function pushAll({ ops, certificates }: Required<HandIn>): Promise<{ fates: Fate[]; problem?: Problem }> {
  const fates: Fate[] = [];
  for (let rest = ops; rest.length > 0;) {
    const some = portion(rest);
    rest = rest.slice(some.length);
    const sent = await api.push({ ops: some, certificates });
    if (sent.kind !== "ok") return { fates, ...(sent.kind !== "same" && { problem: sent.problem }) };
    some.forEach((op, place) => {
      const answer = sent.value.answers[place];
      if (answer && (answer.id === saidIn(op).id || answer.id === "")) fates.push({ op, answer });
    });
  }
  return { fates };
}

/** Photos of one record; resolves to whether the server has all it names. */
async function sendPhotos({ op, answer }: Fate, photos: Record<string, string>): Promise<{ isWhole: boolean; problem?: Problem }> {
  let isWhole = true;
  for (const sha of answer.lacks ?? []) {
    const bytes = fromBase64(photos[sha] ?? "");
    if (!bytes || bytes.byteLength === 0) {
      isWhole = false;
      continue;
    }
    const sent = await api.putPhoto({ sha, type: "image/jpeg", bytes }, String(saidIn(op).enterprise));
    if (sent.kind === "unreached") return { isWhole: false, problem: sent.problem };
    isWhole &&= sent.kind === "ok" && sent.value.sha256 === sha;
  }
  return { isWhole };
}

/** Hand in such a file, whoever's it is. Handing it in again does no harm. */
export async function handIn(file: Blob): Promise<HandedIn> {
  const held = await read(file);
  if (!held) return { delivered: 0, waiting: 0, rejected: 0, problem: NO_FILE };
  const { fates, problem } = await pushAll(held);
  const rejected = fates.filter(({ answer }) => answer.state === "rejected").length;
  let [delivered, trouble] = [0, problem];
  for (const fate of fates.filter(({ answer }) => answer.state === "applied" && answer.receipt != null)) {
    const photos = await sendPhotos(fate, held.photos);
    trouble ??= photos.problem;
    if (photos.problem) break;
    if (photos.isWhole) delivered++;
  }
  return { delivered, rejected, waiting: held.ops.length - delivered - rejected, ...(trouble && { problem: trouble }) };
}
