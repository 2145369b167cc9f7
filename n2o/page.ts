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

/** The name of the route that a path takes: the exact one, else the longest that ends with `*`; `undefined` if there is none. */
export function route(routes: Routes, path: string): string | undefined {
  if (Object.hasOwn(routes, path)) return path;
  return Object.keys(routes).filter((name) =>
    name.endsWith("*") && path.startsWith(name.slice(0, -1))
  )
    .sort((a, b) => b.length - a.length)[0];
}
