// Who is asked, and what: drawn by a seed, so that everybody can repeat it. Whatever is drawn from is put in the order of
// the SHA-256 of the seed and its name. The same as app/spotchecks/draw.py, held together by tests/vectors/draw.json.
import type { Recital } from "./wire";

export type Ability = Recital["ability"];
export const ABILITIES: readonly Ability[] = ["risk", "duty", "operation", "emergency"]; // 知风险 明职责 会操作 能应急

const LIFE_FIRST: readonly Ability[] = ["emergency", "operation", "duty", "risk"];
const SEED_BYTES = 8;

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const newSeed = (): string => hexOf(crypto.getRandomValues(new Uint8Array(SEED_BYTES)));

async function digest(text: string): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** These names, each once, in the order in which the seed draws them. */
export async function orderOf(seed: string, names: readonly string[]): Promise<string[]> {
  const drawn = await Promise.all([...new Set(names)].map(async (name) => ({ name, by: await digest(`${seed}:${name}`) })));
  return drawn.sort((one, other) => compare(one.by, other.by) || compare(one.name, other.name)).map(({ name }) => name);
}

type Drawable = Pick<Recital, "id" | "ability" | "critical">;

/**
 * The recital drawn for each ability that has one, in the order of the abilities. Wherever the post has a critical one,
 * one of the four is critical: of the emergency card, else of the first other card that has one.
 */
export async function questionsFor<T extends Drawable>(seed: string, account: string, recitals: readonly T[]): Promise<T[]> {
  const order = await orderOf(`${seed}:${account}`, recitals.map(({ id }) => id));
  const drawn = order.flatMap((id) => recitals.find((recital) => recital.id === id) ?? []);
  const graver = LIFE_FIRST.find((ability) => drawn.some((one) => one.ability === ability && one.critical));
  return ABILITIES.flatMap((ability) => drawn.find((one) => one.ability === ability && (ability !== graver || one.critical)) ?? []);
}
