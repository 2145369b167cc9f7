/**
 * Files of Deno.
 *
 * @module
 */
import { absent, type Files } from "../static/files.ts";

/** The files of this machine. */
export const files: Files = {
  // Asked late: pages that import the root are loaded on other hosts, too.
  get separator() {
    return Deno.build.os === "windows" ? "\\" : "/";
  },
  realPath: (place) => Deno.realPath(place).catch(absent),
  async stat(path) {
    const found = await Deno.stat(path).catch(absent);
    if (found === undefined) return undefined;
    return {
      kind: found.isFile ? "file" : found.isDirectory ? "folder" : "other",
      size: found.size,
      modified: found.mtime?.getTime() ?? 0,
    };
  },
  async open(path) {
    const file = await Deno.open(path);
    return {
      async read(buffer, at) {
        await file.seek(at, Deno.SeekMode.Start);
        return await file.read(buffer) ?? 0;
      },
      close: () => file.close(),
    };
  },
};
