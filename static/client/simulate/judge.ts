// After everything was healed: is what was said to be saved on the server exactly once, under its author?
import type { OpKind } from "../model/ops";
import type { Memory } from "../model/wire";
import type { AccountStore } from "../store/account";
import { storedOn } from "./heal";
import { knownOn, yetToLearn } from "./learn";
import type { Tab } from "./phone";
import { othersPractice, type Shift } from "./shift";
import { note, short } from "./trace";

/** Something a person did, and what the phone said to it. */
export interface Claim {
  kind: OpKind;
  made: string; // id of what it makes on the server; "" for a card that was opened
  author: string;
  photos: string[];
  op: string | null;
  question: string; // that was practised; "" for anything else
  state: "saved" | "refused" | "unsure"; // unsure: the tab died before it could say anything
}

interface TrueOp {
  id: string;
  author: string;
  state: string;
  code: string;
  verified: boolean;
  holds: boolean;
  receipt: number | null;
  photos: string[];
  n: number;
  key: string;
}

interface Made {
  id: string;
  by: string;
}

/** An answer, or what is known of a question since. */
interface Practice extends Made {
  question: string;
  at: number; // s
  memory: string; // what resulted, in short
}

interface Truth {
  ops: TrueOp[];
  records: Made[];
  hazards: Made[];
  steps: Made[];
  stops: Made[];
  openings: Made[];
  answers: Practice[];
  memories: Practice[]; // `id` is the answer's
  spotchecks: Made[];
  learnings: (Made & { card: string })[]; // post and kind
  photos: string[];
}

export interface Verdict {
  lost: string[];
  doubled: string[];
  leaked: string[];
  stuck: string[];
}

export interface StoredOp {
  id: string;
  author: string;
  state: string;
  code?: string;
  waitsFor?: string;
  photos: string[];
}

const FAIR_REFUSALS = new Set(["wrong_state", "no_right", "same_person"]); // an act that came too late is kept, and said so

export async function judge(shift: Shift): Promise<Verdict> {
  const accounts = shift.crew.map(({ account }) => account);
  const phones = await storedOn(shift); // before the truth: what was said to be delivered must be there by then
  const truth = await shift.phones[0]?.network.control<Truth>("truth", { accounts });
  if (!truth) throw new Error("no phone, no truth");
  for (const [account, ops] of phones) note(`held of ${short(account)}: ${ops.map(({ id, state, code }) => `${short(id)} ${state} ${code ?? ""}`).join(", ")}`);
  note(`truth: ${JSON.stringify(truth.ops)}`);
  const verdict: Verdict = { lost: [], doubled: [], leaked: [], stuck: [] };
  for (const said of shift.wrong) verdict[said.startsWith("leaked") ? "leaked" : said.startsWith("doubled") ? "doubled" : "lost"].push(said);
  shift.claims.filter(({ state }) => state === "saved").forEach((claim) => saved(claim, truth, verdict));
  doubles(shift, truth, verdict);
  for (const [account, ops] of phones) onPhone(account, ops, truth, verdict);
  practised(truth, verdict);
  await visible(shift, truth, verdict);
  return verdict;
}

const holding = (truth: Truth, id: string): TrueOp[] => truth.ops.filter((op) => op.id === id && op.verified && op.holds);

function saved(claim: Claim, truth: Truth, verdict: Verdict): void {
  const name = `${claim.kind} ${claim.op ?? ""}`;
  const [op, ...more] = holding(truth, claim.op ?? "");
  if (!op) return void verdict.lost.push(`${name} never arrived`);
  if (more.length > 0) verdict.doubled.push(`${name} is there ${more.length + 1} times`);
  if (op.author !== claim.author) verdict.leaked.push(`${name} stands under another author`);
  if (op.state === "rejected" && FAIR_REFUSALS.has(op.code)) return;
  if (op.state !== "applied") return void verdict.lost.push(`${name} is ${op.state} ${op.code}`);
  if (op.receipt === null) verdict.lost.push(`${name} has no receipt`);
  for (const photo of claim.photos) if (!truth.photos.includes(photo)) verdict.lost.push(`${name}: a photo never arrived`);
  if (claim.made !== "") made(claim, truth, verdict, name);
}

function made(claim: Claim, truth: Truth, verdict: Verdict, name: string): void {
  const table = { "check.submitted": truth.records, "hazard.reported": truth.hazards, "hazard.acted": truth.steps, "stopwork.declared": truth.stops, "card.opened": truth.openings, "card.learnt": truth.learnings, "recite.answered": truth.answers, "spotcheck.held": truth.spotchecks }[claim.kind];
  const found = table.filter(({ id }) => id === claim.made);
  if (found.length === 0) verdict.lost.push(`${name} was applied and made nothing`);
  if (found.length > 1) verdict.doubled.push(`${name} made ${found.length}`);
  if (found.some(({ by }) => by !== claim.author)) verdict.leaked.push(`${name} was made for another`);
}

