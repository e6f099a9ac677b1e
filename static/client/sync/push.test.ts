import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { LocalOp } from "../model/ops";
import type { PushOut } from "../model/wire";
import { AccountStore } from "../store/account";
import { entry, FakeServer, photo, refused, send, UNREACHED, withKey, write } from "./fakeserver";
import { inOrder, portion } from "./push";

let server: FakeServer;
let store: AccountStore;

beforeEach(async () => {
  server = new FakeServer();
  store = await AccountStore.open("acc-1");
  await withKey(server, store);
});
afterEach(() => store.wipe());

const states = async (): Promise<string[]> => inOrder(await store.ops()).map(({ state }) => state);
const ok = (value: PushOut): { kind: "ok"; value: PushOut; headers: Headers } => ({ kind: "ok", value, headers: new Headers() });

test("words, then photos, then delivered", async () => {
  const [one, two] = [await photo("1"), await photo("2")];
  const { id } = await write(store, entry([one, two]));
  server.bend.photo = (sha) => (sha === two.sha ? UNREACHED : undefined);
  assert.equal((await send(server, store)).kind, "stopped");
  const half = await store.op(id);
  assert.deepEqual([half?.state, half?.receipt, Object.keys(half?.arrived ?? {})], ["text", 1, [one.sha]]);
  server.bend = {};
  assert.equal((await send(server, store)).kind, "done");
  assert.deepEqual(await states(), ["delivered"]);
  assert.equal(server.pushes.length, 1); // the words were not sent again
});

test("an answer lost after the server has taken it: sent again, taken once", async () => {
  await write(store);
  server.bend.push = async (_sent, real) => { await real(); return UNREACHED; };
  assert.equal((await send(server, store)).kind, "stopped");
  assert.deepEqual(await states(), ["held"]);
  server.bend = {};
  await send(server, store);
  assert.deepEqual([await states(), server.payloads.length], [["delivered"], 1]);
});

test("answers in another's place, or missing, settle nothing", async () => {
  await write(store);
  await write(store);
  for (const bend of [(all: PushOut["answers"]) => [...all].reverse(), () => [], (all: PushOut["answers"]) => all.map((one) => ({ ...one, id: "" }))]) {
    server.bend.push = async (_sent, real) => { const out = await real(); return ok({ ...out, answers: bend(out.answers) }); };
    await send(server, store);
    assert.deepEqual(await states(), ["held", "held"]);
  }
  server.bend.push = async (_sent, real) => { const out = await real(); return ok({ ...out, answers: out.answers.slice(0, 1) }); };
  await send(server, store);
  assert.deepEqual(await states(), ["delivered", "delivered"]); // one by one
});

test("a line that is down, a server in trouble: held, and how long to wait is told", async () => {
  await write(store);
  for (const answer of [UNREACHED, refused(500), refused(401), refused(503)]) {
    server.bend.push = async () => answer;
    assert.equal((await send(server, store)).kind, "stopped");
  }
  server.bend.push = async () => ({ ...refused(429) as object, retryAfter: 30_000 }) as never;
  const sent = await send(server, store);
  assert.equal(sent.kind === "stopped" && sent.retryAfter, 30_000);
  assert.deepEqual(await states(), ["held"]);
});

test("one record that the server can't digest holds up no other", async () => {
  for (let count = 0; count < 5; count++) await write(store);
  const bad = (await store.ops()).find(({ n }) => n === 3)?.payload;
  server.bend.push = async (sent, real) => (sent.ops.some(({ payload }) => payload === bad) ? refused(400, "unreadable") : ok(await real()));
  assert.equal((await send(server, store)).kind, "done");
  assert.deepEqual(await states(), ["delivered", "delivered", "held", "delivered", "delivered"]);
  assert.equal((await store.ops()).find(({ n }) => n === 3)?.code, "unreadable");
});

test("a record that waits for another goes once that has arrived", async () => {
  const first = await write(store);
  const second = await write(store);
  let arrived = false;
  server.judge = (op) => {
    if (op.id === second.id) arrived = true;
    return op.id === first.id && !arrived ? { state: "retry", waits_for: second.id } : undefined;
  };
  await send(server, store);
  assert.deepEqual(await states(), ["delivered", "delivered"]);
});

test("a server that always wants to wait is asked twice, not for ever", async () => {
  await write(store);
  server.judge = () => ({ state: "retry", waits_for: "h" });
  await send(server, store);
  assert.deepEqual([server.pushes.length, await states()], [1, ["held"]]);
});

