// Talking to the service worker. Where there is none (WeChat), every answer is "no" and nothing breaks.

const ANSWER_LIMIT = 60_000; // ms; keeping a page takes the line's time

function container(): ServiceWorkerContainer | null {
  return "serviceWorker" in navigator ? navigator.serviceWorker : null;
}

/** Register, once the page has loaded: the first card must not share the line with it. */
export async function register(): Promise<ServiceWorkerRegistration | null> {
  try {
    return await container()?.register("/sw.js", { scope: "/", updateViaCache: "none" }) ?? null;
  } catch {
    return null;
  }
}

function ask(worker: ServiceWorker, message: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(null), ANSWER_LIMIT);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      port1.close();
      resolve(data);
    };
    worker.postMessage(message, [port2]);
  });
}

/** The worker that controls this page, or will after it is next opened. */
async function active(): Promise<ServiceWorker | null> {
  return (await container()?.ready)?.active ?? null;
}

export async function tell(message: { type: "warm" | "check" | "state" } | { type: "keep"; paths: string[]; again: boolean }): Promise<unknown> {
  const worker = await active();
  return worker && ask(worker, message);
}

/** Is everything that opens without a signal really there? */
export async function offlineReady(): Promise<boolean> {
  const state = await tell({ type: "state" }) as { whole: boolean } | null;
  return state?.whole === true;
}

/** Have these public cards in the worker's cache; resolves to whether they all are. */
export async function keepPages(paths: string[], again: boolean): Promise<boolean> {
  return (await tell({ type: "keep", paths, again })) === true;
}

/** Call back when a newer version of the app has arrived and waits. */
export function onUpdate(registration: ServiceWorkerRegistration, arrived: () => void): void {
  const look = (): void => {
    if (registration.waiting && container()?.controller) arrived();
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
}

/** Call back when the worker was taken away from the server's side, with all it kept. */
export function onTakenAway(gone: () => void): void {
  container()?.addEventListener("message", ({ data }: MessageEvent<{ type?: string } | null>) => {
    if (data?.type === "worker-left") gone();
  });
}

/** Let the waiting version take over, and open it. */
export function takeOver(registration: ServiceWorkerRegistration): void {
  container()?.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting?.postMessage({ type: "take-over" });
}
