/**
 * How a dot looks up: a key, an attribute, an index, in Django's order, and what is callable is called without arguments. Only what a
 * value has of its own is reached, never what it inherits: `__proto__` and `constructor` are names as any other.
 *
 * @module
 */
import { entriesOf, Group, isOpaque, tuple, View } from "../value/sequence.ts";
import { Safe } from "../value/safe.ts";
import { methodOf } from "./method.ts";

/** What is not there. */
export const MISSING: unique symbol = Symbol("missing");

/** What a value has of its own under a name: an entry of a map, a property of an object. */
export function own(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return MISSING;
  // Asked so, not by its prototype: that would take longer than all else here.
  if (value instanceof Map) return value.has(name) ? value.get(name) ?? null : MISSING;
  if (Array.isArray(value) || isOpaque(value)) return MISSING;
  if (!Object.hasOwn(value, name)) return MISSING;
  // As: it is an object that has the property; Reflect.get would take half of the time of a text.
  const found = (value as Readonly<Record<string, unknown>>)[name];
  return found === undefined ? MISSING : found;
}

/** What stands behind a dot. A function comes with what it is called on. */
export function part(value: unknown, name: string): unknown {
  const found = own(value, name);
  if (found !== MISSING) return found;
  if (/^\d+$/.test(name)) return at(value, Number(name));
  const method = methodOf(value, name);
  if (method !== undefined) return method();
  const pairs = name === "items" || name === "keys" || name === "values"
    ? entriesOf(value)
    : undefined;
  if (pairs === undefined) return MISSING;
  if (name === "items") return new View("dict_items", pairs.map((pair) => tuple(...pair)));
  return name === "keys"
    ? new View("dict_keys", pairs.map(([key]) => key))
    : new View("dict_values", pairs.map(([, each]) => each));
}

/** The item at an index. */
export function at(value: unknown, index: number): unknown {
  const items = value instanceof Safe
    ? value.text
    : value instanceof Group
    ? [value.grouper, value.list]
    : value;
  if (typeof items === "string") return [...items][index] ?? MISSING;
  if (Array.isArray(items)) return index < items.length ? items[index] ?? null : MISSING;
  if (items instanceof Map) return items.has(index) ? items.get(index) ?? null : MISSING;
  return MISSING;
}

/** What a value is where a template stops at it: a function is called, unless it says not to. */
export function called(value: unknown, owner: unknown, invalid: string): unknown {
  if (typeof value !== "function") return value;
  if (own(Object(flags(value)), "doNotCallInTemplates") === true) return value;
  // As Django's `alters_data`: a template may not change anything; and what wants arguments gets none.
  if (flags(value)["altersData"] === true || value.length > 0) return invalid;
  try {
    return Reflect.apply(value, owner, []) ?? null;
  } catch (error) {
    if (typeof error === "object" && error !== null && "silentVariableFailure" in error) {
      return invalid;
    }
    throw error;
  }
}

/** What a function says of itself. */
function flags(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value));
}
