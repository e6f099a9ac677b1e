// One shift: two people, one or two phones, everything going wrong.
import type vm from "node:vm";
import type { Recorded } from "../outbox/record";
import type { AccountStore } from "../store/account";
import type { Claim } from "./judge";
import { deliverLate } from "./network";
import { GONE, Phone, type Tab, type Weather } from "./phone";
import { rngOf, type Rng } from "./rng";
import { hearRecite, learnCard, practise } from "./learn";
import { note, short } from "./trace";
import { check, hazard, opened, photosOf, register, stop, type Block, type Entry, type Person } from "./work";

export interface Shift {
  seed: number;
  rng: Rng;
  block: Block;
  crew: Person[]; // the first is a leader
  phones: Phone[];
  holders: Map<Phone, Person | null>;
  claims: Claim[];
  faults: number;
  snapshotTaken: boolean;
  restored: boolean;
  wrong: string[]; // what was found wrong on the way
  jpeg: Uint8Array;
}

interface Setting {
  base: string;
  script: vm.Script;
  block: Block;
  crew: Person[];
  jpeg: Uint8Array;
}

const MINUTE = 60_000; // ms
const HOUR = 60 * MINUTE;
const STEPS = {
  work: 10, refresh: 4, push: 3, reopen: 3, secondTab: 1.5, line: 3, clock: 1, change: 1.5, expire: 0.7, snapshot: 0.7, restore: 0.7, handIn: 0.7, late: 1, wait: 1,
} as const;
type Step = keyof typeof STEPS;

/** Play the shift of this seed up to its end; nothing is healed yet. */
export async function play(seed: number, { base, script, block, crew, jpeg }: Setting): Promise<Shift> {
  const rng = rngOf(seed);
  const phones = Array.from({ length: rng.chance(0.6) ? 1 : 2 }, () => new Phone(base, script, rng));
  const shift: Shift = {
    seed, rng, block, crew, phones, holders: new Map(), claims: [], faults: 0, snapshotTaken: false, restored: false, wrong: [], jpeg,
  };
  await begin(shift);
  const weather = weatherOf(rng);
  for (const phone of phones) phone.weather = weather;
  const steps = rng.int(6, 16);
  for (let step = 0; step < steps; step++) {
    const next = rng.weighted(STEPS);
    note(`step ${next}`);
    await take(shift, next);
    note(standing(shift));
    await watch(shift);
  }
  return shift;
}

function standing({ phones, holders }: Shift): string {
  const words = phones.map((phone) => `${short(holders.get(phone)?.account ?? "nobody")} ${phone.online ? "on" : "off"} the line, ${phone.tabs.length} tabs, ${phone.skew} ms off`);
  return `done: ${words.join("; ")}`;
}

function weatherOf(rng: Rng): Weather {
  const level = rng.pick([0, 0.15, 0.35, 0.6]);
  return { line: level, storage: rng.chance(0.5) ? level / 4 : 0, death: rng.chance(0.5) ? level / 8 : 0 };
}

/** People sign in where there is a signal; that part is fair weather. Now and then the last backup is from before it. */
async function begin(shift: Shift): Promise<void> {
  if (shift.rng.chance(0.3)) await take(shift, "snapshot");
  for (const [place, phone] of shift.phones.entries()) {
    const who = shift.rng.chance(0.3) ? shift.crew[0] : shift.crew[place % shift.crew.length];
    if (shift.rng.chance(0.15)) await phone.openOldTab((who as Person).account); // the new version comes mid-shift
    await enter(shift, phone, who as Person);
  }
}

export async function enter(shift: Shift, phone: Phone, who: Person): Promise<void> {
  await phone.signIn(who.number, shift.block.password);
  shift.holders.set(phone, who);
  const tab = await phone.openTab();
  await tab.run((app) => app.refresh());
}

async function take(shift: Shift, step: Step): Promise<void> {
  const { rng } = shift;
  const phone = rng.pick(shift.phones);
  switch (step) {
    case "work": return work(shift, phone);
    case "refresh": return withTab(phone, (tab) => tab.run((app) => app.refresh()));
    case "push": return withTab(phone, (tab) => tab.run((app) => app.pushNow()));
    case "reopen": phone.killAll(); await phone.openTab(); return;
    case "secondTab": if (phone.tabs.length < 3) await phone.openTab(); return;
    case "line": phone.online = rng.chance(0.5); return;
    case "clock": phone.skew = rng.pick([0, -26 * HOUR, 400 * 24 * HOUR, 3 * HOUR, -60_000]); return;
    case "change": return change(shift, phone);
    case "expire": return expire(shift, phone);
    case "snapshot": await phone.network.control("snapshot"); shift.snapshotTaken = true; return;
    case "restore": return restore(shift);
    case "handIn": return carry(shift, phone);
    case "late": return deliverLate();
    case "wait": phone.tabs.forEach((tab) => tab.waitOut()); return;
  }
}

