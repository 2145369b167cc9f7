/**
 * Negotiation of what is answered: by type (RFC 9110, 12.5.1) and by coding (12.5.3), with weights.
 *
 * @module
 */
import { RestError } from "../error.ts";
import { mediaType, split } from "./media.ts";

/** One of the ranges that a client accepts. */
interface Range {
  readonly type: string;
  readonly weight: number;
}

/** More ranges than any client has need of are not looked at. */
const MOST = 100;

/**
 * The type to answer in: of those offered the one with the greatest weight, and of the same weight the one offered first.
 *
 * A type takes the weight of the range that names it most closely. Parameters of a range, such as `charset`, are not compared: everything is
 * UTF-8. No `Accept`, or an empty one, accepts everything.
 *
 * @param accept the header, or null
 * @param offered types without parameters, the preferred first
 * @returns undefined where none is accepted
 *
 * @example
 * ```ts
 * import { negotiate } from "@n2o/n2o/rest";
 *
 * const offered = ["application/json", "text/csv"];
 * if (negotiate("text/csv, application/json;q=0.5", offered) !== "text/csv") throw new Error("its weight");
 * if (negotiate("application/json;q=0, *" + "/*", offered) !== "text/csv") throw new Error("not JSON");
 * if (negotiate("image/png", offered) !== undefined) throw new Error("neither");
 * ```
 */
export function negotiate(accept: string | null, offered: readonly string[]): string | undefined {
  // Most ask so: nothing is read for it.
  if (accept === null || accept === "*/*" || accept === offered[0]) return offered[0];
  if (accept.trim() === "") return offered[0];
  const ranges = rangesOf(accept);
  let best: string | undefined, most = 0;
  for (const type of offered) {
    const weight = weightOf(type, ranges);
    if (weight > most) [best, most] = [type, weight];
  }
  return best;
}

/**
 * As {@linkcode negotiate}.
 *
 * @throws {RestError} `bad_header` for a header that names no type, `unacceptable` where none is accepted, with the types that there are
 */
export function typeFor(request: Request, offered: readonly string[]): string {
  // Of a file nobody knows the type before it is there; who does not take it is told all the same, as RFC 9110, 12.5.1, lets a server do.
  if (offered[0] === "*/*") return offered[0];
  const accept = request.headers.get("accept"), type = negotiate(accept, offered);
  if (type !== undefined) return type;
  if (accept !== null && rangesOf(accept).length === 0) {
    const detail = "give types, such as application/json";
    throw new RestError("bad_header", `accept cannot be read: ${detail}`, {
      errors: [{ header: "accept", code: "type", detail }],
    });
  }
  const detail = `there is only ${offered.join(", ")}`;
  throw new RestError("unacceptable", `nothing that is accepted: ${detail}`, {
    errors: [{ header: "accept", code: "type", detail }],
  });
}

function rangesOf(header: string): Range[] {
  const ranges: Range[] = [];
  for (const part of split(header, ",").slice(0, MOST)) {
    const media = mediaType(part);
    if (media !== undefined) {
      ranges.push({ type: media.type, weight: weight(media.parameters.q) });
    }
  }
  return ranges;
}

/** A weight has at most three digits behind the point; what is none is as 1 that was not written. */
function weight(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}

function weightOf(type: string, ranges: readonly Range[]): number {
  const [group] = type.split("/");
  for (const name of [type, `${group}/*`, "*/*"]) {
    const found = ranges.filter((range) => range.type === name);
    if (found.length > 0) return Math.max(...found.map(({ weight }) => weight));
  }
  return 0;
}

/**
 * Whether to answer in gzip: only where `Accept-Encoding` names it, or `*`, with a weight that is not less than that of the plain body.
 */
export function acceptsGzip(header: string | null): boolean {
  if (header === null || header === "identity") return false;
  const weights = new Map<string, number>();
  for (const part of header.split(",").slice(0, MOST)) {
    const [name = "", ...parameters] = part.split(";").map((each) => each.trim().toLowerCase());
    const q = parameters.find((each) => each.startsWith("q="))?.slice(2);
    weights.set(name === "x-gzip" ? "gzip" : name, weight(q));
  }
  const all = weights.get("*"), gzip = weights.get("gzip") ?? all ?? 0;
  return gzip > 0 && gzip >= (weights.get("identity") ?? 0);
}
