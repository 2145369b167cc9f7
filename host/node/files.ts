/**
 * Files of Node.
 *
 * @module
 */
import { open, realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
import { absent, type Files } from "../static/files.ts";

/** The files of this machine. */
export const files: Files = {
  separator: sep,
  realPath: (place) => realpath(place).catch(absent),
  async stat(path) {
    const found = await stat(path).catch(absent);
    if (found === undefined) return undefined;
    return {
      kind: found.isFile() ? "file" : found.isDirectory() ? "folder" : "other",
      size: found.size,
      modified: found.mtime.getTime(),
    };
  },
  async open(path) {
    const file = await open(path);
    return {
      read: async (buffer, at) => (await file.read(buffer, 0, buffer.length, at)).bytesRead,
      close: () => void file.close(),
    };
  },
};
