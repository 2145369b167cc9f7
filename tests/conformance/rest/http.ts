/**
 * What of HTTP both models know: methods, types, preconditions, bodies.
 *
 * @module
 */

/** A request. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is to be answered; `json` where there is a body that is no problem. */
export interface Wanted {
  readonly status: number;
  readonly json?: unknown;
}

/** The methods that are known. */
export const KNOWN: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);
const TAKEN: Readonly<Record<string, RegExp>> = {
  POST: /^application\/(?:json|x-www-form-urlencoded)\s*(?:;|$)/i,
  QUERY: /^application\/json\s*(?:;|$)/i,
  PUT: /^application\/(?:json|x-www-form-urlencoded)\s*(?:;|$)/i,
  PATCH: /^application\/(?:merge-patch\+json|json-patch\+json|json)\s*(?:;|$)/i,
};

/** A segment; one whose bytes are no text is the id of nothing. */
export function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "\ufffd";
  }
}

/** The status of an Accept that JSON does not meet. */
export function accepted({ accept = "" }: Readonly<Record<string, string>>): number | undefined {
  if (accept.trim() === "") return undefined;
  const ranges = accept.split(",").map((each) =>
    each.split(";").map((part) => part.trim().toLowerCase())
  );
  if (!ranges.some(([type = ""]) => /^[^\s/]+\/[^\s/]+$/.test(type))) return 400;
  const weight = ([, ...parameters]: string[]) =>
    Number(parameters.find((each) => each.startsWith("q="))?.slice(2) ?? 1);
  for (const name of ["application/json", "application/*", "*/*"]) {
    const found = ranges.find(([type]) => type === name);
    if (found !== undefined) return weight(found) > 0 ? undefined : 406;
  }
  return 406;
}

/** The status of a body of a type that a method does not take. */
export function typed(
  method: string,
  headers: Readonly<Record<string, string>>,
): number | undefined {
  const taken = TAKEN[method], type = headers["content-type"];
  if (taken === undefined) return type === undefined ? undefined : 415;
  return taken.test(type ?? "") ? undefined : 415;
}

/** What is there has no tag that the recorded requests name. */
export function held(
  method: string,
  headers: Readonly<Record<string, string>>,
  isThere: boolean,
): number | undefined {
  const match = headers["if-match"], none = headers["if-none-match"];
  if (match !== undefined && !(match === "*" && isThere)) return 412;
  if (none !== "*" || !isThere) return undefined;
  return method === "GET" || method === "HEAD" ? 304 : 412;
}

/** A body that cannot be read. */
export class Refusal {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** The fields of a body, or why it cannot be read. */
export function fieldsOf(headers: Readonly<Record<string, string>>, body: string): unknown {
  return /json/i.test(headers["content-type"] ?? "") ? jsonOf(body) : formOf(body);
}

function formOf(body: string): unknown {
  const pairs = body.split("&").filter((pair) => pair !== "");
  if (pairs.some((pair) => /%(?![0-9a-f]{2})/i.test(pair))) return new Refusal(400);
  const names = [...new URLSearchParams(body).keys()];
  if (new Set(names).size < names.length || names.includes("__proto__")) return new Refusal(400);
  return Object.fromEntries(new URLSearchParams(body));
}

/** JSON that every reader reads alike. */
function jsonOf(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body), depth = Math.max(0, ...depths(body));
    if (depth > 64) return new Refusal(413);
    if (/"__proto__"\s*:/.test(body) || /\d{17,}/.test(body)) return new Refusal(400);
    const names = [...body.matchAll(/"(\w+)"\s*:/g)].map(([, name]) => name);
    if (
      isFields(value) && new Set(names).size < names.length &&
      Object.keys(value).length < names.length && depth === 1
    ) return new Refusal(400);
    return JSON.stringify(value).includes("\\ud") ? new Refusal(400) : value;
  } catch {
    return new Refusal(400);
  }
}

function* depths(body: string): Generator<number> {
  let depth = 0;
  for (const mark of body) {
    if (mark === "[" || mark === "{") yield ++depth;
    if (mark === "]" || mark === "}") depth--;
  }
}

/** Whether a value is an object of fields. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
