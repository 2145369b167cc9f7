/**
 * What an application adds to a process: the functions that the original looks for in the process's module.
 *
 * @module
 */
import type { ProcessRecord } from "../define/builders.ts";
import type { Definition } from "../definition/definition.ts";
import type { Doc } from "../state/documents.ts";
import type { Identity } from "../task/identity.ts";
import type { EventMessage } from "./message.ts";
import type { Executor } from "../state/reserved.ts";
import type { Proc } from "./proc.ts";
import type { FlowView } from "./record.ts";

/** A token is about to move over a flow. */
export interface MoveRequest {
  /** Tells it from events. */
  readonly kind: "request";
  /** The id of the node that the token leaves. */
  readonly source: string;
  /** The id of the node to which it goes. */
  readonly target: string;
  /** The flow; undefined where a task of a process that does not step is completed. */
  readonly flow: FlowView | undefined;
  /**
   * The same for every try of the same move, and for no other: what is done outside is to be done once for each key. The action
   * runs before the move is durable, and again where a crash or another process came between.
   */
  readonly key: string;
}

/** What an action answers. */
export interface ActionResult {
  /**
   * The reply to the caller; `{ complete: target }` where there is none. A text that names a target of a task, event or exclusive
   * gateway sends its token there, and nowhere else; one that names the source itself lets the token wait where it is.
   */
  readonly reply?: unknown;
  /** The documents from now on; those of `proc` where there are none. */
  readonly docs?: readonly Doc[];
  /** Ids of executors that have done their part. */
  readonly executed?: readonly string[];
}

/** The functions of a process. All are optional. */
export interface BpeModule {
  /** The process itself: what `start` deploys when it is given this module's name, and `Make` over the wire. */
  readonly def?: ProcessRecord | Definition | string | (() => ProcessRecord | Definition | string);
  /** Is asked before a token moves, and when an event arrives. Nothing is changed where it throws. */
  action?(
    request: MoveRequest | EventMessage,
    proc: Proc,
  ): ActionResult | void | undefined | Promise<ActionResult | void | undefined>;
  /**
   * Whether somebody may move a token away from a task with these roles. Unlike the original's it is told who asks; undefined is
   * the program itself.
   */
  auth?(
    roles: readonly string[],
    identity: Identity | undefined,
    proc: Proc,
  ): boolean | Promise<boolean>;
  /** Who is to work on what the move has led to. */
  executors?(
    request: MoveRequest,
    proc: Proc,
  ): readonly Executor[] | Promise<readonly Executor[]>;
  /** Is told of every move once it is durable. */
  moved?(request: MoveRequest, result: ActionResult, proc: Proc): void | Promise<void>;
  /** Functions that conditions written `{service,Name}` ask. They must answer at once, and the same for the same documents. */
  readonly services?: Readonly<Record<string, (seen: ConditionView) => boolean>>;
}

/** What a condition sees of its process. */
export interface ConditionView {
  /** The documents of the process, the newest first. */
  readonly docs: readonly Doc[];
  /** Those that fit a pattern. */
  doc(pattern: Doc): readonly Doc[];
  /** All variables that it sees. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Modules by name. */
export type BpeModules = Readonly<Record<string, BpeModule>>;

/** The module of this name; one without functions where there is none. */
export function moduleOf(modules: BpeModules, name: string): BpeModule {
  return Object.hasOwn(modules, name) ? modules[name] ?? {} : {};
}
