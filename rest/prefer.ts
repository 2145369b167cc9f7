/**
 * Preferences (RFC 7240): what a client would like, and is told that it has.
 *
 * - `return=minimal` leaves the body out of what a change answers, `return=representation` sends it; without it the body is sent.
 * - `count=exact` counts a list.
 * - `handling=strict` refuses preferences that are not known here, or not of these values; `handling=lenient` passes over parameters of the query
 *   that are not known. Without it parameters are taken strictly and preferences leniently.
 *
 * @module
 */
import type { Flaw } from "./error.ts";
import { split } from "./negotiate/media.ts";
import type { Parameter } from "./operation.ts";
import { flawed } from "./problem/flawed.ts";

const PART = /^\s*([a-z-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;]*)))?\s*(?:;.*)?$/i;
const MOST = 20;

/** What is known, and its values. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  return: ["minimal", "representation"],
  count: ["exact"],
  handling: ["strict", "lenient"],
};

/** The parameter of operations that preferences change the answer of. */
export const PREFER: Parameter = {
  name: "prefer",
  in: "header",
  description: "preferences: return, count, handling (RFC 7240)",
  schema: { type: "string" },
};

/** What tells which preferences were followed. */
export const APPLIED = {
  "preference-applied": {
    description: "the preferences that were followed (RFC 7240)",
    schema: { type: "string" },
  },
};

/** The preferences of a request in their order, with names and values in lower case; one without a value is empty, and of several of a name the first counts. */
function preferences({ headers }: Request): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of split(headers.get("prefer") ?? "", ",").slice(0, MOST)) {
    const [, name, quoted, token] = PART.exec(part) ?? [];
    if (name === undefined || found.has(name.toLowerCase())) continue;
    found.set(name.toLowerCase(), (quoted ?? token ?? "").toLowerCase());
  }
  return found;
}

/** The value of a preference; undefined where it is not there. */
export function preference(request: Request, name: string): string | undefined {
  return request.headers.has("prefer") ? preferences(request).get(name) : undefined;
}

/** `return` of the header Prefer. */
export function preferred(request: Request): "minimal" | "representation" | undefined {
  const value = preference(request, "return");
  return value === "minimal" || value === "representation" ? value : undefined;
}

/**
 * `handling` of the header Prefer.
 *
 * @throws {RestError} `bad_header` where it is strict and other preferences are not known
 */
export function handling(request: Request): "strict" | "lenient" | undefined {
  if (!request.headers.has("prefer")) return undefined;
  const all = preferences(request), value = all.get("handling");
  if (value === "lenient") return value;
  if (value !== "strict") return undefined;
  const errors = [...all].filter(([name, given]) =>
    !Object.hasOwn(KNOWN, name) || KNOWN[name]?.includes(given) === false
  ).map(([name]): Flaw => ({
    header: "prefer",
    code: "unknown",
    detail: `the preference ${name.slice(0, 50)} is not known here, or not of this value`,
  }));
  if (errors.length === 0) return value;
  throw flawed("bad_header", "with handling=strict each preference must be known", errors);
}

/** Headers of an answer that has followed a preference besides. */
export function applied(
  headers: Readonly<Record<string, string>> | undefined,
  preference: string,
): Record<string, string> {
  const before = headers?.["preference-applied"];
  return {
    ...headers,
    "preference-applied": before === undefined ? preference : `${before}, ${preference}`,
  };
}