/** At no moment does a tab show what is not its holder's. */
async function watch(shift: Shift): Promise<void> {
  for (const tab of shift.phones.flatMap((phone) => phone.tabs)) {
    const seen = tab.app.session.get();
    const [store, account] = [seen?.store, seen?.holder?.account ?? ""];
    if (!store) continue;
    const ops = await tab.run(() => store.ops()).catch(() => []); // a store that is closing shows nothing
    if (ops !== GONE && ops.some(({ author }) => author !== account)) shift.wrong.push("leaked: a tab showed another's records");
    const recite = await tab.run(() => store.recite()).catch(() => undefined);
    if (recite !== GONE && recite) othersPractice(shift, account, recite.id, Object.keys(recite.memories ?? {})).forEach((words) => shift.wrong.push(`leaked: ${words}`));
  }
}

/** What right and wrong answers left behind is between a person and their phones. */
export function othersPractice(shift: Shift, account: string, owner: string, known: readonly string[]): string[] {
  const own = shift.claims.filter(({ author, state }) => author === account && state !== "refused").map(({ question }) => question);
  const strange = known.filter((question) => !own.includes(question));
  return [...(owner === account ? [] : ["a tab shows another's practice"]), ...strange.map((question) => `a tab knows how another answered ${question}`)];
}

export async function withTab(phone: Phone, use: (tab: Tab) => Promise<unknown>): Promise<void> {
  const tab = phone.tabs[0] ?? await phone.openTab();
  await use(tab);
}

interface At {
  tab: Tab;
  store: AccountStore;
  who: Person;
  isFirst: boolean; // of the tabs that record at the same time; a form is open in one
}

/** null: there is nothing to answer or to ask. */
async function entryOf(shift: Shift, phone: Phone, { tab, store, who, isFirst }: At, photos: Entry["photos"]): Promise<Entry | null> {
  const isLeader = who.account === shift.crew[0]?.account;
  if (shift.rng.chance(isOnTwoPhones(shift, who) ? 0.5 : 0.25)) return learnt(shift, tab.run((app) => practise(app, store, shift.rng, phone.now())));
  if (isLeader && isFirst && shift.rng.chance(0.25)) return learnt(shift, tab.run((app) => hearRecite(app, store, shift.rng, photos[0] ?? null, phone.now())));
  if (shift.rng.chance(0.15)) return learnt(shift, tab.run((app) => learnCard(app, store, shift.rng, photos[0] ?? null)));
  return workOf(shift, phone, who, photos, () => tab.app.newId());
}

/** Then the same questions are due on both, and answers come in in any order. */
const isOnTwoPhones = ({ holders }: Shift, who: Person): boolean => [...holders.values()].filter((one) => one?.account === who.account).length > 1;

const STORAGE: ReadonlySet<string> = new Set(["AbortError", "InvalidStateError", "LeftError", "QuotaExceededError", "TransactionInactiveError"]);

/** A store that fails gives the screen nothing to record; whatever else fails there would leave a person stuck. */
async function learnt(shift: Shift, entry: Promise<Entry | null | typeof GONE>): Promise<Entry | null> {
  try {
    const made = await entry;
    return made === GONE ? null : made;
  } catch (error) {
    if (!STORAGE.has((error as Error).name)) shift.wrong.push(`an answer could not be given: ${String(error)}`);
    return null;
  }
}

function workOf(shift: Shift, phone: Phone, who: Person, photos: Entry["photos"], newId: () => string): Entry {
  const others = shift.claims.filter((claim) => claim.kind === "hazard.reported" && claim.state === "saved");
  const isLeader = who.account === shift.crew[0]?.account;
  if (isLeader && others.length > 0 && shift.rng.chance(0.3)) return register(shift.rng.pick(others).made, newId);
  switch (shift.rng.weighted({ check: 6, hazard: 3, stop: 1, opened: 1 })) {
    case "check": return check(shift.block, who, newId, phone.now(), photos);
    case "hazard": return hazard(shift.rng.chance(0.3) ? shift.block.post : null, newId, photos);
    case "stop": return stop(shift.block, newId);
    case "opened": return opened(shift.block);
  }
}

