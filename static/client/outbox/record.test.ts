import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { OpPayload } from "../model/wire";
import { AccountStore } from "../store/account";
import { entry, FakeServer, photo, send, withKey, write } from "../sync/fakeserver";
import { bodyOf, record } from "./record";

let server: FakeServer;
let store: AccountStore;

beforeEach(async () => {
  server = new FakeServer();
  store = await AccountStore.open("acc-1");
});
afterEach(() => store.wipe());

/** The next writing transaction fails like real storage does. */
function failNext(name: "QuotaExceededError" | "AbortError"): void {
  const real = Reflect.get(IDBDatabase.prototype, "transaction") as (...asked: Parameters<IDBDatabase["transaction"]>) => IDBTransaction;
  IDBDatabase.prototype.transaction = function failing(...asked) {
    const made = real.apply(this, asked);
    if (asked[1] !== "readwrite") return made;
    IDBDatabase.prototype.transaction = real;
    setImmediate(() => (made as unknown as { _abort(name: string): void })._abort(name));
    return made;
  };
}

test("what is written is signed, numbered, and says when and who", async () => {
  await withKey(server, store);
  const picture = await photo("a");
  const op = await write(store, entry([picture], { corrects: "old" }));
  const payload = JSON.parse(op.payload) as OpPayload;
  assert.deepEqual([payload.id, payload.n, payload.author, payload.enterprise, payload.schema, payload.corrects], [op.id, 1, "acc-1", "ent-1", 1, "old"]);
  assert.equal(new Date(payload.captured_at).getTime(), op.capturedAt);
  assert.deepEqual(bodyOf(op)["photos"], [picture.sha]);
  assert.deepEqual(await store.op(op.id), op);
  assert.deepEqual((await store.photo(picture.sha))?.bytes, picture.bytes);
  await send(server, store); // the server checks the signature
  assert.equal((await store.op(op.id))?.state, "delivered");
});

test("without a key that the server knows nothing is kept, and the words say what to do", async () => {
  assert.equal((await record(store, entry())).kind, "noKey");
  server.registerKey = async () => ({ kind: "unreached", problem: { code: "offline", message: "" } });
  await withKey(server, store);
  const made = await record(store, entry());
  assert.equal(made.kind === "noKey" && made.problem.message, "连上网进一次，才能记");
  assert.deepEqual(await store.ops(), []);
});

test("two at once get two numbers", async () => {
  await withKey(server, store);
  const other = await AccountStore.open("acc-1"); // another tab
  const made = await Promise.all([write(store), write(other), write(store), write(other)]);
  assert.deepEqual(made.map(({ n }) => n).sort(), [1, 2, 3, 4]);
  assert.ok(made.every((op) => (JSON.parse(op.payload) as OpPayload).n === op.n));
  await send(server, store);
  assert.deepEqual(server.payloads.map(({ n }) => n), [1, 2, 3, 4]);
  other.close();
});

for (const fault of ["QuotaExceededError", "AbortError"] as const) {
  test(`${fault}: nothing is kept, the number is not used up, the draft is still there`, async () => {
    await withKey(server, store);
    const picture = await photo("a");
    await store.saveDraft({ id: "hazard", savedAt: 1, data: { name: "半张" }, photos: [] });
    failNext(fault);
    const made = await record(store, entry([picture], { draft: "hazard" }));
    assert.equal(made.kind, "full");
    assert.equal(made.kind === "full" && made.problem.code, fault === "AbortError" ? "not_kept" : "full");
    assert.deepEqual([await store.ops(), await store.photo(picture.sha), (await store.signer())?.n], [[], undefined, 0]);
    assert.ok(await store.draft("hazard"));
    assert.equal((await write(store, entry([picture], { draft: "hazard" }))).n, 1);
    assert.equal(await store.draft("hazard"), undefined);
  });
}

test("something that can't be stored leaves nothing half done", async () => {
  await withKey(server, store);
  const broken = { ...await photo("a"), bytes: (() => undefined) as unknown as ArrayBuffer };
  assert.equal((await record(store, entry([broken]))).kind, "full");
  assert.deepEqual([await store.ops(), (await store.signer())?.n], [[], 0]);
});

test("photos of the draft become the record's", async () => {
  await withKey(server, store);
  const [used, unused] = [await photo("used"), await photo("unused")];
  await store.saveDraft({ id: "hazard", savedAt: 1, data: {}, photos: [used.sha, unused.sha] }, [used, unused]);
  await write(store, entry([used.sha], { draft: "hazard" }));
  assert.ok(await store.photo(used.sha));
  assert.equal(await store.photo(unused.sha), undefined);
});

test("a record that names a photo which is not here is not made", async () => {
  await withKey(server, store);
  const made = await record(store, entry(["0".repeat(64)]));
  assert.equal(made.kind === "full" && made.problem.code, "photo_gone");
});

test("signed out in another tab: this one can write no more", async () => {
  await withKey(server, store);
  const other = await AccountStore.open("acc-1");
  await other.leave();
  assert.equal((await record(store, entry())).kind, "noKey");
  other.close();
});

test("what was learnt of the clock goes with the record", async () => {
  await withKey(server, store);
  server.ahead = 90_000;
  await write(store);
  await send(server, store);
  const said = JSON.parse((await write(store)).payload) as OpPayload;
  assert.ok(Math.abs((said.offset_ms ?? 0) - 90_000) < 5_000, String(said.offset_ms));
});

test("a strict transaction, every time", async () => {
  await withKey(server, store);
  const real = Reflect.get(IDBDatabase.prototype, "transaction") as (...asked: Parameters<IDBDatabase["transaction"]>) => IDBTransaction;
  const asked: string[] = [];
  IDBDatabase.prototype.transaction = function watching(...how) {
    if (how[1] === "readwrite") asked.push(how[2]?.durability ?? "default");
    return real.apply(this, how);
  };
  try {
    await write(store);
    await store.saveDraft({ id: "d", savedAt: 1, data: {}, photos: [] });
    await store.dropDraft("d");
    await store.amend(() => ({ put: [], drop: [] }));
  } finally {
    IDBDatabase.prototype.transaction = real;
  }
  assert.deepEqual(asked, ["strict", "strict", "strict", "strict"]);
});
