import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { PersonalBundle, PostBundle } from "../model/wire";
import { AccountStore } from "../store/account";
import type { Answer } from "./api";
import { pull, type PullResult } from "./pull";

type Bundle = PostBundle | PersonalBundle;

const ME = "acc-1";
const person = (posts: string[]): PersonalBundle => ({ kind: "me", id: ME, name: "王建国", employee_no: "1", enterprise: "矿", console: false, posts: posts.map((id) => ({ id, mine: true, since: null })) });
const post = (id: string, title = id): PostBundle => ({ kind: "post", id, title, enterprise: "矿", units: ["车间"], level: 2, acts: "", labels: [{ token: `token-${id}`, code: `code-${id}` }], stops: [], cards: [] });

const unreached: Answer<never> = { kind: "unreached", problem: { code: "offline", message: "没信号" } };
const refused = (status: number): Answer<never> => ({ kind: "refused", status, problem: { code: "no", message: "不行" } });

/** A server with a set of bundles; what it says can be bent. */
class Server {
  account = ME;
  asked: string[] = [];
  readonly bundles = new Map<string, Bundle>();
  bend: { manifest?: Answer<unknown>; bundle?: (key: string) => Answer<unknown> | undefined } = {};

  hold(...bundles: Bundle[]): void {
    this.bundles.clear();
    bundles.forEach((bundle) => this.bundles.set(`${bundle.kind ?? ""}:${bundle.id}`, bundle));
  }

  manifest = async (etag: string | null): Promise<Answer<unknown>> => {
    if (this.bend.manifest) return this.bend.manifest;
    const value = { epoch: "e1", account: this.account, bundles: Object.fromEntries([...this.bundles].map(([key, bundle]) => [key, hashOf(bundle)])) };
    const now = JSON.stringify(value);
    return etag === now ? { kind: "same" } : { kind: "ok", value, headers: new Headers({ ETag: now.replace(/[^\x20-\x7e]/g, "?") }) };
  };

  bundle = async (key: string): Promise<Answer<unknown>> => {
    this.asked.push(key);
    const [bent, found] = [this.bend.bundle?.(key), this.bundles.get(key)];
    if (bent) return bent;
    return found ? { kind: "ok", value: found, headers: new Headers({ "X-Bundle-Hash": hashOf(found) }) } : refused(404);
  };
}

function hashOf(bundle: Bundle): string {
  let hash = 7;
  for (const letter of JSON.stringify(bundle)) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_000_007;
  return hash.toString(16);
}

let server: Server;
let store: AccountStore;
const run = (): Promise<PullResult> => pull({ api: server, store, now: () => 1000 });
const held = async (): Promise<string[]> => (await store.posts()).map(({ title }) => title).sort();

beforeEach(async () => {
  server = new Server();
  store = await AccountStore.open(ME);
});
afterEach(() => store.wipe());

test("the first pull brings everything", async () => {
  server.hold(person(["p1", "p2"]), post("p1"), post("p2"));
  assert.equal((await run()).kind, "updated");
  assert.deepEqual(await held(), ["p1", "p2"]);
  assert.equal((await store.person())?.name, "王建国");
  assert.equal((await store.postByToken("token-p2"))?.id, "p2");
  assert.equal((await store.postByCode("code-p1"))?.id, "p1");
});

test("only what has changed is fetched again", async () => {
  server.hold(person(["p1", "p2"]), post("p1"), post("p2"));
  await run();
  server.asked = [];
  server.hold(person(["p1", "p2"]), post("p1", "新名"), post("p2"));
  assert.deepEqual(await run(), { kind: "updated", changed: ["post:p1"], removed: 0 });
  assert.deepEqual(server.asked, ["post:p1"]);
  assert.deepEqual(await held(), ["p2", "新名"]);
});

test("304: nothing is fetched, but it counts as looked after", async () => {
  server.hold(person([]));
  await run();
  server.bend.manifest = { kind: "same" };
  const later = await pull({ api: server, store, now: () => 2000 });
  assert.equal(later.kind, "same");
  assert.equal((await store.mark())?.pulledAt, 2000);
});

test("a moved worker: the old post goes with the new one's coming", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  server.hold(person(["p2"]), post("p2"));
  assert.deepEqual(await run(), { kind: "updated", changed: ["me:acc-1", "post:p2"], removed: 1 });
  assert.deepEqual(await held(), ["p2"]);
  assert.equal(await store.post("p1"), undefined);
  assert.equal(await store.postByToken("token-p1"), undefined);
});

