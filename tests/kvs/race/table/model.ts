/**
 * A table as plainly as can be: records by id.
 *
 * @module
 */
import type { KvsRecord } from "../../../../kvs/mod.ts";
import { short } from "../exact.ts";
import { type Model, Refused } from "../operation.ts";

/** A record of a race. */
export type Row = KvsRecord & {
  readonly id: string;
  readonly city: string;
  readonly v: string;
  /** Only one record may have it. */
  readonly email?: string;
  readonly body?: Uint8Array;
};

/** See the module. */
export class TableModel implements Model<TableModel> {
  #rows = new Map<string, { readonly row: Row; readonly changes: number }>();

  constructor(rows: readonly Row[] = []) {
    for (const row of rows) this.#rows.set(row.id, { row, changes: 0 });
  }

  clone(): TableModel {
    const clone = new TableModel();
    clone.#rows = new Map(this.#rows);
    return clone;
  }

  text(): string {
    return short(this.rows());
  }

  /** All, by id. */
  rows(): Row[] {
    return [...this.#rows.values()].map(({ row }) => row).sort((a, b) => a.id < b.id ? -1 : 1);
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)?.row;
  }

  put(...rows: readonly Row[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    const others = this.rows().filter(({ id }) => !ids.has(id));
    const emails = [...others, ...rows].flatMap(({ email }) => email ?? []);
    if (new Set(emails).size < emails.length) throw new Refused("taken");
    for (const row of rows) {
      this.#rows.set(row.id, { row, changes: (this.#rows.get(row.id)?.changes ?? 0) + 1 });
    }
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  /** Refuses unless a record is as it was when the race began. */
  unchanged(id: string): void {
    if (this.#rows.get(id)?.changes !== 0) throw new Refused("conflict");
  }

  /** Refuses where there is such a record. */
  absent(id: string): void {
    if (this.#rows.has(id)) throw new Refused("conflict");
  }
}
