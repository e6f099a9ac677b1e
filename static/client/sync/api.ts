// The only fetch of the app. Every answer is a value: nothing throws, nothing waits for ever.
import type { Photo } from "../model/ops";
import type { Five, FiveLater, KeyIn, KeyOut, Me, PhotoOut, Problem, PushIn, PushOut } from "../model/wire";
import { isFive, isKeyOut, isMe, isPhotoOut, isPushOut } from "./said";

export type Answer<T> =
  | { kind: "ok"; value: T; headers: Headers }
  | { kind: "same" } // 304
  | { kind: "refused"; status: number; problem: Problem; retryAfter?: number } // ms
  | { kind: "unreached"; problem: Problem };

export interface Api {
  me(): Promise<Answer<Me>>;
  manifest(etag: string | null): Promise<Answer<unknown>>;
  bundle(key: string, hash: string): Promise<Answer<unknown>>;
  five(etag: string | null, listed: readonly string[]): Promise<Answer<Five>>;
  fiveLater(said: FiveLater, csrf: string, listed: readonly string[]): Promise<Answer<Five>>;
  signOut(csrf: string): Promise<Answer<null>>;
  push(body: PushIn): Promise<Answer<PushOut>>;
  putPhoto(photo: Photo, enterprise: string): Promise<Answer<PhotoOut>>;
  registerKey(key: KeyIn, csrf: string): Promise<Answer<KeyOut>>;
  endKey(key: string, topN: number, csrf: string): Promise<Answer<null>>;
}

const SHORT = 10_000; // ms
const LONG = 30_000;
const UPLOAD = 60_000;

const NO_LINE: Problem = { code: "offline", message: "没信号，连上网再试" };
const WEAK_LINE: Problem = { code: "timeout", message: "信号太弱，等会儿再试" };
const STRANGE: Problem = { code: "strange", message: "没看懂回话，等会儿再试" };

const WORDS: Readonly<Record<number, string>> = {
  401: "登录过期了，重新进入就好",
  403: "你现在不能看这个，问问班长",
  404: "找不到了，可能换过",
  429: "点得太快了，等一分钟再试",
};

const wordsFor = (status: number): string => WORDS[status] ?? (status >= 500 ? "服务器忙，等会儿再试" : "没成，等会儿再试");

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && typeof (value as Problem).message === "string";
}

/** ms; only seconds are understood, and nothing that makes no sense. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
}

async function refusal(response: Response): Promise<Answer<never>> {
  const said: unknown = await response.json().catch(() => null);
  const problem = isProblem(said) ? said : { code: `http_${response.status}`, message: wordsFor(response.status) };
  const wait = retryAfter(response);
  return { kind: "refused", status: response.status, problem, ...(wait !== undefined && { retryAfter: wait }) };
}

/** A captive portal or a proxy may answer in HTML: that is no answer of ours. */
async function body(response: Response): Promise<Answer<unknown>> {
  try {
    return { kind: "ok", value: await response.json() as unknown, headers: response.headers };
  } catch {
    return { kind: "unreached", problem: STRANGE };
  }
}

async function withLimit<T>(limit: number, work: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  try {
    return await work(stop.signal);
  } catch {
    return { kind: "unreached", problem: stop.signal.aborted ? WEAK_LINE : NO_LINE };
  } finally {
    clearTimeout(timer);
  }
}

async function get(address: string, limit: number, headers: Record<string, string> = {}): Promise<Answer<unknown>> {
  return withLimit(limit, async (signal) => {
    const init: RequestInit = { signal, headers, credentials: "same-origin", cache: "no-store" };
    const response = await fetch(address, init);
    if (response.status === 304) return { kind: "same" };
    return response.ok ? body(response) : refusal(response);
  });
}

async function send(method: "POST" | "PUT", address: string, limit: number, init: RequestInit): Promise<Answer<unknown>> {
  return withLimit(limit, async (signal) => {
    const response = await fetch(address, { ...init, method, signal, credentials: "same-origin", cache: "no-store" });
    return response.ok ? body(response) : refusal(response);
  });
}

const JSON_TYPE = { "Content-Type": "application/json" };

function post(address: string, limit: number, said: unknown, headers: Record<string, string> = {}): Promise<Answer<unknown>> {
  return send("POST", address, limit, { headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(said) });
}

/** Where only the status counts. */
async function tell(address: string, init: RequestInit): Promise<Answer<null>> {
  return withLimit<null>(SHORT, async (signal) => {
    const response = await fetch(address, { ...init, method: "POST", signal, credentials: "same-origin" });
    return response.ok ? { kind: "ok", value: null, headers: response.headers } : refusal(response);
  });
}

/** Whatever is not what we asked for came from somebody else on the way. */
function checked<T>(answer: Answer<unknown>, is: (value: unknown) => value is T): Answer<T> {
  if (answer.kind !== "ok") return answer;
  return is(answer.value) ? { ...answer, value: answer.value } : { kind: "unreached", problem: STRANGE };
}

const csrfHeader = (csrf: string): Record<string, string> => ({ "X-CSRFToken": csrf });

const known = (etag: string | null): Record<string, string> => (etag === null ? {} : { "If-None-Match": etag });

/** Keys that stood on this phone today: the server tells which of them are done. */
const asListed = (keys: readonly string[]): string => (keys.length === 0 ? "" : `?${new URLSearchParams(keys.map((key) => ["listed", key])).toString()}`);

export const api: Api = {
  me: async () => checked(await get("/api/me", SHORT), isMe),
  manifest: (etag) => get("/api/sync/manifest", SHORT, known(etag)),
  bundle: (key, hash) => get(`/api/sync/bundles/${encodeURIComponent(key)}?h=${encodeURIComponent(hash)}`, LONG),
  five: async (etag, listed) => checked(await get(`/api/five${asListed(listed)}`, SHORT, known(etag)), isFive),
  fiveLater: async (said, csrf, listed) => checked(await post(`/api/five/later${asListed(listed)}`, SHORT, said, csrfHeader(csrf)), isFive),
  signOut: (csrf) => tell("/signout", { headers: csrfHeader(csrf) }),
  push: async (said) => checked(await post("/api/sync/push", LONG, said), isPushOut),
  putPhoto: async ({ sha, type, bytes }, enterprise) => {
    const address = `/api/blobs/${encodeURIComponent(sha)}?enterprise=${encodeURIComponent(enterprise)}`;
    return checked(await send("PUT", address, UPLOAD, { headers: { "Content-Type": type }, body: bytes }), isPhotoOut);
  },
  registerKey: async (key, csrf) => checked(await post("/api/sync/keys", SHORT, key, csrfHeader(csrf)), isKeyOut),
  endKey: (key, topN, csrf) => {
    const headers = { ...JSON_TYPE, ...csrfHeader(csrf) };
    return tell(`/api/sync/keys/${encodeURIComponent(key)}/end`, { headers, body: JSON.stringify({ top_n: topN }) });
  },
};
