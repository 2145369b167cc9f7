/**
 * Preferences (RFC 7240): what a client would like, and may be told that it has.
 *
 * @module
 */

const PART = /^\s*([a-z-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;]*)))?\s*(?:;.*)?$/i;

/** The value of a preference in the header `Prefer`, in lower case; the first counts where it comes twice, and one without a value is empty. */
export function preference({ headers }: Request, name: string): string | undefined {
  const header = headers.get("prefer");
  if (header === null) return undefined;
  for (const part of header.split(",").slice(0, 20)) {
    const [, found, quoted, token] = PART.exec(part) ?? [];
    if (found?.toLowerCase() === name) return (quoted ?? token ?? "").toLowerCase();
  }
  return undefined;
}

/** `return` of the header Prefer. */
export function preferred(request: Request): "minimal" | "representation" | undefined {
  const value = preference(request, "return");
  return value === "minimal" || value === "representation" ? value : undefined;
}
