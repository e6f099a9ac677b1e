// The address after the # says which screen is open; the browser keeps the history.
import { useLayoutEffect, useState } from "preact/hooks";

export const pathNow = (): string => location.hash.replace(/^#/, "") || "/";

export const go = (path: string): void => { location.hash = path; };

// Each entry of the history gets a number, so that we know a way back from a way on, and where a list was scrolled to.
interface Place { place?: number }

let here = 0;
let last = 0;
const scrolls = new Map<number, number>();

const placeNow = (): number | undefined => (history.state as Place | null)?.place;

/** Back where there is something to go back to, else home. */
export function goBack(): void {
  if (here > 0) history.back();
  else location.replace("#/");
}

function arrive(): void {
  const known = placeNow();
  here = known ?? ++last;
  if (known === undefined) history.replaceState({ place: here }, "");
  const top = known === undefined ? 0 : scrolls.get(known) ?? 0;
  window.scrollTo(0, top);
  if (top > 0) setTimeout(() => window.scrollTo(0, top), 80); // once the list has come from the store
}

export function startRouter(): void {
  history.scrollRestoration = "manual";
  history.replaceState({ place: 0 }, "");
  window.addEventListener("scroll", () => scrolls.set(here, window.scrollY), { passive: true });
}

export function usePath(): string {
  const [path, setPath] = useState(pathNow);
  useLayoutEffect(() => {
    const move = (): void => {
      setPath(pathNow());
      arrive();
    };
    window.addEventListener("hashchange", move);
    if (pathNow() !== path) move(); // a tap came between the first drawing and this
    return () => window.removeEventListener("hashchange", move);
  }, []);
  return path;
}
