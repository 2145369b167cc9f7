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

/** An entry, how often it was changed, and whether it is gone: where it stood is still a place to cut to. */
interface Item {
  record: Entry;
  changes: number;
  gone?: true;
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
    return this.#items.filter(({ gone }) => !gone).map(({ record }) => record);
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
    const item = this.#find(id);
    if (item) item.gone = true;
  }

  /**
   * Removes up to an entry; all unless told. A cut goes up to where the entry stood as it looked: where others have removed that
   * entry since, or appended it anew, so many as were cut tell which of its places that was.
   */
  cut(id?: string, answer?: unknown): number {
    if (id === undefined) return this.#cutTo(this.#items.length);
    const ends = [...this.#items.entries()].filter(([, { record }]) => record.id === id)
      .map(([at]) => at + 1);
    const known = this.#find(id), now = known ? this.#items.indexOf(known) + 1 : undefined;
    const end =
      [...now === undefined ? [] : [now], ...ends].find((end) =>
        this.#live(end).length === answer
      ) ?? now;
    if (end === undefined) throw new Refused("not_found");
    return this.#cutTo(end);
  }

  /** Removes so many of the oldest; what was there as the race began, and is as it was, is among them. */
  cutOldest(count: number): number {
    const live = this.#live(this.#items.length), rest = live.slice(count), [next] = rest;
    if (next === undefined || !rest.every(({ changes }) => changes > 0)) return this.cut();
    return this.#cutTo(this.#items.indexOf(next));
  }

  #live(end: number): Item[] {
    return this.#items.slice(0, end).filter(({ gone }) => !gone);
  }

  #cutTo(end: number): number {
    const cut = this.#live(end);
    for (const item of cut) item.gone = true;
    return cut.length;
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
    return this.#items.find(({ record, gone }) => record.id === id && !gone);
  }
}
