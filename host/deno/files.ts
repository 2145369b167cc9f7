/**
 * Files of Deno.
 *
 * @module
 */
import { absent, type Files, type Stat } from "../static/files.ts";

/** The files of this machine. */
export const files: Files = {
  // Asked late: pages that import the root are loaded on other hosts, too.
  get separator() {
    return Deno.build.os === "windows" ? "\\" : "/";
  },
  realPath: (place) => Deno.realPath(place).catch(absent),
  async stat(path) {
    const found = await Deno.stat(path).catch(absent);
    return found && statOf(found);
  },
  async open(path) {
    const file = await Deno.open(path).catch(absent);
    return file && {
      stat: async () => statOf(await file.stat()),
      async read(buffer, at) {
        await file.seek(at, Deno.SeekMode.Start);
        return await file.read(buffer) ?? 0;
      },
      close: () => file.close(),
    };
  },
};

function statOf({ isFile, isDirectory, size, mtime, ctime }: Deno.FileInfo): Stat {
  const kind = isFile ? "file" : isDirectory ? "folder" : "other";
  const modified = mtime?.getTime() ?? 0;
  return { kind, size, modified, changed: ctime?.getTime() ?? modified };
}
