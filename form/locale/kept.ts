/**
 * Things that are slow to make, kept by their name, or with what they are made of.
 *
 * @module
 */

/** How many of a kind are kept: names come from outside, all go when there are more. */
const MOST = 200;

/** What `make` makes of a key, once for each: objects of `Intl` take a hundred times as long to make as to use. */
export function kept<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, { readonly value: T }>();
  return (key) => {
    const found = made.get(key);
    if (found !== undefined) return found.value;
    const value = make(key);
    if (made.size >= MOST) made.clear();
    made.set(key, { value });
    return value;
  };
}

/** What `make` makes of an object, once for each, as long as that is there. */
export function keptOf<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const made = new WeakMap<K, T>();
  return (of) => {
    const found = made.get(of);
    if (found !== undefined) return found;
    const value = make(of);
    made.set(of, value);
    return value;
  };
}
