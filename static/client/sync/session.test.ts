import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { LocalOp } from "../model/ops";
import type { Me, PushIn } from "../model/wire";
import { AccountStore } from "../store/account";
import { accounts, ending, forgetAccount, forgetEnding, holder, setHolder } from "../store/device";
import { entry, FakeServer, photo, write } from "./fakeserver";
import { exportUndelivered, handIn } from "./handin";
import { lapsed, noteRecorded, pushNow, refresh, safety, session, signOut, undelivered } from "./session";

// The phone's browser around the app: its line, its cookies, and what a server would answer there.
const phone = { cookie: "", isOn: true, asked: [] as string[] };
let server: FakeServer;
let bundles: Record<string, unknown>;

const json = (value: unknown, headers: Record<string, string> = {}): Response => Response.json(value, { headers });

async function answer(path: string, init: RequestInit): Promise<Response> {
  const said = typeof init.body === "string" ? JSON.parse(init.body) as unknown : null;
  const from = async (made: Promise<{ kind: string; value?: unknown; status?: number; problem?: unknown }>): Promise<Response> => {
    const got = await made;
    if (got.kind === "unreached") throw new TypeError("Failed to fetch");
    return got.kind === "ok" ? json(got.value) : Response.json(got.problem, { status: got.status ?? 500 });
  };
  const key = /\/keys\/([^/]+)\/end$/.exec(path)?.[1];
  if (path === "/api/me") return json({ account: server.session, name: server.session ?? "", csrf: "t" } satisfies Me);
  if (path === "/signout") {
    server.session = null;
    phone.cookie = "gangka-who=-";
    return new Response(null, { status: 204 });
  }
  if (path === "/api/sync/push") return from(server.push(said as PushIn));
  if (path === "/api/sync/keys") return from(server.registerKey(said as never));
  if (key !== undefined) return from(server.endKey(key, (said as { top_n: number }).top_n));
  if (path.startsWith("/api/blobs/")) return from(server.putPhoto({ sha: path.slice(11).split("?")[0] ?? "", type: "image/jpeg", bytes: init.body as ArrayBuffer }));
  if (server.session === null) return Response.json({ code: "signed_out", message: "还没进入" }, { status: 401 });
  const me = `me:${server.session}`;
  if (path === "/api/sync/manifest") return json({ epoch: server.epoch, account: server.session, backed_up_through: server.backedUpThrough, bundles: { [me]: "1", ...bundles } });
  return json({ kind: "me", id: server.session, name: server.session, posts: [] });
}

async function fakeFetch(path: string, init: RequestInit = {}): Promise<Response> {
  phone.asked.push(path);
  if (!phone.isOn) throw new TypeError("Failed to fetch");
  return answer(path, init);
}

const real = { fetch: globalThis.fetch, setTimeout: globalThis.setTimeout };

beforeEach(() => {
  server = new FakeServer();
  bundles = {};
  Object.assign(phone, { cookie: "", isOn: true, asked: [] });
  const page = { get cookie() { return phone.cookie; }, set cookie(line: string) { phone.cookie = line.split(";")[0] ?? ""; } };
  Object.assign(globalThis, {
    fetch: fakeFetch, document: page,
    setTimeout: (work: () => void, delay: number) => (delay < 1000 ? real.setTimeout(work, delay) : 0), // what is planned for later never comes
  });
});

afterEach(async () => {
  session.get()?.store?.close();
  session.set(undefined);
  await setHolder(null);
  await forgetEnding();
  for (const { account } of await accounts()) {
    await (await AccountStore.open(account)).wipe();
    await forgetAccount(account);
  }
  Object.assign(globalThis, real);
});

function signIn(account: string): void {
  server.session = account;
  phone.cookie = `gangka-who=${account}`;
}

/** The app is closed and opened again. */
async function reopen(): Promise<void> {
  session.get()?.store?.close();
  session.set(undefined);
  await refresh();
}

const mine = (): AccountStore => {
  const store = session.get()?.store;
  assert.ok(store);
  return store;
};
const stateOf = async ({ id }: LocalOp): Promise<string | undefined> => (await mine().op(id))?.state;
const databases = async (): Promise<string[]> => (await indexedDB.databases()).map(({ name }) => name ?? "").filter((name) => /acc/.test(name)).sort();

