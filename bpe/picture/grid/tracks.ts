/**
 * The ways of lines between the columns and rows of a grid.
 *
 * @module
 */
import type { Tie } from "./cell.ts";

/** How a line goes: straight, through the gap between two columns, or also through a gap between two rows. */
export type Way = "straight" | "column" | "row";

/** How a line goes between its cells. */
export function wayOf({ from, to, event }: Tie): Way {
  if (event !== null) return "row";
  if (from.row === to.row && to.layer > from.layer && to.place === from.place + 1) {
    return "straight";
  }
  return to.layer === from.layer + 1 ? "column" : "row";
}

/** The gap below this row is the one a line takes. */
export function gapRow({ from, to, event }: Tie): number {
  return event === null && to.row < from.row ? from.row - 1 : from.row;
}

/** Tracks in the gaps: each key gets one, numbered from 0 in each gap. */
export class Tracks<Key> {
  readonly #step: number;
  readonly #gaps = new Map<number, Map<Key, number>>();

  /** Tracks stand this far apart. */
  constructor(step: number) {
    this.#step = step;
  }

  /** Gives a key a track in a gap. */
  put(gap: number, key: Key): void {
    const keys = this.#gaps.get(gap) ?? new Map<Key, number>();
    this.#gaps.set(gap, keys);
    if (!keys.has(key)) keys.set(key, keys.size);
  }

  /** How far into the gap; tracks move closer where there are many. */
  at(gap: number, key: Key): number {
    const keys = this.#gaps.get(gap);
    return (keys?.get(key) ?? 0) * Math.min(this.#step, MOST / Math.max(1, keys?.size ?? 1));
  }

  /** The width that the tracks of a gap take. */
  room(gap: number): number {
    return Math.min(MOST, (this.#gaps.get(gap)?.size ?? 0) * this.#step);
  }
}

/** The most room for the tracks of one gap. */
const MOST = 160;
