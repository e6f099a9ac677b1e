// The key that signs this person's records on this phone: made here, used once the server has confirmed it.
import { base64url } from "../model/bytes";
import { newId } from "../model/ids";
import type { AccountStore, Signer } from "../store/account";
import { endedKeys, forgetEndedKey } from "../store/device";
import type { Answer, Api } from "./api";

export interface KeyJob {
  api: Pick<Api, "registerKey" | "endKey">;
  store: AccountStore;
  csrf: string;
}

const confirmed = new Set<string>(); // keys that the server has confirmed since this page was opened

const isGone = (answer: Answer<unknown>): boolean => answer.kind === "refused" && answer.status === 409;

async function makeSigner(account: string): Promise<Signer | null> {
  if (!globalThis.crypto?.subtle) return null; // an insecure address, or an old browser: no record can be made
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const publicKey = base64url(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { id: newId(), account, privateKey: pair.privateKey, publicKey, enterprise: "", certificate: "", n: 0 };
}

async function ownSigner(store: AccountStore): Promise<Signer | null> {
  const known = await store.signer();
  if (known) return known;
  const made = await makeSigner(store.account);
  return made && store.keepSigner(made); // before the server hears of it: a key it knows is never lost on the way
}

/** Whether the server will have it. A key that it ended or gave to somebody else leaves; what it signed stays. */
async function register({ api, store, csrf }: KeyJob, signer: Signer): Promise<boolean> {
  const answer = await api.registerKey({ id: signer.id, public_key: signer.publicKey }, csrf);
  const isOurs = answer.kind === "ok" && answer.value.id === signer.id && answer.value.account === store.account;
  if (isOurs) {
    await store.confirmSigner(signer.id, answer.value.enterprise, answer.value.certificate);
    confirmed.add(signer.id);
  } else if (isGone(answer) || (answer.kind === "ok" && signer.certificate === "")) {
    await store.dropSigner(signer.id);
    return false;
  }
  return true;
}

/** Tell the server which keys were given up here since: only their own person's session may. */
export async function endKeys({ api, store, csrf }: Omit<KeyJob, "store"> & { store: { account: string } }): Promise<void> {
  for (const { key, topN } of await endedKeys(store.account)) {
    const answer = await api.endKey(key, topN, csrf);
    const isSettled = answer.kind === "ok" || (answer.kind === "refused" && (answer.status === 404 || answer.status === 409));
    if (isSettled) await forgetEndedKey(key);
  }
}

/**
 * Have a key that the server knows. Asked in the person's own session. Once a page a known key is registered again too:
 * signing in anew may have ended it on the server.
 */
export async function ensureKey(job: KeyJob): Promise<void> {
  await endKeys(job);
  for (let tries = 0; tries < 2; tries++) {
    const signer = await ownSigner(job.store);
    if (!signer || (signer.certificate !== "" && signer.unknown !== true && confirmed.has(signer.id))) return;
    if (await register(job, signer)) return;
  }
}
