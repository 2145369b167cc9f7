/**
 * What a compiled definition shares between its processes: root elements, collaboration, lanes, artifacts (BPMN 2.0.2, 8 and 9).
 *
 * @module
 */
import type { Expression } from "./expression.ts";

/** The root elements, a table for each kind. */
export interface Roots {
  /** What message events and send and receive tasks refer to. */
  readonly messages: readonly Message[];
  /** What signal events refer to; the name is compared. */
  readonly signals: readonly Named[];
  /** Errors; `code` is compared. */
  readonly errors: readonly Coded[];
  /** Escalations; `code` is compared. */
  readonly escalations: readonly Coded[];
  /** The `itemDefinition` elements: types that data and messages refer to. */
  readonly items: readonly Item[];
  /** Operations of all interfaces. */
  readonly operations: readonly Operation[];
  /** Resources that resource roles refer to. */
  readonly resources: readonly Named[];
  /** The `correlationProperty` elements, to which correlation keys and subscriptions refer. */
  readonly correlationProperties: readonly CorrelationProperty[];
}

/** A root element of which only the name matters. */
export interface Named {
  /** Its id, unique in the file. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
}

/** An error or an escalation. */
export interface Coded extends Named {
  /** `errorCode` or `escalationCode`; "" where it has none. */
  readonly code: string;
}

/** A message: what it is called, holds, and is correlated by. */
export interface Message extends Named {
  /** Its content: index into `items`, or `NONE`. */
  readonly item: number;
  /** Correlation key as vendors write it (`zeebe:subscription`); "" where absent. */
  readonly correlation: string;
}

/** An item definition. */
export interface Item {
  /** Its id, unique in the file. */
  readonly id: string;
  /** `structureRef` as written; "" where absent. */
  readonly structure: string;
  /** Whether it is a list. */
  readonly isCollection: boolean;
}

/** An operation of an interface. */
export interface Operation extends Named {
  /** The name of its interface. */
  readonly interface: string;
  /** `implementationRef` as written; "" where absent. */
  readonly implementation: string;
  /** Message in: index into `messages`, or `NONE`. */
  readonly input: number;
  /** Message out: index into `messages`, or `NONE`. */
  readonly output: number;
  /** Errors it may give: indices into `errors`. */
  readonly errors: readonly number[];
}

/** A correlation property: how its value is read from each message (8.4.2). */
export interface CorrelationProperty extends Named {
  /** For each message (index into `messages`) the expression over its content. */
  readonly retrievals: readonly { readonly message: number; readonly path: Expression }[];
}

/** Collaborations of a file, flattened. */
export interface Collaboration {
  /** Pools, those without a process too. */
  readonly participants: readonly Participant[];
  /** The `messageFlow` elements: what goes from a pool, or a node in one, to another. */
  readonly messageFlows: readonly MessageFlow[];
  /** Correlation keys: lists of indices into `roots.correlationProperties`. */
  readonly keys: readonly CorrelationKey[];
}

/** A pool: a process, or a black box that is only drawn. */
export interface Participant extends Named {
  /** The process inside; `NONE` for a black box. */
  readonly process: number;
  /** `participantMultiplicity`; null where absent. `maximum` is null where it is absent there. */
  readonly multiplicity: { readonly minimum: number; readonly maximum: number | null } | null;
}

/** A correlation key. */
export interface CorrelationKey extends Named {
  /** Its properties: indices into `roots.correlationProperties`. */
  readonly properties: readonly number[];
}

/** A message flow between two ends. */
export interface MessageFlow extends Named {
  /** Where it comes from. */
  readonly source: MessageEnd;
  /** Where it goes. */
  readonly target: MessageEnd;
  /** Its message: index into `roots.messages`, or `NONE`. */
  readonly message: number;
}

/** An end of a message flow: exactly one of the two is not `NONE`. */
export interface MessageEnd {
  /** Index into `Definition.nodes`, or `NONE`. */
  readonly node: number;
  /** Index into `participants`, or `NONE`. */
  readonly participant: number;
}

/** A lane: in this stack, a role. */
export interface Lane extends Named {
  /** Its place in `Definition.lanes`. A parent stands before its children. */
  readonly index: number;
  /** The process it partitions. */
  readonly process: number;
  /** The lane around it; `NONE` for an outermost one. */
  readonly parent: number;
  /** The nodes it lists itself. */
  readonly nodes: readonly number[];
}

/** What is only drawn: a text annotation, a group or an association. */
export interface Artifact {
  /** Its id; "" where it has none. */
  readonly id: string;
  /** What it is. */
  readonly kind: "textAnnotation" | "group" | "association";
  /** The text of an annotation, the category value of a group; else "". */
  readonly text: string;
  /** Association: the ids it joins; else "". */
  readonly source: string;
  /** Association: the ids it joins; else "". */
  readonly target: string;
  /** Association: `associationDirection`; "None" for the others. */
  readonly direction: "None" | "One" | "Both";
}
