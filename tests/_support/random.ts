/**
 * Seeded randomness (mulberry32): a failing run is repeated from the seed in its name.
 *
 * @module
 */

/** Choices drawn from one seed. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** An integer from 0 to `n` - 1. */
  below(n: number): number;
  /** One of these. */
  pick<T>(values: readonly [T, ...T[]]): T;
}

/** The choices of a seed. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { next, below, pick: (values) => values[below(values.length)] ?? values[0] };
}
