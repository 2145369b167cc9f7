/**
 * Values that a schema describes, and values that are nearly so.
 *
 * @module
 */
import type { Random } from "../../_support/random.ts";
import { type Contract, isTree, type Tree } from "./document.ts";

const TEXTS = [
  "a",
  "b",
  "c",
  "d",
  "ann",
  "5HT",
  "x y",
  "1",
  "007",
  "true",
  "é",
  "日本",
  "😀",
  "a,b",
  "a/b",
  "..",
  "a%2F",
  "~n5",
  "constructor",
  "toString",
  "=1+1",
  "<b>",
  '"',
  "\\",
  "\u0000",
  "long".repeat(40),
] as const;

/** A value of a schema: valid but for words that no generator reads, such as `pattern` of others. */
export function valueOf(schema: Tree, contract: Contract, random: Random, depth = 0): unknown {
  const one = contract.resolved(schema);
  const branches = one.anyOf ?? one.oneOf;
  if (Array.isArray(branches) && branches.length > 0) {
    return valueOf(branches[random.below(branches.length)], contract, random, depth);
  }
  if ("const" in one) return one.const;
  if (Array.isArray(one.enum)) return one.enum[random.below(one.enum.length)];
  const types = [one.type].flat(),
    type = types[random.below(types.length)] ?? (isTree(one.properties) ? "object" : undefined);
  switch (type) {
    case "object":
      return objectOf(one, contract, random, depth);
    case "array":
      return arrayOf(one, contract, random, depth);
    case "string":
      return textOf(one, random);
    case "integer":
      return Number(one.minimum ?? -3) +
        random.below(Math.min(1_000, Number(one.maximum ?? 1e3) - Number(one.minimum ?? -3) + 1));
    case "number":
      return Number(one.minimum ?? -2) + random.pick([0, 0.5, 1, 7, 1e-7, 123456.789]);
    case "boolean":
      return random.below(2) === 0;
    case "null":
      return null;
    default:
      return random.pick<unknown>([null, true, 5, "text", [1, "a"], { a: { b: [] } }, "a"]);
  }
}

function objectOf(one: Tree, contract: Contract, random: Random, depth: number): Tree {
  const made: Tree = {}, required = new Set(Array.isArray(one.required) ? one.required : []);
  for (const [name, each] of Object.entries(isTree(one.properties) ? one.properties : {})) {
    if (!required.has(name) && (random.below(2) === 0 || depth > 4)) continue;
    made[name] = valueOf(isTree(each) ? each : {}, contract, random, depth + 1);
  }
  if (isTree(one.additionalProperties)) {
    made[random.pick(TEXTS)] = valueOf(one.additionalProperties, contract, random, depth + 1);
  }
  return made;
}

function arrayOf(one: Tree, contract: Contract, random: Random, depth: number): unknown[] {
  if (Array.isArray(one.prefixItems)) {
    return one.prefixItems.map((each) => valueOf(each, contract, random, depth + 1));
  }
  const length = Number(one.minItems ?? 0) + random.below(depth > 4 ? 1 : 4);
  return Array.from(
    { length },
    () => valueOf(isTree(one.items) ? one.items : {}, contract, random, depth + 1),
  );
}

function textOf({ format, contentEncoding, pattern, minLength }: Tree, random: Random): string {
  if (format === "date-time") return new Date(random.below(2e9) * 1_000).toISOString();
  if (format === "email") return `a${random.below(9)}@example.com`;
  if (contentEncoding === "base64") {
    return btoa(
      String.fromCharCode(...Array.from({ length: random.below(5) }, () => random.below(256))),
    );
  }
  if (typeof pattern === "string" && pattern.startsWith("^-?[0-9]")) {
    return random.pick(["0", "-7", "18446744073709551616", "12"]);
  }
  for (let n = 0; n < 20; n++) {
    const text = random.below(8) === 0
      ? ""
      : random.below(3) === 0
      ? fresh(random)
      : random.pick(TEXTS);
    const isLong = text.length >= Number(minLength ?? 0);
    if (isLong && (pattern === undefined || new RegExp(String(pattern), "u").test(text))) {
      return text;
    }
  }
  return "ab".repeat(Number(minLength ?? 0));
}

/** One that no record has yet: where all ids are taken nothing new is taken any more. */
function fresh(random: Random): string {
  return `t${random.below(1e6)}`;
}

/** A value with something changed: a field gone, one too many, one of another type, the whole another. */
export function mutated(value: unknown, random: Random): unknown {
  const other = (): unknown =>
    random.pick<unknown>([null, true, -1, 1.5, -0, "", "text", [], {}, [[[]]], { a: 1 }, 2 ** 53, {
      constructor: 1,
    }]);
  if (Array.isArray(value) && value.length > 0 && random.below(4) > 0) {
    const at = random.below(value.length);
    return random.below(4) === 0 ? [...value, other()] : value.with(at, mutated(value[at], random));
  }
  if (isTree(value) && random.below(6) > 0) {
    const names = Object.keys(value), name = names[random.below(names.length)];
    if (name === undefined || random.below(4) === 0) {
      return { ...value, [random.pick(TEXTS)]: other() };
    }
    const { [name]: old, ...rest } = value;
    return random.below(3) === 0 ? rest : { ...rest, [name]: mutated(old, random) };
  }
  return other();
}

/** Texts that are no JSON, or none that is taken. */
export const BROKEN: readonly [string, ...string[]] = [
  "",
  "{",
  '{"a":1,"a":2}',
  "[1,]",
  '{"id":"\\ud800"}',
  "nul",
  "9007199254740993",
  '{"__proto__":{"x":1}}',
  "[".repeat(300),
  '"\u0001"',
];
