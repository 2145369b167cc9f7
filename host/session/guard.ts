/**
 * Documents of pages that are not for everybody, made here or in a static folder.
 *
 * @module
 */
import { type Guard, principal, refused, route, type Routes, verdict } from "../../n2o/mod.ts";
import type { AppContext } from "../deps.ts";
import type { Within } from "./visits.ts";

/** Names of files that are served for a folder. */
const INDEXES = ["index.html", "index.htm"];

/** Asks the guard of a page before its document is answered. */
export function guardPages(
  routes: Routes,
  run: Within,
): (c: AppContext, next: () => Promise<void>) => Promise<void> {
  const plain = Object.fromEntries(
    Object.entries(routes).map(([path, page]) => [decoded(path), page]),
  );
  const isGuarded = Object.values(routes).some(({ guard }) => guard !== undefined);
  return async (c, next) => {
    const guard = isGuarded ? guardOf(plain, new URL(c.req.url)) : undefined;
    if (guard === undefined) return await next();
    await run(c, async () => {
      const found = verdict(guard, principal());
      if (found !== "admitted") c.res = refused(found, c.req.raw, guard.login);
      else {
        await next();
        // What one person may see no cache keeps for another.
        c.res.headers.set("cache-control", "private, no-cache");
        c.res.headers.append("vary", "cookie");
      }
    });
  };
}

/** The guard of what an address shows: the page of its path, or of the file that stands for a folder. */
function guardOf(routes: Routes, { pathname }: URL): Guard | undefined {
  const path = decoded(pathname), indexes = path.endsWith("/") ? INDEXES : [];
  for (const shown of [path, ...indexes.map((name) => path + name)]) {
    const name = route(routes, shown), guard = name === undefined ? undefined : routes[name]?.guard;
    if (guard !== undefined) return guard;
  }
  return undefined;
}

/** A path in one spelling, whichever signs are coded; a coded slash is one as well: better one page too many is guarded. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
