/**
 * The rules of a document, read once.
 *
 * @module
 */
import { isPlainObject, messageOf } from "../../base/mod.ts";
import { type Feel, feel } from "../../feel/mod.ts";
import type { Rule } from "../declaration/attributes.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { AnyRules, AnyRulesAt, Seen } from "../document/rules.ts";
import { FormError } from "../error.ts";
import { type Asked, type Context, contexts, type Holding, outermost, scopeOf } from "./scope.ts";

/** Steps of FEEL for one answer. */
const FUEL = 500_000;

/** What a rule answers at a place. */
export type Ask = (at: Asked) => unknown;

/** What follows from rules at a field. */
export type Ruled =
  | "visible"
  | "required"
  | "disabled"
  | "computed"
  | "default"
  | "offered"
  | "min"
  | "max"
  | "title";

/** The rules of a field, by what follows from them. */
export type Rules = { readonly [what in Ruled]?: Ask } & {
  /** Which options are there, by their names. */
  readonly options?: ReadonlyMap<string, Ask>;
};

/** The rules of a document. */
export interface Plan {
  /** Those of each field, by the field. */
  readonly rules: ReadonlyMap<Node, Rules>;
  /** Whether each section is there, by its id. */
  readonly sections: ReadonlyMap<string, Ask>;
  /** Views of what holds the fields of a group, or of the form. */
  readonly contexts: (group: Node | undefined) => {
    readonly feel: (of: Holding) => Context;
    readonly function: (of: Holding) => Context;
  };
  /** Fields that may be hidden: by rules of their own, of what they are in, or of their section. */
  readonly hideable: ReadonlySet<Node>;
  /** Those of them that hold nothing any more once they were. */
  readonly cleared: readonly Node[];
}

const RULED: readonly Ruled[] = [
  "visible",
  "required",
  "disabled",
  "computed",
  "default",
  "offered",
  "min",
  "max",
  "title",
];

/** What is made of the rules of each document, with each set of functions. */
const plans = new WeakMap<Compiled, WeakMap<AnyRules, Plan>>();
const NONE: AnyRules = Object.freeze({});

/**
 * The rules of a document, ready to be asked.
 *
 * @param functions rules that are functions, by the paths of their fields; those of the document where it is not said
 * @throws {FormError} `rule` for an expression that is none; `document` for functions at a path that there is not
 */
export function planOf(
  compiled: Compiled,
  functions: AnyRules = compiled.document.rules ?? NONE,
): Plan {
  let known = plans.get(compiled);
  if (known === undefined) plans.set(compiled, known = new WeakMap());
  let plan = known.get(functions);
  if (plan === undefined) known.set(functions, plan = made(compiled, functions));
  return plan;
}

/** Rules while they are read. */
interface Making {
  readonly compiled: Compiled;
  readonly evaluator: Feel;
  /** The place that is asked about. */
  at: Asked | undefined;
  readonly scopes: Map<Node | undefined, ReturnType<typeof scopeOf>>;
}

function made(compiled: Compiled, functions: AnyRules): Plan {
  const making: Making = {
    compiled,
    evaluator: feel({ fuel: FUEL, spent: (steps) => making.at?.spend(steps) }),
    at: undefined,
    scopes: new Map(),
  };
  for (const path of Object.keys(functions)) {
    if (compiled.nodes.has(path)) continue;
    throw new FormError(
      "document",
      `document "${compiled.document.name}" has rules for "${path}", which is no field of it`,
    );
  }
  const rules = new Map<Node, Rules>();
  for (const node of compiled.nodes.values()) {
    const found = rulesOf(
      making,
      node,
      Object.hasOwn(functions, node.path) ? functions[node.path] : undefined,
    );
    if (found !== undefined) rules.set(node, found);
  }
  const sections = new Map<string, Ask>();
  for (
    const [at, { id = String(at + 1), visible }] of (compiled.document.sections ?? []).entries()
  ) {
    if (isRule(visible)) sections.set(id, expression(making, visible, undefined, `section ${id}`));
    else if (visible === false) sections.set(id, () => false);
  }
  const hidden = hideable(compiled, rules, sections);
  const views = new Map<Node | undefined, ReturnType<Plan["contexts"]>>();
  return {
    rules,
    sections,
    contexts(group) {
      let found = views.get(group);
      if (found === undefined) {
        const children = group?.children ?? compiled.children;
        found = { feel: contexts(children, "feel"), function: contexts(children, "function") };
        views.set(group, found);
      }
      return found;
    },
    hideable: hidden,
    cleared: [...hidden].filter(({ field }) => field.whenHidden === "clear"),
  };
}