test("written while others are being sent: they go too", async () => {
  await write(store);
  let isFirst = true;
  server.bend.push = async (_sent, real) => {
    if (isFirst) await write(store);
    isFirst = false;
    return ok(await real());
  };
  await send(server, store);
  assert.deepEqual(await states(), ["delivered", "delivered"]);
});

test("a rejected record stays, and leaves when its correction is delivered", async () => {
  const bad = await write(store);
  server.judge = (op) => (op.id === bad.id ? { code: "incomplete", message: "少一张照片" } : undefined);
  await send(server, store);
  assert.equal((await store.op(bad.id))?.message, "少一张照片");
  await send(server, store);
  assert.equal(server.pushes.length, 1); // it is not offered again by itself
  await write(store, entry([], { corrects: bad.id }));
  await send(server, store);
  assert.deepEqual([await store.op(bad.id), await states()], [undefined, ["delivered"]]);
});

test("restored from yesterday: everything still here is offered again, photos too, and keys come back by certificate", async () => {
  const picture = await photo("a");
  await write(store, entry([picture]));
  await send(server, store);
  server.restore();
  await write(store);
  await send(server, store);
  assert.deepEqual(await states(), ["delivered", "delivered"]);
  assert.deepEqual([server.payloads.length, server.photos.has(picture.sha)], [2, true]);
});

test("restored while nothing waits: a knock tells", async () => {
  await write(store);
  await send(server, store);
  server.restore();
  await send(server, store, { knock: true });
  assert.deepEqual([await states(), server.payloads.length], [["delivered"], 1]);
});

test("restored while somebody who has left has only what was rejected: that is offered again too", async () => {
  const bad = await write(store);
  server.judge = (op) => (op.id === bad.id ? { code: "incomplete", message: "少一张照片" } : undefined);
  await send(server, store);
  server.restore();
  server.judge = () => undefined;
  await send(server, store, { isOwn: false, knock: true });
  assert.deepEqual([await states(), server.payloads.length], [["delivered"], 1]);
});

test("a key that the server does not know is registered again in the next session", async () => {
  await write(store);
  server.keys.clear();
  server.bend.push = async (sent, real) => { sent.certificates = {}; return ok(await real()); };
  await send(server, store);
  assert.deepEqual([await states(), (await store.signer())?.unknown], [["held"], true]);
  await withKey(server, store);
  await send(server, store);
  assert.deepEqual([await states(), (await store.signer())?.unknown], [["delivered"], undefined]);
});

test("an answer from before a restore that another tab has met claims nothing", async () => {
  const { id } = await write(store);
  await send(server, store);
  await write(store);
  server.bend.push = async (_sent, real) => {
    const old = await real();
    server.restore();
    server.bend = {};
    await store.amend((held) => ({ put: held.ops.map((op) => ({ ...op, state: "held", arrived: {} })), drop: [], contact: { epoch: server.epoch, backedUpThrough: 0, offsetMs: null } }));
    return ok(old);
  };
  await send(server, store);
  assert.deepEqual(await states(), ["delivered", "held"]); // the first by the new server's own word
  assert.deepEqual(server.payloads.map((op) => op.id), [id]);
  await send(server, store);
  assert.deepEqual(await states(), ["delivered", "delivered"]);
});

test("a photo that nobody waits for: its record is offered again", async () => {
  const { id } = await write(store, entry([await photo("a")]));
  server.bend.photo = () => refused(404, "nobody_waits");
  await send(server, store);
  assert.equal((await store.op(id))?.state, "held");
  server.bend = {};
  await send(server, store);
  assert.equal((await store.op(id))?.state, "delivered");
});

test("a photo that is bad, or gone from the phone, is shown; the others go", async () => {
  const [bad, fine] = [await photo("bad"), await photo("fine")];
  const first = await write(store, entry([bad]));
  const second = await write(store, entry([fine]));
  server.bend.photo = (sha) => (sha === bad.sha ? refused(422, "bad_photo") : undefined);
  assert.equal((await send(server, store)).kind, "done");
  const shown = await store.op(first.id);
  assert.deepEqual([shown?.state, shown?.code, shown?.receipt], ["rejected", "bad_photo", 1]);
  assert.equal((await store.op(second.id))?.state, "delivered");
  const third = await write(store, entry([await photo("gone")]));
  const real = store.photo.bind(store);
  store.photo = async () => undefined;
  await send(server, store);
  store.photo = real;
  assert.equal((await store.op(third.id))?.code, "photo_gone");
});

