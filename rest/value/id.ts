/**
 * Ids in addresses, both ways: `ann`, `7`, `step,0,100`.
 *
 * @module
 */
import { fromBase64, isInteger, toBase64 } from "../../base/mod.ts";
import type { Id, IdPart } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import { parse, type Term } from "./term.ts";

/** What a part of an id is. */
export type IdKind = "text" | "number" | "bigint" | "boolean" | "bytes";

/** What ids of a resource are: of one part, or of several in their order. Text unless a resource says so. */
export type IdKinds = IdKind | readonly [IdKind, IdKind, ...IdKind[]];

/** The marks behind `~`: a tilde and a comma of a text, and parts of another kind than text. */
const TILDE = "~~", COMMA = "~c";
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$|^-?Infinity$|^NaN$/;
/** As keys have them: of 255 bytes. */
export const INTEGER: RegExp = /^(?:0|-?[1-9]\d{0,613})$/;
const MOST = 32;

/**
 * An id as the text of a segment, before it is percent-encoded: its parts, commas between them.
 *
 * A part that the declaration says the kind of stands as it is. What nothing is said of stands as it is where it is text; `~n5` is a number,
 * `~i5` a bigint, `~t` and `~f` are booleans, `~b` bytes in base64url. `~c` is a comma within a text, `~~` a tilde.
 *
 * @example
 * ```ts
 * import { idText, parseId } from "@n2o/n2o/rest";
 *
 * if (idText(["step", 0, "100"], ["text", "number", "text"]) !== "step,0,100") throw new Error("a tuple");
 * if (idText(7) !== "~n7" || idText(7, "number") !== "7") throw new Error("a number");
 * if (parseId("a~cb") !== "a,b") throw new Error("a comma of a text");
 * ```
 */
export function idText(id: Id, kinds: IdKinds = "text"): string {
  if (kinds === "text" && typeof id === "string" && !/[,~]|^\.\.?$/.test(id)) return id;
  const parts = partsOf(id), known = listOf(kinds);
  const text = parts.map((part, at) =>
    partText(part, parts.length === known.length ? known[at] ?? "text" : "text")
  );
  const [first] = text;
  // A segment of one dot or two is none (RFC 3986, section 5.2.4), however it is encoded.
  if (text.length === 1 && (first === "." || first === "..")) return `~s${first}`;
  return text.join(",");
}

/** The parts of an id, of which it may be one. */
export function partsOf(id: Id): readonly IdPart[] {
  return Array.isArray(id) ? id : [id as IdPart]; // as: isArray does not narrow lists that are read only
}

/** The id of these parts; none of no parts. */
export function idsFrom([first, second, ...rest]: readonly IdPart[]): readonly Id[] {
  if (first === undefined) return [];
  return [second === undefined ? first : [first, second, ...rest]];
}

function listOf(kinds: IdKinds): readonly IdKind[] {
  return typeof kinds === "string" ? [kinds] : kinds;
}

/** Whether an id is of the kinds that are declared; one of other parts than a declared list of them is of texts. */
export function isOfKinds(id: Id, kinds: IdKinds): boolean {
  const parts = partsOf(id), known = listOf(kinds), isKnown = parts.length === known.length;
  if (!isKnown && typeof kinds === "string") return false;
  return parts.every((part, at) => kindOf(part) === (isKnown ? known[at] : "text"));
}

function kindOf(part: IdPart): IdKind {
  return typeof part === "string" ? "text" : marked(part)[1];
}

function partText(part: IdPart, kind: IdKind): string {
  if (typeof part === "string") {
    const text = part.replaceAll("~", TILDE).replaceAll(",", COMMA);
    return kind === "text" ? text : `~s${text}`;
  }
  const [mark, own, text] = marked(part);
  return kind === own ? text : `~${mark}${text}`;
}

function marked(
  part: Exclude<IdPart, string>,
): readonly [mark: string, kind: IdKind, text: string] {
  if (typeof part === "number") return ["n", "number", Object.is(part, -0) ? "-0" : String(part)];
  if (typeof part === "bigint") return ["i", "bigint", String(part)];
  if (typeof part === "boolean") return part ? ["t", "boolean", "true"] : ["f", "boolean", "false"];
  return ["b", "bytes", toBase64(part, { alphabet: "base64url" })];
}

/**
 * The id of a segment that is percent-decoded: the inverse of {@linkcode idText}.
 *
 * @throws {RestError} `bad_id` for text that is empty, of more than 32 parts, not of the kinds declared, or no Unicode
 */
