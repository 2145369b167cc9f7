/**
 * What can be asked of an instance.
 *
 * @module
 */
import type { Splice } from "./documents.ts";
import type { Meta } from "./reserved.ts";
import type { Caller, Keys, Variables } from "./state.ts";

/** What is asked of an instance; `do` tells one kind from the others. */
export type Command =
  | Start
  | Next
  | Complete
  | Fail
  | Escalate
  | MessageCommand
  | SignalCommand
  | TimerCommand
  | SetVariables
  | Resolve
  | Cancel
  | Activate;

/** Starts an instance. */
export interface Start {
  /** Tells this command from the others. */
  readonly do: "start";
  /** The id of the new instance, unique in the store. */
  readonly instance: string;
  /** Which definition, as the state shall remember it. */
  readonly definition?: string;
  /** Id of the process or global task; by default the only one of the file. */
  readonly process?: string;
  /** Its first variables. */
  readonly variables?: Variables;
  /** What triggered it; none for a none start event. */
  readonly trigger?: Trigger;
  /** The call activity that waits for it. */
  readonly caller?: Caller;
  /** Its first documents. */
  readonly docs?: Splice;
  /** What the functions of processes keep of it. */
  readonly meta?: Meta;
  /** True: it moves one token at a time, when it is asked to by `next`, and no task waits for anybody. */
  readonly stepping?: boolean;
}

/** What a command may bring besides. */
export interface CommandExtras {
  /** The version of the state that it was decided on: at any other it changes nothing. */
  readonly version?: number;
  /** What it changes of the documents, before anything else. */
  readonly docs?: Splice;
}

/** Moves one token of an instance that steps; the last one moves the process to its end. */
export interface Next extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "next";
  /** Id of a flow on which a token waits; the one whose turn it is by default. */
  readonly flow?: string;
  /** Id of the node to which it goes instead, over another flow of the node it comes from, and as the only token of that node. */
  readonly to?: string;
  /** New values of variables of the process. */
  readonly variables?: Variables;
  /** What the functions of processes keep of it from now on. */
  readonly meta?: Meta;
}

/** What starts an instance. */
export interface Trigger {
  /** Id of the start event, receive task or event-based gateway, or of the event behind that gateway. */
  readonly node: string;
  /** Name of the message or signal. */
  readonly name?: string;
  /** Content of the message or signal: an object is merged into the variables. */
  readonly payload?: unknown;
  /** Correlation keys of the message. */
  readonly keys?: Keys;
}

/** The work of an element is done: user task, job, manual task, called instance. */
export interface Complete extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "complete";
  /** The element that waits for it, as numbered in the instance. */
  readonly element: number;
  /** Values that the work has given, by the names of variables; none where it is left out. */
  readonly variables?: Variables;
}

/** The work of an element failed. */
export interface Fail extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "fail";
  /** The element that waits for it, as numbered in the instance. */
  readonly element: number;
  /** Code of a BPMN error for the model to handle; without one it is a technical failure: an incident. */
  readonly code?: string;
  /** What went wrong, for whoever looks at the incident; where a `code` is given nobody is told. */
  readonly message?: string;
  /** Results that go with the error. */
  readonly variables?: Variables;
}

/** The work of an element, which goes on, escalates. */
export interface Escalate extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "escalate";
  /** The element that waits for it, as numbered in the instance. */
  readonly element: number;
  /** Code of the escalation. */
  readonly code: string;
  /** Values that go with it. */
  readonly variables?: Variables;
}

/** A message arrives. */
export interface MessageCommand extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "message";
  /** Its name, or the id of its `message` element. */
  readonly name: string;
  /** Content: an object is merged into the variables. */
  readonly payload?: unknown;
  /** Correlation keys by name. */
  readonly keys?: Keys;
}

/** A signal is broadcast. */
export interface SignalCommand extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "signal";
  /** The name of its `signal` element. */
  readonly name: string;
  /** Content: an object is merged into the variables. */
  readonly payload?: unknown;
}

/** A timer is due. One that is gone, or not yet due, changes nothing. */
export interface TimerCommand {
  /** Tells this command from the others. */
  readonly do: "timer";
  /** The id of the wait. */
  readonly wait: number;
}

/** Variables change from outside. */
export interface SetVariables extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "set";
  /** The element whose view of the variables is used; the process by default. */
  readonly element?: number;
  /** New values by the names of variables; those that are not named stay. */
  readonly variables: Variables;
  /** What the functions of processes keep of it from now on. */
  readonly meta?: Meta;
}

/** A person has removed the cause of an incident. */
export interface Resolve extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "resolve";
  /** Its id, as numbered in the instance. */
  readonly incident: number;
  /** Values that help. */
  readonly variables?: Variables;
}

/** Ends the instance, or one element with everything inside it. */
export interface Cancel extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "cancel";
  /** The element; the whole instance by default. */
  readonly element?: number;
}

/** Chooses an activity of an ad-hoc sub-process, or ends it. */
export interface Activate extends CommandExtras {
  /** Tells this command from the others. */
  readonly do: "activate";
  /** The element of the ad-hoc sub-process. */
  readonly element: number;
  /** Id of the activity; none: the sub-process ends. */
  readonly node?: string;
}
