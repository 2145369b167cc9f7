/**
 * Bytes of files, and that they are durable.
 *
 * @module
 */
import { constants } from "node:fs";
import { type FileHandle, link, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { randomId } from "../../../base/mod.ts";
import { codeOf } from "./paths.ts";

/** No link is followed in the last part of a path; Windows knows no such flag. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** Flags of a file that is read, of one that is written where it stands, and of a new one. */
export const READ: number = constants.O_RDONLY | NO_LINK;
export const WRITE: number = constants.O_RDWR | NO_LINK;
export const CREATE: number = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_LINK;

/** Opens a file, and closes it whatever becomes of it. */
export async function using<T>(
  path: string,
  flags: number,
  run: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags);
  try {
    return await run(file);
  } finally {
    await file.close();
  }
}

/** Writes all bytes from a position on. */
export async function writeAt(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

/** The bytes from one position to before another, fewer where the file ends before. */
export async function readAt(
  file: FileHandle,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(to - from);
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** Writes a small file as a whole, in the place of what is there. */
export async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.${randomId(8)}`;
  try {
    await writeFile(next, text);
    await using(next, READ, (file) => file.sync());
    await rename(next, path);
  } catch (error) {
    // A full disk: what was begun is not left on it.
    await rm(next, { force: true });
    throw error;
  }
}

/** Writes a small file as a whole where none is; tells whether it did. */
export async function create(path: string, text: string): Promise<boolean> {
  const next = `${path}.${randomId(8)}`;
  try {
    await writeFile(next, text);
    await using(next, READ, (file) => file.sync());
    await link(next, path);
    return true;
  } catch (error) {
    if (codeOf(error, THERE)) return false;
    if (!codeOf(error, UNLINKED)) throw error;
    await rename(next, path);
    return true;
  } finally {
    await rm(next, { force: true });
  }
}

/** What systems say of a name that is taken, and where a file has one name only. */
const THERE: ReadonlySet<unknown> = new Set(["EEXIST"]);
const UNLINKED: ReadonlySet<unknown> = new Set(["EPERM", "EACCES", "ENOTSUP", "ENOSYS", "EMLINK"]);

/** What systems say where a folder cannot be made durable as a file can: there it need not be. */
const NONE: ReadonlySet<unknown> = new Set(["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP"]);

/** Makes what a folder holds durable: the names in it, and its own name. */
export async function syncFolder(path: string): Promise<void> {
  for (const each of [path, dirname(path)]) {
    try {
      await using(each, constants.O_RDONLY, (folder) => folder.sync());
    } catch (error) {
      if (!codeOf(error, NONE)) throw error;
    }
  }
}
