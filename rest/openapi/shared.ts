/**
 * What answers of any operation have: headers, and the problems by their statuses.
 *
 * @module
 */
import type { ResponseDeclaration } from "../operation.ts";
import { PROBLEM } from "../problem/problem.ts";
import { TITLES } from "../problem/statuses.ts";
import { EVENT_STREAM, UNBUFFERED } from "../stream/event.ts";
import type { Part } from "./components.ts";
import type { DocumentInfo } from "./info.ts";

type HeaderParts = NonNullable<ResponseDeclaration["headers"]>;

const text = (description: string): HeaderParts[string] => ({
  description,
  schema: { type: "string" },
});

const ALWAYS: HeaderParts = {
  vary: text("which headers of the request choose the representation"),
  "cache-control": text("who may keep this, and for how long"),
};
const BODY: HeaderParts = {
  "content-encoding": text("gzip, where that is accepted and pays"),
};
const RATE: HeaderParts = {
  ratelimit: text("what is left of the rate: r requests, for t seconds"),
  "ratelimit-policy": text("the rate: q requests in a window of w seconds"),
};
const CORS: HeaderParts = {
  "access-control-allow-origin": text("the origin whose pages may read this"),
  "access-control-allow-credentials": text("true, where that is granted with cookies"),
  "access-control-expose-headers": text("which headers its pages may read"),
};
const PREFLIGHT: HeaderParts = {
  "access-control-allow-methods": text("which methods its pages may ask by"),
  "access-control-allow-headers": text("which headers its pages may send"),
  "access-control-max-age": text("for how many seconds this may be remembered"),
};
const OWN: Readonly<Record<number, HeaderParts>> = {
  401: { "www-authenticate": text("how to say who asks (RFC 9110, 11.6.1)") },
  403: { "www-authenticate": text("which scope a token lacks (RFC 6750, 3.1)") },
  405: { allow: text("the methods that are taken here") },
  415: {
    accept: text("the types that are taken here"),
    "accept-encoding": text("the codings that are taken here"),
  },
  429: { "retry-after": text("in how many seconds to ask again") },
  503: { "retry-after": text("in how many seconds to ask again, where that is known") },
};

/** The headers of an answer that is declared, and of every one. */
export function headersOf(
  { headers, content }: ResponseDeclaration,
  { rate, cors }: DocumentInfo,
): HeaderParts {
  return {
    ...headers,
    ...ALWAYS,
    ...content !== undefined && BODY,
    ...content?.[EVENT_STREAM] !== undefined && UNBUFFERED,
    ...rate === true && RATE,
    ...cors === true && CORS,
  };
}

/** The answer to OPTIONS. */
export function optionsResponse({ rate, cors }: DocumentInfo): ResponseDeclaration {
  return {
    description: "the methods that are taken here",
    headers: {
      allow: text("the methods"),
      "accept-query": text("where QUERY is taken, the types of its body"),
      ...rate === true && RATE,
      ...cors === true && { ...CORS, ...PREFLIGHT },
    },
  };
}

/** What the problems of a status are called among the components: `NotFound`. */
export function problemName(status: number): string {
  return TITLES[status]?.replaceAll(" ", "") ?? `Status${status}`;
}

/** The answer that tells a problem of a status. */
export function problemResponseOf(status: number, problem: Part, info: DocumentInfo): Part {
  const { rate, cors } = info;
  const headers: HeaderParts = {
    ...OWN[status],
    "cache-control": text("no-store"),
    ...rate === true && RATE,
    ...cors === true && { ...CORS, ...ALWAYS },
  };
  return {
    description: TITLES[status] ?? "a problem",
    headers,
    content: { [PROBLEM]: { schema: problem } },
  };
}
