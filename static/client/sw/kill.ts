// The kill switch: served in place of sw.js it takes itself away, with its caches. IndexedDB is not touched.
declare const self: ServiceWorkerGlobalScope;
export {};

async function leave(): Promise<void> {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await self.registration.unregister();
  const windows = await self.clients.matchAll({ type: "window" });
  windows.forEach((client) => client.postMessage({ type: "worker-left" }));
}

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
