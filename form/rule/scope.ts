/**
 * What rules see: the fields around them by their names, `this`, `parent` and `root`. Each value is looked for when it is asked for, so
 * that what a rule has read is known.
 *
 * @module
 */
import type { Node } from "../document/compile.ts";

/** A form, a group in its place or a row, as rules see it. */
export interface Holding {
  /** What it stands in; undefined for the form. */
  readonly around: Holding | undefined;
  /** The value of a field of it: for functions as it is, for expressions as FEEL is to have it. */
  seen(id: string, by: Reader): unknown;
  /** Its values by name, each found when it is read. */
  context(by: Reader): Context;
}

/** Values by the names of fields. */
export type Context = Readonly<Record<string, unknown>>;

/** Who reads: a function or an expression. */
export type Reader = "function" | "feel";

/** A place that a rule is asked about. */
export interface Asked {
  /** What it stands in. */
  readonly holding: Holding;
  /** What it holds. */
  self(by: Reader): unknown;
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes steps from what there is for all rules. */
  spend(steps: number): void;
}

const HOLDING: unique symbol = Symbol("holding");

interface Target {
  [HOLDING]: Holding;
}

/** Makes what holds the values of fields of one group: a view of each form, group or row that shows its fields and nothing else. */
export function contexts(
  children: ReadonlyMap<string, Node>,
  by: Reader,
): (of: Holding) => Context {
  const names = [...children.keys()].filter((id) => children.get(id)?.type.holds !== false);
  // To be asked whether it has a name is not to read what it has there.
  const known = new Map(names.map((name): [string, PropertyDescriptor] => [name, {
    get(this: Context) {
      return this[name];
    },
    enumerable: true,
    configurable: true,
  }]));
  const refuse = () => false;
  const handler: ProxyHandler<Target> = {
    get: (target, name) =>
      typeof name === "string" && known.has(name) ? target[HOLDING].seen(name, by) : undefined,
    has: (_, name) => typeof name === "string" && known.has(name),
    ownKeys: () => names,
    getOwnPropertyDescriptor: (_, name) => typeof name === "string" ? known.get(name) : undefined,
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
    preventExtensions: refuse,
  };
  // As: what it has are the entries that the handler says.
  return (holding) => new Proxy({ [HOLDING]: holding }, handler) as unknown as Context;
}

/** The variables of expressions in one group: own properties, whose getters look in the place that is asked about. */
export interface Scope {
  /** What FEEL is given. */
  readonly variables: Context;
  /** The same names with nothing in them, but shaped as their values are: what expressions are read by. */
  readonly shape: Context;
}

/** Makes the scope of the fields of a group; `asked` tells the place that is asked about. */
export function scopeOf(
  children: ReadonlyMap<string, Node>,
  group: Node | undefined,
  root: ReadonlyMap<string, Node>,
  asked: () => Asked | undefined,
): Scope {
  const variables: Record<string, unknown> = {}, shape: Record<string, unknown> = {};
  const define = (name: string, form: unknown, find: (at: Asked) => unknown) => {
    if (Object.hasOwn(variables, name)) return;
    shape[name] = form;
    Object.defineProperty(variables, name, {
      enumerable: true,
      get() {
        const at = asked();
        return at === undefined ? null : find(at);
      },
    });
  };
  // Names that are words of their own go before fields of these names, which `parent` and `root` still have.
  define("this", null, (at) => at.self("feel"));
  define("parent", shapeOf(children), (at) => at.holding.context("feel"));
  define("root", shapeOf(root), (at) => outermost(at.holding).context("feel"));
  let level = 0;
  for (let each = children, around = group;; around = around.parent, level++) {
    const up = level;
    for (const [id, node] of each) {
      if (node.type.holds === false) continue;
      define(id, formOf(node), (at) => above(at.holding, up).seen(id, "feel"));
    }
    if (around === undefined) break;
    each = around.parent?.children ?? root;
  }
  return { variables, shape };
}

function above(holding: Holding, levels: number): Holding {
  let found = holding;
  for (let left = levels; left > 0 && found.around !== undefined; left--) found = found.around;
  return found;
}

/** The form that something stands in. */
export function outermost(holding: Holding): Holding {
  let found = holding;
  while (found.around !== undefined) found = found.around;
  return found;
}

function shapeOf(children: ReadonlyMap<string, Node>): Context {
  return Object.fromEntries([...children].map(([id, node]) => [id, formOf(node)]));
}

function formOf(node: Node): unknown {
  if (node.children.size === 0) return null;
  return node.isRepeated ? [shapeOf(node.children)] : shapeOf(node.children);
}
