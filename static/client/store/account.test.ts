import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { openDB } from "idb";
import { afterEach, test } from "node:test";
import type { HazardBundle, PlanBundle } from "../model/wire";
import { entry, FakeServer, photo, send, withKey, write } from "../sync/fakeserver";
import { AccountStore } from "./account";
import { accounts, addEndedKeys, dropLease, endedKeys, forgetAccount, setHolder, takeLease } from "./device";

const open: AccountStore[] = [];
async function opened(account = "acc-1", blocked?: () => void): Promise<AccountStore> {
  const store = await AccountStore.open(account, blocked);
  open.push(store);
  return store;
}

afterEach(async () => {
  open.forEach((store) => store.close());
  for (const { account } of open.splice(0)) await (await AccountStore.open(account)).wipe();
});

/** As the first version of the app left it. */
async function firstVersion(makesRoom: boolean): Promise<{ close: () => void }> {
  const old = await openDB("gangka-acc-1", 1, {
    upgrade(database) {
      database.createObjectStore("bundles", { keyPath: "key" });
      database.createObjectStore("staged", { keyPath: "key" });
      database.createObjectStore("meta");
      const posts = database.createObjectStore("posts", { keyPath: "id" });
      posts.createIndex("tokens", "tokens", { multiEntry: true });
      posts.createIndex("codes", "codes", { multiEntry: true });
    },
    ...(makesRoom && { blocking: () => old.close() }),
  });
  await old.put("bundles", { key: "me:acc-1", hash: "1", bundle: { kind: "me", id: "acc-1", name: "王建国" } });
  await old.put("meta", { epoch: "e", etag: null, pulledAt: 1, held: { "me:acc-1": "1" } }, "pull");
  return old;
}

test("what the first version kept is still there, and an old tab is closed by it", async () => {
  await firstVersion(true);
  const store = await opened();
  assert.equal((await store.person())?.name, "王建国");
  assert.equal((await store.mark())?.epoch, "e");
  assert.deepEqual(await store.ops(), []);
});

test("a tab that does not let go is told of, and waited for", async () => {
  const stubborn = await firstVersion(false);
  let coming: Promise<AccountStore> | undefined;
  await new Promise<void>((told) => { coming = opened("acc-1", told); });
  stubborn.close();
  assert.equal((await (await coming)?.person())?.name, "王建国");
});

test("up to when messages were read is known until the account leaves the phone", async () => {
  const store = await opened();
  assert.equal(await store.inboxRead(), 0);
  await store.readInbox(1_700);
  assert.equal(await store.inboxRead(), 1_700);
  await store.leave();
  assert.equal(await store.inboxRead(), 0);
  await assert.rejects(store.readInbox(1_800));
});

test("plans and hazards come and go with a swap, records and drafts stay", async () => {
  const [server, store] = [new FakeServer(), await opened()];
  await withKey(server, store);
  const plan = { kind: "plan", id: "p", items: [] } as unknown as PlanBundle;
  const hazard = { kind: "hazard", id: "h", name: "护罩松动", steps: [] } as unknown as HazardBundle;
  await store.stage({ key: "plan:p", hash: "1", bundle: plan });
  await store.stage({ key: "hazard:h", hash: "1", bundle: hazard });
  await store.swap(new Set(["plan:p", "hazard:h"]), { epoch: "e", etag: null, pulledAt: 1 });
  const picture = await photo("a");
  const op = await write(store, entry([picture]));
  await store.saveDraft({ id: "d", savedAt: 1, data: {}, photos: [] });
  assert.deepEqual([(await store.plans()).length, (await store.plan("p"))?.id, (await store.hazards()).length, (await store.hazard("h"))?.name], [1, "p", 1, "护罩松动"]);
  await store.swap(new Set(["plan:p"]), { epoch: "e", etag: null, pulledAt: 2 });
  assert.deepEqual([await store.hazards(), (await store.plans()).length], [[], 1]);
  assert.deepEqual([(await store.op(op.id))?.state, (await store.drafts()).length, (await store.photo(picture.sha))?.sha], ["held", 1, picture.sha]);
});

test("a draft and its photos are there after the browser was closed", async () => {
  const [first, picture] = [await opened(), await photo("a")];
  await first.saveDraft({ id: "window", savedAt: 7, data: { at: 3 }, photos: [picture.sha] }, [picture]);
  first.close();
  const again = await opened();
  assert.deepEqual(await again.draft("window"), { id: "window", savedAt: 7, data: { at: 3 }, photos: [picture.sha] });
  assert.deepEqual((await again.photo(picture.sha))?.bytes, picture.bytes);
});

