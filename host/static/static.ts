/**
 * Files under paths: each request is answered by the first folder that has what it asks for.
 *
 * @module
 */
import { N2oError } from "../../n2o/mod.ts";
import type { App, AppContext } from "../deps.ts";
import { answer } from "./answer.ts";
import type { Compressor } from "./compress.ts";
import { Changed, type Files, type Static } from "./files.ts";
import { diskFolder, type Folder, isBelow, namesOf, remoteFolder } from "./folder.ts";

/**
 * Serves folders. A request for what is in none of them goes on to whatever is routed later.
 *
 * @throws {N2oError} `config` for a folder that is not there, and where this host has no files.
 */
export async function serveStatic(
  app: App,
  folders: Static,
  { compress, files, host }: { compress: Compressor; files: Files | undefined; host: string },
): Promise<void> {
  for (const [path, urls] of Object.entries(folders)) {
    const opened = await Promise.all([urls].flat().map((url) => open(url, files, host)));
    const start = path.split("/").slice(1, -1);
    // Hono would take some signs of a path for a pattern.
    app.get("*", async (c, next) => {
      const { pathname } = new URL(c.req.url);
      const names = isBelow(start, pathname) ? namesOf(pathname, start.length) : undefined;
      if (names === undefined) return await next();
      // The path of the folder without its slash.
      const isBare = names.length === 0;
      const found = await settled(async () => {
        const shown = await first(opened, isBare ? [""] : names);
        if (shown === undefined) return undefined;
        return isBare || shown === "slash" ? slash(c) : await answer(c.req.raw, shown, compress);
      });
      return found ?? await next();
    });
  }
}

async function open(url: URL, files: Files | undefined, host: string): Promise<Folder> {
  if (url.protocol !== "file:") return remoteFolder(url);
  if (files === undefined) {
    throw new N2oError(
      "config",
      `static: ${host} has no files; have its own service for assets serve them, or give the URL of a server`,
    );
  }
  const path = await files.realPath(url);
  if (path === undefined || (await files.stat(path))?.kind !== "folder") {
    throw new N2oError(
      "config",
      `static: there is no folder ${url.href} that this program may read`,
    );
  }
  return diskFolder(url, files);
}

async function first(folders: readonly Folder[], names: readonly string[]): ReturnType<Folder> {
  for (const folder of folders) {
    const found = await folder(names);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How often a file that changes while it is answered is looked up. */
const TRIES = 5;

/** What an attempt comes to at last; undefined, as for what is not there, where it meets a change each time. */
async function settled<T>(attempt: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Changed)) throw error;
    }
  }
  return undefined;
}

/** Leads to the same address with a slash at its end, against which the links of an index are meant. */
function slash(c: AppContext): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`${pathname}/${search}`, 301);
}
