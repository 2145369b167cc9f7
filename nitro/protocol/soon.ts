/**
 * What comes at once, or later: a handler that returns no promise is answered without one, since each costs its event more than the rest
 * of the way.
 *
 * @module
 */

/** A value, or the promise of one. */
export type Soon<T> = T | Promise<T>;

/** What `next` makes of a value: at once where it is there. Throws or rejects as `next` does. */
export function soon<T, U>(value: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
