/**
 * Functions on contexts (DMN 1.5, 10.3.4.10).
 *
 * @module
 */
import { bounded, spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { type Table, way } from "./signature.ts";
import { isContext, own, put } from "../value/value.ts";

type Context = Readonly<Record<string, unknown>>;

/** The functions on contexts, by name. */
export const CONTEXTS: Table = {
  "get value": [
    way([["m", "context"], ["key", "string"]], (_, context, key) => own(context, key)),
    way([["m", "context"], ["keys", "list"]], (_, context, keys) => {
      let value: unknown = keys.length === 0 ? null : context;
      for (const key of keys) {
        value = isContext(value) && typeof key === "string" ? own(value, key) : null;
      }
      return value;
    }),
  ],
  "get entries": [
    way([["m", "context"]], (machine, context) => {
      const entries = Object.entries(context);
      spend(machine, entries.length);
      return bounded(entries.map(([key, value]) => ({ key, value })));
    }),
  ],
  context: [
    way([["entries", "list"]], (machine, entries) => {
      const made: Record<string, unknown> = {};
      spend(machine, entries.length);
      for (const entry of entries) {
        if (!isContext(entry)) return null;
        const key = own(entry, "key");
        const fit = typeof key === "string" && Object.hasOwn(entry, "value");
        if (!fit || Object.hasOwn(made, key)) return null;
        put(made, key, own(entry, "value"));
      }
      return made;
    }),
  ],
  "context put": [
    way(
      [["context", "context"], ["key", "string"], ["value", "any"]],
      (machine, context, key, value) => changed(machine, context, [key], value),
    ),
    way(
      [["context", "context"], ["keys", "list"], ["value", "any"]],
      (machine, context, keys, value) =>
        keys.length > 0 && keys.every((key) => typeof key === "string")
          ? changed(machine, context, keys, value)
          : null,
    ),
  ],
  "context merge": [
    way([["contexts", "list"]], (machine, contexts) => {
      const made: Record<string, unknown> = {};
      for (const context of contexts) {
        if (!isContext(context)) return null;
        copy(machine, context, made);
      }
      return made;
    }),
  ],
};

function copy(machine: Machine, from: Context, to: Record<string, unknown>): void {
  const entries = Object.entries(from);
  spend(machine, entries.length);
  for (const [key, value] of entries) put(to, key, value);
}

/** A context where the entry that the keys lead to has another value. */
function changed(
  machine: Machine,
  context: Context,
  keys: readonly unknown[],
  value: unknown,
): Context | null {
  const [key, ...rest] = keys;
  const made: Record<string, unknown> = {};
  copy(machine, context, made);
  const name = String(key);
  if (rest.length === 0) {
    put(made, name, value);
    return made;
  }
  const inner = own(made, name);
  const deeper = isContext(inner) ? changed(machine, inner, rest, value) : null;
  if (deeper === null) return null;
  put(made, name, deeper);
  return made;
}
