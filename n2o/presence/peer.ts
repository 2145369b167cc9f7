/**
 * What this node knows of another: its entries as of a number of its changes.
 *
 * @module
 */
import type { Entry } from "./roster.ts";
import type { Diff, Part } from "./words.ts";

/** Entries that are kept of one node, and changes that are kept while an earlier one is awaited. */
const ENTRIES = 100_000, HELD = 256;

/** What changes for those who watch. */
export interface Outcome {
  readonly joins: readonly Entry[];
  readonly leaves: readonly Entry[];
}

/** Parts of a state that have come, and how many entries they hold. */
interface Parts {
  readonly version: number;
  readonly of: number;
  readonly came: Map<number, readonly Entry[]>;
  held: number;
}

/** Another node as this one has heard it: its entries, and changes that came early. */
export class Peer {
  /** Name of its bus: nobody else speaks for it. */
  readonly from: string;
  /** Ticks since it was heard. */
  silent = 0;
  /** Ticks until it is asked again for what is missing. */
  patience = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #held = new Map<number, Diff>();
  #version = 0;
  /** The parts of a state that have come. */
  #parts: Parts | undefined;

  /** A node of which nothing is known yet. */
  constructor(from: string) {
    this.from = from;
  }

  /** How many of its changes are known. */
  get version(): number {
    return this.#version;
  }

  /** All its entries. */
  entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** Takes a change; one that comes early is kept until those before it have come. */
  diff(diff: Diff): Outcome {
    const ahead = diff.version - this.#version;
    if (ahead === 1 || (ahead > 1 && this.#held.size < HELD)) this.#held.set(diff.version, diff);
    return this.#proceed({ joins: [], leaves: [] });
  }

  /** Takes a part of all that it holds; the last one makes it known. */
  state({ version, at, of, entries }: Part): Outcome {
    if (version <= this.#version) return { joins: [], leaves: [] };
    if (this.#parts?.version !== version || this.#parts.of !== of) {
      this.#parts = { version, of, came: new Map(), held: 0 };
    }
    const parts = this.#parts, { came } = parts;
    // What one node may hold bounds what is kept of a state that never becomes whole; one that comes twice counts once.
    if (!came.has(at)) {
      const kept = parts.held + entries.length > ENTRIES ? [] : entries;
      came.set(at, kept);
      parts.held += kept.length;
    }
    if (came.size < of) return { joins: [], leaves: [] };
    this.#parts = undefined;
    this.#version = version;
    const all = new Map([...came.values()].flat().map((entry) => [entry.ref, entry]));
    const leaves = this.entries().filter(({ ref }) => !all.has(ref));
    const joins = [...all.values()].filter(({ ref }) => !this.#entries.has(ref));
    for (const { ref } of leaves) this.#entries.delete(ref);
    for (const entry of joins) this.#entries.set(entry.ref, entry);
    return this.#proceed({ joins, leaves });
  }

  /** Carries out what was kept and has its turn now. */
  #proceed(outcome: Outcome): Outcome {
    const joins = [...outcome.joins], leaves = [...outcome.leaves];
    for (;;) {
      const next = this.#held.get(this.#version + 1);
      if (next === undefined) break;
      this.#version++;
      for (const ref of next.leaves) {
        const entry = this.#entries.get(ref);
        if (entry === undefined) continue;
        this.#entries.delete(ref);
        // Who came and went within one step was never there for those who watch.
        const fresh = joins.findIndex((each) => each.ref === ref);
        if (fresh >= 0) joins.splice(fresh, 1);
        else leaves.push(entry);
      }
      for (const entry of next.joins) {
        if (this.#entries.size >= ENTRIES || this.#entries.has(entry.ref)) continue;
        this.#entries.set(entry.ref, entry);
        joins.push(entry);
      }
    }
    for (const version of this.#held.keys()) {
      if (version <= this.#version) this.#held.delete(version);
    }
    return { joins, leaves };
  }
}
