/**
 * The files of a host, as far as static folders need them, and their bytes, all of one state of a file.
 *
 * A path is the host's own text for a place; where nothing is, or nothing that this program may see, the answer is undefined.
 *
 * @module
 */
import type { Body } from "./content.ts";

/** Folders of files by the path they are served under; of several, a later one has what those before lack. */
export type Static = Readonly<Record<string, URL | readonly URL[]>>;

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
  /** The length of a file in bytes. */
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
  /** Gives the file back to the system: nothing is read of it any more. */
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

/** Bytes that are read into memory at once; more are streamed, so that a client that reads slowly costs no more. */
const WHOLE_READ = 262_144;
/** Bytes that a stream reads at a time. */
const PIECE = 65_536;

/** A file is not what it was when it was looked up: look again. */
export class Changed extends Error {
  override readonly name = "Changed";
}

/** A state of a file. */
export interface State {
  readonly path: string;
  readonly stat: Stat;
}

/**
 * The bytes of a file in one state, from one position up to before another.
 *
 * @throws {Changed} where it is in another state by now; a stream that is under way fails with it.
 */
export async function bytesOf(
  files: Files,
  { path, stat }: State,
  from: number,
  to: number,
): Promise<Body> {
  const file = await opened(files, path);
  return to - from > WHOLE_READ
    ? stream(file, stat, from, to)
    : await closing(file, () => part(file, stat, from, to));
}

/**
 * All bytes of the file that is at a path now, and its state.
 *
 * @throws {Changed} where it was written while it was read, or is no file.
 */
export async function readNow(
  files: Files,
  path: string,
  limit: number,
): Promise<{ readonly stat: Stat; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const file = await opened(files, path);
  return await closing(file, async () => {
    const stat = await file.stat();
    if (stat.kind !== "file" || stat.size > limit) throw new Changed();
    return { stat, bytes: await part(file, stat, 0, stat.size) };
  });
}

async function opened(files: Files, path: string): Promise<OpenFile> {
  const file = await files.open(path);
  if (file === undefined) throw new Changed();
  return file;
}

async function closing<T>(file: OpenFile, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } finally {
    file.close();
  }
}

/** Reads first, and looks at the state then: a file may be written in its place. */
async function part(
  file: OpenFile,
  stat: Stat,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(to - from);
  for (let at = 0; at < bytes.length;) {
    const read = await file.read(bytes.subarray(at), from + at);
    if (read === 0) throw new Changed();
    at += read;
  }
  await unchanged(file, stat);
  return bytes;
}

function stream(
  file: OpenFile,
  stat: Stat,
  from: number,
  to: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = from;
  return new ReadableStream({
    async pull(controller) {
      try {
        const piece = await part(file, stat, at, Math.min(at + PIECE, to));
        at += piece.length;
        controller.enqueue(piece);
        if (at < to) return;
        file.close();
        controller.close();
      } catch (error) {
        file.close();
        throw error;
      }
    },
    cancel: () => file.close(),
  });
}

async function unchanged(file: OpenFile, stat: Stat): Promise<void> {
  if (!isSame(await file.stat(), stat)) throw new Changed();
}

/** Whether a file is in the same state as before. */
export function isSame(now: Stat, before: Stat): boolean {
  return now.size === before.size && now.modified === before.modified &&
    now.changed === before.changed;
}
