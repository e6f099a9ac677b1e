// What a scanned or typed text means to us.
import { isCode, plainDigits } from "./code";

export type Scanned = { token: string } | { code: string } | { signInSecret: string };

const TOKEN = /^[A-Za-z0-9_-]{6,64}$/;

function fromPath(pathname: string): Scanned | null {
  const [, room, value, extra] = pathname.replace(/\/+$/, "").split("/");
  if (value === undefined) return null;
  if (room === "p" && TOKEN.test(value)) return { token: value };
  if (room === "k" && TOKEN.test(value) && extra === undefined) return { signInSecret: value };
  return room === "c" ? fromCode(value) : null;
}

function fromCode(text: string): Scanned | null {
  const digits = plainDigits(text);
  return isCode(digits) ? { code: digits } : null;
}

function fromAddress(text: string, origin: string): Scanned | null {
  try {
    const { protocol, pathname } = new URL(text, origin);
    return /^https?:$/.test(protocol) ? fromPath(pathname) : null;
  } catch {
    return null;
  }
}

/** Labels outlive domain names, so an address of any host counts; only its path is used, at our own origin. */
export function parseScan(raw: string, origin: string): Scanned | null {
  const text = raw.trim();
  if (/^[\d\s-]+$/.test(text.normalize("NFKC"))) return fromCode(text);
  return TOKEN.test(text) ? { token: text } : fromAddress(text, origin);
}