function hideable(
  { nodes }: Compiled,
  rules: ReadonlyMap<Node, Rules>,
  sections: ReadonlyMap<string, Ask>,
): ReadonlySet<Node> {
  const found = new Set<Node>();
  // Those of a group come after it.
  for (const node of nodes.values()) {
    if (
      node.field.visible === false || rules.get(node)?.visible !== undefined ||
      (node.section !== undefined && sections.size > 0) ||
      (node.parent !== undefined && found.has(node.parent))
    ) found.add(node);
  }
  return found;
}

function rulesOf(making: Making, node: Node, given: AnyRulesAt | undefined): Rules | undefined {
  const { field, path } = node;
  const found: { -readonly [what in Ruled]?: Ask } = {};
  for (const what of RULED) {
    const declared = what === "default" && !isRule(field.default) ? undefined : field[what];
    const rule = given?.[what === "offered" ? "options" : what];
    // As: it is given what its own document has.
    if (typeof rule === "function") found[what] = called(rule as (at: Seen) => unknown);
    else if (isRule(declared)) {
      found[what] = expression(making, declared, node.parent, `${what} of "${path}"`);
    }
  }
  const options = new Map<string, Ask>();
  for (const { name, visible } of field.options ?? []) {
    if (visible === false) options.set(name, () => false);
    else if (isRule(visible)) {
      options.set(name, expression(making, visible, node.parent, `option ${name} of "${path}"`));
    }
  }
  if (options.size > 0) return { ...found, options };
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Whether something declared is a rule in FEEL. */
export function isRule(declared: unknown): declared is Rule {
  return isPlainObject(declared) && Object.hasOwn(declared, "feel") &&
    typeof declared.feel === "string";
}

function called(rule: (at: Seen) => unknown): Ask {
  return (at) => rule(new SeenAt(at));
}

/** What a function sees of a place: it has read what it asks for, and no more. */
class SeenAt implements Seen {
  readonly #at: Asked;

  constructor(at: Asked) {
    this.#at = at;
  }

  get this(): unknown {
    return this.#at.self("function");
  }

  get parent(): Context {
    return this.#at.holding.context("function");
  }

  get root(): Context {
    return outermost(this.#at.holding).context("function");
  }
}

function expression(
  making: Making,
  { feel: text }: Rule,
  group: Node | undefined,
  what: string,
): Ask {
  const { compiled, evaluator, scopes } = making;
  let scope = scopes.get(group);
  if (scope === undefined) {
    const children = group?.children ?? compiled.children;
    scope = scopeOf(children, group, compiled.children, () => making.at);
    scopes.set(group, scope);
  }
  const { variables, shape } = scope;
  let evaluate: ReturnType<Feel["prepare"]>;
  try {
    evaluate = evaluator.prepare(text, shape, { isClosed: true });
  } catch (cause) {
    const { name } = compiled.document;
    throw new FormError("rule", `document "${name}", ${what}: ${messageOf(cause)}`, { cause });
  }
  return (at) => {
    const before = making.at;
    making.at = at;
    try {
      return evaluate(variables, at.now());
    } finally {
      making.at = before;
    }
  };
}
