/**
 * Bounds of uploads, in one place.
 *
 * @module
 */

/** Bounds of uploads. A setting names those that are to differ from {@linkcode defaultUploadLimits}. */
export interface UploadLimits {
  /** Bytes of a file; 1,073,741,824 by default. */
  readonly size: number;
  /** Bytes of all files that an owner (a user, or a session) has under way or finished within `patience`; 4,294,967,296 by default. */
  readonly owner: number;
  /** Files, of whatever size, that an owner has under way or finished within `patience`; 10,000 by default. */
  readonly files: number;
  /** Uploads that an owner has under way at once; 16 by default. */
  readonly uploads: number;
  /** Uploads that are under way at once in this process; 10,000 by default. Those that have waited for a minute make room, and go on later. */
  readonly total: number;
  /** Chunks of an upload that may be under way unanswered; 4 by default. */
  readonly window: number;
  /** Milliseconds after which an upload that nobody goes on with is removed, and a finished one is not known by its id any more; 86,400,000, a day, by default. */
  readonly patience: number;
  /** The media types that are taken, by content: `image/png`, `image/*`; all by default. */
  readonly kinds: readonly string[] | undefined;
}

/** The bounds that hold where the settings set none. */
export const defaultUploadLimits: UploadLimits = {
  size: 1_073_741_824,
  owner: 4_294_967_296,
  files: 10_000,
  uploads: 16,
  total: 10_000,
  window: 4,
  patience: 86_400_000,
  kinds: undefined,
};

/** Characters of an id, and of what a client says beside. */
export const ID = 128, META = 1_024;
