/**
 * Schemas of other libraries, as Standard Schema has them (standardschema.dev, version 1): zod, valibot and arktype offer it. Nothing of
 * theirs is imported.
 *
 * @module
 */
import { isRecord } from "./guard.ts";

/** A schema of any library: what it takes is `Input`, what it answers `Output`. */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** What the standard says of it. */
  readonly "~standard": StandardProps<Input, Output>;
}

/** What the standard has a schema say of itself, and how it looks at a value. */
export interface StandardProps<Input = unknown, Output = Input> {
  /** The version of the standard. */
  readonly version: 1;
  /** Whose schema it is. */
  readonly vendor: string;
  /** Whether a value is one of it, sooner or later. */
  readonly validate: (
    value: unknown,
    ...options: never[]
  ) => StandardResult<Output> | Promise<StandardResult<Output>>;
  /** Its JSON Schema, where it offers that (Standard JSON Schema, version 1). */
  readonly jsonSchema?: {
    readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
    readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
  };
  /** Never there: its types, for the compiler. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

/** What a library is asked for. */
export interface JsonSchemaOptions {
  /** The draft of JSON Schema. */
  readonly target: "draft-2020-12";
  /** What the library calls its own options. */
  readonly libraryOptions?: Record<string, unknown>;
}

/** What came of it: a value, or what is wrong. */
export type StandardResult<Output = unknown> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** What is wrong, and where: the keys on the way to it. */
export interface StandardIssue {
  /** What a person is told. */
  readonly message: string;
  /** The keys, each as it is or as the `key` of an object. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema takes. */
export type InputOf<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["input"];

/** Whether it is a schema that knows the standard; those of arktype are functions. */
export function isStandard(value: unknown): value is StandardSchema {
  return (typeof value === "function" || typeof value === "object") && value !== null &&
    "~standard" in value && isRecord(value["~standard"]) && value["~standard"].version === 1 &&
    typeof value["~standard"].validate === "function";
}
