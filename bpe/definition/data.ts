/**
 * Data of a compiled definition: item-aware elements, inputs and outputs, associations (BPMN 2.0.2, 10.4).
 *
 * @module
 */
import type { Expression } from "./expression.ts";

/** One item-aware element. */
export interface DataItem {
  /** Its place in `Definition.data`. */
  readonly index: number;
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** What it is. */
  readonly kind:
    | "dataObject"
    | "dataObjectReference"
    | "dataStore"
    | "dataStoreReference"
    | "property"
    | "dataInput"
    | "dataOutput";
  /** The object or store that a reference stands for; its own index for all the others. */
  readonly target: number;
  /** The scope whose life it shares; `NONE` for a data store and for what belongs to a node. */
  readonly scope: number;
  /** The node it belongs to (its property, input or output, or item of its loop); `NONE` for the others. */
  readonly node: number;
  /** Whether it holds a list. */
  readonly isCollection: boolean;
  /** Its type: index into `roots.items`, or `NONE`. */
  readonly item: number;
  /** The name of its `dataState`; "" where it has none. */
  readonly state: string;
}

/** Inputs and outputs of an activity, event or process. All numbers are indices into `Definition.data`. */
export interface Io {
  /** The `dataInput` elements, in the order of the file. */
  readonly inputs: readonly number[];
  /** The `dataOutput` elements, in the order of the file. */
  readonly outputs: readonly number[];
  /** Input sets in order: the first whose inputs are all available is used. */
  readonly inputSets: readonly IoSet[];
  /** Output sets in order. */
  readonly outputSets: readonly IoSet[];
  /** Carried out when the element starts. */
  readonly inputAssociations: readonly DataAssociation[];
  /** Carried out when the element ends (or, for a catch event, when it occurs). */
  readonly outputAssociations: readonly DataAssociation[];
}

/** One input set or output set. */
export interface IoSet {
  /** Its id; "" where it has none. */
  readonly id: string;
  /** Its name; "" where it has none. */
  readonly name: string;
  /** Its inputs or outputs. */
  readonly items: readonly number[];
  /** Those that may be absent. */
  readonly optional: readonly number[];
  /** Those that may come while the element runs. */
  readonly whileExecuting: readonly number[];
}

/** One movement of data (10.4.2). References are resolved to the objects and stores behind them. */
export interface DataAssociation {
  /** Its id; "" where it has none. */
  readonly id: string;
  /** What is read. */
  readonly sources: readonly number[];
  /** What is written; `NONE` where only assignments say. */
  readonly target: number;
  /** Computes the value of the target from the sources; null: copy the only source. */
  readonly transformation: Expression | null;
  /** Parts of the target written one by one. */
  readonly assignments: readonly Assignment[];
}

/** One `assignment`: both sides are expressions, the second tells a place. */
export interface Assignment {
  /** What is read. */
  readonly from: Expression;
  /** What is written. */
  readonly to: Expression;
}
