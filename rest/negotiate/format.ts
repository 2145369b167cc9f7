/**
 * Formats: how what is answered is written.
 *
 * @module
 */

/** How values are written in a type of content. */
export interface Format {
  /** Its type without parameters: `application/json`. */
  readonly type: string;
  /** The parameters of `content-type`, such as `; charset=utf-8`; none unless given. */
  readonly parameters?: string;
  /** What tells its representations from those of others in tags; empty for JSON. */
  readonly variant: string;
  /** Whether it takes values as they are stored, instead of as JSON. */
  readonly raw?: boolean;
  /** Writes a value. */
  write(value: unknown): string | Uint8Array<ArrayBuffer>;
  /**
   * The value of a body of this type; a body of it is not taken unless given.
   *
   * @throws for what is none: the answer is 400
   */
  read?(bytes: Uint8Array<ArrayBuffer>): unknown;
}

/** Those that are always there. */
export const FORMATS: readonly Format[] = [
  { type: "application/json", variant: "", write: (value) => JSON.stringify(value) },
];
