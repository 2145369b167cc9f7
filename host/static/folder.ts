/**
 * Folders that files are served from: of a disk, or of another server, where the application's code came from one.
 *
 * @module
 */
import { bytesContent, type Content, tagOf, typeOf, WHOLE } from "./content.ts";
import type { Files, OpenFile, Stat } from "./files.ts";
import { placeOf } from "./name.ts";

/** A folder: the content that names lead to, `slash` for a folder in it with an index, undefined where there is nothing. */
export type Folder = (names: readonly string[]) => Promise<Content | "slash" | undefined>;

/** The file that is served for a folder. */
const INDEXES = ["index.html", "index.htm"];
/** Bytes that a stream reads at a time. */
const PIECE = 65_536;
/** Tags of files that are kept. */
const TAGS = 4_096;

/** A folder on a disk. A link in it is followed only as far as it does not lead out of it. */
export function diskFolder(folder: URL, files: Files): Folder {
  const tags = new Map<string, { readonly stat: Stat; readonly tag: string }>();

  /** Where names lead, if it is inside. */
  async function inside(
    names: readonly string[],
  ): Promise<{ path: string; stat: Stat } | undefined> {
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
      if (found?.stat.kind === "file") return await content(found.path, found.stat, name);
    }
    return undefined;
  }

  async function content(path: string, stat: Stat, name: string): Promise<Content> {
    const { size, modified } = stat;
    return {
      type: typeOf(name),
      tag: size > WHOLE ? `${size.toString(36)}-${modified.toString(36)}` : await tag(path, stat),
      size,
      modified,
      body: async (from, to) => {
        const file = await files.open(path);
        return to - from > WHOLE ? stream(file, from, to) : await closed(file, from, to);
      },
    };
  }

  /** Hashes a file once for each time that it was written. */
  async function tag(path: string, stat: Stat): Promise<string> {
    const known = tags.get(path);
    if (known?.stat.size === stat.size && known.stat.modified === stat.modified) return known.tag;
    const made = await tagOf(await closed(await files.open(path), 0, stat.size));
    const [oldest] = tags.keys();
    if (tags.size >= TAGS && oldest !== undefined) tags.delete(oldest);
    tags.set(path, { stat, tag: made });
    return made;
  }

  return async (names) => {
    const last = names.at(-1) ?? "", folders = last === "" ? names.slice(0, -1) : names;
    const found = await inside(folders);
    if (found?.stat.kind === "file" && last !== "") {
      return await content(found.path, found.stat, last);
    }
    if (found?.stat.kind !== "folder") return undefined;
    const shown = await index(folders);
    return shown !== undefined && last !== "" ? "slash" : shown;
  };
}

async function closed(file: OpenFile, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = new Uint8Array(to - from);
    for (let at = 0; at < bytes.length;) {
      const read = await file.read(bytes.subarray(at), from + at);
      if (read === 0) throw new Error("the file has become shorter while it was read");
      at += read;
    }
    return bytes;
  } finally {
    file.close();
  }
}

function stream(file: OpenFile, from: number, to: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = from;
  return new ReadableStream({
    async pull(controller) {
      try {
        const piece = new Uint8Array(Math.min(PIECE, to - at)), read = await file.read(piece, at);
        if (read === 0) throw new Error("the file has become shorter while it was read");
        at += read;
        controller.enqueue(piece.subarray(0, read));
        if (at < to) return;
        file.close();
        controller.close();
      } catch (error) {
        file.close();
        throw error;
      }
    },
    cancel: () => file.close(),
  });
}

/** A folder of another server, asked each time. */
export function remoteFolder(folder: URL): Folder {
  async function load(names: readonly string[]): Promise<Content | undefined> {
    const response = await fetch(placeOf(folder, names));
    if (!response.ok) return void await response.body?.cancel();
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytesContent(bytes, { type: typeOf(names.at(-1) ?? ""), tag: await tagOf(bytes) });
  }
  return async (names) => {
    if (names.at(-1) !== "") return await load(names);
    for (const name of INDEXES) {
      const found = await load([...names.slice(0, -1), name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
