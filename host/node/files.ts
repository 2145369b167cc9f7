/**
 * Files of Node.
 *
 * @module
 */
import type { Stats } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
import { absent, type Files, type Stat } from "../static/files.ts";

/** The files of this machine. */
export const files: Files = {
  separator: sep,
  realPath: (place) => realpath(place).catch(absent),
  async stat(path) {
    const found = await stat(path).catch(absent);
    return found && statOf(found);
  },
  async open(path) {
    const file = await open(path).catch(absent);
    return file && {
      stat: async () => statOf(await file.stat()),
      read: async (buffer, at) => (await file.read(buffer, 0, buffer.length, at)).bytesRead,
      close: () => void file.close(),
    };
  },
};

function statOf(found: Stats): Stat {
  const kind = found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  const { size, mtime, ctime } = found;
  return { kind, size, modified: mtime.getTime(), changed: ctime.getTime() };
}