/** Nothing is on the server that nobody did, and no receipt or number was given twice. */
function doubles(shift: Shift, truth: Truth, verdict: Verdict): void {
  const allowed = new Set(shift.claims.filter(({ state }) => state !== "refused").map(({ made: id }) => id));
  for (const { id } of [...truth.records, ...truth.stops, ...truth.answers, ...truth.spotchecks, ...truth.learnings]) if (!allowed.has(id)) verdict.doubled.push(`${id} was made by no one`);
  const applied = truth.ops.filter(({ state, verified }) => state === "applied" && verified);
  repeated(applied.map(({ receipt }) => String(receipt))).forEach((receipt) => verdict.doubled.push(`receipt ${receipt} was given twice`));
  repeated(truth.ops.filter(({ verified }) => verified).map(({ key, n }) => `${key} ${n}`)).forEach((n) => verdict.doubled.push(`number ${n} was given twice`));
  const accounts = new Set(shift.crew.map(({ account }) => account));
  for (const { by, id } of [...truth.records, ...truth.hazards]) if (!accounts.has(by)) verdict.leaked.push(`${id} belongs to a stranger`);
}

function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.has(value) || !seen.add(value));
}

function onPhone(account: string, ops: readonly StoredOp[], truth: Truth, verdict: Verdict): void {
  for (const op of ops) {
    if (op.author !== account) verdict.leaked.push(`${op.id} lies in another's storage`);
    if (op.state === "held" || op.state === "text") verdict.stuck.push(`${op.id} is ${op.state} ${op.code ?? ""} ${op.waitsFor ?? ""}`);
    if (op.state === "rejected" && !FAIR_REFUSALS.has(op.code ?? "")) verdict.stuck.push(`${op.id} was rejected: ${op.code ?? ""}`);
    if (op.state === "delivered" || op.state === "backed") delivered(op, truth, verdict);
  }
}

/** 已送达 was said: so the server has it, and all its photos. */
function delivered(op: StoredOp, truth: Truth, verdict: Verdict): void {
  if (!holding(truth, op.id).some(({ state }) => state === "applied")) verdict.lost.push(`${op.id} was said to be delivered`);
  for (const photo of op.photos) if (!truth.photos.includes(photo)) verdict.lost.push(`a photo of ${op.id} was said to be delivered`);
}

/** A question is known as it was answered last, on whatever phone and in whatever order that arrived. */
function practised({ answers, memories }: Truth, verdict: Verdict): void {
  const last = new Map<string, Practice>();
  for (const one of answers) {
    const before = last.get(`${one.by} ${one.question}`);
    if (!before || one.at > before.at || (one.at === before.at && one.id > before.id)) last.set(`${one.by} ${one.question}`, one);
  }
  for (const [key, { id, memory }] of last) {
    const found = memories.filter(({ by, question }) => `${by} ${question}` === key);
    if (found.length !== 1 || found[0]?.id !== id || found[0]?.memory !== memory) verdict.lost.push(`the last answer to ${key} is not what is known`);
  }
  for (const { by, question } of memories) if (!last.has(`${by} ${question}`)) verdict.leaked.push(`${by} never answered ${question}`);
}

const inShort = ({ reps, lapses, state }: Memory): string => `${reps} ${lapses} ${state}`;

/** A person's phones know what they have answered, on this phone or another, and nothing of anybody else's. */
async function known(shift: Shift, tab: Tab, store: AccountStore, account: string, truth: Truth, verdict: Verdict): Promise<void> {
  const memories = await knownOn(tab.app, store);
  verdict.leaked.push(...othersPractice(shift, account, account, [...memories.keys()]));
  if (!await tab.phone.isSignedInAs(account)) return; // it can't fetch anything until somebody signs in again
  for (const { by, question } of truth.memories) {
    const memory = memories.get(question);
    if (by !== account) continue;
    const given = truth.answers.filter((one) => one.by === account && one.question === question).map((one) => one.memory);
    if (!memory) verdict.lost.push(`${account}'s phone has forgotten ${question}`);
    else if (!given.includes(inShort(memory))) verdict.lost.push(`${account}'s phone knows of ${question} what was never so`);
  }
}

/** What a person has learnt, on this phone or another, none of their phones asks for again; what others learnt does not count. */
async function learnt(shift: Shift, tab: Tab, store: AccountStore, account: string, truth: Truth, verdict: Verdict): Promise<void> {
  if (!await tab.phone.isSignedInAs(account)) return; // it can't fetch what another phone has brought
  const [post, person, open] = [await store.post(shift.block.post), await store.person(), await yetToLearn(tab.app, store)];
  const isOwn = person?.posts?.some(({ id, mine }) => id === post?.id && mine) ?? false;
  const own = truth.learnings.filter(({ by }) => by === account).map(({ card }) => card);
  for (const card of isOwn ? post?.cards.map(({ kind }) => `${post.id} ${kind}`) ?? [] : []) {
    if (open.includes(card) && own.includes(card)) verdict.lost.push(`${account}'s phone has forgotten that ${card} was learnt`);
    if (!open.includes(card) && !own.includes(card)) verdict.lost.push(`${account}'s phone believes that ${card} was learnt`);
  }
}

/** Whoever holds a phone sees their own records and nobody else's. */
async function visible(shift: Shift, truth: Truth, verdict: Verdict): Promise<void> {
  for (const phone of shift.phones) {
    for (const tab of phone.tabs) {
      const seen = tab.app.session.get();
      const who = shift.holders.get(phone)?.account;
      if (seen?.holder && seen.holder.account !== who) verdict.leaked.push("a tab is still in another's name");
      const ops = await seen?.store?.ops() ?? [];
      if (ops.some(({ author }) => author !== who)) verdict.leaked.push("a tab shows another's records");
      if (seen?.store && who !== undefined) await known(shift, tab, seen.store, who, truth, verdict);
      if (seen?.store && who !== undefined) await learnt(shift, tab, seen.store, who, truth, verdict);
    }
  }
}
