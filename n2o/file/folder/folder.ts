/**
 * A sink that is a folder: for hosts that have files.
 *
 * An upload is written to a file beside, in `.uploads/`, and gets its own name when it is whole and durable: each file has a folder of its
 * own, whose name nobody guesses, so that no two clash. What a client was told is stored outlives the process; what it was told is whole
 * outlives the machine. Several processes may have the same folder.
 *
 * @example
 * ```ts
 * import { folderSink } from "@n2o/n2o/n2o/folder";
 *
 * const folder = await Deno.makeTempDir();
 * const sink = folderSink(folder), key = { owner: "user/ann", id: "1" };
 * const writing = await sink.open(key, { name: "a.txt", size: 3, meta: "" });
 * await writing.write(new TextEncoder().encode("tea"));
 * const { place } = await writing.finish("text/plain");
 * if (await Deno.readTextFile(`${folder}/${place}`) !== "tea") throw new Error("no tea");
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @module
 */
import { open as openFile, readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FileError } from "../error.ts";
import { HEAD, typeOf } from "../kind.ts";
import { complaintOfName } from "../name.ts";
import type { ByteRange, Sink, StoredFile, StoredUpload } from "../sink.ts";
import { slices } from "../slices.ts";
import { beginAbout, readAbout, uploadOf, writeAbout } from "./about.ts";
import { READ, readAt, using } from "./disk.ts";
import {
  absent,
  type FilePath,
  isFile,
  made,
  nameOfPlace,
  newPlace,
  type Paths,
  pathsOf,
} from "./paths.ts";
import { sweepFolder } from "./removal.ts";
import { lookUp, openWriting } from "./writing.ts";

/**
 * Makes a sink of a folder, which is made where it is not there.
 *
 * Its functions reject as the host's files do, with the host's code: `ENOSPC` for a disk without room.
 *
 * @param folder a path, or an address that begins with `file:`
 */
export function folderSink(folder: string | URL): Sink {
  let known: Promise<Paths> | undefined;
  const path = typeof folder === "string" ? folder : fileURLToPath(folder);

  /** A folder that cannot be reached is looked for again. */
  function paths(): Promise<Paths> {
    return known ??= pathsOf(path).catch((error) => {
      known = undefined;
      throw error;
    });
  }

  async function lookedUp(own: string): Promise<StoredUpload | undefined> {
    const upload = await lookUp(await paths(), own);
    return upload && uploadOf(upload);
  }

  /** Where a file is, if it is one. */
  async function fileOf(place: string): Promise<FilePath | undefined> {
    const own = (await paths()).file(place);
    return own !== undefined && await isFile(own) ? own : undefined;
  }

  return {
    async open(key, { name, size, meta }) {
      const complaint = complaintOfName(name);
      if (complaint !== undefined) throw new FileError("name", `the name of a file ${complaint}`);
      const all = await paths(), own = all.upload(key);
      await made(own);
      if (await lookedUp(own) === undefined) {
        // One whose file was removed went with its folder.
        await made(own);
        const { owner, id } = key, rest = { file: undefined, isUntold: false };
        await beginAbout(own, { owner, id, name, size, meta, place: newPlace(name), ...rest });
      }
      return await openWriting(all, own);
    },
    find: async (key) => await lookedUp((await paths()).upload(key)),
    async of(owner) {
      const own = (await paths()).owner(owner), uploads: StoredUpload[] = [];
      for (const each of await readdir(own).catch(absent) ?? []) {
        const upload = await lookedUp(join(own, each));
        if (upload !== undefined) uploads.push(upload);
      }
      return uploads;
    },
    async told(key) {
      const own = (await paths()).upload(key), about = await readAbout(own);
      if (about?.isUntold) await writeAbout(own, { ...about, isUntold: false }).catch(absent);
    },
    sweep: async (before) => await sweepFolder(await paths(), before),
    async stat(place) {
      const own = await fileOf(place);
      return own && await statOf(own, place).catch(absent);
    },
    async read(place, range) {
      const own = await fileOf(place);
      return own && await streamOf(own, range).catch(absent);
    },
    async remove(place) {
      const own = await fileOf(place);
      if (own === undefined) return false;
      await unlink(own.path);
      await rmdir(own.folder).catch(absent);
      return true;
    },
  };
}

async function statOf({ path }: FilePath, place: string): Promise<StoredFile> {
  return await using(path, READ, async (file) => {
    const { size, mtimeMs: modified } = await file.stat(),
      type = typeOf(await readAt(file, 0, HEAD));
    return { place, name: nameOfPlace(place), size, type, modified };
  });
}

async function streamOf(
  { path }: FilePath,
  range: ByteRange | undefined,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const file = await openFile(path, READ);
  const { size } = await file.stat(), from = Math.min(range?.from ?? 0, size);
  const to = Math.min(range?.to ?? size, size);
  const read = async (at: number, end: number) => {
    const bytes = await readAt(file, from + at, from + end);
    if (bytes.length > 0) return bytes;
    throw new FileError("failed", "a file became shorter while it was read");
  };
  return slices(Math.max(0, to - from), read, () => file.close());
}
