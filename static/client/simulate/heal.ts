// After a shift: all is well again, and every phone looks until nothing waits. Then the judge may come.
import type { Contact } from "../store/account";
import type { StoredOp } from "./judge";
import { deliverLate } from "./network";
import { FAIR, type Phone } from "./phone";
import { enter, withTab, type Shift } from "./shift";
import { note } from "./trace";

const MINUTE = 60_000; // ms
const ROUNDS = 8; // at most
const LOOKS = 2; // at least: the first may meet what a dead tab had claimed for itself, or find another tab at it
const NEXT_LOOK = 10 * MINUTE; // after which a phone looks by itself; longer than such a claim holds

/** Fair weather again: signals, right clocks, a living server. Everything must go out now. */
export async function heal(shift: Shift): Promise<void> {
  shift.faults += shift.phones.reduce((sum, phone) => sum + phone.faults + phone.network.faults, 0);
  await shift.phones[0]?.network.control("abort", { times: 0 });
  await deliverLate();
  for (const phone of shift.phones) {
    Object.assign(phone, { weather: FAIR, online: true, skew: 0 });
    await enter(shift, phone, shift.rng.pick(shift.crew));
  }
  for (let round = 0; round < LOOKS || (round < ROUNDS && await unsettled(shift)); round++) await another(shift);
}

async function another(shift: Shift): Promise<void> {
  note("another look");
  for (const phone of shift.phones) {
    phone.skew += NEXT_LOOK;
    await withTab(phone, (tab) => tab.run((app) => app.refresh()));
    await withTab(phone, (tab) => tab.run((app) => app.pushNow()));
    phone.tabs.forEach((tab) => tab.waitOut());
    for (const tab of phone.tabs) await tab.run((app) => app.refresh());
  }
}

/** (account, what lies in its storage), a pair for each account of each phone. */
export async function storedOn(shift: Shift): Promise<[string, StoredOp[]][]> {
  const found: [string, StoredOp[]][] = [];
  for (const phone of shift.phones) {
    for (const account of await phone.accounts()) found.push([account, await storedOps(phone, account)]);
  }
  return found;
}

const storedOps = async (phone: Phone, account: string): Promise<StoredOp[]> => await phone.stored(`gangka-${account}`, "ops") as StoredOp[];

/** Something waits, or was answered by a server that has begun anew since, and the phone has not heard so. */
async function unsettled(shift: Shift): Promise<boolean> {
  const now = await shift.phones[0]?.network.control<{ epoch: string }>("epoch");
  for (const phone of shift.phones) {
    for (const account of await phone.accounts()) {
      const states = (await storedOps(phone, account)).map(({ state }) => state);
      if (states.includes("held") || states.includes("text")) return true;
      const isAnswered = states.includes("delivered") || states.includes("rejected");
      if (isAnswered && await heardOf(phone, account) !== now?.epoch) return true;
    }
  }
  return false;
}

async function heardOf(phone: Phone, account: string): Promise<string | undefined> {
  const said = await phone.stored(`gangka-${account}`, "meta") as Partial<Contact>[];
  return said.find(({ backedUpThrough }) => backedUpThrough !== undefined)?.epoch;
}
