/**
 * What an answer says of the page behind it.
 *
 * @module
 */

/** The cursor of the page behind one, from its Link (RFC 8288). */
export function nextOf({ headers }: Response): string | undefined {
  const [, target] = /<([^>]*)>; ?rel="?next"?/.exec(headers.get("link") ?? "") ?? [];
  if (target === undefined) return undefined;
  return new URL(target, "http://base").searchParams.get("after") ?? undefined;
}
