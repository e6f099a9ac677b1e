// Hooks: cells and the store, as screens read them.
import { useEffect, useState } from "preact/hooks";
import type { Cell } from "../model/cell";
import type { AccountStore } from "../store/account";
import { revision, session } from "../sync/session";

export function useCell<T>(source: Cell<T>): T {
  const [value, setValue] = useState(() => source.get());
  useEffect(() => {
    const read = (): void => setValue(() => source.get());
    read();
    return source.subscribe(read);
  }, [source]);
  return value;
}

/** What an asynchronous read gives; undefined until it has come. Old answers of other questions are not shown. */
export function useRead<T>(read: () => Promise<T>, question: readonly unknown[]): T | undefined {
  const [answer, setAnswer] = useState<T>();
  useEffect(() => {
    let isCurrent = true;
    void read().then((value) => { if (isCurrent) setAnswer(() => value); }, () => undefined);
    return () => { isCurrent = false; };
  }, [...question]);
  return answer;
}

/** A read of this account's store, repeated when what is stored has changed. */
export function useStored<T>(read: (store: AccountStore) => Promise<T>, question: readonly unknown[] = []): T | undefined {
  const store = useCell(session)?.store ?? null;
  return useRead(async () => (store ? read(store) : undefined), [store, useCell(revision), ...question]);
}
