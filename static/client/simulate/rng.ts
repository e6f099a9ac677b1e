// Seeded chance: the same seed draws the same shift.

export interface Rng {
  /** 0 ≤ x < 1 */
  next(): number;
  chance(probability: number): boolean;
  /** An integer from low to high, both included. */
  int(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  bytes(length: number): ArrayBuffer;
}

/** mulberry32: small, and good enough to draw faults with. */
export function rngOf(seed: number): Rng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next, int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)] as (typeof items)[number],
    weighted: (weights) => draw(weights, next()),
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)).buffer,
  };
}

function draw<K extends string>(weights: Readonly<Record<K, number>>, at: number): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = at * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return (entries[0] as [K, number])[0];
}
