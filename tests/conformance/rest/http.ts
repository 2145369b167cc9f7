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

/** The segments of a path, behind its first slash; undefined where one is no percent-encoded UTF-8. */
export function segments(path: string): readonly string[] | undefined {
  try {
    return path.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** A part of an id in an address: text with its marks, or of another kind by one in front. */
const PART =
  /^(?:(?:[^~]|~~|~c)*|~s(?:[^~]|~~|~c)*|~n-?(?:Infinity|(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?)|~nNaN|~i(?:0|-?[1-9]\d*)|~t(?:true)?|~f(?:false)?|~b[\w-]*)$/;

/** Whether the text of an address names an id. */
export function isAddress(text: string): boolean {
  const parts = text.split(",");
  return parts.length <= 32 && parts.every((part) => PART.test(part));
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
/** A type with its parameters: `a/b; c=d; e="f"`. */
const MEDIA = new RegExp(
  `^\\s*(${TOKEN}/${TOKEN})\\s*((?:;\\s*(?:${TOKEN}=(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))?\\s*)*)$`,
);
/** What stands between commas, those in quotes aside. */
const LISTED = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const MOST_RANGES = 100;

/** The status of an Accept that JSON does not meet. */
export function accepted({ accept = "" }: Readonly<Record<string, string>>): number | undefined {
  if (accept.trim() === "") return undefined;
  const weights = new Map<string, number>();
  for (const each of (accept.match(LISTED) ?? []).slice(0, MOST_RANGES)) {
    const [, type, parameters = ""] = MEDIA.exec(each) ?? [];
    if (type === undefined) continue;
    const name = type.toLowerCase();
    weights.set(name, Math.max(weights.get(name) ?? 0, weightOf(parameters)));
  }
  if (weights.size === 0) return 400;
  const best = ["application/json", "application/*", "*/*"].find((name) => weights.has(name));
  return best === undefined || weights.get(best) === 0 ? 406 : undefined;
}

/** One that cannot be read weighs nothing. */
function weightOf(parameters: string): number {
  const text = /(?:^|;)\s*q=([^;\s]*)/i.exec(parameters)?.[1];
  if (text === undefined) return 1;
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}

/** The status of a change that a page of another origin asks for. */
export function foreign(
  method: string,
  { origin, "sec-fetch-site": site }: Readonly<Record<string, string>>,
): number | undefined {
  if (["GET", "HEAD", "OPTIONS", "QUERY"].includes(method)) return undefined;
  const isForeign = site !== undefined && !["same-origin", "none"].includes(site);
  return isForeign || origin !== undefined && origin !== "http://localhost" ? 403 : undefined;
}

/** The status of a body of a type that a method does not take, or of one that is not there. */
export function typed(
  { method, headers, body = "" }: Pick<Asked, "method" | "headers" | "body">,
): number | undefined {
  const taken = TAKEN[method], type = headers["content-type"]?.trim();
  if (taken === undefined) {
    return body === "" || method === "GET" || method === "HEAD" ? undefined : 415;
  }
  if (type === undefined) return body === "" ? 400 : 415;
  const [, charset = "utf-8"] = /;\s*charset="?([^";\s]*)/i.exec(type) ?? [];
  const isText = ["utf-8", "utf8", "us-ascii"].includes(charset.toLowerCase());
  return taken.test(type) && MEDIA.test(type) && isText ? undefined : 415;
}

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\uffff]*"`;
const TAGS = new RegExp(`^\\s*${TAG}\\s*(?:,\\s*(?:${TAG})?\\s*)*$`);

/** What is there has no tag that the recorded requests name. */
export function held(
  method: string,
  headers: Readonly<Record<string, string>>,
  isThere: boolean,
): number | undefined {
  const match = headers["if-match"]?.trim(), none = headers["if-none-match"]?.trim();
  for (const each of [match, none]) {
    if (each !== undefined && each !== "*" && !TAGS.test(each)) return 400;
  }
  if (match !== undefined && !(match === "*" && isThere)) return 412;
  if (none !== "*" || !isThere) return undefined;
  return method === "GET" || method === "HEAD" ? 304 : 412;
}

/** Whether what was changed is to be told. */
export function isMinimal({ prefer = "" }: Readonly<Record<string, string>>): boolean {
  return /^return=minimal$/i.test(prefer.trim());
}

/** Whether a value is an object of fields. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
