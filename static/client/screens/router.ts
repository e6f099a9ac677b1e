// The address after the # says which screen is open; the browser keeps the history.
import { useEffect, useState } from "preact/hooks";

export const pathNow = (): string => location.hash.replace(/^#/, "") || "/";

export const go = (path: string): void => { location.hash = path; };

let depth = 0; // screens opened since the app started

/** Back where there is something to go back to, else home. */
export function goBack(): void {
  if (depth > 0) history.back();
  else go("/");
}

const scrolls = new Map<string, number>();

export function usePath(): string {
  const [path, setPath] = useState(pathNow);
  useEffect(() => {
    let goesBack = false;
    const note = (): void => { goesBack = true; };
    const move = (): void => {
      scrolls.set(path, window.scrollY);
      depth += 1;
      setPath(pathNow());
      goesBack = false;
    };
    window.addEventListener("popstate", note);
    window.addEventListener("hashchange", move);
    return () => {
      window.removeEventListener("popstate", note);
      window.removeEventListener("hashchange", move);
      void goesBack;
    };
  }, [path]);
  return path;
}
