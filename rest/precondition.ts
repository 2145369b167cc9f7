/**
 * Preconditions (RFC 9110, section 13): entity tags from versions, and whether what a request asks for first holds.
 *
 * @module
 */
import { RestError } from "./error.ts";
import { acceptsGzip } from "./negotiate/negotiate.ts";

/** The codings that a representation is told in. */
export type Coding = "" | "gzip";

/** An entity tag (section 8.8.3): `opaque` is what stands in the quotes. */
export interface EntityTag {
  /** Whether it begins with `W/`. */
  readonly weak: boolean;
  /** What stands in the quotes. */
  readonly opaque: string;
}

const LIST = /\s*(?:(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"\s*)?(?:,|$)/y;
const MOST = 100;

/** The mark between a version and what else tells two representations of it apart. */
const MARK = ";";

/**
 * The strong tag of a representation: two of one version in two types or codings are two.
 *
 * @param version of what is told: visible ASCII without quotes
 * @param variant what tells this representation apart: `csv`; empty for JSON
 * @param coding `gzip`, or empty for the plain body
 */
export function tagOf(version: string, variant = "", coding: Coding = ""): string {
  const marked = variant === "" ? version : `${version}${MARK}${variant}`;
  return coding === "" ? `"${marked}"` : `"${marked}${MARK}${coding}"`;
}

/** The version that a tag of {@linkcode tagOf} is of: whichever type or coding it was told in. */
export function versionOfTag({ weak, opaque }: EntityTag): string | undefined {
  return weak ? undefined : opaque.split(MARK, 1)[0];
}

/**
 * Reads `If-Match` or `If-None-Match`.
 *
 * @returns `"*"`, the tags, or undefined where there is no such header
 * @throws {RestError} `bad_header` for what is neither
 */
export function tagsOf(
  request: Request,
  header: "if-match" | "if-none-match",
): "*" | readonly EntityTag[] | undefined {
  const text = request.headers.get(header)?.trim();
  if (text === undefined) return undefined;
  if (text === "*") return "*";
  const tags: EntityTag[] = [];
  for (LIST.lastIndex = 0; LIST.lastIndex < text.length;) {
    const match = LIST.exec(text);
    if (match === null || tags.length >= MOST) throw badTags(header);
    if (match[2] !== undefined) tags.push({ weak: match[1] !== undefined, opaque: match[2] });
  }
  if (tags.length === 0) throw badTags(header);
  return tags;
}

function badTags(header: string): RestError {
  const detail = 'give "*" or tags in quotes, such as "5"';
  return new RestError("bad_header", `${header} cannot be read: ${detail}`, {
    errors: [{ header, code: "tag", detail }],
  });
}

const READS = new Set(["GET", "HEAD", "QUERY"]);

/** What becomes of a request once its preconditions are looked at. */
export type Outcome = "go on" | "not modified";

/** What the preconditions are held against. */
export interface Current {
  /** The version that there is; undefined where there is no such record. */
  readonly version: string | undefined;
  /** What tells representations of the accepted type apart; a client that holds another type of this version has something else. */
  readonly variant?: string;
}

/**
 * Looks at the preconditions of a request in the order of section 13.2.2: `If-Match` first, then `If-None-Match`. Records have no date of
 * change, so `If-Modified-Since` and `If-Unmodified-Since` are not looked at, as 13.1.3 and 13.1.4 ask for.
 *
 * @throws {RestError} `precondition` where one does not hold; `bad_header`
 */
export function precondition(request: Request, { version, variant }: Current): Outcome {
  // Most ask for nothing first.
  if (isUnconditional(request)) return "go on";
  const match = tagsOf(request, "if-match"), isRead = READS.has(request.method);
  const none = tagsOf(request, "if-none-match");
  if (
    match !== undefined &&
    !(match === "*" ? version !== undefined : match.some((each) => isOf(each, version)))
  ) {
    throw failed(
      "if-match",
      version === undefined ? "there is no such record" : "it has changed since: read it again",
    );
  }
  if (none === undefined) return "go on";
  // Weak comparison (8.8.3.2): what is weak is of no version of ours but by its text.
  const holds = ({ opaque }: EntityTag) =>
    isRead && variant !== undefined
      ? codingsFor(request).some((coding) =>
        `"${opaque}"` === tagOf(version ?? "", variant, coding)
      )
      : isOf({ opaque, weak: false }, version);
  const isThere = version !== undefined && (none === "*" || none.some(holds));
  if (!isThere) return "go on";
  if (isRead) return "not modified";
  throw failed("if-none-match", "there is such a record already");
}

function isUnconditional({ headers }: Request): boolean {
  return !headers.has("if-match") && !headers.has("if-none-match");
}

/**
 * The tag of what a client that reads holds, where it holds what there is: it is answered 304 with this tag.
 *
 * @returns undefined where it is to be told what there is
 * @throws {RestError} as {@linkcode precondition}
 */
export function notModified(
  request: Request,
  { version, variant }: { readonly version: string; readonly variant: string },
): string | undefined {
  if (isUnconditional(request)) return undefined;
  const { headers } = request, plain = tagOf(version, variant);
  // The plain tag alone, as most name it, need not be read.
  if (headers.get("if-none-match") === plain && !headers.has("if-match")) return plain;
  const outcome = precondition(request, { version, variant });
  return outcome === "not modified" ? heldTag(request, version, variant) : undefined;
}

/** The codings that a client takes: it is told that it has what it holds, in whichever of them. */
function codingsFor({ headers }: Request): readonly Coding[] {
  return acceptsGzip(headers.get("accept-encoding")) ? ["", "gzip"] : [""];
}

/** Of the tags of `If-None-Match` the one of this version; the plain tag where none is, as for `*`. */
function heldTag(request: Request, version: string, variant: string): string {
  const none = tagsOf(request, "if-none-match"),
    own = codingsFor(request).map((coding) => tagOf(version, variant, coding));
  const held = typeof none === "object"
    ? none.map(({ opaque }) => `"${opaque}"`).find((each) => own.includes(each))
    : undefined;
  return held ?? tagOf(version, variant);
}

function isOf(each: EntityTag, version: string | undefined): boolean {
  return version !== undefined && versionOfTag(each) === version;
}

function failed(header: string, detail: string): RestError {
  return new RestError("precondition", `${header} does not hold: ${detail}`, {
    errors: [{ header, code: "precondition", detail }],
  });
}

/** The error of a change without a precondition, where one is asked for (RFC 6585, section 3). */
export function mustMatch(): RestError {
  const detail = "send If-Match with the tag of what you have read";
  return new RestError(
    "precondition_required",
    `this is changed with a precondition only: ${detail}`,
    {
      errors: [{ header: "if-match", code: "missing", detail }],
    },
  );
}
