// 今天五件事: asked for when there is a line, kept for when there is none.
import { listedAfter, listedToday, oversees, type SeenFive } from "../model/five";
import type { Five, Problem } from "../model/wire";
import type { AccountStore } from "../store/account";
import { api, type Answer } from "./api";
import { redraw, session } from "./cells";

/** What an answer makes of what was known; undefined: nothing. Another account's five are none of ours. */
function heard(store: AccountStore, known: SeenFive | undefined, answer: Answer<Five>): SeenFive | undefined {
  const listed = listedToday(known, Date.now());
  if (answer.kind === "same") return known && { ...known, seenAt: Date.now(), listed: listedAfter(listed, known.five) };
  if (answer.kind !== "ok" || answer.value.account !== store.account) return undefined;
  return { five: answer.value, etag: answer.headers.get("ETag"), seenAt: Date.now(), listed: listedAfter(listed, answer.value) };
}

/** Ask for the five of this store's person, if they have any. */
export async function fetchFive(store: AccountStore): Promise<void> {
  const known = await store.five();
  if (!oversees(await store.person())) return known && store.keepFive(null);
  const seen = heard(store, known, await api.five(known?.etag ?? null, listedToday(known, Date.now())));
  if (seen) await store.keepFive(seen);
}

/** The same for whoever holds the phone. Never throws: what is on the screen stays. */
export async function refreshFive(): Promise<void> {
  const store = session.get()?.store;
  if (!store) return;
  await fetchFive(store).catch(() => undefined);
  redraw();
}

/** Put a thing off until tomorrow, or take that back. null: done. */
export async function putOff(key: string, later: boolean): Promise<Problem | null> {
  const [store, me] = [session.get()?.store, await api.me()];
  if (me.kind !== "ok") return me.kind === "same" ? null : me.problem;
  if (!store || me.value.account !== store.account) return { code: "signed_out", message: "登录过期了，重新进入就好" };
  const known = await store.five();
  const answer = await api.fiveLater({ key, later }, me.value.csrf, listedToday(known, Date.now()));
  const seen = heard(store, known, answer);
  if (seen) await store.keepFive(seen).catch(() => undefined);
  redraw();
  return answer.kind === "refused" || answer.kind === "unreached" ? answer.problem : null;
}
