/**
 * What Node 20 lacks of the standard and applications use.
 *
 * @module
 */

/** `Promise.withResolvers` (ECMAScript 2024), where the host has none. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: PromiseWithResolvers<T>["resolve"] = () => {};
  let reject: PromiseWithResolvers<T>["reject"] = () => {};
  const promise = new Promise<T>((...functions) => [resolve, reject] = functions);
  return { promise, resolve, reject };
}

Promise.withResolvers ??= withResolvers;
