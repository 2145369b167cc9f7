/**
 * What is known of an upload, in a file beside its bytes.
 *
 * @module
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { isInteger, isObject } from "../../../base/mod.ts";
import type { Announced, StoredFile, StoredUpload, UploadKey } from "../sink.ts";
import { create, replace } from "./disk.ts";
import { absent } from "./paths.ts";

const NAME = "about.json";
/** What the bytes are called: another name for each writer, so that one from whom they were taken finds them no more. */
const PART = /^[0-9a-z]+\.part$/;
/** What they are called before the first of them takes them. */
export const FRESH = "0.part";

/** What is known of an upload. */
export interface About extends UploadKey, Announced {
  /** Where the file is to lie: chosen as it begins, so that all who write it mean the same place. */
  readonly place: string | undefined;
  /** What has become of it. */
  readonly file: StoredFile | undefined;
  /** Whether no page was told of that yet. */
  readonly isUntold: boolean;
}

/** An upload as it lies in its folder. */
export interface Found {
  readonly about: About;
  /** The path of its bytes; undefined where there are none. */
  readonly part: string | undefined;
  readonly offset: number;
  readonly touched: number;
}

/** What is known of the upload in a folder; undefined where there is none. */
export async function readAbout(folder: string): Promise<About | undefined> {
  const text = await readFile(join(folder, NAME), "utf8").catch(absent);
  return text === undefined ? undefined : aboutOf(text);
}

/** Writes what is known of an upload. */
export async function writeAbout(folder: string, about: About): Promise<void> {
  await replace(join(folder, NAME), JSON.stringify(about));
}

/** Writes what is known of an upload that begins; where another has begun it at this moment, that stays. */
export async function beginAbout(folder: string, about: About): Promise<void> {
  if (await create(join(folder, NAME), JSON.stringify(about))) return;
  if (await readAbout(folder) === undefined) await writeAbout(folder, about);
}

/** The upload in a folder; undefined where there is none. */
export async function found(folder: string): Promise<Found | undefined> {
  const about = await readAbout(folder);
  if (about === undefined) return undefined;
  const part = await partOf(folder), own = await stat(join(folder, NAME)).catch(absent);
  const bytes = part === undefined ? undefined : await stat(part).catch(absent);
  const touched = Math.max(own?.mtimeMs ?? 0, bytes?.mtimeMs ?? 0);
  return { about, part, offset: bytes?.size ?? 0, touched };
}

/** The upload, as a sink tells of it. */
export function uploadOf({ about, offset, touched }: Found): StoredUpload {
  const { owner, id, name, size, meta, file, isUntold } = about;
  const upload = { owner, id, name, size, meta, file, offset: file?.size ?? offset, touched };
  return isUntold ? { ...upload, isUntold } : upload;
}

/** The path of the bytes in the folder of an upload. */
export async function partOf(folder: string): Promise<string | undefined> {
  const name = (await readdir(folder).catch(absent))?.find((each) => PART.test(each));
  return name === undefined ? undefined : join(folder, name);
}

/** Whether the folder of an upload has bytes beside these. */
export async function hasOthers(folder: string, part: string): Promise<boolean> {
  const all = await readdir(folder).catch(absent) ?? [], own = basename(part);
  return all.some((each) => PART.test(each) && each !== own && each !== FRESH);
}

/** What a text says; undefined for one that this module did not write. */
function aboutOf(text: string): About | undefined {
  const value: unknown = parsed(text);
  if (!isObject(value)) return undefined;
  const { owner, id, name, meta, size, place, file, isUntold } = value;
  if (!isText(owner) || !isText(id) || !isText(name) || !isText(meta)) return undefined;
  const own = { place: isText(place) ? place : undefined };
  const total = isInteger(size, 0, Number.MAX_SAFE_INTEGER) ? size : undefined;
  const rest = { file: fileOf(file), isUntold: isUntold === true };
  return { owner, id, name, meta, size: total, ...own, ...rest };
}

function fileOf(value: unknown): StoredFile | undefined {
  if (!isObject(value)) return undefined;
  const { place, name, size, type, modified } = value;
  const isWhole = isText(place) && isText(name) && isText(type) && typeof size === "number" &&
    typeof modified === "number";
  return isWhole ? { place, name, size, type, modified } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A file that a power failure left empty tells of no upload.
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
