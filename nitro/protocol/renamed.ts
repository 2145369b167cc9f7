/**
 * How a client hears that a message gave its session another id.
 *
 * @module
 */
import {
  atom,
  context,
  isBrowser,
  type Term,
  ticket,
  tokenData,
  told,
  tuple,
} from "../../n2o/mod.ts";

const SESSION = atom("session");

/** The instruction by which a browser gets the cookie of a session that it was not told of; it stands before all others. */
export function renamed(): Term[] {
  const found = context(), { cx } = found;
  if (cx.told === cx.session || !isBrowser(found)) return [];
  const instruction = tuple(SESSION, ticket(found));
  found.cx = told(found);
  return [instruction];
}

/** The token of a session that a client of the classic wire was not told of: it keeps it before it carries out the code beside. */
export function renamedData(): Term | undefined {
  const found = context(), { cx } = found;
  if (cx.wire !== "classic" || cx.told === cx.session) return undefined;
  found.cx = told(found);
  return tokenData(found.cx.token);
}
