/**
 * Links to the pages beside one.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import type { Listed } from "./source.ts";

/** The pages beside one (RFC 8288). */
export function links<T extends KvsRecord>(
  url: URL,
  { cursors, more, previous }: Listed<T>,
): Record<string, string> {
  const first = cursors[0], last = cursors.at(-1), made: string[] = [];
  const link = (name: "after" | "before", cursor: string, rel: string) => {
    const query = new URLSearchParams(url.search);
    for (const each of ["after", "before"]) query.delete(each);
    query.set(name, cursor);
    made.push(`<${url.pathname}?${query}>; rel="${rel}"`);
  };
  if (more && last !== undefined) link("after", last, "next");
  if (previous && first !== undefined) link("before", first, "prev");
  return made.length === 0 ? {} : { link: made.join(", ") };
}
