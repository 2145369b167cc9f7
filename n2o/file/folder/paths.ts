/**
 * Where what lies in a folder of uploads.
 *
 * @module
 */
import { lstat, mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { randomId, sha256Sync, toHex } from "../../../base/mod.ts";
import { FileError } from "../error.ts";
import { complaintOfName } from "../name.ts";
import type { UploadKey } from "../sink.ts";

/** Uploads that are not whole; static folders serve nothing whose name begins with a dot. */
const UNDER_WAY = ".uploads";
const PLACE = /^([0-9a-z]{25})\/([^/\\]+)$/;

/** Where a file is. */
export interface FilePath {
  readonly folder: string;
  readonly path: string;
}

/** The places of a folder. */
export interface Paths {
  /** The folder, every link followed. */
  readonly root: string;
  /** Where the uploads of all owners are. */
  readonly all: string;
  /** Where the uploads of an owner are. */
  owner(owner: string): string;
  /** Where an upload is. */
  upload(key: UploadKey): string;
  /** A new place for what is to be removed. */
  gone(): string;
  /** Where a file is; undefined for what is no place. */
  file(place: string): FilePath | undefined;
}

/** A new place for a file of a name: a folder of its own, so that no two files clash. */
export function newPlace(name: string): string {
  return `${randomId()}/${stored(name)}`;
}

/** The name of the file of a place. */
export function nameOfPlace(place: string): string {
  return place.slice(place.indexOf("/") + 1).replace(/^_/, "");
}

/** A name as it is stored: some that begin with a dot mean something to servers. */
function stored(name: string): string {
  const complaint = complaintOfName(name);
  if (complaint !== undefined) throw new FileError("name", `the name of a file ${complaint}`);
  return /^[._]/.test(name) ? `_${name}` : name;
}

/** The places of a folder, which is made where it is not there. */
export async function pathsOf(folder: string): Promise<Paths> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder), all = join(root, UNDER_WAY);
  const owner = (each: string) => join(all, toHex(sha256Sync(each)));
  return {
    root,
    all,
    owner,
    upload: (key) => join(owner(key.owner), toHex(sha256Sync(key.id))),
    gone: () => join(all, `gone-${randomId()}`),
    file(place) {
      const found = PLACE.exec(place);
      if (found?.[1] === undefined || found[2] === undefined) return undefined;
      if (complaintOfName(nameOfPlace(place)) !== undefined) return undefined;
      const own = join(root, found[1]);
      return { folder: own, path: join(own, found[2]) };
    },
  };
}

/**
 * Makes a folder below `all`, and sees to it that it is there itself, and not through a link that leads elsewhere.
 *
 * Rejects with {@linkcode FileError} `failed` where it is a link.
 */
export async function made(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if (await realpath(path) === path) return;
  throw new FileError("failed", "a folder of uploads is a link: remove it");
}

/** Whether a path is a file itself, in a folder itself: links lead elsewhere. */
export async function isFile({ folder, path }: FilePath): Promise<boolean> {
  const found = await lstat(path).catch(absent);
  return found?.isFile() === true && await realpath(folder).catch(absent) === folder;
}

/** The codes of errors that say that nothing is there. */
const ABSENT: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ELOOP"]);

/** Undefined for an error that says that nothing is there; every other one is thrown on. */
export function absent(error: unknown): undefined {
  if (codeOf(error, ABSENT)) return undefined;
  throw error;
}

/** Whether an error has one of these codes. */
export function codeOf(error: unknown, codes: ReadonlySet<unknown>): boolean {
  return error instanceof Error && "code" in error && codes.has(error.code);
}
