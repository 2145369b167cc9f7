/**
 * Pages: what a connection shows, as the module that answers its events.
 *
 * @module
 */

/** A page: usually a module that exports `event`. */
export interface Page {
  /**
   * Handles one event: `"init"` when a client connected, `"terminate"` when it went away, the postback of a control, or what was sent
   * over the bus to a topic that the connection registered. The client is answered when the promise resolves.
   */
  event(event: unknown): unknown;
}

/** Pages by the path that shows them: exact, or every path that starts with what stands before a final `*`. */
export type Routes = Readonly<Record<string, Page>>;

/**
 * The name of the route that a path takes: the exact one, else the longest that ends with `*`; `undefined` if there is none.
 *
 * Names may be written in any script, with or without the percent signs that a path has: `/дім` is `/%D0%B4%D1%96%D0%BC`.
 */
export function route(routes: Routes, path: string): string | undefined {
  if (Object.hasOwn(routes, path)) return path;
  const names = Object.keys(routes), asked = decoded(path);
  return names.find((name) => decoded(name) === asked) ??
    names.filter((name) => name.endsWith("*") && asked.startsWith(decoded(name.slice(0, -1))))
      .sort((a, b) => b.length - a.length)[0];
}

/** A path as a person writes it; slashes and the other separators of addresses stay coded, and so does what is no UTF-8. */
function decoded(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
