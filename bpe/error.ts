/**
 * The error of the BPMN engine.
 *
 * @module
 */

/**
 * What went wrong: in a file (`xml`, `limit`, `rule`), in the use of the engine, or in an instance. The engine's own codes
 * are additive.
 */
export type BpeErrorCode =
  | "xml"
  | "limit"
  | "rule"
  // deno-lint-ignore ban-types -- keeps completion of the known codes while the engine adds its own
  | (string & {});

/** Where and why, as far as known. */
export interface BpeErrorPlace {
  /** The id of the BPMN element; for one without id, its tag. */
  readonly element?: string | undefined;
  /** The rule broken, as `EXT022`. */
  readonly rule?: string | undefined;
  /** Line in the file, from 1. */
  readonly line?: number | undefined;
  /** Column in the file, from 1. */
  readonly column?: number | undefined;
  /** The instance. */
  readonly instance?: string | undefined;
  /** What caused it. */
  readonly cause?: unknown;
}

/**
 * An error of this module. Its message says what, where and what to do.
 *
 * @example
 * ```ts
 * import { BpeError } from "@n2o/n2o/bpe";
 * const error = new BpeError("rule", "has no source", { element: "flow1", rule: "EXT021", line: 7 });
 * if (error.message !== "flow1 has no source (EXT021, line 7)") throw error;
 * ```
 */
export class BpeError extends Error {
  /** Recognises the error across realms. */
  override readonly name: string = "BpeError";
  /** What kind of failure. */
  readonly code: BpeErrorCode;
  /** The id of the BPMN element, or its tag. */
  readonly element: string | undefined;
  /** The rule broken. */
  readonly rule: string | undefined;
  /** Line in the file, from 1. */
  readonly line: number | undefined;
  /** Column in the file, from 1. */
  readonly column: number | undefined;
  /** The instance. */
  readonly instance: string | undefined;

  /** Makes the error; the element is put before the message, rule and line after it. */
  constructor(code: BpeErrorCode, message: string, place: BpeErrorPlace = {}) {
    super(sentence(message, place), place.cause === undefined ? {} : { cause: place.cause });
    this.code = code;
    this.element = place.element;
    this.rule = place.rule;
    this.line = place.line;
    this.column = place.column;
    this.instance = place.instance;
  }
}

function sentence(message: string, place: BpeErrorPlace): string {
  const where = [
    place.rule,
    place.line === undefined ? undefined : `line ${place.line}`,
    place.instance === undefined ? undefined : `instance ${place.instance}`,
  ].filter((part) => part !== undefined).join(", ");
  return `${place.element ? `${place.element} ` : ""}${message}${where ? ` (${where})` : ""}`;
}
