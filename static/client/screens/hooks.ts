// Hooks: cells and the store, as screens read them.
import { useEffect, useState } from "preact/hooks";
import type { Cell } from "../model/cell";
import type { AccountStore } from "../store/account";
import { revision, session } from "../sync/session";
import { useRead } from "./read";

const TICK = 30_000; // ms

export function useCell<T>(source: Cell<T>): T {
  const [value, setValue] = useState(() => source.get());
  useEffect(() => {
    const read = (): void => setValue(() => source.get());
    read();
    return source.subscribe(read);
  }, [source]);
  return value;
}

/** A read of this account's store, repeated when what is stored has changed. */
export function useStored<T>(read: (store: AccountStore) => Promise<T>, question: readonly unknown[] = []): T | undefined {
  const store = useCell(session)?.store ?? null;
  return useRead(async () => (store ? read(store) : undefined), [store, useCell(revision), ...question]);
}

/** The time of day, told again every half minute and whenever the screen comes back. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tell = (): void => setNow(Date.now());
    const timer = setInterval(tell, TICK);
    document.addEventListener("visibilitychange", tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tell);
    };
  }, []);
  return now;
}
