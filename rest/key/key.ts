/**
 * The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): what is repeated with its key is carried out once.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Parameter } from "../operation.ts";

/** The name of the header. */
export const HEADER = "idempotency-key";

/** The most characters of a key, with its quotes. */
const LONGEST = 257;

/** A string of structured fields (RFC 9651, section 3.3.3), and a bare word, as many clients send it. */
const QUOTED = /^"((?:[ !#-\[\]-~]|\\["\\])+)"$/, WORD = /^[!#$%&'*+.^_`|~0-9A-Za-z:/=-]+$/;

/** The parameter that a key is. */
export const KEY: Parameter = {
  name: HEADER,
  in: "header",
  description:
    "text that the client makes up for this request and no other: repeated with it, the request is answered as before and carried out once",
  schema: { type: "string", maxLength: LONGEST, pattern: `${QUOTED.source}|${WORD.source}` },
};

/**
 * The key of a request, without its quotes; undefined where there is none.
 *
 * @throws {RestError} `bad_header` for one that is empty, longer than 257 characters with its quotes, or neither a string of structured fields nor a word
 */
export function keyOf({ headers }: Request): string | undefined {
  const text = headers.get(HEADER)?.trim();
  if (text === undefined) return undefined;
  const key = QUOTED.exec(text)?.[1]?.replace(/\\(.)/g, "$1") ?? WORD.exec(text)?.[0] ?? "";
  if (key !== "" && text.length <= LONGEST) return key;
  throw unusable(`give text in quotes, of ${LONGEST} characters of ASCII at most, and once`);
}

/** The error of a key that cannot be heeded. */
export function unusable(detail: string): RestError {
  return new RestError("bad_header", `${HEADER}: ${detail}`, {
    errors: [{ header: HEADER, code: "key", detail }],
  });
}
