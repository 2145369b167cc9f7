/**
 * What this node says of presence: its entries, and its latest changes for those who missed some.
 *
 * @module
 */
import type { Entry } from "./roster.ts";
import { type Diff, ENTRIES, LEAVES, type Part } from "./words.ts";

/** Changes that are kept for who missed them. */
const KEPT = 128;

/** The entries of this node. */
export class Own {
  readonly #entries = new Map<string, Entry>();
  readonly #log: Diff[] = [];
  /** What no change says yet. */
  readonly #joins = new Map<string, Entry>();
  readonly #leaves: string[] = [];
  #version = 0;

  /** How many changes were made. */
  get version(): number {
    return this.#version;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** Takes an entry in. */
  add(entry: Entry): void {
    this.#entries.set(entry.ref, entry);
    this.#joins.set(entry.ref, entry);
  }

  /** Takes an entry out. */
  delete({ ref }: Entry): void {
    if (!this.#entries.delete(ref)) return;
    if (!this.#joins.delete(ref)) this.#leaves.push(ref);
  }

  /** The changes since the last time, each small enough for one message. */
  changes(): Diff[] {
    const made: Diff[] = [], joins = [...this.#joins.values()], leaves = this.#leaves.splice(0);
    this.#joins.clear();
    while (joins.length > 0 || leaves.length > 0) {
      const diff = {
        version: ++this.#version,
        joins: joins.splice(0, ENTRIES),
        leaves: leaves.splice(0, LEAVES),
      };
      made.push(diff);
      this.#log.push(diff);
    }
    this.#log.splice(0, this.#log.length - KEPT);
    return made;
  }

  /** The changes after one, if they are kept. */
  since(version: number): readonly Diff[] | undefined {
    const [first] = this.#log;
    return first !== undefined && first.version <= version + 1
      ? this.#log.filter((diff) => diff.version > version)
      : undefined;
  }

  /** All entries that the changes so far have said, in parts. */
  parts(): Part[] {
    const said = [...this.#entries.values()].filter(({ ref }) => !this.#joins.has(ref));
    const of = Math.max(1, Math.ceil(said.length / ENTRIES)), version = this.#version;
    return Array.from({ length: of }, (_, at) => {
      const entries = said.slice(at * ENTRIES, (at + 1) * ENTRIES);
      return { version, at, of, entries };
    });
  }
}