test("signing in makes a key, and what is written is sent and counted", async () => {
  signIn("acc-1");
  await refresh();
  assert.deepEqual(session.get()?.holder, { account: "acc-1", name: "acc-1" });
  const op = await write(mine());
  phone.isOn = false;
  await noteRecorded();
  await pushNow();
  assert.deepEqual([safety.get().held, await undelivered()], [1, 1]);
  phone.isOn = true;
  await pushNow();
  assert.deepEqual([await stateOf(op), safety.get().held, safety.get().delivered, safety.get().sending], ["delivered", 0, 1, null]);
});

test("first what waits goes, then comes what is new", async () => {
  signIn("acc-1");
  await refresh();
  await write(mine());
  phone.asked = [];
  await refresh();
  assert.ok(phone.asked.indexOf("/api/sync/push") < phone.asked.indexOf("/api/sync/manifest"));
});

test("a phone with nothing to send tells that it lives", async () => {
  signIn("acc-1");
  await refresh();
  server.pushes.length = 0;
  await refresh();
  assert.deepEqual(server.pushes.map(({ ops, phone: says }) => [ops.length, says?.top_n]), [[0, 0]]);
});

test("a lapsed session loses nothing and holds nothing back", async () => {
  signIn("acc-1");
  await refresh();
  server.session = null;
  const op = await write(mine());
  await refresh();
  assert.deepEqual([lapsed.get(), session.get()?.holder?.account, await stateOf(op)], [true, "acc-1", "delivered"]);
});

test("the manifest of a restored server has everything offered again at once", async () => {
  signIn("acc-1");
  await refresh();
  const op = await write(mine());
  await pushNow();
  server.restore();
  await refresh();
  assert.deepEqual([await stateOf(op), server.payloads.length], ["delivered", 1]);
});

for (const left of [false, true]) {
  test(`a restored server that has forgotten the session too gets everything again${left ? ", with nobody on the phone" : ""}`, async () => {
    signIn("acc-1");
    await refresh();
    const op = await write(mine());
    await pushNow();
    if (left) await signOut();
    server.restore();
    server.session = null;
    await refresh();
    assert.deepEqual(server.payloads.map(({ id }) => id), [op.id]);
  });
}

test("signing out with all backed up leaves nothing, ends the key and the session", async () => {
  server.backedUpThrough = 9;
  signIn("acc-1");
  await refresh();
  await write(mine());
  assert.equal(await signOut(), null);
  assert.deepEqual([session.get()?.holder, await databases(), server.session], [null, [], null]);
  assert.deepEqual(server.ended.map(([, top]) => top), [1]);
});

test("signing out without a line: gone from sight at once, records stay, and the server hears of it first of all", async () => {
  server.backedUpThrough = 9;
  signIn("acc-1");
  await refresh();
  const op = await write(mine(), entry([await photo("a")]));
  phone.isOn = false;
  assert.equal(await signOut(), null);
  assert.deepEqual([session.get()?.holder, await holder(), safety.get().others, safety.get().held], [null, undefined, 1, 0]);
  await reopen();
  assert.equal(session.get()?.holder, null);
  phone.isOn = true;
  phone.asked = [];
  await refresh();
  assert.deepEqual([phone.asked.slice(0, 3).map((path) => path.replace(/[0-9a-f-]{36}/, "<key>")), server.session], [["/api/me", "/api/sync/keys/<key>/end", "/signout"], null]);
  assert.deepEqual([server.payloads.map(({ id }) => id), server.photos.size, await databases(), safety.get().others], [[op.id], 1, [], 0]);
});

test("what one left delivered goes again to a server that lost it, whoever holds the phone then", async () => {
  signIn("acc-1");
  await refresh();
  const op = await write(mine());
  await signOut();
  assert.deepEqual([server.payloads.length, safety.get().others], [1, 0]);
  server.restore();
  signIn("acc-2");
  await reopen();
  assert.deepEqual(server.payloads.map(({ id, author }) => [id, author]), [[op.id, "acc-1"]]);
});

