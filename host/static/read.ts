/**
 * Bytes of files that somebody may write at the same time.
 *
 * @module
 */
import type { Body } from "./content.ts";
import type { Files, OpenFile, Stat } from "./files.ts";

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
