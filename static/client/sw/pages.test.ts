import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { isCardPage, keepAll, renew, type PageKeeper } from "./pages";

/** The little of a Cache that a keeper needs. */
class FakeCache {
  readonly held = new Map<string, Response>();
  match = async (path: string): Promise<Response | undefined> => this.held.get(path)?.clone();
  put = async (path: string, answer: Response): Promise<void> => void this.held.set(path, answer.clone());
  text = async (path: string): Promise<string | undefined> => (await this.match(path))?.text();
}

/** As the server answers below /p/. */
const ours = (body: string, { status = 200 } = {}): Response => new Response(body, { status, headers: { "X-Gangka": "card" } });

let cache: FakeCache;
let asked: string[];

function keeper(answer: (path: string, signal: AbortSignal) => Response | Promise<Response>): PageKeeper {
  const fetch = async (path: string, signal: AbortSignal): Promise<Response> => {
    asked.push(path);
    return answer(path, signal);
  };
  return { cache: cache as unknown as Cache, fetch, limit: 20 };
}

beforeEach(() => {
  cache = new FakeCache();
  asked = [];
});

test("a first card is kept", async () => {
  assert.equal(await renew(keeper(() => ours("一")), "/p/a"), "same");
  assert.equal(await cache.text("/p/a"), "一");
});

test("a newer card takes the place of the kept one", async () => {
  await cache.put("/p/a", ours("一"));
  assert.equal(await renew(keeper(() => ours("二")), "/p/a"), "changed");
  assert.equal(await cache.text("/p/a"), "二");
  assert.equal(await renew(keeper(() => ours("二")), "/p/a"), "same");
});

test("a code out of use: the card stays readable, and says so; back in use, it is clean again", async () => {
  await cache.put("/p/a", ours("一"));
  assert.equal(await renew(keeper(() => ours("", { status: 410 })), "/p/a"), "gone");
  assert.equal(await cache.text("/p/a"), "一");
  assert.equal((await cache.match("/p/a"))?.headers.get("X-Gangka-Gone"), "1");
  await renew(keeper(() => ours("一")), "/p/a");
  assert.equal((await cache.match("/p/a"))?.headers.has("X-Gangka-Gone"), false);
});

test("a network's own page never takes the place of a card", async () => {
  await cache.put("/p/a", ours("一"));
  assert.equal(await renew(keeper(() => new Response("请先登录无线网")), "/p/a"), "unreached");
  assert.equal(await renew(keeper(() => new Response("", { status: 404 })), "/p/a"), "unreached");
  assert.equal(await cache.text("/p/a"), "一");
});

test("an unknown code keeps nothing", async () => {
  assert.equal(await renew(keeper(() => ours("", { status: 404 })), "/p/a"), "gone");
  assert.equal(await cache.match("/p/a"), undefined);
});

test("no line, a server in trouble: the kept card stays as it is", async () => {
  await cache.put("/p/a", ours("一"));
  for (const answer of [() => Promise.reject(new TypeError("no line")), () => ours("", { status: 503 })]) {
    assert.equal(await renew(keeper(answer), "/p/a"), "unreached");
    assert.equal(await cache.text("/p/a"), "一");
  }
});

test("a weak line does not hold on for ever", async () => {
  const never = (_path: string, signal: AbortSignal): Promise<Response> =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  assert.equal(await renew(keeper(never), "/p/a"), "unreached");
});

test("keeping many: those here are left alone, unless asked to look again", async () => {
  await cache.put("/p/a", ours("一"));
  const from = keeper((path) => ours(path));
  assert.equal(await keepAll(from, ["/p/a", "/p/b", "/p/c"], false), true);
  assert.deepEqual(asked, ["/p/b", "/p/c"]);
  assert.equal(await keepAll(from, ["/p/a"], true), true);
  assert.equal(await cache.text("/p/a"), "/p/a");
});

test("keeping many: one that did not come is told", async () => {
  const from = keeper((path) => (path === "/p/b" ? Promise.reject(new TypeError("no line")) : ours(path)));
  assert.equal(await keepAll(from, ["/p/a", "/p/b", "/p/c"], false), false);
  assert.equal(cache.held.size, 2);
});

test("only public cards are kept", () => {
  for (const path of ["/p/abc", "/p/a-b_c/risk", "/p/abc/duty"]) assert.ok(isCardPage(path), path);
  for (const path of ["/", "/p/", "/p/abc/secret", "/console/", "/api/me", "/k/abc", "/signin", "/p/abc/risk/x", "/c/123"]) assert.equal(isCardPage(path), false, path);
});