test("signed in again before the server heard of the leaving: the new session stays", async () => {
  signIn("acc-1");
  await refresh();
  phone.isOn = false;
  await signOut();
  phone.isOn = true;
  signIn("acc-1");
  await reopen();
  assert.deepEqual([server.session, session.get()?.holder?.account, await ending()], ["acc-1", "acc-1", undefined]);
  assert.equal(server.ended.length, 1);
  await write(mine());
});

test("the next person sends what the one before left, and never sees it", async () => {
  signIn("acc-1");
  await refresh();
  const op = await write(mine());
  server.bend.push = async () => ({ kind: "refused", status: 503, problem: { code: "busy", message: "" } });
  signIn("acc-2");
  await reopen();
  assert.deepEqual([(await mine().ops()).length, safety.get().held, safety.get().others], [0, 0, 1]);
  server.bend = {};
  await pushNow();
  assert.deepEqual([server.payloads.map(({ id, author }) => [id, author]), safety.get().others], [[[op.id, "acc-1"]], 0]);
  assert.ok(server.pushes.every(({ phone: says, ops }) => says === undefined || ops.length === 0));
});

test("back on the phone, a person finds their own undelivered records", async () => {
  signIn("acc-1");
  await refresh();
  server.judge = () => ({ code: "incomplete", message: "少一张照片" });
  const op = await write(mine());
  signIn("acc-2");
  await reopen();
  signIn("acc-1");
  await reopen();
  assert.equal(await stateOf(op), "rejected");
  assert.equal((await write(mine())).n, 1); // with a key of its own
});

test("the cookie alone, without a line, puts the one before out of sight", async () => {
  signIn("acc-1");
  await refresh();
  await write(mine());
  phone.isOn = false;
  phone.cookie = "gangka-who=acc-2";
  await reopen();
  assert.deepEqual([session.get()?.holder, safety.get().others], [null, 1]);
});

test("a session that is another's by now registers no key of mine", async () => {
  signIn("acc-1");
  server.registerKey = async ({ id }) => ({ kind: "ok", headers: new Headers(), value: { id, account: "acc-2", enterprise: "e", certificate: "c", epoch: "e1", server_ms: 0 } });
  await refresh();
  assert.equal(await mine().signer().then((signer) => signer?.certificate ?? ""), "");
});

test("a file of what is undelivered, handed in by somebody else", async () => {
  signIn("acc-1");
  await refresh();
  await write(mine());
  await pushNow();
  assert.equal(await exportUndelivered(mine()), null);
  phone.isOn = false;
  const whole = await write(mine(), entry([await photo("a")]));
  const refusedOne = await write(mine());
  const waiting = await write(mine());
  const file = await exportUndelivered(mine());
  assert.ok(file);
  assert.equal((await handIn(file)).problem?.code, "offline");
  phone.isOn = true;
  signIn("acc-2");
  server.keys.clear(); // only the certificates in the file tell
  server.judge = ({ id }) => (id === refusedOne.id ? { code: "no" } : id === waiting.id ? { state: "retry" } : undefined);
  assert.deepEqual(await handIn(file), { delivered: 1, rejected: 1, waiting: 1 });
  assert.ok(server.payloads.some(({ id, author }) => id === whole.id && author === "acc-1"));
  assert.equal(server.photos.size, 1);
  assert.deepEqual(await handIn(file), { delivered: 1, rejected: 1, waiting: 1 });
  assert.equal(await stateOf(whole), "held"); // until its own phone hears of it
  await pushNow();
  assert.equal(await stateOf(whole), "delivered");
});

test("what a person got wrong is in no file that others carry", async () => {
  signIn("acc-1");
  await refresh();
  phone.isOn = false;
  await write(mine(), { ...entry(), kind: "recite.answered" });
  assert.equal(await exportUndelivered(mine()), null);
  const check = await write(mine());
  const file = JSON.parse(await (await exportUndelivered(mine()))?.text() ?? "{}") as { ops: { payload: string }[] };
  assert.deepEqual(file.ops.map(({ payload }) => (JSON.parse(payload) as { id: string }).id), [check.id]);
  assert.equal((await mine().ops()).length, 2); // it stays, and goes out by itself
});

test("a file that is something else is said to be so", async () => {
  for (const text of ["<html>", "{}", '{"format":"gangka-ops","version":1,"ops":[{}]}']) assert.equal((await handIn(new Blob([text]))).problem?.code, "bad_file");
});
