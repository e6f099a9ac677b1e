// For tests: a server that checks signatures, keeps what it takes, and can be bent; and what a phone needs to write.
import { fromBase64 } from "../model/bytes";
import { newId } from "../model/ids";
import type { LocalOp, Photo } from "../model/ops";
import type { Answer as OpAnswer, KeyIn, KeyOut, OpPayload, PhotoOut, PushIn, PushOut } from "../model/wire";
import { record, type Entry } from "../outbox/record";
import type { AccountStore } from "../store/account";
import type { Answer, Api } from "./api";
import { ensureKey } from "./keys";
import { DONE, sendOps, type PushJob, type Sent } from "./push";
import { sendPhotos } from "./photos";

export const UNREACHED: Answer<never> = { kind: "unreached", problem: { code: "offline", message: "没信号" } };
export const refused = (status: number, code = "no"): Answer<never> => ({ kind: "refused", status, problem: { code, message: "不行" } });
const ok = <T>(value: T): Answer<T> => ({ kind: "ok", value, headers: new Headers() });

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(fromBase64(text.replace(/-/g, "+").replace(/_/g, "/")) ?? new ArrayBuffer(0));

const isKept = (known: Map<string, OpAnswer>, op: OpPayload): boolean => known.get(op.id)?.state === "applied";

export class FakeServer implements Pick<Api, "push" | "putPhoto" | "registerKey" | "endKey"> {
  epoch = "e1";
  backedUpThrough = 0;
  ahead = 0; // ms, its clock before the phone's
  session: string | null = "acc-1";
  readonly keys = new Map<string, { account: string; publicKey: string }>();
  readonly ops = new Map<string, OpAnswer>();
  readonly payloads: OpPayload[] = []; // what it applied, in order
  readonly photos = new Map<string, number>();
  readonly pushes: PushIn[] = [];
  readonly ended: [string, number][] = [];
  #arrival = 0;
  /** What it does with an op that it would take; undefined: take it. */
  judge: (op: OpPayload) => Partial<OpAnswer> | undefined = () => undefined;
  bend: { push?: (sent: PushIn, real: () => Promise<PushOut>) => Promise<Answer<PushOut>>; photo?: (sha: string) => Answer<PhotoOut> | undefined } = {};

  push = async (sent: PushIn): Promise<Answer<PushOut>> => {
    this.pushes.push(sent);
    const real = (): Promise<PushOut> => this.#take(sent);
    return this.bend.push ? this.bend.push(sent, real) : ok(await real());
  };

  async #take(sent: PushIn): Promise<PushOut> {
    for (const [key, certificate] of Object.entries(sent.certificates ?? {})) {
      const [account = "", publicKey = ""] = certificate.split("|");
      if (!this.keys.has(key)) this.keys.set(key, { account, publicKey });
    }
    const answers: OpAnswer[] = [];
    for (const { payload, signature } of sent.ops) answers.push(await this.#answer(payload, signature));
    return { epoch: this.epoch, server_ms: Date.now() + this.ahead, backed_up_through: this.backedUpThrough, answers };
  }

  async #answer(payload: string, signature: string): Promise<OpAnswer> {
    const op = JSON.parse(payload) as OpPayload;
    const key = this.keys.get(op.key);
    if (!key) return { id: op.id, state: "retry", code: "unknown_key", waits_for: "key" };
    if (!await fits(key.publicKey, payload, signature)) return { id: op.id, state: "rejected", code: "bad_signature" };
    if (!isKept(this.ops, op)) {
      const bent = this.judge(op);
      this.ops.set(op.id, bent ? { id: op.id, state: "rejected", ...bent } : { id: op.id, state: "applied", receipt: ++this.#arrival });
      if (!bent) this.payloads.push(op);
    }
    return { id: op.id, state: "retry", ...this.ops.get(op.id), ...this.#photosOf(op) };
  }

  #photosOf(op: OpPayload): Pick<OpAnswer, "lacks" | "photos"> {
    const named = op.body["photos"] as string[] | undefined ?? [];
    const photos = Object.fromEntries([...this.photos].filter(([sha]) => named.includes(sha)));
    return { lacks: named.filter((sha) => !this.photos.has(sha)), photos };
  }

  putPhoto = async ({ sha }: Photo): Promise<Answer<PhotoOut>> => {
    const bent = this.bend.photo?.(sha);
    if (bent) return bent;
    if (!this.payloads.some((op) => (op.body["photos"] as string[] | undefined)?.includes(sha))) return refused(404, "nobody_waits");
    const arrival = this.photos.get(sha) ?? ++this.#arrival;
    this.photos.set(sha, arrival);
    return ok({ sha256: sha, arrival, epoch: this.epoch });
  };

  registerKey = async ({ id, public_key: publicKey }: KeyIn): Promise<Answer<KeyOut>> => {
    if (this.session === null) return refused(401);
    this.keys.set(id, { account: this.session, publicKey });
    return ok({ id, account: this.session, enterprise: "ent-1", certificate: `${this.session}|${publicKey}`, epoch: this.epoch, server_ms: Date.now() });
  };

  endKey = async (key: string, topN: number): Promise<Answer<null>> => {
    this.ended.push([key, topN]);
    return ok(null);
  };

  /** Yesterday's backup, which holds nothing of today. */
  restore(): void {
    this.epoch = `${this.epoch}+`;
    this.backedUpThrough = 0;
    this.keys.clear();
    this.ops.clear();
    this.payloads.length = 0;
    this.photos.clear();
  }
}

async function fits(publicKey: string, payload: string, signature: string): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytesOf(signature), new TextEncoder().encode(payload));
}

export async function photo(text: string): Promise<Photo> {
  const bytes = new TextEncoder().encode(text).buffer;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { sha: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""), type: "image/jpeg", bytes };
}

export function entry(photos: (Photo | string)[] = [], more: Partial<Entry> = {}): Entry {
  const shas = photos.map((one) => (typeof one === "string" ? one : one.sha));
  return { kind: "hazard.reported", body: { id: newId(), name: "护罩松动", photos: shas }, photos, about: { title: "护罩松动" }, ...more };
}

/** A record that was kept. */
export async function write(store: AccountStore, what: Entry = entry()): Promise<LocalOp> {
  const made = await record(store, what);
  if (made.kind !== "saved") throw new Error(`${made.kind}: ${made.problem.message}`);
  return made.op;
}

export const withKey = (server: FakeServer, store: AccountStore): Promise<void> => ensureKey({ api: server, store, csrf: "t" });

export const job = (server: FakeServer, store: AccountStore, more: Partial<PushJob> = {}): PushJob =>
  ({ api: server, store, isOwn: true, knock: false, mayGoOn: async () => true, step: () => undefined, ...more });

export async function send(server: FakeServer, store: AccountStore, more: Partial<PushJob> = {}): Promise<Sent> {
  const sent = await sendOps(job(server, store, more));
  return sent === DONE ? sendPhotos(job(server, store, more)) : sent;
}
