/**
 * A feed as plainly as can be: an array.
 *
 * @module
 */
import type { KvsRecord } from "../../../../kvs/mod.ts";
import { short } from "../exact.ts";
import { type Model, Refused } from "../operation.ts";

/** A record of a race. */
export type Entry = KvsRecord & {
  readonly id: string;
  readonly v: string;
  readonly body?: Uint8Array;
};

/** An entry, and how often it was changed. */
interface Item {
  record: Entry;
  changes: number;
}

/** See the module. */
export class FeedModel implements Model<FeedModel> {
  #items: Item[];

  constructor(records: readonly Entry[] = []) {
    this.#items = records.map((record) => ({ record, changes: 0 }));
  }

  clone(): FeedModel {
    const clone = new FeedModel();
    clone.#items = this.#items.map((item) => ({ ...item }));
    return clone;
  }

  text(): string {
    return short(this.records());
  }

  records(): Entry[] {
    return this.#items.map(({ record }) => record);
  }

  get(id: string): Entry | undefined {
    return this.#find(id)?.record;
  }

  /** Appends new records and updates known ones in their places. */
  append(...records: readonly Entry[]): void {
    for (const record of records) {
      const known = this.#find(record.id);
      if (known) known.record = record, known.changes++;
      else this.#items.push({ record, changes: 1 });
    }
  }

  remove(id: string): void {
    this.#items = this.#items.filter(({ record }) => record.id !== id);
  }

  /** Removes up to an entry; all unless told. */
  cut(id?: string): number {
    const at = id === undefined
      ? this.#items.length - 1
      : this.#items.findIndex(({ record }) => record.id === id);
    if (id !== undefined && at < 0) throw new Refused("not_found");
    return this.#items.splice(0, at + 1).length;
  }

  /** Removes so many of the oldest; what was there as the race began, and is as it was, is among them. */
  cutOldest(count: number): number {
    const left = this.#items.slice(count).every(({ changes }) => changes > 0);
    return left ? this.#items.splice(0, count).length : this.cut();
  }

  /** Refuses unless an entry is as it was when the race began. */
  unchanged(id: string): void {
    if (this.#find(id)?.changes !== 0) throw new Refused("conflict");
  }

  /** Refuses where there is such an entry. */
  absent(id: string): void {
    if (this.#find(id) !== undefined) throw new Refused("conflict");
  }

  #find(id: string): Item | undefined {
    return this.#items.find(({ record }) => record.id === id);
  }
}
