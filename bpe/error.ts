/**
 * The error of the BPMN engine.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/**
 * What went wrong; of an instance it is mostly the code of an incident.
 *
 * | code | what has happened |
 * | --- | --- |
 * | `answer` | what a handler answers has no fields |
 * | `assignment` | it cannot be told whom a task is for, or when it is due |
 * | `bad_arguments` | what a function is given is none of what it takes; a message of the protocol has other arguments |
 * | `budget` | a step comes to no rest |
 * | `call` | a call activity calls nothing |
 * | `closed` | the runtime is closed |
 * | `command` | a command does not fit the instance, or is none |
 * | `config` | a setting is wrong |
 * | `conflict` | others came first again and again: nothing was changed, try later |
 * | `corrupt` | what is stored is not what this module has written |
 * | `definition` | a process is not deployed, or has lost its file |
 * | `denied` | who asks is not allowed to |
 * | `expression` | an expression is wrong, or fails |
 * | `flow` | no sequence flow can be taken |
 * | `instance` | there is no such instance |
 * | `limit` | something is too large, too long or too many: in a file, in what is asked, in an expression |
 * | `loop` | a loop has bounds that are none |
 * | `message` | nobody waits for a message that is not to be kept |
 * | `migration` | something has no place in the other version |
 * | `monitor` | there is no such monitor |
 * | `once` | an id was used before, and its instance is gone |
 * | `output` | a required output is missing |
 * | `picture` | a definition cannot be drawn |
 * | `query` | instances are not indexed by what is asked for |
 * | `rule` | a rule of BPMN 2.0 or of its schema is broken |
 * | `state` | a definition lacks what the state names |
 * | `store` | the store has refused: see `cause` |
 * | `task` | a task is done already, or somebody else's |
 * | `timeout` | a handler, or a function of a module, has not answered in time |
 * | `timer` | a time cannot be told |
 * | `too_large` | what is to be committed is over a limit of the store |
 * | `uncaught` | nothing handles an error of the model |
 * | `unstorable` | a value cannot be stored, such as a function |
 * | `work` | a handler has failed |
 * | `xml` | a file is not well-formed |
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
  /** The id of the instance. */
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
  /** By which the class is known in other realms. */
  static override readonly name = "BpeError";
  /** The id of the BPMN element, or its tag. */
  readonly element: string | undefined;
  /** The rule broken. */
  readonly rule: string | undefined;
  /** Line in the file, from 1. */
  readonly line: number | undefined;
  /** Column in the file, from 1. */
  readonly column: number | undefined;
  /** The id of the instance. */
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
