/**
 * Sequences and mappings as Python has them, over arrays, objects and maps.
 *
 * @module
 */
import { Safe } from "./safe.ts";

/** A tuple: a sequence that is written in round brackets. */
export class Tuple extends Array<unknown> {}

/** A tuple of these. */
export function tuple(...items: unknown[]): Tuple {
  return Tuple.from(items) as Tuple; // as: `from` makes one of the class that it is called on
}

/** What a mapping shows of itself: its keys, values or pairs. */
export class View {
  /** Of the kind, as Python names it. */
  constructor(
    readonly kind: "dict_items" | "dict_keys" | "dict_values",
    readonly items: unknown[],
  ) {}
}

/** A group of `{% regroup %}`. */
export class Group {
  /** Of a key and of what has it. */
  constructor(readonly grouper: unknown, readonly list: readonly unknown[]) {}
}

/** What is handed out as it is, and has no parts that a template could reach. */
export function isOpaque(value: object): boolean {
  return value instanceof Date || value instanceof Safe || value instanceof Promise;
}

/** The pairs of a mapping; `undefined` for what is none. */
export function entriesOf(value: unknown): [unknown, unknown][] | undefined {
  if (value instanceof Map) return [...value];
  if (typeof value !== "object" || value === null || isOpaque(value)) return undefined;
  if (isIterable(value) || value instanceof Group || value instanceof View) return undefined;
  return Object.keys(value).map((key) => [key, Reflect.get(value, key)]);
}

/** How many items a value has; `undefined` for what does not say. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value === "string") return isNarrow(value) ? value.length : [...value].length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Safe) return lengthOf(value.text);
  if (value instanceof Map || value instanceof Set) return value.size;
  if (value instanceof View) return value.items.length;
  if (value instanceof Group) return 2;
  if (ArrayBuffer.isView(value) && "length" in value) return Number(value.length);
  return entriesOf(value)?.length;
}

/** What a value has, one after the other, at most `most` and one more; `undefined` for what has nothing. */
export function itemsOf(value: unknown, most: number): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...value];
  if (value instanceof Safe) return [...value.text];
  if (value instanceof View) return value.items;
  if (value instanceof Group) return [value.grouper, value.list];
  if (value instanceof Map) return [...value.keys()];
  if (typeof value === "object" && value !== null && isIterable(value)) {
    const items: unknown[] = [];
    for (const item of value) if (items.push(item) > most) break;
    return items;
  }
  return entriesOf(value)?.map(([key]) => key);
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && typeof value[Symbol.iterator] === "function";
}

/** Whether each character of a text is one unit of it. */
function isNarrow(text: string): boolean {
  // deno-lint-ignore no-control-regex -- all units that are no halves of a pair
  return /^[\u0000-\ud7ff\ue000-\uffff]*$/.test(text);
}
