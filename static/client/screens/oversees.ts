// Whether whoever holds the phone looks after others: they begin with 五件事 and have other tabs.
import { oversees } from "../model/five";
import { session } from "../sync/session";
import { useCell, useStored } from "./hooks";

let known: { account: string; is: boolean } | null = null; // so that tabs don't change while the next screen reads

/** undefined: not known yet, a few milliseconds after start. */
export function useOversees(): boolean | undefined {
  const account = useCell(session)?.holder?.account;
  const read = useStored(async (store) => ({ account: store.account, is: oversees(await store.person()) }));
  if (read) known = read;
  return known?.account === account ? known?.is : undefined;
}
