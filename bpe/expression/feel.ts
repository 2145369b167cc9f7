/**
 * FEEL, the expression language of DMN and of many BPMN modelers (DMN 1.5, chapter 10.3), as an evaluator of our own.
 *
 * An expression is parsed once, and run with a bound on its work and on everything it makes; nothing is ever run as code.
 *
 * What the standard gives null for is null: an unknown name, operands of the wrong kind, a division by zero, an index beyond
 * a list. Errors are thrown where null would hide a mistake or harm: text that is no FEEL, a function that there is not, and
 * whatever goes over a limit.
 *
 * * Numbers are IEEE doubles, kept exact for decimals of up to fifteen digits: `0.1 + 0.2 = 0.3`.
 * * Variables may be of any structured-cloneable kind: a `Date` is a date and time in UTC, a `bigint` a number. Dates, times,
 *   durations and ranges leave as text (ISO 8601 where it has a form), so that variables stay plain; a bare name gives the
 *   variable as it is.
 * * Times are compared to the nanosecond, as they are written.
 * * Regular expressions are XPath's, without back-references, and run in linear time.
 * * A name may have several words, and, where such a variable is there, signs and keywords: `loan-to-value`, `terms and fees`.
 *
 * Accepted from modelers' files, since it has no other meaning in FEEL: `${...}` and `#{...}` around an expression and `=`
 * before it, `==`, `&&`, `||`, `!`, `%`, `not` without parentheses (for it and for `!`, no value
 * counts as false, as it does where they come from), strings in single quotes, methods (`name.contains("x")`),
 * `context["entry"]`, and `True`, `False`, `None`. Functions with `external` are refused.
 *
 * Conditions of the original BPE (`{compare,...}.`, `{service,...}.`) are read as the data they are.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import type { Expressions } from "./evaluator.ts";
import { isTerm, termCondition } from "./term_condition.ts";
import { compile, type Run } from "../../feel/compile/compile.ts";
import { FUEL, KEPT, LENGTH } from "../../feel/limits.ts";
import { guarded, type Machine } from "../../feel/budget.ts";
import { parse, type Parsed, parseTests } from "../../feel/parse/parse.ts";
import type { Scope } from "../../feel/scope.ts";
import type { Tree } from "../../feel/parse/tree.ts";
import { FeelFunction, Special } from "../../feel/value/value.ts";
import { plain } from "../../feel/write.ts";
import type { Variables } from "../state/state.ts";

/** Settings of the evaluator. */
export interface FeelOptions {
  /** How many elementary steps one evaluation may take: 100,000 where not said. A comparison takes about three. */
  readonly fuel?: number;
  /** Milliseconds since 1970 for `now()` and `today()`: `Date.now` where not said, and where the engine gives no time. */
  readonly clock?: () => number;
  /**
   * What conditions `{service,Name,...}` of the original call, by name. They get the variables first, as the original's get
   * the process, and then the values written behind the name.
   */
  readonly services?: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
}

/** Parsed expressions, up to so many characters. */
interface Store {
  readonly kept: Map<string, Kept>;
  length: number;
}

interface Kept {
  readonly run: Run;
  readonly asked: Parsed["asked"];
  readonly bare: boolean;
}

/**
 * An evaluator of FEEL. Parsed expressions are kept, up to half a million characters of them.
 *
 * @example
 * ```ts
 * import { feel } from "@n2o/n2o/bpe";
 * const { evaluate } = feel({ clock: () => Date.UTC(2026, 0, 1) });
 * const order = { total: 120, lines: [{ due: new Date(0) }, { due: null }] };
 * const value = (text: string) => evaluate({ language: "", text }, { order });
 * if (value("order.total > 100 and count(order.lines[due != null]) = 1") !== true) throw order;
 * if (value('today() + duration("P1M")') !== "2026-02-01") throw order;
 * ```
 *
 * @throws {BpeError} `limit` for `fuel` that is no positive number; from `evaluate`: `expression` for what is no FEEL, for a function that there is not and for a service that
 * is not known; `limit` for what takes too many steps, or makes too much.
 */
