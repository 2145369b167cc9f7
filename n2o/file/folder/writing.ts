/**
 * Writing one upload in a folder.
 *
 * @module
 */
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { randomId } from "../../../base/mod.ts";
import { FileError } from "../error.ts";
import { HEAD, typeOf } from "../kind.ts";
import type { StoredFile, Writing } from "../sink.ts";
import {
  type About,
  type Found,
  found,
  FRESH,
  hasOthers,
  partOf,
  readAbout,
  writeAbout,
} from "./about.ts";
import { CREATE, READ, readAt, syncFolder, using, WRITE, writeAt } from "./disk.ts";
import { absent, codeOf, made, newPlace, type Paths } from "./paths.ts";
import { removeUpload } from "./removal.ts";

const GONE: ReadonlySet<unknown> = new Set(["ENOENT"]),
  THERE: ReadonlySet<unknown> = new Set(["EEXIST"]);

/**
 * Takes the upload of a folder for a new writer: the bytes get another name, under which no other writer finds them. Their file is not
 * kept open: thousands of uploads that wait for their clients cost no descriptors.
 */
export async function openWriting(paths: Paths, folder: string): Promise<Writing> {
  const part = join(folder, `${randomId()}.part`);
  for (;;) {
    const known = await partOf(folder), before = known ?? await fresh(folder);
    try {
      await rename(before, part);
      const offset = (await stat(part)).size;
      if (offset === 0 && await hasOthers(folder, part)) {
        // Who began it at the same moment has it, or will: these are no bytes.
        await rm(part, { force: true });
        continue;
      }
      if (known === undefined) await checkUnfinished(paths, folder, part);
      return writing(paths, folder, { part, offset });
    } catch (error) {
      // Another has taken it at this moment: from that one it is taken.
      if (!codeOf(error, GONE)) throw error;
    }
  }
}

/** That an upload without bytes is none that another has made a file of at this moment. */
async function checkUnfinished(paths: Paths, folder: string, part: string): Promise<void> {
  if ((await lookUp(paths, folder))?.about.file === undefined) return;
  await rm(part, { force: true });
  throw new FileError("unknown", "the upload became a file at this moment: ask for it again");
}

async function fresh(folder: string): Promise<string> {
  const path = join(folder, FRESH);
  await using(path, CREATE, () => Promise.resolve()).catch((error) => {
    if (!codeOf(error, THERE)) throw error;
  });
  return path;
}

/** The writer of the bytes in `part`, of which so many are stored. */
function writing(
  paths: Paths,
  folder: string,
  { part, offset: stored }: { readonly part: string; readonly offset: number },
): Writing {
  let offset = stored, file: StoredFile | undefined;

  /** Runs what needs the bytes under the writer's own name. */
  async function owned<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (cause) {
      if (!codeOf(cause, GONE)) throw cause;
      throw new FileError("taken", "another has opened the upload since", { cause });
    }
  }

  return {
    get offset() {
      return offset;
    },
    write: (bytes) =>
      owned(async () => {
        try {
          await using(part, WRITE, (own) => writeAt(own, bytes, offset));
        } catch (error) {
          // A full disk may have taken some of them.
          offset = (await stat(part)).size;
          throw error;
        }
        // What another has taken meanwhile is its to write.
        await stat(part);
        offset += bytes.length;
      }),
    head: (most) => owned(() => using(part, READ, (own) => readAt(own, 0, most))),
    async finish(type) {
      return file ??= await owned(() => finish(paths, folder, { part, type, size: offset }));
    },
    abort: () =>
      owned(async () => {
        if (await readAbout(folder) !== undefined) await stat(part);
        await removeUpload(paths, folder);
      }),
    close: () => Promise.resolve(),
  };
}

async function finish(
  paths: Paths,
  folder: string,
  { part, type, size }: { readonly part: string; readonly type: string; readonly size: number },
): Promise<StoredFile> {
  await using(part, WRITE, (own) => own.sync());
  const known = await readAbout(folder);
  if (known === undefined) throw new FileError("taken", "the upload was removed");
  // Written down when it began: after a crash in between it is known where the file is, and whoever is overtaken writes nothing down.
  const place = known.place ?? newPlace(known.name), about: About = { ...known, place };
  if (known.place === undefined) await writeAbout(folder, about);
  const to = paths.file(place);
  if (to === undefined) throw new FileError("name", "the name of a file has no place");
  await made(to.folder);
  await rename(part, to.path);
  await syncFolder(to.folder);
  return await settled(folder, about, { place, type, path: to.path, size });
}

/** Writes down what an upload has become. */
async function settled(
  folder: string,
  about: About,
  { place, type, path, size }: {
    readonly place: string;
    readonly type: string;
    readonly path: string;
    readonly size: number;
  },
): Promise<StoredFile> {
  const modified = (await stat(path)).mtimeMs,
    file = { place, name: about.name, size, type, modified };
  await writeAbout(folder, { ...about, file, isUntold: true });
  return file;
}

/** The upload of a folder; one whose process ended just before it could write down that the file is there is whole. */
export async function lookUp(paths: Paths, folder: string): Promise<Found | undefined> {
  const known = await found(folder), whole = known?.about.file;
  if (whole !== undefined) {
    const path = paths.file(whole.place)?.path;
    if (path !== undefined && await stat(path).catch(absent) !== undefined) return known;
    // Its file was removed.
    await removeUpload(paths, folder);
    return undefined;
  }
  if (known === undefined) return undefined;
  const { place } = known.about, path = paths.file(place ?? "")?.path;
  if (place === undefined || path === undefined) return known;
  const there = await stat(path).catch(absent);
  if (there === undefined) return known;
  const type = typeOf(await using(path, READ, (file) => readAt(file, 0, HEAD)));
  const file = await settled(folder, known.about, { place, type, path, size: there.size });
  return { ...known, about: { ...known.about, file, isUntold: true } };
}
