/**
 * The names that a rule between values sees.
 *
 * @module
 */
import { type Feel, feel } from "../../feel/mod.ts";
import { isPlainObject } from "../../base/mod.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { Filled } from "../state/filled.ts";
import { namesOf } from "../value/path.ts";

type Values = Readonly<Record<string, unknown>>;

/** A form at the moment that it is checked: what it holds is put together once, and only where a rule asks. */
export class Held {
  readonly #filled: Filled;
  #values: Values | undefined;
  #root: Values | undefined;

  constructor(filled: Filled) {
    this.#filled = filled;
  }

  /** What the form would submit. */
  get values(): Values {
    return this.#values ??= this.#filled.values();
  }

  /** The value at a path, and what the row, group or form around it holds. */
  at(path: string): { readonly value: unknown; readonly parent: Values } {
    const { value, around } = this.#along(this.values, path);
    return { value, parent: around.at(-1) ?? this.values };
  }

  /** The names of a rule at a path: fields of the row or group, those around it, and `this`, `parent` and `root`. */
  names(path: string): Values {
    this.#root ??= feelOf(this.#filled.compiled.children, this.values);
    const root = this.#root;
    const { value, around } = this.#along(root, path);
    const parent = around.at(-1) ?? root;
    return Object.assign({}, ...around, { this: path === "" ? root : value ?? null, parent, root });
  }

  /** Goes along a path: rows are found by the places of their keys. */
  #along(root: Values, path: string): { readonly value: unknown; readonly around: Values[] } {
    let value: unknown = root, at = "";
    const around: Values[] = path === "" ? [root] : [];
    for (const name of namesOf(path)) {
      if (Array.isArray(value)) value = value[this.#filled.rows(at).indexOf(name)];
      else if (isPlainObject(value)) {
        around.push(value);
        value = Object.hasOwn(value, name) ? value[name] : undefined;
      } else value = undefined;
      at = at === "" ? name : `${at}/${name}`;
    }
    return { value, around };
  }
}

/** Values as FEEL is to see them: by their types, and null where there is none, so that each field is a name. */
function feelOf(children: ReadonlyMap<string, Node>, values: Values): Values {
  const made: Record<string, unknown> = {};
  for (const [id, node] of children) made[id] = oneOf(node, values[id]);
  return made;
}

function oneOf(node: Node, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (node.children.size > 0) {
    if (Array.isArray(value)) {
      return value.map((row) => isPlainObject(row) ? feelOf(node.children, row) : null);
    }
    return isPlainObject(value) ? feelOf(node.children, value) : null;
  }
  return node.type.feel?.(value) ?? value;
}

const evaluators = new WeakMap<Compiled, Feel>();

/** The evaluator of a document: it keeps what it has read of its rules. */
export function evaluatorOf(compiled: Compiled): Feel {
  const made = evaluators.get(compiled) ?? feel();
  evaluators.set(compiled, made);
  return made;
}
