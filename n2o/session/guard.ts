/**
 * Who may see what: what a guard says of somebody, and the way back to where they wanted to go.
 *
 * @module
 */
import { N2oError } from "../error.ts";

/** Whom a page is for. */
export interface Guard {
  /** One of these roles is needed; by default anybody who is logged in may come. */
  readonly roles?: readonly string[];
  /**
   * Path of the page where one logs in, which is not guarded itself: `/app/login.htm`. Whoever is nobody is led there, and where they
   * wanted to go comes along as the parameter `return`: see {@linkcode returnPath}.
   */
  readonly login: string;
}

/** Who asks: a name that is empty for nobody, and roles. */
export interface Principal {
  /** Name of the user; empty for nobody. */
  readonly user: string;
  /** Names of the roles that the user has. */
  readonly roles: readonly string[];
}

/** Whether somebody may come, is to log in, or is somebody else than is wanted. */
export type Verdict = "admitted" | "nobody" | "forbidden";

/** What a guard says of somebody; without a guard anybody may come. */
export function verdict(
  guard: Pick<Guard, "roles"> | undefined,
  { user, roles }: Principal,
): Verdict {
  if (guard === undefined) return "admitted";
  if (user === "") return "nobody";
  const { roles: wanted } = guard;
  return wanted === undefined || wanted.some((role) => roles.includes(role))
    ? "admitted"
    : "forbidden";
}

/** What is wrong with a guard, or nothing; a page needs a `login`, a route may have one. */
export function complaintOf(
  { roles, login }: Partial<Guard>,
  isRoute: boolean,
): string | undefined {
  if (login === undefined ? !isRoute : localPath(login) === undefined) {
    return "login: give the path of a page, like /login.htm";
  }
  return roles === undefined ||
      (Array.isArray(roles) && roles.every((role) => typeof role === "string" && role !== ""))
    ? undefined
    : "roles: give a list of names";
}

/** The address where one logs in, with the way back. */
export function loginAddress(login: string, path: string): string {
  const back = localPath(path);
  if (back === undefined) return login;
  // What a browser keeps to itself stands last.
  const at = login.indexOf("#"),
    hash = at < 0 ? "" : login.slice(at),
    asked = login.slice(0, login.length - hash.length);
  return `${asked}${asked.includes("?") ? "&" : "?"}return=${encodeURIComponent(back)}${hash}`;
}

/** The longest address that is led back to, in characters. */
const LONGEST = 2_048;
/** An address that nobody has: what leads away from it leads to somebody else. */
const NOWHERE = "http://n2o.invalid";

/**
 * An address of this server, from its root on, as `/app/task.htm?id=7#top`; `undefined` for one that may lead to another server, however
 * it is written, and for what is none.
 *
 * Browsers take a backslash for a slash and leave out tabs and line breaks (WHATWG URL, section 4.4): such an address is none.
 *
 * @example
 * ```ts
 * import { localPath } from "@n2o/n2o/n2o";
 *
 * if (localPath("/app/task.htm?id=7") !== "/app/task.htm?id=7") throw new Error("no way back");
 * for (const evil of ["//evil", "/\\evil", "/\t/evil", "https://evil/"]) {
 *   if (localPath(evil) !== undefined) throw new Error(evil);
 * }
 * ```
 */
export function localPath(address: string): string | undefined {
  if (typeof address !== "string" || address.length > LONGEST) return undefined;
  if (!/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(address) || !URL.canParse(address, NOWHERE)) {
    return undefined;
  }
  const { origin, pathname, search, hash } = new URL(address, NOWHERE);
  // "/.//evil" becomes "//evil" on the way.
  return origin === NOWHERE && !pathname.startsWith("//")
    ? `${pathname}${search}${hash}`
    : undefined;
}

/** The longest name of a user or a role, in characters: stores have keys made of them. */
const NAME = 512;

/**
 * Programs without types, and what a client sent, may give anything: `5` and `"5"` are not one user in a store.
 *
 * @throws {N2oError} `value` for what is no name of a user or a role
 */
export function checkName(what: string, name: unknown): void {
  if (typeof name === "string" && name.length <= NAME && name.isWellFormed()) return;
  const given = typeof name === "string" ? `a text of ${name.length} characters` : typeof name;
  throw new N2oError(
    "value",
    `${what}: a name is a text of at most ${NAME} characters, not ${given}`,
  );
}
