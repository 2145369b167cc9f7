/**
 * Why an upload is refused.
 *
 * @module
 */
import { CodedError } from "../../base/mod.ts";

/** Why an upload is refused: the words that a client gets (`n2o/WIRE.md`). */
export type FileErrorCode =
  /** No record of the wire, or an id, a status or words beside that are none. */
  | "frame"
  /** The client has no session yet, or showed another's token. */
  | "session"
  /** A name that is a path, reserved, too long, or has control characters; another than was announced. */
  | "name"
  /** A size that is none, over the limit, or another than was announced. */
  | "size"
  /** Content of a kind that is not taken. */
  | "kind"
  /** The application does not want it. */
  | "denied"
  /** More bytes than were allowed or than are missing, or none. */
  | "block"
  /** Too many uploads are under way. */
  | "count"
  /** The owner has too many bytes. */
  | "quota"
  /** There is no room where it should be stored. */
  | "full"
  /** Bytes that do not belong where those end that are stored. */
  | "offset"
  /** More chunks under way than were allowed. */
  | "window"
  /** Nothing is known of it. */
  | "unknown"
  /** Somebody else has begun to write it. */
  | "taken"
  /** It could not be stored. */
  | "failed";

/** An upload that is refused. A sink of an application's own throws it as well: the client hears its code. */
export class FileError extends CodedError<FileErrorCode> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "FileError";
}