test("spoilt on the way it is sent again, spoilt on the phone it is shown", async () => {
  const [fine, broken] = [await photo("fine"), { ...await photo("broken"), bytes: new ArrayBuffer(3) }];
  const [one, two] = [await write(store, entry([fine])), await write(store, entry([broken]))];
  server.bend.photo = () => refused(422, "wrong_hash");
  await send(server, store);
  assert.deepEqual([(await store.op(one.id))?.state, (await store.op(two.id))?.state], ["text", "rejected"]);
});

test("a photo of two records is sent once", async () => {
  const picture = await photo("a");
  await write(store, entry([picture]));
  await write(store, entry([picture]));
  let sent = 0;
  server.bend.photo = () => { sent++; return undefined; };
  await send(server, store);
  assert.deepEqual([sent, await states()], [1, ["delivered", "delivered"]]);
});

test("the holder's phone says how far it has counted; somebody else's does not", async () => {
  await write(store);
  await send(server, store);
  await send(server, store, { isOwn: false, knock: true });
  const key = (await store.signer())?.id;
  assert.deepEqual(server.pushes.map(({ phone }) => phone && [phone.key, phone.top_n]), [[key, 1], undefined]);
});

test("it says when it spoke, by its clock set right; before anybody has set it, nothing", async () => {
  await send(server, store, { knock: true });
  const before = Date.now();
  const contact = { epoch: server.epoch, backedUpThrough: 0, offsetMs: -3_600_000 }; // its clock runs an hour ahead
  await store.amend(() => ({ put: [], drop: [], contact }));
  await send(server, store, { knock: true });
  const [first, second] = server.pushes.map(({ phone }) => phone);
  assert.deepEqual([first !== undefined, first?.at], [true, undefined]);
  const at = Date.parse(second?.at ?? "") + 3_600_000;
  assert.ok(before <= at && at <= Date.now());
});

test("a clock that nobody could mean keeps nothing back", async () => {
  for (const offsetMs of [8.64e15, -8.64e15, 300_000_000_000_000]) {
    await store.amend(() => ({ put: [], drop: [], contact: { epoch: server.epoch, backedUpThrough: 0, offsetMs } }));
    assert.deepEqual(await send(server, store, { knock: true }), { kind: "done" });
  }
  assert.deepEqual(server.pushes.map(({ phone }) => phone?.at), [undefined, undefined, undefined]);
});

test("backed up is said when the server says so of this enterprise, and old copies leave then", async (context) => {
  const picture = await photo("a");
  const { id } = await write(store, entry([picture]));
  await send(server, store);
  server.backedUpThrough = 99;
  await send(server, store, { knock: true }); // an empty push speaks of nobody's enterprise for sure
  assert.equal((await store.op(id))?.state, "delivered");
  await write(store);
  await send(server, store);
  assert.equal((await store.op(id))?.state, "backed");
  const { tidy } = await import("./push");
  const job = { api: server, store, isOwn: true, knock: false, mayGoOn: async () => true, step: () => undefined };
  await tidy(job);
  assert.ok(await store.photo(picture.sha));
  const real = Date.now();
  context.mock.method(Date, "now", () => real + 15 * 86_400_000);
  await tidy(job);
  assert.deepEqual([await store.op(id), await store.photo(picture.sha)], [undefined, undefined]);
});

test("no more than fifty, and no more than the line can bear, but one at least", () => {
  const op = (size: number): LocalOp => ({ payload: "重".repeat(size), signature: "" }) as LocalOp;
  assert.equal(portion(Array.from({ length: 70 }, () => op(1))).length, 50);
  assert.equal(portion([op(60_000), op(60_000), op(60_000)]).length, 2);
  assert.equal(portion([op(300_000), op(1)]).length, 1);
  assert.equal(portion([]).length, 0);
});

test("storage fails while an answer is settled: the record is held, and sent again", async () => {
  await write(store);
  const real = store.amend.bind(store);
  store.amend = async () => { throw new DOMException("full", "QuotaExceededError"); };
  await assert.rejects(send(server, store));
  store.amend = real;
  assert.deepEqual(await states(), ["held"]);
  await send(server, store);
  assert.deepEqual([await states(), server.payloads.length], [["delivered"], 1]);
});
