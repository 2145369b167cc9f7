/**
 * The rows of a repeated group: their keys in order, and what each holds.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";
import type { Answer, Source } from "../rule/answer.ts";
import type { Context, Reader } from "../rule/scope.ts";
import { ownOf } from "../value/same.ts";
import { indexed, numbered } from "../value/key.ts";

/** The most rows of a group, whatever it says itself. */
export const MOST_ROWS = 10_000;

/** What the record has of a row. */
export type Stored = Readonly<Record<string, unknown>>;

/** What is made of a row. */
interface Row {
  context(by: Reader): Context;
}

/** The rows of a repeated group; `R` is what holds the fields of one. */
export class Rows<R extends Row> implements Source {
  readonly readers: Answer[] = [];
  seenBy = 0;
  /** Their keys in order. */
  keys: string[] = [];
  /** The rows by their keys. */
  readonly rows: Map<string, R> = new Map();
  /** The number of the next new key. */
  next = 1;
  /** Whether rows were added, removed or moved since the record was read. */
  isOther = false;
  /** What the record has, where that is no list of rows. */
  readonly odd: unknown;
  readonly #lists: { -readonly [by in Reader]?: readonly Context[] } = {};

  /**
   * @param stored what the record has
   * @param index the field by which a stored row is known again
   * @param make makes a row
   * @throws {FormError} `limit` for more rows than a group has
   */
  constructor(
    readonly path: string,
    stored: unknown,
    index: string | undefined,
    readonly make: (key: string, stored: Stored | undefined) => R,
  ) {
    if (stored === undefined || stored === null) return;
    if (!Array.isArray(stored) || !stored.every(isPlainObject)) {
      this.odd = stored;
      return;
    }
    this.next = stored.length + 1;
    this.bounded(stored.length, MOST_ROWS);
    for (const [at, each] of stored.entries()) {
      const known = index === undefined ? undefined : indexed(ownOf(each, index));
      const key = known !== undefined && !this.rows.has(known) ? known : numbered(at + 1);
      this.keys.push(key);
      this.rows.set(key, make(key, each));
    }
  }

  /** The rows in order. */
  get inOrder(): readonly R[] {
    // As: each key has its row.
    return this.keys.map((key) => this.rows.get(key) as R);
  }

  /** Refuses more rows than there may be. */
  bounded(count: number, most: number): void {
    if (count <= most) return;
    throw new FormError("limit", `"${this.path}" has ${most} rows at most: remove some`);
  }

  /** The row of a key that was given out. */
  row(key: string): R {
    const found = this.rows.get(key);
    if (found !== undefined) return found;
    const named = JSON.stringify(String(key).slice(0, 60));
    throw new FormError("path", `"${this.path}" has no row ${named}: take the key from rows()`);
  }

  /** The rows as rules see them: one list as long as they are the same rows in the same order. */
  list(by: Reader): readonly Context[] {
    return this.#lists[by] ??= Object.freeze(this.inOrder.map((row) => row.context(by)));
  }

  /** A new key: none that there ever was. */
  newKey(): string {
    while (this.rows.has(numbered(this.next))) this.next++;
    return numbered(this.next++);
  }

  /** Puts keys in an order, some of which may be new, and some gone. */
  order(keys: string[]): void {
    this.keys = keys;
    this.isOther = true;
    delete this.#lists.feel;
    delete this.#lists.function;
  }
}
