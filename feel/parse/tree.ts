/**
 * A parsed expression.
 *
 * @module
 */
import type { Type } from "../value/type.ts";

/** An expression as a tree. */
export type Tree =
  | { readonly is: "value"; readonly value: unknown }
  | { readonly is: "name"; readonly name: string; readonly doubt: Doubt }
  | {
    readonly is: "path";
    readonly of: Tree;
    readonly name: string;
    readonly doubt: Doubt;
  }
  | { readonly is: "filter"; readonly of: Tree; readonly by: Tree }
  | { readonly is: "list"; readonly items: readonly Tree[] }
  | { readonly is: "context"; readonly entries: readonly (readonly [string, Tree])[] }
  | { readonly is: "range"; readonly low: Tree; readonly high: Tree; readonly closed: Closed }
  | { readonly is: "compared"; readonly operator: string; readonly to: Tree }
  | { readonly is: "tests"; readonly tests: readonly Tree[] }
  | { readonly is: "negation"; readonly of: Tree }
  | { readonly is: "not"; readonly of: Tree }
  | { readonly is: "binary"; readonly operator: string; readonly left: Tree; readonly right: Tree }
  | { readonly is: "between"; readonly of: Tree; readonly low: Tree; readonly high: Tree }
  | { readonly is: "in"; readonly of: Tree; readonly test: Tree }
  | { readonly is: "instance"; readonly of: Tree; readonly type: Type }
  | { readonly is: "if"; readonly test: Tree; readonly then: Tree; readonly otherwise: Tree }
  | { readonly is: "for"; readonly iterators: readonly Iterator[]; readonly give: Tree }
  | {
    readonly is: "some" | "every";
    readonly iterators: readonly Iterator[];
    readonly test: Tree;
  }
  | {
    readonly is: "function";
    readonly parameters: readonly { readonly name: string; readonly type: Type }[];
    readonly body: Tree;
  }
  | { readonly is: "call"; readonly of: Tree; readonly values: Values }
  | { readonly is: "method"; readonly of: Tree; readonly name: string; readonly values: Values };

/** What other values may show to have been read wrongly; null where they cannot. */
export type Doubt = null | {
  /** Whether a name with signs or keywords was taken, since a value at hand had it. */
  readonly odd: boolean;
  /** The name that words alone are. */
  readonly words: string;
  /** The names that may be meant here. */
  readonly names: ReadonlySet<string>;
};

/** Which ends belong to a range: low, high. */
export type Closed = readonly [boolean, boolean];

/** A name that takes every item in turn; with `to`, every number or date up to it. */
export interface Iterator {
  /** The name that the items get, one after another. */
  readonly name: string;
  /** The list, or the first number. */
  readonly from: Tree;
  /** The last number. */
  readonly to: Tree | null;
}

/** What a function is called with: by position, or by name. */
export interface Values {
  /** What gives the values, in the order written. */
  readonly trees: readonly Tree[];
  /** Their names, where it is called by name. */
  readonly names: readonly string[] | null;
}
