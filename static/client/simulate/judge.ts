// After everything was healed: is what was said to be saved on the server exactly once, under its author?
import type { OpKind } from "../model/ops";
import { storedOn, type Shift } from "./shift";
import { note, short } from "./trace";

/** Something a person did, and what the phone said to it. */
export interface Claim {
  kind: OpKind;
  made: string; // id of what it makes on the server; "" for a card that was opened
  author: string;
  photos: string[];
  op: string | null;
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

interface Truth {
  ops: TrueOp[];
  records: Made[];
  hazards: Made[];
  steps: Made[];
  stops: Made[];
  openings: Made[];
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
  await visible(shift, verdict);
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
  const table = { "check.submitted": truth.records, "hazard.reported": truth.hazards, "hazard.acted": truth.steps, "stopwork.declared": truth.stops, "card.opened": truth.openings }[claim.kind];
  const found = table.filter(({ id }) => id === claim.made);
  if (found.length === 0) verdict.lost.push(`${name} was applied and made nothing`);
  if (found.length > 1) verdict.doubled.push(`${name} made ${found.length}`);
  if (found.some(({ by }) => by !== claim.author)) verdict.leaked.push(`${name} was made for another`);
}

/** Nothing is on the server that nobody did, and no receipt or number was given twice. */
function doubles(shift: Shift, truth: Truth, verdict: Verdict): void {
  const allowed = new Set(shift.claims.filter(({ state }) => state !== "refused").map(({ made: id }) => id));
  for (const { id } of [...truth.records, ...truth.stops]) if (!allowed.has(id)) verdict.doubled.push(`${id} was made by no one`);
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

/** Whoever holds a phone sees their own records and nobody else's. */
async function visible(shift: Shift, verdict: Verdict): Promise<void> {
  for (const phone of shift.phones) {
    for (const tab of phone.tabs) {
      const seen = tab.app.session.get();
      const who = shift.holders.get(phone)?.account;
      if (seen?.holder && seen.holder.account !== who) verdict.leaked.push("a tab is still in another's name");
      const ops = await seen?.store?.ops() ?? [];
      if (ops.some(({ author }) => author !== who)) verdict.leaked.push("a tab shows another's records");
    }
  }
}
