/**
 * The header that has a browser keep the cookie of its session, or forget it.
 *
 * @module
 */
import { cookieName, type Server } from "../../n2o/mod.ts";

/**
 * `Set-Cookie` for a session; an empty one has the cookie forgotten. It has no age: the browser forgets it when it is closed, and the
 * session ends in time whatever the browser keeps.
 */
export function setCookie(server: Server, session: string, isSecure: boolean): string {
  return [
    `${cookieName(isSecure)}=${session === "" ? "" : server.sessions.seal(session)}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    ...isSecure ? ["Secure"] : [],
    ...session === "" ? ["Max-Age=0"] : [],
  ].join("; ");
}

/** Adds a header to an answer; one that cannot be changed is put into another. */
export function withHeader(response: Response, name: string, value: string): Response {
  try {
    response.headers.append(name, value);
    return response;
  } catch {
    // What comes from fetch() or Response.redirect() cannot be changed.
    const copy = new Response(response.body, response);
    copy.headers.append(name, value);
    return copy;
  }
}
