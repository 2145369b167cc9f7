/**
 * Links to the pages beside one.
 *
 * @module
 */

/** The cursors of the pages beside one. */
export interface Beside {
  /** What the next page is behind. */
  readonly next?: string;
  /** What the page before is in front of. */
  readonly previous?: string;
}

/** The pages beside one (RFC 8288), as addresses of the same query. */
export function links(url: URL, { next, previous }: Beside): Record<string, string> {
  const made: string[] = [];
  const link = (name: "after" | "before", cursor: string, rel: string) => {
    const query = new URLSearchParams(url.search);
    for (const each of ["after", "before"]) query.delete(each);
    query.set(name, cursor);
    made.push(`<${url.pathname}?${query}>; rel="${rel}"`);
  };
  if (next !== undefined) link("after", next, "next");
  if (previous !== undefined) link("before", previous, "prev");
  return made.length === 0 ? {} : { link: made.join(", ") };
}
