/**
 * What an instance has open outside, found by what it is for.
 *
 * @module
 */
import { type Changes, changes } from "../../state/difference.ts";
import { Table } from "../../state/table.ts";
import type { Delivery, Open, OpenJob } from "./open.ts";

/** Something open, under its number. */
export interface OpenEntry {
  readonly id: number;
  readonly open: Open;
}

/** So many kinds of what is open share a number of the instance. */
const KINDS = 8;
/** So many slices of rows share a version. */
const SLICES = 2 ** 16;
/** What a caller is told of the end of an instance comes after all else that it is told. */
const LAST = Number.MAX_SAFE_INTEGER;
const NONE = new Table<OpenEntry>();
const NOTHING: Changes<Open> = { gone: [], come: [] };

/** The number of something open: no other of its instance has it. Ids of elements and waits, and versions, only count up. */
function numberOf(effect: Delivery | OpenJob["effect"]): number {
  switch (effect.kind) {
    case "job":
    case "task":
      return effect.element * KINDS;
    case "call":
      return effect.element * KINDS + 1;
    case "cancelCalled":
      return effect.element * KINDS + 2;
    case "look":
      return effect.wait.id * KINDS + 3;
    case "return":
      return LAST;
    case "escalation":
      return lastOf(effect.key) * KINDS + 5;
    case "rows": {
      const [version = 0, slice = 0] = effect.key.split("/rows/").at(-1)?.split("/").map(Number) ??
        [];
      return (version * SLICES + slice) * KINDS + 6;
    }
  }
}

/** The number at the end of a key. */
function lastOf(key: string): number {
  return Number(key.slice(key.lastIndexOf("/") + 1));
}

/** How many of a kind are open. */
interface Counts {
  /** Jobs that an engine works on. */
  readonly leased: number;
  /** Rows that are still to be written. */
  readonly spilled: number;
}

/** What is open: never changed, but followed by another. */
export class OpenList implements Iterable<Open> {
  readonly #table: Table<OpenEntry>;
  readonly #counts: Counts;

  private constructor(table: Table<OpenEntry>, counts: Counts) {
    this.#table = table;
    this.#counts = counts;
  }

  /** What is open, from a list of it. */
  static of(all: readonly Open[]): OpenList {
    return OpenList.from(Table.of(all.map((open) => ({ id: numberOf(open.effect), open }))));
  }

  /** What is open, from what was stored. */
  static from(table: Table<OpenEntry>): OpenList {
    let counts: Counts = { leased: 0, spilled: 0 };
    for (const { open } of table) counts = counted(counts, open, 1);
    return new OpenList(table, counts);
  }

  /** It as a table. Not to be changed. */
  get table(): Table<OpenEntry> {
    return this.#table;
  }

  /** How much there is. */
  get size(): number {
    return this.#table.size;
  }

  /** Whether an engine works on a job. */
  get isLeased(): boolean {
    return this.#counts.leased > 0;
  }

  /** Whether rows are still to be written. */
  get isSpilled(): boolean {
    return this.#counts.spilled > 0;
  }

  *[Symbol.iterator](): Generator<Open, void, void> {
    for (const { open } of this.#table) yield open;
  }

  /** What is open, in an array. */
  toArray(): readonly Open[] {
    return this.#table.toArray().map(openOf);
  }

  /** What is open of this effect now. */
  find(effect: Open["effect"]): Open | undefined {
    const found = this.#table.get(numberOf(effect))?.open;
    return found?.effect.key === effect.key ? found : undefined;
  }

  /** The job that an element waits for. */
  job(element: number): OpenJob | undefined {
    const found = this.#table.get(element * KINDS)?.open;
    return found?.effect.kind === "job" ? found as OpenJob : undefined; // as: its kind says so
  }

  /** What an element waits for: a job, or the start of what it calls. */
  ofElement(element: number): readonly Open[] {
    return [0, 1].flatMap((kind) => this.#table.get(element * KINDS + kind)?.open ?? []);
  }

  /** What is open when some is set and some is done. */
  with(set: Iterable<Open>, done: Iterable<Open> = []): OpenList {
    const table = this.#table.fork();
    let counts = this.#counts;
    for (const open of done) {
      if (table.delete(numberOf(open.effect))) counts = counted(counts, open, -1);
    }
    for (const open of set) {
      const id = numberOf(open.effect), before = table.get(id)?.open;
      if (before !== undefined) counts = counted(counts, before, -1);
      counts = counted(counts, open, 1);
      table.set({ id, open });
    }
    return new OpenList(table, counts);
  }

  /** What has come and gone since another was followed by this one. */
  since(before: OpenList | undefined): Changes<Open> {
    if (before === this) return NOTHING;
    const { gone, come } = changes(before?.table ?? NONE, this.#table, isSame);
    return { gone: gone.map(openOf), come: come.map(openOf) };
  }
}

function openOf({ open }: OpenEntry): Open {
  return open;
}

/** What is set once more is in another entry, and still the same. */
function isSame(was: OpenEntry, is: OpenEntry): boolean {
  return was.open === is.open;
}

function counted({ leased, spilled }: Counts, open: Open, one: 1 | -1): Counts {
  if (open.effect.kind === "rows") return { leased, spilled: spilled + one };
  const isLeased = open.effect.kind === "job" && open.due !== undefined && open.tries === 0;
  return { leased: isLeased ? leased + one : leased, spilled };
}
