// Plays shifts and prints one line: shifts, faults, lost, doubled, leaked, stuck.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { heal } from "./heal";
import { judge, type Verdict } from "./judge";
import { Network } from "./network";
import { play } from "./shift";
import { noted } from "./trace";
import type { Block } from "./work";

const BLOCK = 25; // shifts on one database
const TRIES = 3; // at a shift in which the simulator itself stumbles

interface Options {
  base: string;
  tab: string; // file with the bundled app
  jpeg: string; // file
  shifts: number;
  seed: number;
  untilFirst: boolean; // stop at the first shift that goes wrong
}

const options = JSON.parse(process.argv[2] ?? "{}") as Options;
process.on("unhandledRejection", () => undefined); // what a killed tab still had going

const script = new vm.Script(readFileSync(options.tab, "utf8"), { filename: "app.js" });
const jpeg = new Uint8Array(readFileSync(options.jpeg));
const total = { shifts: 0, faults: 0, claims: 0, lost: 0, doubled: 0, leaked: 0, stuck: 0 };
let stumbles = 0; // the simulator's own fault, or a server that fails behind the scenes

const door = new Network(options.base);
let block: Block | undefined;

async function one(seed: number, place: number): Promise<Verdict> {
  if (!block || place % BLOCK === 0) block = await door.control<Block>("block", { people: BLOCK * 2 });
  const crew = block.people.slice((place % BLOCK) * 2, (place % BLOCK) * 2 + 2);
  const shift = await play(seed, { base: options.base, script, block, crew, jpeg });
  await heal(shift);
  const verdict = await judge(shift);
  shift.phones.forEach((phone) => phone.killAll());
  total.faults += shift.faults;
  total.claims += shift.claims.filter(({ state }) => state === "saved").length;
  return verdict;
}

function count(seed: number, verdict: Verdict): boolean {
  total.shifts++;
  let isBad = false;
  for (const [sort, found] of Object.entries(verdict) as [keyof Verdict, string[]][]) {
    total[sort] += found.length;
    for (const words of found) console.error(`seed ${seed}: ${sort}: ${words}`);
    isBad ||= found.length > 0;
  }
  const happened = noted();
  if (isBad) console.error(happened.map((words) => `seed ${seed}: ${words}`).join("\n"));
  return isBad;
}

const STILL: Verdict = { lost: [], doubled: [], leaked: [], stuck: ["nothing goes on any more"] };

/** Where nothing is left that could go on, somebody waits for ever. */
function unlessStill(shift: Promise<Verdict>): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const still = () => { block = undefined; resolve(STILL); };
    process.once("beforeExit", still);
    shift.then(resolve, reject).finally(() => process.off("beforeExit", still));
  });
}

/** What became of a shift, played again on a fresh database where the simulator stumbles; null: every time. */
async function played(seed: number, place: number): Promise<Verdict | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await unlessStill(one(seed, place));
    } catch (error) {
      block = undefined; // what is left of it may be anything
      console.error(`seed ${seed}: the simulator stumbled: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    }
  }
  return null;
}

for (let place = 0; place < options.shifts; place++) {
  const seed = options.seed + place;
  const verdict = await played(seed, place);
  if (!verdict) stumbles++;
  else if (count(seed, verdict) && options.untilFirst) break;
}

const { shifts, faults, claims, lost, doubled, leaked, stuck } = total;
console.log(`shifts ${shifts}, records ${claims}, faults ${faults}, lost ${lost}, doubled ${doubled}, leaked ${leaked}, stuck ${stuck}`);
process.exit(lost + doubled + leaked + stuck + stumbles > 0 ? 1 : 0);
