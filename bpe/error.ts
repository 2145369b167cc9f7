/**
 * The error of the BPMN engine.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/**
 * What went wrong.
 *
 * In a file or a definition: `xml` (not well-formed), `rule` (a rule of BPMN or of its schema is broken), `limit` (something is too
 * large, too long or too many; also in what is asked), `picture` (it cannot be drawn).
 *
 * In what is asked: `config` (a setting), `definition` (not deployed), `instance` (not there), `command` (does not fit the
 * instance), `once` (an id that is used up), `task` (done, or somebody else's), `denied` (not allowed), `message` (awaited by
 * nobody), `query` (by what is not indexed), `monitor` (not there), `migration` (no place in the other version), `bad_arguments` (of
 * a message of the protocol), `unstorable` (a value), `closed` (the runtime).
 *
 * In an instance, where it is mostly an incident: `expression`, `assignment` (whom a task is for), `flow` (none is taken), `loop` (its bounds), `call` (of
 * nothing), `output` (it is missing), `timer`, `uncaught` (an error of the model), `work` (a handler has failed), `answer` (a
 * handler's has no fields), `timeout`, `budget` (a step comes to no rest), `state` (the definition lacks what the state names).
 *
 * In the store: `too_large`, `conflict` (others came first), `corrupt`, `store` (anything else that it refuses).
 */
export type BpeErrorCode =
  | "answer"
  | "assignment"
  | "bad_arguments"
  | "budget"
  | "call"
  | "closed"
  | "command"
  | "config"
  | "conflict"
  | "corrupt"
  | "definition"
  | "denied"
  | "expression"
  | "flow"
  | "instance"
  | "limit"
  | "loop"
  | "message"
  | "migration"
  | "monitor"
  | "once"
  | "output"
  | "picture"
  | "query"
  | "rule"
  | "state"
  | "store"
  | "task"
  | "timeout"
  | "timer"
  | "too_large"
  | "uncaught"
  | "unstorable"
  | "work"
  | "xml";

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
export class BpeError extends CodedError<BpeErrorCode> {
  static override readonly name = "BpeError";
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
    super(code, sentence(message, place), place.cause === undefined ? {} : { cause: place.cause });
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
