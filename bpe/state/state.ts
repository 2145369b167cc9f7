/**
 * The state of one process instance: explicit tokens and a tree of live elements (BPMN 2.0.2, chapter 13).
 *
 * It is plain data, small and serialisable, and holds no history: what has ended leaves nothing behind but what may still
 * have to be compensated. An instance that waits for one thing takes a few hundred bytes and its variables.
 *
 * @module
 */

import type { Reserved } from "./reserved.ts";

/** The id of the outermost element: the process itself. */
export const ROOT = 0;

/** Variables by name: structured-cloneable values. */
export type Variables = Readonly<Record<string, unknown>>;

/** What has become of an instance. */
export type Status = "active" | "completed" | "terminated" | "failed" | "cancelled";

/** One instance, between two commands. */
export interface State {
  /** Its id, given when it was started. */
  readonly instance: string;
  /** Which definition it runs on, as given when it was started: an id with a version. */
  readonly definition: string;
  /** The process: index into `Definition.processes`. */
  readonly process: number;
  /** Whether it still runs, and how it ended. */
  readonly status: Status;
  /** How many commands have changed it. */
  readonly version: number;
  /** The next id for elements, waits and incidents: ids are given in the order of events and never again. */
  readonly next: number;
  /** Everything alive, parents before children; the first one is the process. Empty once it has ended. */
  readonly elements: readonly Element[];
  /** Tokens that wait on a sequence flow for a join or for a start quantity. */
  readonly tokens: readonly Token[];
  /** Where it steps: the tokens that wait on a sequence flow to be moved by `next`. */
  readonly threads?: Threads;
  /** Messages, signals, timers and conditions waited for. */
  readonly waits: readonly Wait[];
  /** What could not go on and waits for a person. */
  readonly incidents: readonly Incident[];
  /** What the engine keeps of it beside its variables; absent in a state of an older version. */
  readonly reserved?: Reserved;
  /** What runs of multi-instance activities have given that still go on; none where it is absent. */
  readonly results?: readonly RunResult[];
  /** The call activity that started it, where there is one. */
  readonly caller?: Caller;
  /** The code of the error that ended it, where one did. */
  readonly error?: string;
  /** The variables it ended with. */
  readonly result?: Variables;
}

/** The call activity of another instance. */
export interface Caller {
  /** The id of that instance. */
  readonly instance: string;
  /** The call activity, as elements are numbered in that instance. */
  readonly element: number;
  /** The codes of errors that are caught around that element, or further out; absent where that was not told. */
  readonly catches?: readonly string[] | "all";
}

/**
 * What an element does: `ready` waits for its data inputs, `active` runs or waits, `leaving` has ended and is about to pass
 * its token, `compensating` waits for compensation handlers.
 */
export type Phase = "ready" | "active" | "leaving" | "compensating";

/** A flow node, or the process, that holds a token. */
export interface Element {
  /** Its id in the instance. */
  readonly id: number;
  /** Index into `Definition.nodes`; `NONE` for the process. */
  readonly node: number;
  /** The id of the element it runs inside; `NONE` for the process. */
  readonly parent: number;
  /** The scope it opens: index into `Definition.scopes`; `NONE` where it opens none. */
  readonly scope: number;
  /** What it does. */
  readonly phase: Phase;
  /** Variables of its own. */
  readonly variables?: Variables;
  /** How far its loop is: only on the element that stands around the runs of a looped activity. */
  readonly loop?: LoopState;
  /** Which run of a looped activity it is, from 0. */
  readonly run?: number;
  /** What may be compensated in it, oldest first. */
  readonly done?: readonly Done[];
  /** What it is still to compensate, next one last. */
  readonly plan?: readonly Done[];
  /** The element that waits for this compensation. */
  readonly for?: number;
  /** True where it only compensates and passes no token. */
  readonly aside?: true;
  /** True on a call activity whose called process runs inside it. */
  readonly called?: true;
  /** True where it sees no variables of the elements around it. */
  readonly sealed?: true;
  /** Names of what was set since the start: only on the process of an instance that a call activity waits for. */
  readonly set?: readonly string[];
  /** True on a run of a multi-instance that says what comes out of it: whatever is set inside stays inside. */
  readonly keeps?: true;
  /** Correlation keys of the conversation, by name (8.4.2). */
  readonly keys?: Readonly<Record<string, string>>;
  /** A complex gateway that has started: the flows it has taken a token from. An ad-hoc sub-process: the nodes chosen so far. */
  readonly taken?: readonly number[];
}

/** How far a loop is. */
export interface LoopState {
  /** How many instances there shall be; `NONE` for a standard loop. */
  readonly total: number;
  /** How many have been started. */
  readonly started: number;
  /** How many have ended. */
  readonly ended: number;
  /** How many were cancelled before they ended; none where it is absent. */
  readonly terminated?: number;
  /** The number of what is kept for the first run; those of the others follow. None where nothing is kept. */
  readonly items?: number;
  /** Results by run, where a version before kept them here; they stand in the state now. */
  readonly results?: Readonly<Record<number, unknown>>;
}

