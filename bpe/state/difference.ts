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

/** What has gone and come from one list to another. */
export interface Changes<T> {
  readonly gone: readonly T[];
  readonly come: readonly T[];
}

const NOTHING: Changes<never> = { gone: [], come: [] };

/**
 * The entries in which two tables differ, by their ids; one that another has replaced has gone, and the other has come.
 *
 * @param isSame whether an entry stands for the one with its id; where nobody says, only it itself does
 */
export function changes<T extends Numbered>(
  before: Table<T>,
  after: Table<T>,
  isSame: (was: T, is: T) => boolean = Object.is,
): Changes<T> {
  const [was, ...more] = before.pages, [is, ...others] = after.pages;
  // Mostly there are a few entries, and nothing has changed or little.
  if (more.length + others.length === 0) {
    const old = was?.entries ?? [], now = is?.entries ?? [];
    return old === now ? NOTHING : merged(old, now, isSame);
  }
  const { gone, come } = difference(before, after);
  return merged(
    gone.flatMap(({ entries }) => entries),
    come.flatMap(({ entries }) => entries),
    isSame,
  );
}

/** In what two lists differ, both in the order of the ids. */
function merged<T extends Numbered>(
  old: readonly T[],
  now: readonly T[],
  isSame: (was: T, is: T) => boolean,
): Changes<T> {
  const gone: T[] = [], come: T[] = [];
  let left = 0, right = 0;
  for (;;) {
    const was = old[left], is = now[right];
    if (was === undefined && is === undefined) return { gone, come };
    const order = (was?.id ?? Infinity) - (is?.id ?? Infinity);
    if (was !== undefined && order <= 0) left++;
    if (is !== undefined && order >= 0) right++;
    if (was !== undefined && is !== undefined && order === 0 && isSame(was, is)) continue;
    if (was !== undefined && order <= 0) gone.push(was);
    if (is !== undefined && order >= 0) come.push(is);
  }
}
