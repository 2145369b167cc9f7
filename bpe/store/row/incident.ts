/**
 * Open incidents, as they lie in the store.
 *
 * @module
 */

/** An incident as it is found among all. */
export interface IncidentRow {
  /** The id of the instance. */
  readonly instance: string;
  /** The incident's id in the instance. */
  readonly incident: number;
  /** The process and its version, as `leave:3`. */
  readonly definition: string;
  /** The id of the node, or of the process. */
  readonly node: string;
  /** The code of the error that it is for. */
  readonly code: string;
  /** What went wrong, where, and what to do. */
  readonly message: string;
  /** When: milliseconds since 1970. */
  readonly time: number;
}
