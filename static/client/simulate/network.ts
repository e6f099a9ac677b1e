// The line between a phone and the server, and all that happens on it.
import { connect } from "node:net";
import { brief, note } from "./trace";

export type LineFault =
  | "none" | "before" | "in" | "after" | "hang" | "hang-after" | "500" | "500-after" | "401" | "429" | "twice" | "late" | "portal" | "abort" | "cached";

export interface Line {
  isOn(): boolean;
  fault(path: string): LineFault;
  /** Fire the timers that a page waits with: nothing will come any more. */
  waitOut(): void;
}

const LOST = "Failed to fetch";
const PUSH = "/api/sync/push";
const stashed: (() => Promise<unknown>)[] = [];

/** Requests that were held up on the way arrive now, long after their page gave up. */
export async function deliverLate(): Promise<void> {
  const late = stashed.splice(0);
  for (const send of late) await send().catch(() => undefined);
}

export class Network {
  readonly #base: string;
  readonly cookies = new Map<string, string>();
  faults = 0;
  #pushed = ""; // the last answer to a push

  constructor(base: string) {
    this.#base = base;
  }

  cookieText(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Straight to the server, with this phone's cookies and no faults. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (init.credentials !== "omit" && this.cookies.size > 0) headers.set("Cookie", this.cookieText());
    const { signal: _signal, ...rest } = init;
    note(`> ${init.method ?? "GET"} ${path} ${brief(init.body)}`);
    const response = await fetch(this.#base + path, { ...rest, headers, redirect: "manual", cache: "no-store" });
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    note(`< ${path} ${response.status} ${isJson ? brief(await response.clone().text()) : ""}`);
    if (init.credentials !== "omit") response.headers.getSetCookie().forEach((line) => this.#keep(line));
    if (path === PUSH && response.ok) this.#pushed = await response.clone().text();
    return response;
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** A page's fetch. */
  async fetch(line: Line, path: string, init: RequestInit = {}): Promise<Response> {
    if (!line.isOn()) throw new TypeError(LOST);
    const fault = line.fault(path);
    if (fault !== "none") {
      this.faults++;
      note(`fault ${fault} at ${path} ${brief(init.body)}`);
    }
    switch (fault) {
      case "before": throw new TypeError(LOST);
      case "in": return this.#cutInTheMiddle(path, init);
      case "after": await this.send(path, init); throw new TypeError(LOST);
      case "hang": return hang(line, init);
      case "hang-after": await this.send(path, init); return hang(line, init);
      case "500": return new Response("<h1>Bad Gateway</h1>", { status: 502 });
      case "500-after": await this.send(path, init); return new Response("", { status: 500 });
      case "401": return Response.json({ code: "signed_out", message: "还没进入" }, { status: 401 });
      case "429": return Response.json({ code: "too_many", message: "慢一点" }, { status: 429, headers: { "Retry-After": "30" } });
      case "twice": await this.send(path, init); return this.send(path, init);
      case "late": stashed.push(() => this.send(path, init)); throw new TypeError(LOST);
      case "portal": return new Response("<html>请登录无线网</html>", { status: 200, headers: { "Content-Type": "text/html" } });
      case "cached": return this.#cached(path);
      case "abort": await this.control("abort", { times: 1 }); return this.send(path, init);
      case "none": return this.send(path, init);
    }
  }

  /** Something on the way answers by itself with what the server said last; where it knows nothing, the line is dead. */
  #cached(path: string): Response {
    if (path !== PUSH || this.#pushed === "") throw new TypeError(LOST);
    return new Response(this.#pushed, { headers: { "Content-Type": "application/json" } });
  }

  /** Half of the request reaches the server, then the line is dead. */
  async #cutInTheMiddle(path: string, init: RequestInit): Promise<never> {
    const body = typeof init.body === "string" ? Buffer.from(init.body) : Buffer.from(init.body instanceof ArrayBuffer ? init.body : new ArrayBuffer(8));
    const { hostname, port } = new URL(this.#base);
    const head = `${init.method ?? "GET"} ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    await new Promise<void>((done) => {
      const socket = connect(Number(port), hostname, () => socket.end(Buffer.concat([Buffer.from(head), body.subarray(0, body.length / 2)]), done));
      socket.on("error", () => done());
    });
    throw new TypeError(LOST);
  }

  /** The simulator's own door to the server. */
  async control<T>(what: string, asked: object = {}): Promise<T> {
    const response = await fetch(`${this.#base}/__sim/${what}`, { method: "POST", body: JSON.stringify(asked) });
    if (!response.ok) throw new Error(`the server's door: ${what} → ${response.status}`);
    return await response.json() as T;
  }
}

function hang(line: Line, init: RequestInit): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new DOMException("aborted", "AbortError"));
    if (!init.signal || init.signal.aborted) return stop(); // another request that hung may have waited this one out too
    init.signal.addEventListener("abort", stop);
    setImmediate(() => line.waitOut());
  });
}
