/**
 * Requests as operations are given them.
 *
 * @module
 */
import { readBody } from "./body/body.ts";
import type { BodyDeclaration, Incoming } from "./operation.ts";
import type { Serving } from "./serving.ts";

/** What is read of a request, and checked, before its operation runs. */
export interface Checked
  extends Pick<Incoming, "path" | "query" | "person" | "type" | "raw" | "variant" | "bodyType"> {
  /** What its operation takes. */
  readonly takes: BodyDeclaration | undefined;
}

/** A request as its operation is given it; the body is read when that asks for it. */
export function incomingOf(
  request: Request,
  { path, query, person, type, raw, variant, bodyType, takes }: Checked,
  serving: Serving,
): Incoming {
  const { streaming, bodyMs: ms, clock, formats } = serving;
  return {
    request,
    url: new URL(request.url),
    path,
    query,
    person,
    type,
    raw,
    variant,
    bodyType,
    streaming,
    body: bodyType === "" ? nothing : () =>
      readBody(request, bodyType, {
        bytes: takes?.maxBytes ?? serving.maxBytes,
        depth: takes?.maxDepth ?? serving.maxDepth,
        ms,
        clock,
        formats,
        mayBeNone: takes?.required === false,
      }),
  };
}

const nothing = () => Promise.resolve(undefined);
