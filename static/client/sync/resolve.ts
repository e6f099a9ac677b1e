// Where a scanned or typed label leads, as far as this phone knows it.
import type { Scanned } from "../model/scan";
import { tokenOfCode } from "../store/seen";
import { session } from "./session";

/** An address inside the app (from #) or on the server (from /); null: unknown here, and there is no line to ask. */
export async function resolve(scanned: Scanned): Promise<string | null> {
  if ("signInSecret" in scanned) return navigator.onLine ? `/k/${scanned.signInSecret}` : null;
  return "token" in scanned ? resolveToken(scanned.token) : resolveCode(scanned.code);
}

async function resolveToken(token: string): Promise<string | null> {
  const own = await session.get()?.store?.postByToken(token);
  if (own) return `#/post/${own.id}`;
  return navigator.onLine || await isKept(token) ? `/p/${token}` : null;
}

async function resolveCode(code: string): Promise<string | null> {
  const own = await session.get()?.store?.postByCode(code);
  if (own) return `#/post/${own.id}`;
  const seen = await tokenOfCode(code);
  if (seen !== undefined && await isKept(seen)) return `/p/${seen}`;
  return navigator.onLine ? `/c/${code}` : null;
}

async function isKept(token: string): Promise<boolean> {
  return "caches" in window && await caches.match(`/p/${token}`) !== undefined;
}
