/**
 * What the activities of a compiled definition have (BPMN 2.0.2, 10.3).
 *
 * @module
 */
import type { Expression } from "./expression.ts";
import type { EventDefinition } from "./event.ts";

/** What an activity has beyond a node. */
export interface Activity {
  /** True where it runs only to compensate. */
  readonly isForCompensation: boolean;
  /** Tokens that must arrive before it starts, at least 1. */
  readonly startQuantity: number;
  /** Tokens it sends over each outgoing flow taken, at least 1. */
  readonly completionQuantity: number;
  /** How often it runs; null for once. */
  readonly loop: Loop | null;
  /**
   * The activity that compensates it: the one associated with its compensation boundary event; for a sub-process without
   * such an event, the compensation event sub-process inside it; `NONE` where there is none.
   */
  readonly compensation: number;
  /** Implementation of a service, send, receive, user or business rule task as written; "" where absent. */
  readonly implementation: string;
  /** The operation it calls: index into `roots.operations`, or `NONE`. */
  readonly operation: number;
  /** The message it sends or receives: index into `roots.messages`, or `NONE`. */
  readonly message: number;
  /** Receive task: true where its message creates an instance. */
  readonly instantiate: boolean;
  /** Script task: `scriptFormat` as language, and the script; null for the others or where absent. */
  readonly script: Expression | null;
  /** Call activity: the local name of `calledElement`; "" for the others or where absent. */
  readonly calledElement: string;
  /** Call activity: the process or global task of this file it names; `NONE` where it is in another file. */
  readonly called: number;
  /** Transaction: `method` as written; "" for the others. */
  readonly method: string;
  /** Performers and potential owners (10.3.1, 10.3.4). */
  readonly resources: readonly ResourceRole[];
}

/** Who performs an activity. */
export interface ResourceRole {
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** Which kind of role. */
  readonly kind: "performer" | "humanPerformer" | "potentialOwner" | "resourceRole";
  /** The resource: index into `roots.resources`, or `NONE`. */
  readonly resource: number;
  /** `resourceParameterBinding`s: parameter name and expression. */
  readonly parameters: readonly { readonly name: string; readonly value: Expression }[];
  /** `resourceAssignmentExpression`; null where absent. */
  readonly assignment: Expression | null;
}

/** Repetition of an activity. */
export type Loop = StandardLoop | MultiInstance;

/** A while or until loop (10.3.8). */
export interface StandardLoop {
  /** Tells the two loops apart. */
  readonly kind: "standard";
  /** True: the condition is asked before each run; false: after it. */
  readonly testBefore: boolean;
  /** The greatest number of runs; null for no bound. */
  readonly maximum: number | null;
  /** It runs again while this holds; null: always. */
  readonly condition: Expression | null;
}

/** Many instances of one activity (10.3.8, 13.3.7). */
export interface MultiInstance {
  /** Tells the two loops apart. */
  readonly kind: "multiInstance";
  /** One after another, or all at once. */
  readonly sequential: boolean;
  /** How many; null where a collection tells. */
  readonly cardinality: Expression | null;
  /** `loopDataInputRef`: the collection, an item of `data`, or `NONE`. */
  readonly input: number;
  /** `inputDataItem`: the item of `data` that holds one element in each instance, or `NONE`. */
  readonly inputItem: number;
  /** `loopDataOutputRef`: the collection results go to, or `NONE`. */
  readonly output: number;
  /** `outputDataItem`: the item of `data` that holds one result in each instance, or `NONE`. */
  readonly outputItem: number;
  /** Asked after each instance; when it holds the others are cancelled; null: never. */
  readonly completion: Expression | null;
  /** When the events are thrown (Table 10.30). */
  readonly behavior: "none" | "one" | "all" | "complex";
  /** Thrown once when the first instance ends and `behavior` is one; null where absent. */
  readonly oneEvent: EventDefinition | null;
  /** Thrown for every instance that ends and `behavior` is none; null where absent. */
  readonly noneEvent: EventDefinition | null;
  /** When `behavior` is complex: what is thrown when which condition holds after an instance ended. */
  readonly complex: readonly ComplexBehavior[];
  /** Vendors' collection, variable names and result expression; null where absent. */
  readonly vendor: VendorLoop | null;
}

/** A `complexBehaviorDefinition` of a multi-instance activity: a condition, and the event that is thrown when it holds (10.3.8). */
export interface ComplexBehavior {
  /** Asked after each instance. */
  readonly condition: Expression;
  /** What is thrown when it holds; an implicit throw event's first definition; null where absent. */
  readonly event: EventDefinition | null;
}

/** Multi-instance attributes of Camunda 7 (`camunda:collection`) and 8 (`zeebe:loopCharacteristics`). */
export interface VendorLoop {
  /** Expression or variable name of the collection; "" where absent. */
  readonly collection: string;
  /** Variable of one element; "" where absent. */
  readonly elementVariable: string;
  /** Variable of the collected results; "" where absent. */
  readonly outputCollection: string;
  /** Expression of one result; "" where absent. */
  readonly outputElement: string;
}
