/**
 * Challenges: what an answer says of the credentials that it asks for (RFC 9110, section 11; RFC 6750, section 3).
 *
 * @module
 */
import { RestError } from "../error.ts";

/**
 * The error of credentials that cannot be read: 400, `invalid_request`.
 *
 * @param header the one that cannot be
 */
export function unreadable(header: "authorization" | "x-api-key", detail: string): RestError {
  return new RestError("bad_header", `${header} cannot be read: ${detail}`, {
    headers: { "www-authenticate": challenge("invalid_request", detail) },
    errors: [{ header, code: "credentials", detail }],
  });
}

/**
 * The error of credentials that are none, or no longer: 401, `invalid_token`. What is wrong with them is not told: an unknown key and one that
 * was revoked are one to who asks.
 */
export function invalidToken(header: "authorization" | "x-api-key"): RestError {
  const detail = "the key or token is none, or no longer";
  return new RestError("unauthorized", `${detail}: get another one`, {
    headers: { "www-authenticate": challenge("invalid_token", detail) },
    errors: [{ header, code: "credentials", detail }],
  });
}

/** The error of a scheme that is not known here: 401, with the one that is. */
export function otherScheme(): RestError {
  const detail = "the scheme is Bearer";
  return new RestError("unauthorized", `authorization: ${detail}`, {
    headers: { "www-authenticate": "Bearer" },
    errors: [{ header: "authorization", code: "scheme", detail }],
  });
}

function challenge(error: "invalid_request" | "invalid_token", description: string): string {
  return `Bearer error="${error}", error_description="${description}"`;
}
