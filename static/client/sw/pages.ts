// The cache of public card pages: answered at once, looked after in the background.

/** What a look at the server said about a kept page. */
export type Fresh = "same" | "changed" | "gone" | "unreached";

export interface PageKeeper {
  cache: Cache;
  fetch: (path: string, signal: AbortSignal) => Promise<Response>;
  limit: number; // ms
}

const GONE = "X-Gangka-Gone";
const OURS = "X-Gangka"; // the server sets it on every answer below /p/

async function withLimit(keeper: PageKeeper, path: string): Promise<Response | null> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), keeper.limit);
  try {
    const answer = await keeper.fetch(path, stop.signal);
    const body = await answer.text(); // the limit holds for the body too
    return new Response(body, { status: answer.status, headers: answer.headers });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// The emergency card must always open: a page whose code was taken out of use stays readable, marked.
async function markGone({ cache }: PageKeeper, path: string, kept: Response): Promise<void> {
  const headers = new Headers(kept.headers);
  headers.set(GONE, "1");
  await cache.put(path, new Response(await kept.text(), { headers }));
}

async function replace({ cache }: PageKeeper, path: string, kept: Response | undefined, answer: Response): Promise<Fresh> {
  const [before, after] = [await kept?.clone().text(), await answer.clone().text()];
  if (before === after && !kept?.headers.has(GONE)) return "same";
  await cache.put(path, answer);
  return kept ? "changed" : "same";
}

/** Look whether the server has a newer page, and keep it. */
export async function renew(keeper: PageKeeper, path: string): Promise<Fresh> {
  const [kept, answer] = [await keeper.cache.match(path), await withLimit(keeper, path)];
  if (!answer) return "unreached";
  if (!answer.headers.has(OURS)) return "unreached"; // some network's own page, or a proxy's
  if (answer.ok) return replace(keeper, path, kept, answer);
  if (answer.status !== 404 && answer.status !== 410) return "unreached";
  if (kept) await markGone(keeper, path, kept);
  return "gone";
}

/** Have all `paths` in the cache; `again` looks at those that are there already, too. Few at a time: the line is thin. */
export async function keepAll(keeper: PageKeeper, paths: readonly string[], again: boolean): Promise<boolean> {
  const queue = [...paths];
  let complete = true;
  const work = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (!again && await keeper.cache.match(path)) continue;
      complete = (await renew(keeper, path)) !== "unreached" && complete;
    }
  };
  await Promise.all([work(), work()]);
  return complete;
}

/** Public card pages, and nothing else below /p/. */
export const isCardPage = (path: string): boolean => /^\/p\/[\w-]+(\/(risk|operation|duty))?$/.test(path);
