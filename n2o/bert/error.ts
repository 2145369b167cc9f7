/**
 * What went wrong while a term was encoded or decoded.
 *
 * @module
 */
import { CodedError } from "../../base/mod.ts";

/**
 * Kind of a {@link BertError}.
 *
 * Of decoding: `version` (the first byte is not 131), `truncated` (the bytes end too early, or a count claims more than
 * can follow), `tag` (unknown tag), `value` (a known tag with content that Erlang refuses), `duplicate` (a map with two
 * equal keys), `atom` (an atom or function that the caller does not know), `compressed` (no or bad zlib data), `size`
 * (more than the caller allows). Of encoding: `term` (a JavaScript value that is no term), `range` (a number or count
 * that the format cannot hold). Of both: `depth`.
 */
export type BertErrorCode =
  | "version"
  | "truncated"
  | "tag"
  | "value"
  | "duplicate"
  | "atom"
  | "compressed"
  | "size"
  | "term"
  | "range"
  | "depth";

/**
 * Thrown by the codec for bytes that are no term and for values that cannot become bytes.
 *
 * `offset` is where in the input (in the inflated content for a compressed term) the trouble was met; for encoding, how
 * many bytes were already written.
 */
export class BertError extends CodedError<BertErrorCode> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "BertError";
  /** Position in bytes, from 0. */
  readonly offset: number;

  /** Makes an error; `cause` in `options` keeps what lower layers threw. */
  constructor(code: BertErrorCode, message: string, offset: number, options?: ErrorOptions) {
    super(code, `${message} (${code} at byte ${offset})`, options);
    this.offset = offset;
  }
}
