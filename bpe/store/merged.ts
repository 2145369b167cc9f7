/**
 * Several lists as one.
 *
 * @module
 */

/**
 * Lists in order to one list in order, in which what stands in several of them stands once.
 *
 * @param order that of the lists: of what the store lists it is that of its keys
 */
export async function* merged<T extends NonNullable<unknown>>(
  lists: readonly AsyncGenerator<T, void, void>[],
  order: (one: T, other: T) => number,
): AsyncGenerator<T, void, void> {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return yield* only;
  const heads = await Promise.all(lists.map((list) => list.next()));
  for (;;) {
    let first: T | undefined;
    for (const { done, value } of heads) {
      if (done !== true && (first === undefined || order(value, first) < 0)) first = value;
    }
    if (first === undefined) return;
    yield first;
    for (const [at, { done, value }] of heads.entries()) {
      const list = lists[at];
      if (done === true || list === undefined) continue;
      if (order(value, first) === 0) heads[at] = await list.next();
    }
  }
}