export function parseId(text: string, kinds: IdKinds = "text"): Id {
  // Most are plain text, which stands as it is.
  if (kinds === "text" && text !== "" && !/[,~]/.test(text) && text.isWellFormed()) return text;
  const known = listOf(kinds), parts = text.split(",");
  if (text === "" || parts.length > MOST || !text.isWellFormed()) {
    throw bad(text);
  }
  const isKnown = parts.length === known.length;
  const [id] = idsFrom(
    parts.map((part, at) => parsePart(part, isKnown ? known[at] ?? "text" : "text", text)),
  );
  if (id === undefined) throw bad(text);
  return id;
}

function parsePart(part: string, kind: IdKind, whole: string): IdPart {
  const mark = /^~([nibstf])/.exec(part)?.[1], rest = mark === undefined ? part : part.slice(2);
  switch (mark ?? kind) {
    case "n":
    case "number":
      if (!NUMBER.test(rest)) break;
      return Number(rest);
    case "i":
    case "bigint":
      if (!INTEGER.test(rest)) break;
      return BigInt(rest);
    case "boolean":
      if (rest !== "true" && rest !== "false") break;
      return rest === "true";
    case "t":
    case "f":
      if (rest !== "" && rest !== String(mark === "t")) break;
      return mark === "t";
    case "b":
    case "bytes":
      try {
        return fromBase64(rest, { alphabet: "base64url", padding: false });
      } catch (cause) {
        throw bad(whole, cause);
      }
    case "s":
    case "text":
      if (/~(?![~c])/.test(rest.replaceAll(TILDE, ""))) break;
      return rest.replace(/~[~c]/g, (each) => each === TILDE ? "~" : ",");
  }
  throw bad(whole);
}

/** The most bytes of an id in a key of the store, which has 2,048, and some for its table. */
const MOST_BYTES = 1_000;

/** Whether a text is short enough for the key of a record: in UTF-8, where a zero takes two bytes. */
export function isKeySize(text: string): boolean {
  if (text.length > MOST_BYTES) return false;
  if (text.length * 3 <= MOST_BYTES) return true;
  return new TextEncoder().encode(text).length + text.split("\0").length - 1 <= MOST_BYTES;
}

/**
 * Every id that a text may mean: as its kinds have it; where nothing is said of them as text first, then with numbers where parts look like some.
 * One that has parts in quotes, as the original's clients write them, is read as those of a tuple, too. At most 17.
 */
export function idsOf(text: string, kinds: IdKinds | undefined): readonly Id[] {
  const quoted = quotedId(text),
    ids = quoted !== undefined && kinds !== undefined
      ? attempted(text, kinds)
      : plainIds(text, kinds);
  return quoted === undefined ? ids : [...ids, quoted];
}

/** The id of a text that is of other kinds than are declared is only what stands in its quotes. */
function attempted(text: string, kinds: IdKinds): readonly Id[] {
  try {
    return [parseId(text, kinds)];
  } catch (error) {
    if (RestError.is(error, "bad_id")) return [];
    throw error;
  }
}

/** `step,0,"100"`: the parts of a tuple of Erlang, read and not evaluated; undefined where it has no quotes, or is none. */
function quotedId(text: string): Id | undefined {
  if (!text.includes(",") || !text.includes('"')) return undefined;
  try {
    const term = parse(`{${text}}`);
    const [first, second, ...rest] = Array.isArray(term) ? term.filter(isPart) : [];
    const isWhole = Array.isArray(term) && term.length === rest.length + 2 && term.length <= MOST;
    return isWhole && first !== undefined && second !== undefined
      ? [first, second, ...rest]
      : undefined;
  } catch (error) {
    if (RestError.is(error)) return undefined;
    throw error;
  }
}

function isPart(term: Term): term is IdPart {
  return typeof term !== "object" || term instanceof Uint8Array;
}

function plainIds(text: string, kinds: IdKinds | undefined): readonly Id[] {
  if (kinds !== undefined) return [parseId(text, kinds)];
  const parts = text.split(","), first = parseId(text);
  const places = parts.flatMap((part, at) => /^(?:0|-?[1-9]\d{0,15})$/.test(part) ? [at] : [])
    .slice(0, 4);
  const ids: Id[] = [first];
  for (let set = 1; set < 1 << places.length; set++) {
    const numbers = new Set(places.filter((_, bit) => (set >> bit & 1) === 1));
    const made = partsOf(first).map((part, at) => numbers.has(at) ? Number(part) : part);
    if (
      made.some((part) => typeof part === "number" && !isInteger(part, -(2 ** 53) + 1, 2 ** 53 - 1))
    ) continue;
    ids.push(...idsFrom(made));
  }
  return ids;
}

function bad(text: string, cause?: unknown): RestError {
  const detail = "give text, or parts between commas, as the list of the resource shows them";
  return new RestError("bad_id", `"${text.toWellFormed().slice(0, 80)}" is no id: ${detail}`, {
    cause,
    errors: [{ parameter: "id", code: "id", detail }],
  });
}
