/**
 * The names that a rule between values sees.
 *
 * @module
 */
import { type Feel, feel } from "../../feel/mod.ts";
import { isPlainObject } from "../../base/mod.ts";
import type { Compiled, Node } from "../document/compile.ts";
import { FormError } from "../error.ts";
import type { Filled } from "../state/filled.ts";
import { namesOf } from "../value/path.ts";
import { ownOf } from "../value/same.ts";

type Values = Readonly<Record<string, unknown>>;

/** A form at the moment that it is checked: what it holds is put together once, and only where a rule asks. */
export class Held {
  readonly #filled: Filled;
  #values: Values | undefined;
  #root: Values | undefined;
  #left: number = WORK;

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

  /**
   * What a rule answers at a path.
   *
   * @throws {FeelError} for what is no expression, or takes too much work
   * @throws {FormError} `rule` where all of them together do
   */
  answer(rule: string, path: string): unknown {
    if (this.#left <= 0) {
      throw new FormError("rule", "rules between values take more work than a check may make");
    }
    const evaluator = evaluatorOf(this.#filled.compiled);
    evaluator.at = this;
    try {
      return evaluator.feel.evaluate(rule, this.#names(path));
    } finally {
      evaluator.at = undefined;
    }
  }

  /** Takes off what was worked. */
  spend(steps: number): void {
    this.#left -= steps;
  }

  /** The names of a rule at a path: fields of the row or group, those around it, and `this`, `parent` and `root`. */
  #names(path: string): Values {
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
  for (const [id, node] of children) made[id] = oneOf(node, ownOf(values, id));
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

/** How much work the rules of one check may make together: steps of FEEL. */
const WORK = 5_000_000;

/** The evaluator of a document: it keeps what it has read of its rules. */
interface Evaluator {
  readonly feel: Feel;
  /** For whom it works at the moment. */
  at: Held | undefined;
}

const evaluators = new WeakMap<Compiled, Evaluator>();

function evaluatorOf(compiled: Compiled): Evaluator {
  const found = evaluators.get(compiled);
  if (found !== undefined) return found;
  const made: Evaluator = {
    feel: feel({ spent: (steps) => made.at?.spend(steps) }),
    at: undefined,
  };
  evaluators.set(compiled, made);
  return made;
}
