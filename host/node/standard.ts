/**
 * What Node 20 lacks of ECMAScript, and applications use: defined where it is missing, as the standard says.
 *
 * @module
 */

/** `Promise.withResolvers` of ECMAScript 2024: a promise, and the functions that settle it. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: PromiseWithResolvers<T>["resolve"] = () => {};
  let reject: PromiseWithResolvers<T>["reject"] = () => {};
  const promise = new Promise<T>((...functions) => [resolve, reject] = functions);
  return { promise, resolve, reject };
}

/** `Array.fromAsync` (2026), of what can be iterated. */
async function fromAsync<T, U = Awaited<T>>(
  items: AsyncIterable<T> | Iterable<T | PromiseLike<T>>,
  map?: (value: Awaited<T>, index: number) => U,
): Promise<Awaited<U>[]> {
  const values: Awaited<U>[] = [];
  for await (const item of items) {
    // As: without a function what comes in is what goes out.
    values.push(await (map === undefined ? item as U : map(item as Awaited<T>, values.length)));
  }
  return values;
}

Promise.withResolvers ??= withResolvers;
// As: the standard's takes array-likes as well, which nothing here is given.
Array.fromAsync ??= fromAsync as typeof Array.fromAsync;
