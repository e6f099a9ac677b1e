// Bytes as text.

const CHUNK = 0x8000; // arguments of one call

export function base64(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes);
  let text = "";
  for (let from = 0; from < all.length; from += CHUNK) text += String.fromCharCode(...all.subarray(from, from + CHUNK));
  return btoa(text);
}

/** null: it is none. */
export function fromBase64(text: string): ArrayBuffer | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  } catch {
    return null;
  }
}

/** Without padding. */
export const base64url = (bytes: ArrayBuffer): string => base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
