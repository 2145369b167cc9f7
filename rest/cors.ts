/**
 * CORS (the Fetch standard, section 3.3): which pages of other origins may read answers.
 *
 * @module
 */

/** What is granted to pages of other origins; nothing where it is not configured. */
export interface Cors {
  /** The origins, such as `https://app.example.com`; `"*"` for all, without cookies. */
  readonly origins: "*" | readonly string[];
  /** Whether cookies come along, from the origins named; false unless told. */
  readonly credentials?: boolean;
  /** For how many seconds a browser may remember; 600 unless told. */
  readonly maxAge?: number;
}

/** Headers of requests that a page may set, and of answers that it may read, beside those that it always may. */
const ASKED =
  "authorization, content-type, if-match, if-none-match, if-range, idempotency-key, last-event-id, prefer, range, x-api-key";
const TOLD =
  "accept-ranges, content-disposition, content-location, content-range, etag, idempotency-key, link, location, preference-applied, ratelimit, ratelimit-policy, retry-after, www-authenticate, x-total-count";

/** Whether the page that asks is of an origin that is granted the API. */
export function isGrantedOrigin({ headers }: Request, { origins }: Cors): boolean {
  const origin = headers.get("origin");
  return origin !== null && (origins === "*" || origins.includes(origin));
}

/** Whether a browser asks for a page of an origin that is granted the API what it may do (the Fetch standard, section 3.3.2). */
export function isGrantedPreflight(request: Request, cors: Cors): boolean {
  return request.method === "OPTIONS" && request.headers.has("access-control-request-method") &&
    isGrantedOrigin(request, cors);
}

/** Adds to an answer what a page of another origin may do with it. */
export function allowCors(headers: Headers, request: Request, cors: Cors): void {
  const origin = request.headers.get("origin");
  headers.append("vary", "origin");
  if (origin === null || !isGrantedOrigin(request, cors)) return;
  const { origins, credentials = false, maxAge = 600 } = cors;
  headers.set("access-control-allow-origin", origins === "*" ? "*" : origin);
  if (credentials && origins !== "*") headers.set("access-control-allow-credentials", "true");
  if (request.method !== "OPTIONS" || !request.headers.has("access-control-request-method")) {
    headers.set("access-control-expose-headers", TOLD);
    return;
  }
  headers.set("access-control-allow-methods", headers.get("allow") ?? "");
  headers.set("access-control-allow-headers", ASKED);
  headers.set("access-control-max-age", String(maxAge));
}
