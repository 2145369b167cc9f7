/**
 * Removing uploads from a folder.
 *
 * @module
 */
import { readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StoredUpload } from "../sink.ts";
import { found, readAbout, uploadOf } from "./about.ts";
import { absent, codeOf, type Paths } from "./paths.ts";

/** What systems say of a folder that is not empty. */
const FILLED: ReadonlySet<unknown> = new Set(["ENOTEMPTY", "EEXIST", "EBUSY", "EPERM"]);

/** Removes the folder of an upload, and what a finish that was cut off has made for its file. */
export async function removeUpload(paths: Paths, folder: string): Promise<void> {
  const about = await readAbout(folder), gone = paths.gone();
  if (await rename(folder, gone).then(() => true, absent) === undefined) return;
  await rm(gone, { recursive: true, force: true });
  const place = about?.file === undefined ? paths.file(about?.place ?? "") : undefined;
  if (place !== undefined) await removeEmpty(place.folder);
}

/** Removes uploads that nobody has written to since a time, and forgets those that are whole. */
export async function sweepFolder(paths: Paths, before: number): Promise<readonly StoredUpload[]> {
  const removed: StoredUpload[] = [];
  for (const owner of await readdir(paths.all).catch(absent) ?? []) {
    const own = join(paths.all, owner);
    if (owner.startsWith("gone-")) {
      await rm(own, { recursive: true, force: true });
      continue;
    }
    for (const each of await readdir(own).catch(absent) ?? []) {
      const upload = await sweepUpload(paths, join(own, each), before);
      if (upload !== undefined && upload.file === undefined) removed.push(upload);
    }
    await removeEmpty(own);
  }
  return removed;
}

async function sweepUpload(
  paths: Paths,
  folder: string,
  before: number,
): Promise<StoredUpload | undefined> {
  const known = await found(folder);
  const touched = known?.touched ?? (await stat(folder).catch(absent))?.mtimeMs ?? Infinity;
  if (touched >= before) return undefined;
  const gone = paths.gone();
  if (await rename(folder, gone).then(() => true, absent) === undefined) return undefined;
  // Its client may have come back at this very moment.
  if ((await found(gone))?.touched !== known?.touched) {
    await rename(gone, folder);
    return undefined;
  }
  await rm(gone, { recursive: true, force: true });
  const place = known?.about.file === undefined ? paths.file(known?.about.place ?? "") : undefined;
  if (place !== undefined) await removeEmpty(place.folder);
  return known && uploadOf(known);
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!codeOf(error, FILLED)) absent(error);
  }
}
