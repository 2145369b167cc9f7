/**
 * Segments of the address that is asked.
 *
 * @module
 */
import { ProblemError } from "./problem.ts";

/**
 * A text as one segment of a path. One dot or two are none (RFC 3986, section 5.2.4), however they are encoded: the request would go to another
 * address, as it would without any text.
 *
 * @param what names it, for who reads the error
 * @throws {ProblemError} `unaddressed` for text that is empty, one dot, two, or no Unicode
 */
export function segmentOf(text: string, what: string): string {
  if (!/^\.{0,2}$|\p{Surrogate}/u.test(text)) return encodeURIComponent(text);
  throw new ProblemError("unaddressed", `${what}: ${JSON.stringify(text)} has no address`);
}