export function feel(options: FeelOptions = {}): Expressions {
  const store: Store = { kept: new Map(), length: 0 };
  const services = options.services ?? {};
  if (options.fuel !== undefined && !(options.fuel > 0 && options.fuel < Infinity)) {
    throw new BpeError("limit", "`fuel` is a positive number of steps");
  }
  return {
    evaluate({ text }, variables, now) {
      const known = store.kept.get(text);
      if (known === undefined && isTerm(text)) return termCondition(text, variables, services);
      const found = known !== undefined && fresh(known, variables)
        ? known
        : keep(store, text, prepare(bare(text), variables, parse));
      return run(found, variables, options, now);
    },
  };
}

/**
 * Whether a value passes unary tests, as the cells of decision tables have them: `-`, `< 5`, `[1..3], > 10`, `not("a", "b")`,
 * or an expression with `?` for the value (DMN 1.5, 10.3.1.2, rules 13 to 17, and 10.3.2.8).
 *
 * @returns null where a test has no answer for the value, as `< 5` has none for a text.
 *
 * @example
 * ```ts
 * import { unaryTests } from "@n2o/n2o/bpe";
 * if (unaryTests("[18..65), > limit", 70, { limit: 66 }) !== true) throw 0;
 * if (unaryTests('not("gold", "silver")', "gold") !== false) throw 0;
 * ```
 *
 * @throws {BpeError} as {@link feel} does.
 */
export function unaryTests(
  text: string,
  value: unknown,
  variables: Variables = {},
  options: FeelOptions = {},
): boolean | null {
  const found = prepare(text.trim(), variables, parseTests);
  const result = run(found, { ...variables, "?": value }, options, undefined);
  return typeof result === "boolean" ? result : null;
}

function keep(store: Store, text: string, made: Kept): Kept {
  if (store.length > KEPT) {
    store.kept.clear();
    store.length = 0;
  }
  store.length += text.length;
  store.kept.set(text, made);
  return made;
}

/** Whether a tree is still right: every name that its shape hangs on is, or is not, among these variables too. */
function fresh({ asked }: Kept, variables: Variables): boolean {
  for (const [name, known] of asked) if (Object.hasOwn(variables, name) !== known) return false;
  return true;
}

function prepare(
  text: string,
  variables: Variables,
  rule: (text: string, has: (name: string) => boolean) => Parsed,
): Kept {
  return guarded(() => {
    const { tree, asked } = rule(text, (name) => Object.hasOwn(variables, name));
    return { run: compile(tree), asked, bare: isBare(tree) };
  });
}

/** A name, or a path of names: its value is the variable itself and needs no look inside. */
function isBare(tree: Tree): boolean {
  return tree.is === "name" || (tree.is === "path" && isBare(tree.of));
}

function run(
  { run, bare }: Kept,
  variables: Variables,
  options: FeelOptions,
  now: number | undefined,
): unknown {
  const given = options.fuel ?? FUEL;
  let moment = now;
  const machine: Machine = {
    fuel: given,
    given,
    calls: 0,
    now: () => moment ??= (options.clock ?? Date.now)(),
  };
  const scope: Scope = { machine, names: variables, up: null };
  return guarded(() => {
    const value = run(scope);
    if (typeof value !== "object" || value === null) return value;
    if (!bare) return plain(machine, value);
    // A variable is given as it is. The name of a built-in function that is no variable is an unknown name.
    if (value instanceof FeelFunction) return null;
    return value instanceof Special || Array.isArray(value) ? plain(machine, value) : value;
  });
}

function bare(text: string): string {
  if (text.length > LENGTH + 16) {
    throw new BpeError("limit", `it is longer than ${LENGTH} characters: split it into several`);
  }
  const trimmed = text.trim();
  const inner = /^[$#]\{([^]*)\}$/.exec(trimmed);
  return inner?.[1] ?? (/^=(?!=)/.test(trimmed) ? trimmed.slice(1) : trimmed);
}
