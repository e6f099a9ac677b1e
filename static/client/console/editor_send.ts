// The editor's own calls: a row or a head is put to the server; a page that has stood open long gets a new token.

export interface Advised { field: string; message: string }

export type Answer =
  | { kind: "saved"; mark: string; at: string; advice: Advised[] }
  | { kind: "overtaken"; message: string }
  | { kind: "refused"; message: string; hint: string; field: string }
  | { kind: "stale" } // the page's token, or who is signed in
  | { kind: "lost"; isServer: boolean }; // nobody knows whether it arrived

const LONGEST_ALIVE = 60_000; // bytes that a page may still send while it is closed
const STALE = [400, 401];
const TOO_MANY = 429;
const TOO_LONG = 413;

export async function put(path: string, text: string, base: string, token: string): Promise<Answer> {
  const body = new URLSearchParams(text);
  body.set("base", base);
  const headers = { "X-CSRFToken": token };
  const keepalive = body.toString().length < LONGEST_ALIVE;
  const answer = await fetch(path, { method: "PUT", headers, body, keepalive, credentials: "same-origin", redirect: "manual" }).catch(() => null);
  if (answer === null || answer.type === "opaqueredirect") return { kind: "lost", isServer: false };
  if (answer.status >= 500 || answer.status === TOO_MANY) return { kind: "lost", isServer: true };
  if (STALE.includes(answer.status)) return { kind: "stale" };
  return read(answer);
}

async function read(answer: Response): Promise<Answer> {
  const told = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
  if (answer.ok && typeof told?.["mark"] === "string") {
    return { kind: "saved", mark: told["mark"], at: String(told["at"]), advice: told["advice"] as Advised[] };
  }
  if (answer.ok) return { kind: "lost", isServer: false }; // some network's own page
  const say = (key: string): string => (typeof told?.[key] === "string" ? told[key] : "");
  if (say("code") === "overtaken") return { kind: "overtaken", message: say("message") };
  const message = say("message") || (answer.status === TOO_LONG ? "字太多了，分成几行" : "这里现在不能写");
  return { kind: "refused", message, hint: say("hint"), field: say("field") };
}

export type Renewed = { kind: "token"; token: string } | { kind: "signed_out" | "somebody_else" | "gone" | "lost" };

/** The same page again, for its token; or why there is none. */
export async function renew(path: string, who: string): Promise<Renewed> {
  const answer = await fetch(path, { credentials: "same-origin" }).catch(() => null);
  if (answer === null || answer.status >= 500) return { kind: "lost" };
  if (answer.status === 401 || new URL(answer.url).pathname.startsWith("/signin")) return { kind: "signed_out" };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector<HTMLFormElement>("form[data-editor]");
  if (form === null) return { kind: "gone" };
  if (form.dataset["who"] !== who) return { kind: "somebody_else" };
  return { kind: "token", token: form.querySelector<HTMLInputElement>("[name=csrf_token]")?.value ?? "" };
}