test("a pull broken off changes nothing, and the next one goes on where it stopped", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  server.hold(person(["p1", "p2"]), post("p1", "新名"), post("p2"));
  server.bend.bundle = (key) => (key === "post:p2" ? unreached : undefined);
  assert.equal((await run()).kind, "failed");
  assert.deepEqual(await held(), ["p1"]);
  server.bend = {};
  server.asked = [];
  assert.equal((await run()).kind, "updated");
  assert.deepEqual(server.asked, ["post:p2"]);
  assert.deepEqual(await held(), ["p2", "新名"]);
});

test("what was fetched for a set that has changed since is not used", async () => {
  server.hold(person(["p1", "p2"]), post("p1", "一"), post("p2"));
  server.bend.bundle = (key) => (key === "post:p2" ? unreached : undefined);
  await run();
  server.bend = {};
  server.hold(person(["p1"]), post("p1", "二"));
  await run();
  assert.deepEqual(await held(), ["二"]);
});

test("an empty or strange manifest, or another person's, removes nothing", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  const answers: unknown[] = [{ epoch: "e", account: ME, bundles: {} }, { epoch: "e", account: "acc-2", bundles: { "me:acc-2": "1" } }, "<html>", null, { bundles: 3 }];
  for (const value of answers) {
    server.bend.manifest = { kind: "ok", value, headers: new Headers() };
    assert.equal((await run()).kind, "failed");
    assert.deepEqual(await held(), ["p1"]);
  }
});

test("a bundle that is not the one asked for is refused", async () => {
  server.hold(person(["p1"]), post("p1"));
  server.bend.bundle = () => ({ kind: "ok", value: post("p9"), headers: new Headers() });
  assert.equal((await run()).kind, "failed");
  assert.deepEqual(await held(), []);
});

test("signed out: cards stay", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  server.bend.manifest = refused(401);
  assert.equal((await run()).kind, "signedOut");
  assert.deepEqual(await held(), ["p1"]);
});

test("no line, or a server in trouble: cards stay", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  for (const answer of [unreached, refused(503)]) {
    server.bend.manifest = answer;
    assert.equal((await run()).kind, "failed");
  }
  assert.deepEqual(await held(), ["p1"]);
});

test("a bundle gone between the manifest and its fetching: the next pull mends it", async () => {
  server.hold(person(["p1", "p2"]), post("p1"), post("p2"));
  server.bend.bundle = (key) => (key === "post:p2" ? refused(404) : undefined);
  assert.equal((await run()).kind, "failed");
  server.bend = {};
  assert.equal((await run()).kind, "updated");
  assert.deepEqual(await held(), ["p1", "p2"]);
});

test("a bundle newer than the manifest is kept under its own hash", async () => {
  server.hold(person(["p1"]), post("p1"));
  const newer = post("p1", "更新");
  server.bend.bundle = (key) => (key === "post:p1" ? { kind: "ok", value: newer, headers: new Headers({ "X-Bundle-Hash": hashOf(newer) }) } : undefined);
  await run();
  server.bend = {};
  server.asked = [];
  server.hold(person(["p1"]), newer);
  await run();
  assert.deepEqual(server.asked, []);
  assert.deepEqual(await held(), ["更新"]);
});

test("progress counts what has arrived", async () => {
  server.hold(person(["p1"]), post("p1"));
  const seen: string[] = [];
  await pull({ api: server, store, now: () => 1, progress: (done, total) => seen.push(`${done}/${total}`) });
  assert.deepEqual(seen, ["1/2", "2/2"]);
});

test("two accounts on one phone do not see each other", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  const other = await AccountStore.open("acc-2");
  assert.deepEqual(await other.posts(), []);
  await other.wipe();
  assert.deepEqual(await held(), ["p1"]);
});

test("wiped is wiped", async () => {
  server.hold(person(["p1"]), post("p1"));
  await run();
  await store.wipe();
  store = await AccountStore.open(ME);
  assert.deepEqual([await held(), await store.mark()], [[], undefined]);
});

test("what only a newer app reads is left out, and asked for again once it can be read", async () => {
  server.hold(person(["p1"]), post("p1"));
  const whole = await server.manifest(null) as { kind: "ok"; value: { bundles: Record<string, string> }; headers: Headers };
  whole.value.bundles["later:1"] = "ab";
  server.bend = { manifest: whole };
  assert.equal((await run()).kind, "updated");
  assert.equal(server.asked.includes("later:1"), false);
  assert.equal((await store.mark())?.etag, null);
});
