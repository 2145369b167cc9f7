/**
 * Brands of values that follow from how a field is declared.
 *
 * @module
 */

/** The name of one of the field's options. */
export type Chosen = string & { readonly "~kind"?: "chosen" };
/** Names of options. */
export type ChosenMany = readonly string[] & { readonly "~kind"?: "many" };
/** The values of the field's own fields. */
export type Grouped = { readonly [name: string]: unknown } & { readonly "~kind"?: "grouped" };
/** Rows, each with the values of the field's own fields. */
export type Rows = readonly { readonly [name: string]: unknown }[] & { readonly "~kind"?: "rows" };
/** Values of the type that the field names as `input`. */
export type Several = readonly unknown[] & { readonly "~kind"?: "several" };
/** No value: a comment, a text. */
export type Nothing = undefined & { readonly "~kind"?: "nothing" };
