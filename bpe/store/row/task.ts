/**
 * A task of a person, as it lies in the store and in a work list.
 *
 * @module
 */

/** A task of a person: of a user task or manual task of an instance. */
export interface Task {
  /** The id of the instance. */
  readonly instance: string;
  /** The element of the instance that waits. */
  readonly element: number;
  /** The process and its version, as `leave:3`. */
  readonly definition: string;
  /** The id of the process. */
  readonly process: string;
  /** The id of the node. */
  readonly node: string;
  /** The name of the node. */
  readonly name: string;
  /** The name of its lane, else its id; "" where it is in none. */
  readonly lane: string;
  /** Roles that may do it: candidate groups and potential owners; where it names neither these nor users, its lanes. */
  readonly roles: readonly string[];
  /** Persons that may do it. */
  readonly users: readonly string[];
  /** Who does it; none: nobody has claimed it. */
  readonly assignee?: string;
  /** True: the file names somebody by expressions that came to nobody, so that it is nobody's until it is assigned. */
  readonly unassigned?: true;
  /** When it came up: milliseconds since 1970. */
  readonly created: number;
  /** When it is to be done: milliseconds since 1970. */
  readonly due?: number;
  /** When to ask after it: milliseconds since 1970. */
  readonly followUp?: number;
  /** Its priority, from 0; 50 where nothing is said. */
  readonly priority: number;
  /** The key of its form; "" where it has none. */
  readonly formKey: string;
}
