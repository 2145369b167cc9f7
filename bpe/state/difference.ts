/**
 * In what a table differs from the one that it was forked from.
 *
 * @module
 */
import type { Numbered, Page, Table } from "./table.ts";

/** Pages in which one table differs from another, which was forked from it. */
export interface Difference<T> {
  /** Pages of the table before. */
  readonly gone: readonly Page<T>[];
  /** Pages of the table now. */
  readonly come: readonly Page<T>[];
}

/**
 * The pages in which a table differs from the one that it was forked from: those that neither has changed are passed over. One of
 * another number is another page, whatever is in it: it lies in another row.
 */
export function difference<T extends Numbered>(before: Table<T>, after: Table<T>): Difference<T> {
  const old = before.pages, now = after.pages, next = before.next;
  const gone: Page<T>[] = [], come: Page<T>[] = [];
  let left = 0, right = 0;
  for (;;) {
    const was = old[left], is = now[right];
    if (was === undefined && is === undefined) return { gone, come };
    if (was !== undefined && was.entries === is?.entries && was.no === is.no) {
      left++;
      right++;
    } else if (was === undefined || (is !== undefined && was.no !== is.no && is.no >= next)) {
      if (is !== undefined) come.push(is);
      right++;
    } else {
      gone.push(was);
      left++;
      if (was.no !== is?.no) continue;
      come.push(is);
      right++;
    }
  }
}

/** The entries in which two tables differ. */
export function changes<T extends Numbered>(
  before: Table<T>,
  after: Table<T>,
): { readonly gone: readonly T[]; readonly come: readonly T[] } {
  const { gone, come } = difference(before, after);
  const old = new Map(gone.flatMap(({ entries }) => entries.map((each) => [each.id, each])));
  const now = new Map(come.flatMap(({ entries }) => entries.map((each) => [each.id, each])));
  return {
    gone: [...old.values()].filter((each) => now.get(each.id) !== each),
    come: [...now.values()].filter((each) => old.get(each.id) !== each),
  };
}
