/**
 * The value of a parsed expression of the built-in language.
 *
 * @module
 */
import type { Variables } from "../state.ts";
import type { Tree } from "./parse.ts";

/** The longest string an expression may make. */
const TEXT = 65_536;

/** The functions, by name: of any number of arguments. Methods get what stands before the dot first. */
const FUNCTIONS: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  contains: (whole, part) =>
    typeof whole === "string"
      ? whole.includes(String(part))
      : asList(whole).some((each) => same(each, part)),
  not: (value) => !truth(value),
  count: (list) => asList(list).length,
  length: (value) => typeof value === "string" ? value.length : asList(value).length,
  sum: (...list) => numbers(list).reduce((total, each) => total + each, 0),
  min: (...list) => Math.min(...numbers(list)),
  max: (...list) => Math.max(...numbers(list)),
  abs: (value) => Math.abs(number(value)),
  floor: (value) => Math.floor(number(value)),
  ceiling: (value) => Math.ceil(number(value)),
  string: (value) => String(value),
  number: (value) => number(typeof value === "string" ? Number(value) : value),
  lower: (value) => String(value).toLowerCase(),
  upper: (value) => String(value).toUpperCase(),
  startsWith: (whole, part) => String(whole).startsWith(String(part)),
  endsWith: (whole, part) => String(whole).endsWith(String(part)),
};

/**
 * The value of a tree with these variables. A name or field that is not there is null.
 *
 * @throws {TypeError} where a value does not fit its operator.
 */
export function compute(tree: Tree, variables: Variables): unknown {
  switch (tree.is) {
    case "value":
      return tree.value;
    case "name":
      return member(variables, tree.name);
    case "field":
      return member(compute(tree.of, variables), tree.name);
    case "item": {
      const of = compute(tree.of, variables);
      const at = compute(tree.at, variables);
      return Array.isArray(of) && typeof at === "number"
        ? of.at(at) ?? null
        : member(of, String(at));
    }
    case "list":
      return tree.items.map((item) => compute(item, variables));
    case "call":
      return call(tree.name, tree.arguments.map((each) => compute(each, variables)));
    case "if":
      return compute(truth(compute(tree.test, variables)) ? tree.then : tree.otherwise, variables);
    case "unary": {
      const right = compute(tree.right, variables);
      return tree.operator === "-" ? -number(right) : !truth(right);
    }
    case "binary":
      return binary(
        tree.operator,
        compute(tree.left, variables),
        () => compute(tree.right, variables),
      );
  }
}

function binary(operator: string, left: unknown, lazy: () => unknown): unknown {
  if (operator === "and" || operator === "&&") return truth(left) && truth(lazy());
  if (operator === "or" || operator === "||") return truth(left) || truth(lazy());
  const right = lazy();
  switch (operator) {
    case "=":
    case "==":
      return same(left, right);
    case "!=":
      return !same(left, right);
    case "in":
      return typeof right === "string"
        ? right.includes(String(left))
        : asList(right).some((each) => same(each, left));
    case "+":
      return typeof left === "string" || typeof right === "string"
        ? joined(left, right)
        : number(left) + number(right);
    case "-":
      return number(left) - number(right);
    case "*":
      return number(left) * number(right);
    case "/":
      return number(left) / number(right);
    case "%":
      return number(left) % number(right);
    default:
      return compared(operator, left, right);
  }
}

/** Order is defined among numbers and among strings; with null nothing is less or greater (as in FEEL). */
function compared(operator: string, left: unknown, right: unknown): boolean | null {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  const order = compare(left, right);
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === "string" && typeof right === "string") {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return number(left) - number(right);
}

function same(left: unknown, right: unknown): boolean {
  if (left === undefined || left === null) return right === undefined || right === null;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => same(each, right[index]));
  }
  if (typeof left === "bigint" || typeof right === "bigint") return left == right;
  return left === right;
}

function call(name: string, values: readonly unknown[]): unknown {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found === undefined) throw new TypeError(`there is no function ${name}`);
  return found(...values);
}

function member(of: unknown, name: string): unknown {
  if (typeof of !== "object" || of === null || !Object.hasOwn(of, name)) return null;
  return Reflect.get(of, name) ?? null;
}

function truth(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === null || value === undefined) return false;
  throw new TypeError(`${typeof value} is no boolean`);
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw new TypeError(`${value === null ? "null" : typeof value} is no number`);
}

function numbers(list: readonly unknown[]): number[] {
  return list.flatMap((each) => Array.isArray(each) ? each : [each]).map(number);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
}

function joined(left: unknown, right: unknown): string {
  const text = `${left}${right}`;
  if (text.length > TEXT) throw new RangeError(`a string grows over ${TEXT} characters`);
  return text;
}
