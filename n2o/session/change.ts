/**
 * What a session holds after its id changed.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import type { Plain } from "../term/plain.ts";
import { isReserved, type SessionRows } from "./rows.ts";

/** What changes when a session gets another id. */
export interface SessionChange {
  /** Who is logged in from now on; empty: nobody, and all values go but those of `keep`. */
  readonly user?: string;
  /** The roles from now on; none without any. */
  readonly roles?: readonly string[];
  /** Values that are put. */
  readonly values?: Readonly<Record<string, Plain>>;
  /** The values that stay when nobody is logged in any more; none by default. */
  readonly keep?: readonly string[];
}

/** The values of a session after a change. */
export function changed(old: SessionRows, change: SessionChange): Map<string, Plain> {
  const { user, roles, values = {}, keep } = change, isLogout = user === "";
  const all = new Map<string, Plain>();
  for (const [key, { value }] of old) {
    if (!isReserved(key) && (!isLogout || keep?.includes(key))) all.set(key, value);
  }
  for (const [key, value] of Object.entries(values)) {
    if (isReserved(key)) throw reserved(key);
    if (value === null) all.delete(key);
    else all.set(key, value);
  }
  if (isLogout) all.delete("user");
  else if (user !== undefined) all.set("user", user);
  // Rights are those of a user: neither the next one nor nobody has them.
  if (user !== undefined && user !== old.get("user")?.value) all.delete("roles");
  if (roles !== undefined && roles.length > 0) all.set("roles", roles);
  else if (roles !== undefined) all.delete("roles");
  return all;
}

/** The error of a value whose name is one of the session's own. */
export function reserved(key: string): N2oError {
  return new N2oError(
    "value",
    `the session value "${key}" is the session's own: choose another name`,
  );
}
