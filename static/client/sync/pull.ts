// Pull is a set, not a log: compare with what the server lists, fetch what is missing, swap the whole set at once.
import { isBundle, isManifest, isPlausible, readable } from "../model/manifest";
import type { Manifest, Problem } from "../model/wire";
import { judged } from "../outbox/settle";
import type { AccountStore } from "../store/account";
import type { Answer, Api } from "./api";

export type PullResult =
  | { kind: "same" }
  | { kind: "updated"; changed: string[]; removed: number }
  | { kind: "signedOut"; problem: Problem }
  | { kind: "failed"; problem: Problem };

export interface PullJob {
  api: Pick<Api, "manifest" | "bundle">;
  store: AccountStore;
  now: () => number;
  progress?: (done: number, total: number) => void;
}

const AT_ONCE = 4;
const IMPLAUSIBLE: Problem = { code: "implausible", message: "服务器给的清单不对，手机上的没动" };
const MOVED: Problem = { code: "moved", message: "资料正在换，等会儿再试" };

const failed = (problem: Problem): PullResult => ({ kind: "failed", problem });

function refusedResult(answer: Exclude<Answer<unknown>, { kind: "ok" | "same" }>): PullResult {
  const isSignedOut = answer.kind === "refused" && answer.status === 401;
  return { kind: isSignedOut ? "signedOut" : "failed", problem: answer.problem };
}

function lacking({ bundles }: Manifest, held: Held): [string, string][] {
  return Object.entries(bundles).filter(([key, hash]) => held[key] !== hash);
}

/** null: it is staged. */
async function fetchOne({ api, store }: PullJob, key: string, hash: string): Promise<PullResult | null> {
  const answer = await api.bundle(key, hash);
  if (answer.kind === "refused" && answer.status === 404) return failed(MOVED); // changed since the manifest: the next pull mends it
  if (answer.kind !== "ok") return answer.kind === "same" ? failed(MOVED) : refusedResult(answer);
  if (!isBundle(answer.value, key)) return failed(IMPLAUSIBLE);
  await store.stage({ key, hash: answer.headers.get("X-Bundle-Hash") ?? hash, bundle: answer.value });
  return null;
}

/** A few at a time; the first failure ends it, and what has arrived stays staged. */
async function fetchAll(job: PullJob, wanted: readonly [string, string][], total: number): Promise<PullResult | null> {
  const queue = [...wanted];
  const failures: PullResult[] = [];
  let done = total - wanted.length;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next && failures.length === 0; next = queue.shift()) {
      const failure = await fetchOne(job, ...next);
      if (failure) failures.push(failure);
      else job.progress?.(++done, total);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failures[0] ?? null;
}

type Held = Readonly<Record<string, string>>;

async function take(job: PullJob, manifest: Manifest, etag: string | null, held: Held): Promise<PullResult> {
  const changed = lacking(manifest, held);
  const arrived = await job.store.arrived(new Map(changed));
  const failure = await fetchAll(job, changed.filter(([key]) => !arrived.has(key)), changed.length);
  if (failure) return failure;
  const keys = new Set(Object.keys(manifest.bundles));
  await job.store.swap(keys, { epoch: manifest.epoch, etag, pulledAt: job.now() });
  const removed = Object.keys(held).filter((key) => !keys.has(key)).length;
  return { kind: "updated", changed: changed.map(([key]) => key), removed };
}

/** A server that was restored since asks for what the phone still holds; and what it has backed up counts as backed up. */
function meet(store: AccountStore, sentIn: string | undefined, { epoch, backed_up_through }: Manifest): Promise<void> {
  const said = { epoch, ...(Number.isSafeInteger(backed_up_through) && { backedUpThrough: backed_up_through }) };
  return store.amend((held) => judged(held, sentIn, said, (op) => op));
}

export async function pull(job: PullJob): Promise<PullResult> {
  const { api, store, now } = job;
  const [mark, contact] = [await store.mark(), await store.contact()];
  const answer = await api.manifest(mark?.etag ?? null);
  if (answer.kind === "same") {
    await store.touch(now());
    return { kind: "same" };
  }
  if (answer.kind !== "ok") return refusedResult(answer);
  const held = mark?.held ?? {};
  if (!isManifest(answer.value)) return failed(IMPLAUSIBLE);
  const manifest = readable(answer.value);
  if (!isPlausible(manifest, store.account, Object.keys(held).length)) return failed(IMPLAUSIBLE);
  await meet(store, contact?.epoch, manifest);
  const isWhole = Object.keys(manifest.bundles).length === Object.keys(answer.value.bundles).length;
  return take(job, manifest, isWhole ? answer.headers.get("ETag") : null, held); // an app that reads more asks again
}
