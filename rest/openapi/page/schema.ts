/**
 * Schemas for a person: what they say as a type, and a value to begin with.
 *
 * @module
 */
import { type Api, isTree, type Tree } from "./document.ts";

const DEPTH = 6;
/** The most characters of a pattern that is shown. */
const LONGEST = 40;

/** A schema in the words of types: one name a line, `?` behind those that need not be there. */
export function typeText(api: Api, schema: unknown, indent = "", depth = 0): string {
  if (schema === false) return "never";
  const tree = api.at(schema);
  if (depth > DEPTH) return "…";
  const next = (each: unknown, more = indent): string => typeText(api, each, more, depth + 1);
  if ("const" in tree) return JSON.stringify(tree.const);
  if (Array.isArray(tree.enum)) return tree.enum.map((each) => JSON.stringify(each)).join(" | ");
  const branches = tree.anyOf ?? tree.oneOf;
  if (Array.isArray(branches)) return branches.map((each) => next(each)).join(" | ");
  if (Array.isArray(tree.allOf)) return tree.allOf.map((each) => next(each)).join(" & ");
  const types = [tree.type].flat();
  return types.map((type) => {
    if (type === "object" || type === undefined && isTree(tree.properties)) {
      return objectText(tree, next, indent);
    }
    if (type !== "array") return scalarText(type, tree);
    if (Array.isArray(tree.prefixItems)) {
      return `[${tree.prefixItems.map((each) => next(each)).join(", ")}]`;
    }
    const items = next(tree.items ?? {});
    return / [|&] /.test(items) && !items.startsWith("{") ? `(${items})[]` : `${items}[]`;
  }).join(" | ");
}

function scalarText(
  type: unknown,
  { format, contentEncoding, pattern, minimum, maximum, minLength, maxLength }: Tree,
): string {
  const bounds = [
    format,
    contentEncoding,
    // A long one tells a person nothing.
    typeof pattern === "string" && pattern.length > LONGEST ? undefined : pattern,
    range(minimum, maximum),
    range(minLength, maxLength, " characters"),
  ].filter((each) => typeof each === "string" && each !== "");
  const word = typeof type === "string" ? type : "any";
  return bounds.length === 0 ? word : `${word} (${bounds.join(", ")})`;
}

function range(least: unknown, most: unknown, unit = ""): string {
  if (least === undefined && most === undefined) return "";
  // What a library says of any integer says nothing.
  if (Number(most) === Number.MAX_SAFE_INTEGER) return "";
  if (most === undefined) return `${least} or more${unit}`;
  return least === undefined ? `up to ${most}${unit}` : `${least} to ${most}${unit}`;
}

function objectText(
  { properties, required, additionalProperties }: Tree,
  next: (schema: unknown, indent: string) => string,
  indent: string,
): string {
  const must = new Set(Array.isArray(required) ? required : []), inner = `${indent}  `;
  const lines = Object.entries(isTree(properties) ? properties : {}).map(([name, each]) =>
    `${inner}${name}${must.has(name) ? "" : "?"}: ${next(each, inner)}`
  );
  if (isTree(additionalProperties)) {
    lines.push(`${inner}[name]: ${next(additionalProperties, inner)}`);
  }
  return lines.length === 0 ? "object" : `{\n${lines.join("\n")}\n${indent}}`;
}

/** A value to begin with: the fields that must be there, or all where none must. */
export function sampleOf(api: Api, schema: unknown, depth = 0): unknown {
  const tree = api.at(schema);
  if (depth > DEPTH) return null;
  if ("default" in tree) return tree.default;
  if ("const" in tree) return tree.const;
  if (Array.isArray(tree.enum)) return tree.enum[0];
  const [branch] = [tree.anyOf ?? tree.oneOf ?? []].flat();
  if (branch !== undefined) return sampleOf(api, branch, depth + 1);
  const [type] = [tree.type].flat();
  switch (type ?? (isTree(tree.properties) ? "object" : undefined)) {
    case "object": {
      const must = new Set(Array.isArray(tree.required) ? tree.required : []);
      const fields = Object.entries(isTree(tree.properties) ? tree.properties : {});
      return Object.fromEntries(
        fields.filter(([name]) => must.size === 0 || must.has(name))
          .map(([name, each]) => [name, sampleOf(api, each, depth + 1)]),
      );
    }
    case "array":
      return Array.isArray(tree.prefixItems)
        ? tree.prefixItems.map((each) => sampleOf(api, each, depth + 1))
        : [sampleOf(api, tree.items ?? {}, depth + 1)];
    case "integer":
    case "number":
      return Number(tree.minimum ?? 0) > Number.MIN_SAFE_INTEGER ? Number(tree.minimum ?? 0) : 0;
    case "boolean":
      return false;
    case "null":
      return null;
    case "string":
      if (tree.format === "date-time") return "2026-01-02T03:04:05Z";
      return typeof tree.pattern === "string" && tree.pattern.includes("[0-9]") ? "0" : "text";
    default:
      return "";
  }
}
