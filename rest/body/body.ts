/**
 * Bodies of requests, by their type.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { RestError } from "../error.ts";
import type { Format } from "../negotiate/format.ts";
import { mediaType } from "../negotiate/media.ts";
import { type BodyLimits, readBytes } from "./bytes.ts";
import { readForm } from "./form.ts";
import { type JsonLimits, readJson } from "./json.ts";

/** The types that are read as JSON: those that say so by `+json`, too. */
const isJson = (type: string): boolean => type === "application/json" || type.endsWith("+json");

/** The type of forms. */
export const FORM = "application/x-www-form-urlencoded";

/** What an operation declares that takes bodies of any type, as they are. */
const ANY = "*/*", OCTETS = "application/octet-stream";

const CHARSETS = new Set(["utf-8", "utf8", "us-ascii"]);

/**
 * The type of a request's body, of those that are taken; empty where the request has none.
 *
 * @param types those that are taken, without parameters
 * @param limits how long the first bytes of a body without a type are waited for
 * @throws {RestError} `unsupported` for another type, or another charset than UTF-8
 */
export function bodyTypeOf(
  request: Request,
  types: readonly string[],
  limits: Omit<BodyLimits, "bytes">,
): string | Promise<string> {
  const { method, headers } = request;
  // Many clients name a type with every request: where no body is taken, and none comes, it is of nothing.
  const given = types.length === 0 ? null : headers.get("content-type");
  if (given !== null) return typeOf(given, types);
  // RFC 9110, section 8.3: what nobody says the type of is bytes, though they be none.
  const takesAny = types.includes(ANY);
  if (takesAny && headers.has("content-length")) return OCTETS;
  if (method === "GET" || method === "HEAD" || headers.get("content-length") === "0") return "";
  // Looking at the stream of a body makes it slow to read: only where the headers say nothing.
  if (request.body === null) return "";
  return takesAny ? OCTETS : noBody(request, types, limits);
}

/** Hosts show an empty stream where a POST has neither a body nor a length, as that of curl. */
async function noBody(
  request: Request,
  types: readonly string[],
  limits: Omit<BodyLimits, "bytes">,
): Promise<string> {
  const isNone = await readBytes(request, { ...limits, bytes: 0 }).then(() => true, (error) => {
    if (RestError.is(error, "too_large")) return false;
    throw error;
  });
  if (isNone) return "";
  throw unsupported(request.headers.get("content-type"), types);
}

function typeOf(given: string, types: readonly string[]): string {
  // Most name it so: nothing is read for it.
  if (types.includes(given)) return given;
  const media = mediaType(given), takesAny = types.includes(ANY);
  if (media === undefined || !takesAny && !types.includes(media.type)) {
    throw unsupported(given, types);
  }
  const charset = media.parameters.charset?.toLowerCase();
  if (!takesAny && charset !== undefined && !CHARSETS.has(charset)) {
    throw new RestError(
      "unsupported",
      `the charset of a body is utf-8, not "${charset.slice(0, 40)}"`,
      {
        errors: [{ header: "content-type", code: "charset", detail: "send utf-8" }],
      },
    );
  }
  return media.type;
}

function unsupported(given: string | null, types: readonly string[]): RestError {
  const list = types.join(", ");
  const what = given === null ? "a body without a type" : `"${given.slice(0, 80)}"`;
  const detail = list === "" ? "no body is taken here" : `${what} is not taken here: send ${list}`;
  return new RestError("unsupported", detail, {
    ...(list !== "" && { headers: { accept: list } }),
    errors: [{ header: "content-type", code: "type", detail }],
  });
}

/**
 * A body, read within the limits: the value of JSON, the fields of a form, else the bytes; undefined for no bytes where these may be no body.
 *
 * @throws {RestError} as `readBytes`, `readJson`, `readForm`; `bad_json` and `bad_form` for bytes that are no UTF-8
 */
export async function readBody(
  request: Request,
  type: string,
  limits: BodyLimits & JsonLimits & {
    readonly formats?: readonly Format[];
    readonly mayBeNone?: boolean;
  },
): Promise<unknown> {
  const bytes = await readBytes(request, limits);
  if (bytes.length === 0 && limits.mayBeNone === true) return undefined;
  const format = limits.formats?.find((each) => each.type === type && each.read !== undefined);
  if (format !== undefined) return readBy(format, bytes);
  if (isJson(type)) return readJson(textOf(bytes, "bad_json"), limits);
  if (type === FORM) return readForm(textOf(bytes, "bad_form"));
  return bytes;
}

/** @throws {RestError} `bad_request` for what a format that was handed in does not take, whatever it throws */
function readBy(format: Format, bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return format.read?.(bytes);
  } catch (cause) {
    if (RestError.is(cause)) throw cause;
    throw new RestError("bad_request", `the body is no ${format.type}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function textOf(bytes: Uint8Array, code: "bad_json" | "bad_form"): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    const errors = [{ pointer: "", code: "encoding", detail: "not UTF-8" }];
    throw new RestError(code, "the body is no UTF-8", { cause, errors });
  }
}
