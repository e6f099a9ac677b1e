import { useEffect, useState } from "preact/hooks";

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
