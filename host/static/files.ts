/**
 * The files of a host, as far as static folders need them.
 *
 * A path is the host's own text for a place; where nothing is, or nothing that this program may see, the answer is undefined.
 *
 * @module
 */

/** Files of a host. */
export interface Files {
  /** What parts the names of a path: `/`, or `\` on Windows. */
  readonly separator: string;
  /** The place itself, every link followed. */
  realPath(place: URL): Promise<string | undefined>;
  /** What is there. */
  stat(path: string): Promise<Stat | undefined>;
  /** Opens a file for reading; undefined where there is none that this program may read. */
  open(path: string): Promise<OpenFile | undefined>;
}

/** What is at a place. */
export interface Stat {
  /** A device or a pipe is neither. */
  readonly kind: "file" | "folder" | "other";
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
  /** When that or anything else of it was last changed, which nobody can set, in milliseconds since 1970. */
  readonly changed: number;
}

/** An open file: the same one until it is closed, whatever has taken its place on the disk. */
export interface OpenFile {
  /** What is open. */
  stat(): Promise<Stat>;
  /** Reads bytes from position `at` on into `buffer`; answers how many, 0 at the end. */
  read(buffer: Uint8Array, at: number): Promise<number>;
  /** Closes it. */
  close(): void;
}

/** What systems and hosts say of a name under which a program finds nothing. */
const ABSENT: ReadonlySet<unknown> = new Set([
  "ENOENT",
  "EISDIR",
  "ENOTDIR",
  "ENAMETOOLONG",
  "EINVAL",
  "ELOOP",
  "EACCES",
  "EPERM",
]);

/** Undefined for an error that says that nothing is there; every other one is thrown on. */
export function absent(error: unknown): undefined {
  if (error instanceof Error) {
    if ("code" in error && ABSENT.has(error.code)) return undefined;
    // Deno refuses a place beyond --allow-read, to which a link may lead.
    if (error.name === "NotCapable") return undefined;
  }
  throw error;
}