test("photos leave with the last draft that has had them", async () => {
  const [store, one, two] = [await opened(), await photo("1"), await photo("2")];
  await store.saveDraft({ id: "a", savedAt: 1, data: {}, photos: [one.sha, two.sha] }, [one, two]);
  await store.saveDraft({ id: "b", savedAt: 1, data: {}, photos: [two.sha] });
  await store.saveDraft({ id: "a", savedAt: 2, data: {}, photos: [] });
  await store.dropDraft("a");
  assert.deepEqual([await store.photo(one.sha), (await store.photo(two.sha))?.sha], [undefined, two.sha]);
  await store.dropDraft("b");
  assert.equal(await store.photo(two.sha), undefined);
});

test("a form that is open in two tabs: what one of them does not know of stays for the other to record", async () => {
  const [server, store, tab] = [new FakeServer(), await opened(), await opened()];
  await withKey(server, store);
  const [early, late] = [await photo("early"), await photo("late")];
  await store.saveDraft({ id: "window", savedAt: 1, data: {}, photos: [early.sha] }, [early]);
  await tab.saveDraft({ id: "window", savedAt: 2, data: {}, photos: [late.sha] }, [late]);
  const op = await write(store, entry([early.sha], { draft: "window" }));
  assert.deepEqual([op.photos, (await store.photo(early.sha))?.sha, await store.photo(late.sha)], [[early.sha], early.sha, undefined]);
});

test("leaving keeps what no backup holds, with its photos and certificates, and nothing else", async () => {
  const [server, store, picture] = [new FakeServer(), await opened(), await photo("a")];
  server.backedUpThrough = 1;
  await withKey(server, store);
  await write(store);
  await send(server, store);
  const held = await write(store, entry([picture]));
  await store.saveDraft({ id: "d", savedAt: 1, data: {}, photos: [] });
  const key = (await store.signer())?.id ?? "";
  assert.equal(await store.leave(), 1);
  assert.deepEqual((await store.ops()).map(({ id }) => id), [held.id]);
  assert.deepEqual([(await store.photo(picture.sha))?.sha, Object.keys(await store.certificates())], [picture.sha, [key]]);
  assert.deepEqual([await store.signer(), await store.drafts(), await store.mark(), await store.posts()], [undefined, [], undefined, []]);
  assert.deepEqual(await store.ended(), [{ key, topN: 2 }]);
});

test("a delivered record stays until a backup holds it", async () => {
  const [server, store] = [new FakeServer(), await opened()];
  await withKey(server, store);
  await write(store);
  await send(server, store);
  assert.deepEqual([(await store.ops())[0]?.state, await store.leave()], ["delivered", 1]);
});

test("after leaving no tab writes for that person, until they are back", async () => {
  const [store, tab] = [await opened(), await AccountStore.open("acc-1")];
  await store.leave();
  const draft = { id: "d", savedAt: 1, data: {}, photos: [] };
  await assert.rejects(tab.saveDraft(draft), { name: "LeftError" });
  await assert.rejects(tab.swap(new Set(), { epoch: "e", etag: null, pulledAt: 1 }), { name: "LeftError" });
  await store.arrive();
  await tab.saveDraft(draft);
  tab.close();
});

test("looking into an account that is not here makes no database", async () => {
  assert.equal(await AccountStore.openExisting("acc-9"), null);
  assert.ok(!(await indexedDB.databases()).some(({ name }) => name === "gangka-acc-9"));
  await opened();
  const found = await AccountStore.openExisting("acc-1");
  assert.ok(found);
  found.close();
});

test("the phone lists everybody who has been on it", async () => {
  await setHolder({ account: "a", name: "王" });
  await setHolder({ account: "b", name: "李" });
  await setHolder(null);
  assert.deepEqual((await accounts()).map(({ account }) => account), ["a", "b"]);
  await forgetAccount("a");
  assert.deepEqual((await accounts()).map(({ account }) => account), ["b"]);
  await forgetAccount("b");
});

test("given-up keys are noted once", async () => {
  await addEndedKeys([{ account: "a", key: "k", topN: 1 }]);
  await addEndedKeys([{ account: "a", key: "k", topN: 1 }, { account: "b", key: "l", topN: 2 }]);
  assert.deepEqual(await endedKeys("a"), [{ account: "a", key: "k", topN: 1 }]);
});

test("one lease at a time; it runs out, and a clock that was set back does not prolong it", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_000_000_000 });
  assert.deepEqual([await takeLease("one"), await takeLease("two"), await takeLease("one")], [true, false, true]);
  context.mock.timers.setTime(1_000_000_000 + 121_000);
  assert.equal(await takeLease("two"), true);
  context.mock.timers.reset();
  context.mock.timers.enable({ apis: ["Date"], now: 5_000 });
  assert.equal(await takeLease("one"), true);
  await dropLease("one");
});