/** What a run of a multi-instance activity has given, or what one to come is to get. */
export interface RunResult {
  /** The element that the run was; of what is to come a number of its own. */
  readonly id: number;
  /** The element around all runs. */
  readonly around: number;
  /** Which run, from 0. */
  readonly run: number;
  /** A value that can be stored. */
  readonly value: unknown;
  /** Whether it is the element of the collection that the run is to get. */
  readonly item?: true;
}

/** A completed activity that may be compensated (13.5.5). */
export interface Done {
  /** Index into `Definition.nodes`. */
  readonly node: number;
  /** The variables it ended with, where it had some of its own. */
  readonly variables?: Variables;
  /** What may be compensated inside it, oldest first. */
  readonly done?: readonly Done[];
  /** True for a loop: its runs are compensated, not it. */
  readonly looped?: true;
}

/** Tokens on a sequence flow. */
export interface Token {
  /** Index into `Definition.flows`. */
  readonly flow: number;
  /** The element whose scope they are in. */
  readonly at: number;
  /** How many tokens wait on that flow in that scope: 1 or more. */
  readonly count: number;
}

/** The tokens of an instance that steps, in the order in which they move. */
export interface Threads {
  /** The tokens, each waiting on its flow; after the last one the first is next. */
  readonly list: readonly Thread[];
  /** The place of the one that moves next, from 0. */
  readonly pointer: number;
  /** The flow over which a token moved last: index into `Definition.flows`. */
  readonly moved?: number;
}

/** A token that waits on a sequence flow until it is moved. */
export interface Thread {
  /** Index into `Definition.flows`. */
  readonly flow: number;
  /** The element whose scope it is in. */
  readonly at: number;
  /** The element that sent it; it has ended. */
  readonly from: number;
}

/** Something an instance waits for. */
export interface Wait {
  /** Its id in the instance. */
  readonly id: number;
  /** What kind of event. */
  readonly kind: "message" | "signal" | "timer" | "condition";
  /**
   * Who waits: the catch event or receive task, the activity with the boundary event, the element whose scope has the event
   * sub-process, or the event-based gateway.
   */
  readonly element: number;
  /** The event or receive task: index into `Definition.nodes`. */
  readonly node: number;
  /** Which of its event definitions; `NONE` for a receive task. */
  readonly definition: number;
  /** Name of the message or signal. */
  readonly name?: string;
  /** Since when a message is waited for: milliseconds since 1970. */
  readonly since?: number;
  /** Correlation keys that a message must bear, by name. */
  readonly keys?: Readonly<Record<string, string>>;
  /** When the timer is due: milliseconds since 1970, UTC. */
  readonly due?: number;
  /** The repetition of a timer: how often it is still to fire, this time included; `NONE` for ever. */
  readonly left?: number;
  /** The time span between repetitions, ISO 8601. */
  readonly every?: string;
  /** When a repetition by months or years was first due: the 31st comes again after a shorter month. */
  readonly first?: number;
  /** Whether the condition held when it was last looked at. */
  readonly held?: boolean;
}

/** An instance cannot go on at one place; the rest of it can. */
export interface Incident {
  /** Its id in the instance. */
  readonly id: number;
  /** The element, or the scope it would have been in. */
  readonly element: number;
  /** Index into `Definition.nodes`; `NONE` for the process. */
  readonly node: number;
  /** What kind of failure: the code of a `BpeError`. */
  readonly code: string;
  /** What, where, and what to do. */
  readonly message: string;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** What is tried again when it is resolved; null: the command it came from, or nothing but the handler's work. */
  readonly action: Action | null;
}

/** One thing to do next inside a step; kept only where it failed. */
export type Action =
  /** A token arrives over a flow. */
  | { readonly do: "token"; readonly flow: number; readonly at: number }
  /** A node is activated without a flow. */
  | { readonly do: "enter"; readonly node: number; readonly at: number }
  /** An element starts its work. */
  | { readonly do: "begin"; readonly element: number }
  /** An element throws its events. */
  | { readonly do: "throw"; readonly element: number }
  /** The work of an element has ended. */
  | { readonly do: "finish"; readonly element: number }
  /** An element passes its token. */
  | { readonly do: "leave"; readonly element: number }
  /** The next run of a loop, or its end. */
  | { readonly do: "loop"; readonly element: number; readonly first?: boolean }
  /** The next compensation handler, or the end of compensation. */
  | { readonly do: "compensate"; readonly element: number }
  /** A wait is over. */
  | {
    readonly do: "occur";
    readonly wait: number;
    readonly payload?: unknown;
    readonly keys?: Keys;
  }
  /** Conditions that failed are asked again: those an element waits for, or that of an ad-hoc sub-process. */
  | { readonly do: "look"; readonly element: number }
  /** A join that is to fire. */
  | { readonly do: "join"; readonly node: number; readonly at: number }
  /** An error looks for its handler. */
  | {
    readonly do: "error";
    readonly element: number;
    readonly code: string;
    readonly payload?: unknown;
  };

/** Correlation keys by name. */
export type Keys = Readonly<Record<string, string>>;
