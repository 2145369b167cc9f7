/**
 * Types, as `instance of` and parameters name them (DMN 1.5, 10.3.2.9).
 *
 * @module
 */
import type { Kind } from "./kind.ts";

/** A type. `unknown` is one that only a DMN file could define. */
export type Type =
  | { readonly is: "any" }
  | { readonly is: "kind"; readonly kind: Kind }
  | { readonly is: "list"; readonly of: Type }
  | { readonly is: "range"; readonly of: Type }
  | { readonly is: "context"; readonly entries: readonly (readonly [string, Type])[] }
  | { readonly is: "function"; readonly parameters: readonly Type[]; readonly result: Type }
  | { readonly is: "unknown"; readonly name: string };

/** The type of everything. */
export const ANY: Type = { is: "any" };

/** The names of simple types, longest first where one begins another. */
export const SIMPLE: readonly string[] = [
  "date and time",
  "years and months duration",
  "days and time duration",
  "date",
  "time",
  "number",
  "string",
  "boolean",
  "null",
];
