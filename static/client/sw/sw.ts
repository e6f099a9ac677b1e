// The service worker: the shell and its files from one versioned cache, public card pages from another.
// It never answers for the console, the API or signing in, and never takes over under an open form.
import { isCardPage, keepAll, renew, type PageKeeper } from "./pages";

declare const self: ServiceWorkerGlobalScope;
declare const VERSION: string;
declare const PRECACHE: readonly string[]; // addresses with a content hash
declare const LATER: readonly string[]; // large, fetched when somebody asks: the scanner's wasm
declare const APP_SCRIPT: string;
declare const PUBLIC_SCRIPT: string;

const SHELL = `gangka-shell-${VERSION}`;
const PAGES = "gangka-pages";
const SHELL_PAGE = "/";
const PUBLIC_NAME = /\/static\/dist\/public-\w+\.js$/;
const WEAK = 4_000; // ms; then a look in the background gives up
const FIRST = 10_000; // ms; then a card that is not on this phone gives up

type Message = { type: "take-over" } | { type: "warm" } | { type: "check" | "state" } | { type: "keep"; paths: string[]; again: boolean };

async function pageKeeper(limit: number): Promise<PageKeeper> {
  return { cache: await caches.open(PAGES), limit, fetch: (path, signal) => fetch(path, { signal, cache: "no-cache" }) };
}

// Names carry their content's hash: what an older version already holds need not travel again.
async function take(cache: Cache, address: string): Promise<void> {
  if (await cache.match(address)) return;
  const held = await caches.match(address);
  if (held) await cache.put(address, held);
  else await cache.add(address);
}

async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  const shell = await fetch(SHELL_PAGE, { cache: "reload" });
  if (!shell.ok || !(await shell.clone().text()).includes(APP_SCRIPT)) throw new Error("the shell is of another version");
  await Promise.all(PRECACHE.map((address) => take(cache, address)));
  await cache.put(SHELL_PAGE, shell);
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("gangka-shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function warm(): Promise<void> {
  const cache = await caches.open(SHELL);
  await Promise.all(LATER.map((address) => take(cache, address)));
}

async function shellIsWhole(): Promise<boolean> {
  const cache = await caches.open(SHELL);
  const found = await Promise.all([SHELL_PAGE, ...PRECACHE].map((address) => cache.match(address)));
  return found.every((answer) => answer !== undefined);
}

async function shell(): Promise<Response> {
  return (await (await caches.open(SHELL)).match(SHELL_PAGE)) ?? fetch(SHELL_PAGE);
}

// The shell explains itself at an address it can't open: the card may be on this phone in the app's own store.
async function firstSight(path: string): Promise<Response> {
  const keeper = await pageKeeper(FIRST);
  const fresh = await renew(keeper, path);
  return (await keeper.cache.match(path)) ?? (fresh === "gone" ? fetch(path) : shell());
}

async function card(event: FetchEvent, path: string): Promise<Response> {
  const kept = await (await caches.open(PAGES)).match(path);
  if (!kept) return firstSight(path);
  event.waitUntil(pageKeeper(WEAK).then((keeper) => renew(keeper, path)));
  return kept;
}

// A kept card may name the script of an older version: without a signal, today's does its work.
async function file(request: Request): Promise<Response> {
  const held = await caches.match(request.url);
  if (held) return held;
  const answer = await fetch(request).catch(() => undefined);
  if (answer?.ok) return answer;
  const stand = PUBLIC_NAME.test(request.url) ? await caches.match(PUBLIC_SCRIPT) : undefined;
  return stand ?? answer ?? Response.error();
}

function answerFor(event: FetchEvent): Promise<Response> | null {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return null;
  if (request.mode === "navigate" && pathname === SHELL_PAGE) return shell();
  if (request.mode === "navigate" && isCardPage(pathname)) return card(event, pathname);
  if (request.mode === "navigate" && pathname.startsWith("/c/")) return fetch(request).catch(shell);
  const ours = PRECACHE.includes(pathname) || LATER.includes(pathname) || PUBLIC_NAME.test(pathname);
  return ours ? file(request) : null;
}

async function obey(message: Message, path: string): Promise<unknown> {
  switch (message.type) {
    case "take-over": return self.skipWaiting();
    case "warm": return warm();
    case "state": return { whole: await shellIsWhole() };
    case "check": return renew(await pageKeeper(WEAK), path);
    case "keep": return keepAll(await pageKeeper(WEAK), message.paths.filter(isCardPage), message.again);
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const answer = answerFor(event);
  if (answer) event.respondWith(answer);
});
self.addEventListener("message", (event) => {
  const path = new URL((event.source as WindowClient).url).pathname;
  const done = obey(event.data as Message, path).catch(() => null);
  event.waitUntil(done.then((answer) => event.ports[0]?.postMessage(answer)));
});
