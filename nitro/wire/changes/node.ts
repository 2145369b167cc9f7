/**
 * What was read of the HTML of an update.
 *
 * @module
 */
import type { EventAction } from "../../event.ts";
import type { Source } from "./text.ts";
import type { Tag } from "./tags.ts";

/** What an element holds: nothing or a text, elements with ids alone, or anything. */
export const Holds = { text: 0, list: 1, all: 2 } as const;

/** The kinds of leaves. */
export const Leaf = { text: 0, value: 1, checked: 2 } as const;

/** An element with an id. */
export interface Node {
  readonly id: string;
  /** Where its id stands. */
  readonly idFrom: number;
  /** Where it begins in the bytes that were read, and where it ends. */
  readonly from: number;
  to: number;
  readonly tag: Tag;
  /** One of `Holds`. */
  holds: number;
  /** What is its own, hashed; the first half is odd. */
  low: number;
  high: number;
  /** Numbers of its id, of its name, and of ids and names in what is its own. */
  readonly names: number[];
  /** For each leaf its kind and the range of its text; 0 or 1 in place of where the range begins for a tick. */
  readonly leaves: number[];
  readonly children: Node[];
  /** The events that are wired to it. */
  readonly events: readonly EventAction[];
  /** The events of what is its own: of elements whose ids the server made up. */
  readonly said: EventAction[];
  /** Whether one of several is ticked here. */
  isRadio: boolean;
  /** Whether what the person enters there is part of what is its own. */
  readonly isControl: boolean;
}

/** A body that was read. */
export interface Read extends Source {
  readonly root: Node;
  /** Events that are known to be wired to what was read. */
  readonly known: ReadonlySet<EventAction>;
  /** The numbers of all ids that are not made up. */
  readonly ids: readonly number[];
  /** Leaves and ids that were made up, as they stand: where each begins and ends, and where the id of its element stands, -1 for those. */
  readonly marks: readonly number[];
}
