import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { Five, FiveThing } from "../model/wire";
import { AccountStore } from "../store/account";
import { session } from "./cells";
import { fetchFive, putOff, refreshFive } from "./five";

const thing: FiveThing = { key: "overdue:1", rule: "overdue", icon: "clock", word: "超期", title: "护罩没改好", reason: "超期 2 天", level: null, button: "去看看", href: "/console/hazards/1", route: "#/hazard/1" };
const told = (account: string, more: Partial<Five> = {}): Five => ({ account, where: "破碎甲班", things: [thing], later: [], ...more });

let store: AccountStore;
let answers: Record<string, () => Response>;
const asked: { path: string; init: RequestInit }[] = [];
const real = globalThis.fetch;

async function person(may: string[]): Promise<void> {
  const bundle = { kind: "me", id: "acc-1", name: "王", employee_no: "1", enterprise: "甲矿", console: true, may } as const;
  await store.stage({ key: "me:acc-1", hash: may.join(), bundle });
  await store.swap(new Set(["me:acc-1"]), { epoch: "e", etag: null, pulledAt: 1 });
}

beforeEach(async () => {
  store = await AccountStore.open("acc-1");
  session.set({ holder: { account: "acc-1", name: "王" }, store });
  asked.length = 0;
  answers = { "/api/five": () => Response.json(told("acc-1"), { headers: { ETag: "t1" } }), "/api/me": () => Response.json({ account: "acc-1", name: "王", csrf: "c" }) };
  globalThis.fetch = (path, init = {}) => {
    asked.push({ path: path as string, init });
    const answer = answers[(path as string).replace(/\?.*/, "")];
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError("Failed to fetch"));
  };
  await person(["checks.read"]);
});

afterEach(async () => {
  globalThis.fetch = real;
  session.set({ holder: null, store: null });
  await store.wipe();
});

test("what was told stays for when there is no signal, with the moment it was told", async () => {
  await fetchFive(store);
  answers = {};
  const before = await store.five();
  await refreshFive();
  assert.deepEqual(await store.five(), before);
  assert.deepEqual(before?.five, told("acc-1"));
  assert.ok((before?.seenAt ?? 0) > 0);
});

test("it asks only for what is new, and what has not changed was seen just now", async () => {
  await fetchFive(store);
  const before = await store.five();
  answers["/api/five"] = () => new Response(null, { status: 304 });
  await fetchFive(store);
  assert.equal(new Headers(asked.at(-1)?.init.headers).get("If-None-Match"), "t1");
  assert.deepEqual((await store.five())?.five, before?.five);
  assert.ok(((await store.five())?.seenAt ?? 0) >= (before?.seenAt ?? 0));
});

test("another person's five are not kept, nor what our server does not say", async () => {
  for (const said of [told("acc-2"), { account: "acc-1" }, told("acc-1", { things: [{ ...thing, href: "https://elsewhere.test/" }] }), told("acc-1", { things: [{ ...thing, route: "javascript:1" }] })]) {
    answers["/api/five"] = () => Response.json(said);
    await fetchFive(store);
    assert.equal(await store.five(), undefined);
  }
});

test("a worker asks for nothing, and what was kept goes with the role", async () => {
  await fetchFive(store);
  await person(["cards.read"]);
  asked.length = 0;
  await fetchFive(store);
  assert.equal(await store.five(), undefined);
  assert.equal(asked.length, 0);
});

test("nothing of it stays when the person leaves the phone", async () => {
  await fetchFive(store);
  await store.leave();
  assert.equal(await store.five(), undefined);
  await assert.rejects(store.keepFive({ five: told("acc-1"), etag: null, seenAt: 1 }), { name: "LeftError" });
});

test("what is put off is told with the person's own token, and the answer is what is shown", async () => {
  answers["/api/five/later"] = () => Response.json(told("acc-1", { things: [], later: [thing] }));
  assert.equal(await putOff("overdue:1", true), null);
  assert.equal(new Headers(asked.at(-1)?.init.headers).get("X-CSRFToken"), "c");
  assert.deepEqual((await store.five())?.five.later, [thing]);
});

test("what can't be put off says why, and nothing changes", async () => {
  await fetchFive(store);
  assert.equal((await putOff("overdue:1", true))?.code, "offline");
  answers["/api/me"] = () => Response.json({ account: "acc-2", name: "李", csrf: "d" });
  assert.equal((await putOff("overdue:1", true))?.code, "signed_out");
  assert.deepEqual((await store.five())?.five.things, [thing]);
});

test("it tells what stood here today, and hears what of it is done", async () => {
  await fetchFive(store);
  answers["/api/five"] = () => Response.json(told("acc-1", { things: [{ ...thing, key: "gap:2" }], done: ["overdue:1"] }));
  await fetchFive(store);
  assert.equal(asked.at(-1)?.path, "/api/five?listed=overdue%3A1");
  assert.deepEqual((await store.five())?.five.done, ["overdue:1"]);
  assert.deepEqual((await store.five())?.listed, ["overdue:1", "gap:2"]);
  answers["/api/five/later"] = () => Response.json(told("acc-1", { things: [], later: [thing], done: ["overdue:1"] }));
  await putOff("gap:2", true);
  assert.equal(asked.at(-1)?.path, "/api/five/later?listed=overdue%3A1&listed=gap%3A2");
  assert.deepEqual((await store.five())?.listed, ["overdue:1", "gap:2"]);
});