/** Somebody records something; two tabs may do so at the same time. */
async function work(shift: Shift, phone: Phone): Promise<void> {
  if (phone.tabs.length === 0) await phone.openTab();
  const tabs = phone.tabs.slice(0, shift.rng.chance(0.3) ? 2 : 1);
  const photos = await photosOf(shift.rng, shift.jpeg, shift.rng.pick([0, 0, 1, 2]));
  await Promise.all(tabs.map((tab, place) => recordOn(shift, phone, tab, place === 0 ? photos : [], place === 0)));
}

async function recordOn(shift: Shift, phone: Phone, tab: Tab, photos: Entry["photos"], isFirst: boolean): Promise<void> {
  const seen = tab.app.session.get();
  const who = shift.crew.find((one) => one.account === seen?.holder?.account);
  const store = seen?.store;
  if (!who || !store) return;
  const entry = await entryOf(shift, phone, { tab, store, who, isFirst }, photos);
  if (!entry) return;
  const claim = claimOf(entry, who);
  shift.claims.push(claim);
  const result = await recorded(shift, tab, store, entry);
  note(`${entry.kind} of ${short(who.account)}: ${result?.kind === "saved" ? `saved ${short(result.op.id)}` : result?.kind ?? "gone"}`);
  if (result === null) return;
  claim.state = result.kind === "saved" ? "saved" : "refused";
  if (result.kind !== "saved") return;
  claim.op = result.op.id;
  await onDisk(shift, phone, claim);
  void tab.app.noteRecorded();
}

function claimOf({ kind, body, photos }: Entry, { account }: Person): Claim {
  const { id, question = "" } = body as { id?: string; question?: string };
  return { kind, made: id ?? "", author: account, photos: photos.map((one) => one.sha), state: "unsure", op: null, question };
}

/** What the phone said; null where the tab was gone before it could say anything. */
async function recorded(shift: Shift, tab: Tab, store: AccountStore, entry: Entry): Promise<Recorded | null> {
  try {
    const said = await tab.run((app) => app.record(store, entry));
    return said === GONE ? null : said;
  } catch (error) {
    shift.wrong.push(`record threw ${String(error)}`);
    return null;
  }
}

/** 已保存 was said: so it is on the disk at this moment, photos and all. */
async function onDisk(shift: Shift, phone: Phone, claim: Claim): Promise<void> {
  const ops = await phone.stored(`gangka-${claim.author}`, "ops") as { id: string }[];
  const photos = await phone.stored(`gangka-${claim.author}`, "photos") as { sha: string }[];
  if (!ops.some(({ id }) => id === claim.op)) shift.wrong.push(`lost: ${claim.kind} ${claim.op} was said to be saved and is not on the phone`);
  for (const sha of claim.photos) if (!photos.some((one) => one.sha === sha)) shift.wrong.push(`lost: a photo of ${claim.op} is not on the phone`);
}

/** Another person takes the phone: by signing out in the app, or straight on the sign-in page. */
async function change(shift: Shift, phone: Phone): Promise<void> {
  const now = shift.holders.get(phone);
  const next = shift.rng.pick(shift.crew);
  if (shift.rng.chance(0.6)) await withTab(phone, (tab) => tab.run((app) => app.signOut()));
  if (!phone.online) return;
  if (next.account !== now?.account || shift.rng.chance(0.5)) await enter(shift, phone, next);
}

async function expire(shift: Shift, phone: Phone): Promise<void> {
  const who = shift.holders.get(phone);
  if (who) await phone.network.control("end_sessions", { account: who.account });
}

async function restore(shift: Shift): Promise<void> {
  if (!shift.snapshotTaken) return;
  shift.restored = true;
  shift.faults++;
  await shift.phones[0]?.network.control("restore");
}

/** What one phone could not send goes as a file to a colleague's phone. */
async function carry(shift: Shift, phone: Phone): Promise<void> {
  const other = shift.phones.find((one) => one !== phone) ?? phone;
  const [from, to] = [phone.tabs[0], other.tabs[0]];
  const store = from?.app.session.get()?.store;
  if (!from || !to || !store) return;
  const file = await from.run((app) => app.exportUndelivered(store));
  if (file === GONE || file === null) return;
  await to.run((app) => app.handIn(file));
}
