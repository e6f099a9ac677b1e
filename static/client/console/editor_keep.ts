// What was typed and is not yet on the server stays in this browser, under the account that typed it, until it is.

export interface Kept {
  text: string; // the form as it was typed last
  base: string; // the mark of what it was begun with
  sent: string | null; // what was sent and had no answer: it may be there, or not
}

const key = (who: string, path: string): string => `gangka-draft:${who}:${path}`;

/** Whether it is kept: a full or forbidden storage keeps nothing. */
export function keep(who: string, path: string, kept: Kept): boolean {
  try {
    localStorage.setItem(key(who, path), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function held(who: string, path: string): Kept | null {
  try {
    const text = localStorage.getItem(key(who, path));
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

export function drop(who: string, path: string): void {
  try {
    localStorage.removeItem(key(who, path));
  } catch { /* nothing was kept, then */ }
}

/** The pages below `path` whose words are kept here. */
export function keptBelow(who: string, path: string): string[] {
  const start = key(who, `${path}/`);
  try {
    return Object.keys(localStorage).filter((one) => one.startsWith(start)).map((one) => one.slice(key(who, "").length)).sort();
  } catch {
    return [];
  }
}
