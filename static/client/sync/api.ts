// The only fetch of the app. Every answer is a value: nothing throws, nothing waits for ever.
import type { Me, Problem } from "../model/wire";

export type Answer<T> =
  | { kind: "ok"; value: T; headers: Headers }
  | { kind: "same" } // 304
  | { kind: "refused"; status: number; problem: Problem }
  | { kind: "unreached"; problem: Problem };

export interface Api {
  me(): Promise<Answer<Me>>;
  manifest(etag: string | null): Promise<Answer<unknown>>;
  bundle(key: string, hash: string): Promise<Answer<unknown>>;
  signOut(csrf: string): Promise<Answer<null>>;
}

const SHORT = 10_000; // ms
const LONG = 30_000;

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

async function refusal(response: Response): Promise<Answer<never>> {
  const said: unknown = await response.json().catch(() => null);
  const problem = isProblem(said) ? said : { code: `http_${response.status}`, message: wordsFor(response.status) };
  return { kind: "refused", status: response.status, problem };
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

async function post(address: string, csrf: string): Promise<Answer<null>> {
  return withLimit<null>(SHORT, async (signal) => {
    const response = await fetch(address, { method: "POST", signal, credentials: "same-origin", headers: { "X-CSRFToken": csrf } });
    return response.ok ? { kind: "ok", value: null, headers: response.headers } : refusal(response);
  });
}

export const api: Api = {
  me: async () => await get("/api/me", SHORT) as Answer<Me>,
  manifest: (etag) => get("/api/sync/manifest", SHORT, etag === null ? {} : { "If-None-Match": etag }),
  bundle: (key, hash) => get(`/api/sync/bundles/${encodeURIComponent(key)}?h=${encodeURIComponent(hash)}`, LONG),
  signOut: (csrf) => post("/signout", csrf),
};

