/**
 * How large a value may become when it is serialised: an upper bound, cheap to compute.
 *
 * @module
 */

const LATIN1 = /^[\0-\xff]*$/;

/**
 * An upper bound of the bytes that V8's serialisation takes, or any number above `limit` as soon as
 * it is passed. Values that cannot be serialised count nothing: the store refuses them.
 */
export function sizeBound(value: unknown, limit: number): number {
  let size = 16;
  const seen = new Set<object>();

  function string(text: string): void {
    size += text.length > 500 && LATIN1.test(text) ? text.length + 8 : text.length * 2 + 8;
  }
  function visit(value: unknown): void {
    if (size > limit) return;
    size += 12;
    if (typeof value === "string") string(value);
    else if (typeof value === "bigint") size += value.toString(16).length;
    else if (typeof value === "object" && value !== null && !seen.has(value)) object(value);
  }
  function object(value: object): void {
    seen.add(value); // one that is met again, as in a circle, is serialised as a reference
    size += 12;
    if (Array.isArray(value)) value.forEach(visit);
    else if (value instanceof Map) value.forEach((item, key) => (visit(key), visit(item)));
    else if (value instanceof Set) value.forEach(visit);
    else if (ArrayBuffer.isView(value)) size += value.buffer.byteLength;
    else if (value instanceof ArrayBuffer) size += value.byteLength;
    else if (value instanceof RegExp) string(value.source);
    else {
      for (const key in value) {
        string(key);
        visit(value[key as keyof typeof value]);
      }
    }
  }

  visit(value);
  return size;
}
