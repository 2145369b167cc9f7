/**
 * Folders that files are served from: of a disk, or of another server, where the application's code came from one; and the names in
 * addresses that lead into them.
 *
 * @module
 */
import { systemClock } from "../../base/mod.ts";
import { bytesContent, type Content, tagOf, typeOf, WHOLE } from "./content.ts";
import { bytesOf, Changed, type Files, isSame, readNow, type Stat, type State } from "./files.ts";

/** What no name of a file may have: separators of either kind, NUL and other controls. */
// deno-lint-ignore no-control-regex -- they are what is looked for
const FORBIDDEN = /[/\\\x00-\x1f\x7f]/;

/**
 * The names that the path of a request leads through behind its first `depth` ones, decoded; the last is "" where it ends with a
 * slash.
 *
 * Undefined for one that may lead elsewhere: a name that begins with a dot (a hidden file, the folder above) or is empty, a separator
 * or a control in it however written, or what is no UTF-8. What remains is below a folder, whatever the folder.
 */
export function namesOf(pathname: string, depth: number = 0): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of pathname.slice(1).split("/").slice(depth)) {
    const name = decoded(part);
    if (name === undefined || FORBIDDEN.test(name) || name.startsWith(".")) return undefined;
    names.push(name);
  }
  return names.slice(0, -1).includes("") ? undefined : names;
}

/** Whether the path of a request begins with these names, which are coded or not. */
export function isBelow(start: readonly string[], pathname: string): boolean {
  const parts = pathname.slice(1).split("/", start.length).map(decoded);
  return start.every((name, at) =>
    parts[at] !== undefined && parts[at] === (decoded(name) ?? name)
  );
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The place of names below a folder whose URL ends with a slash. */
function placeOf(folder: URL, names: readonly string[]): URL {
  return new URL(names.map(encodeURIComponent).join("/"), folder);
}

/** A folder: the content that names lead to, `slash` for a folder in it with an index, undefined where there is nothing. */
export type Folder = (names: readonly string[]) => Promise<Content | "slash" | undefined>;

/** The file that is served for a folder. */
const INDEXES = ["index.html", "index.htm"];
/** Milliseconds after which the time of a file's last change is taken for its state. */
const SETTLED = 2_000;
/** Tags of files that are kept. */
const TAGS = 4_096;

/** The tag of a file in one state. */
interface Tagged {
  readonly stat: Stat;
  readonly tag: Promise<string>;
}

/**
 * A folder on a disk. A link in it is followed only as far as it does not lead out of it. Bytes and their tag are of one state of a file,
 * whoever writes it meanwhile; where that cannot be had, the folder and the body of its content throw {@linkcode Changed}.
 */
export function diskFolder(folder: URL, files: Files): Folder {
  const tags = new Map<string, Tagged>();

  /** Where names lead, if it is inside. */
  async function inside(names: readonly string[]): Promise<State | undefined> {
    const [root, path] = await Promise.all([
      files.realPath(folder),
      files.realPath(placeOf(folder, names)),
    ]);
    if (root === undefined || path === undefined) return undefined;
    const within = root.endsWith(files.separator) ? root : root + files.separator;
    if (path !== root && !path.startsWith(within)) return undefined;
    const stat = await files.stat(path);
    return stat === undefined ? undefined : { path, stat };
  }

  async function index(names: readonly string[]): Promise<Content | undefined> {
    for (const name of INDEXES) {
      const found = await inside([...names, name]);
      if (found?.stat.kind === "file") return await content(found, name);
    }
    return undefined;
  }

  async function content({ path, stat }: State, name: string): Promise<Content> {
    const type = typeOf(name);
    if (stat.size <= WHOLE && !isSettled(stat)) {
      const now = await readNow(files, path, WHOLE);
      return bytesContent(now.bytes, {
        type,
        tag: await tagOf(now.bytes),
        modified: now.stat.modified,
      });
    }
    return {
      type,
      tag: await tag({ path, stat }),
      size: stat.size,
      modified: stat.modified,
      body: (from, to) => bytesOf(files, { path, stat }, from, to),
    };
  }

  /** Hashes a file once for each state, however many ask at once. */
  function tag({ path, stat }: State): Promise<string> {
    const known = tags.get(path);
    if (known !== undefined && isSame(known.stat, stat)) return known.tag;
    const made = { stat, tag: hashed(path, stat) };
    made.tag.catch(() => tags.get(path) === made && tags.delete(path));
    const [oldest] = tags.keys();
    if (tags.size >= TAGS && oldest !== undefined) tags.delete(oldest);
    tags.set(path, made);
    return made.tag;
  }

  async function hashed(path: string, before: Stat): Promise<string> {
    const { size, modified } = before;
    if (size > WHOLE) return `${size.toString(36)}-${modified.toString(36)}`;
    const { stat, bytes } = await readNow(files, path, WHOLE);
    if (!isSame(stat, before)) throw new Changed();
    return await tagOf(bytes);
  }

  return async (names) => {
    const last = names.at(-1) ?? "", folders = last === "" ? names.slice(0, -1) : names;
    const found = await inside(folders);
    if (found?.stat.kind === "file" && last !== "") return await content(found, last);
    if (found?.stat.kind !== "folder") return undefined;
    const shown = await index(folders);
    return shown !== undefined && last !== "" ? "slash" : shown;
  };
}

/** Whether a file was last changed so long ago that another change would show: disks tell the time in steps. */
function isSettled({ changed }: Stat): boolean {
  return systemClock.now() - changed > SETTLED;
}

/** A folder of another server, asked each time. */
export function remoteFolder(folder: URL): Folder {
  async function load(names: readonly string[]): Promise<Content | "slash" | undefined> {
    const place = placeOf(folder, names), response = await fetch(place, { redirect: "manual" });
    if (!response.ok) {
      await response.body?.cancel();
      return leadsToSlash(response, place) ? "slash" : undefined;
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytesContent(bytes, { type: typeOf(names.at(-1) ?? ""), tag: await tagOf(bytes) });
  }
  return async (names) => {
    if (names.at(-1) !== "") return await load(names);
    for (const name of INDEXES) {
      const found = await load([...names.slice(0, -1), name]);
      if (found !== undefined && found !== "slash") return found;
    }
    return undefined;
  };
}

/** Whether an answer leads from a folder's address to that with a slash: what leads elsewhere may lead out of the folder. */
function leadsToSlash({ headers }: Response, place: URL): boolean {
  const location = headers.get("location");
  return location !== null && URL.canParse(location, place) &&
    new URL(location, place).pathname === `${place.pathname}/`;
}
