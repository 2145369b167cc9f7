/**
 * What a classic page answers: a template, or the way to elsewhere.
 *
 * @module
 */
import { isInteger } from "../../base/mod.ts";
import { localPath, N2oError } from "../../n2o/mod.ts";

/** What an answer has beside its text. */
export interface Aside {
  /** Its status, from 200 to 599; 200 by default. */
  readonly status?: number | undefined;
  /** More headers; a cookie is none of them: what is to be kept of a person the session keeps. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A template with its data. */
export class View {
  /** Made by {@linkcode view}, which checks what it gets. */
  constructor(
    /** The name by which the templates find it: `book.html`. */
    readonly name: string,
    /** What its names stand for; a `Map`, or an object's own properties. */
    readonly data: object,
    /** Its status and headers. */
    readonly aside: Aside,
  ) {}
}

/** The way to another page. */
export class Led {
  /** Made by {@linkcode to}, which checks the address. */
  constructor(
    /** A path of this server, or a whole address of HTTP. */
    readonly address: string,
  ) {}
}

/** What a page answers: a template, the way to another page, a response of its own, or nothing where there is no such page. */
export type Outcome = View | Led | Response | undefined;

/**
 * Answers with a template. Beside its data it knows `user`, `roles`, `path` and `messages`, each of which has `text` and `kind`: what
 * `flash` said.
 *
 * @throws {N2oError} `config` for a status that is none, and for a header that would set a cookie
 *
 * @example
 * ```ts
 * import { view } from "@n2o/n2o/host/classic";
 *
 * const { name, aside } = view("login.html", { error: "Who?" }, { status: 422 });
 * if (name !== "login.html" || aside.status !== 422) throw new Error("another answer");
 * ```
 */
export function view(name: string, data: object = {}, aside: Aside = {}): View {
  const { status = 200, headers = {} } = aside;
  if (!isInteger(status, 200, 599)) {
    throw new N2oError("config", `view: ${status} is no status of an answer with a text`);
  }
  if (new Headers(headers).has("set-cookie")) throw ownCookie();
  return new View(name, data, aside);
}

/** Says that a page would set a cookie. */
export function ownCookie(): N2oError {
  return new N2oError("config", "a classic page sets no cookies: keep it in the session");
}

/**
 * Leads to another page, which the browser then gets (303): reloading that sends no form again.
 *
 * @param address a path of this server, or, where `leaves`, the address of any page of HTTP
 * @throws {N2oError} `config` for another server's address unless `leaves`, and for what no browser opens as a page
 *
 * @example
 * ```ts
 * import { to } from "@n2o/n2o/host/classic";
 *
 * if (to("/orders?page=2").address !== "/orders?page=2") throw new Error("elsewhere");
 * try {
 *   to("//evil.example/");
 *   throw new Error("led away");
 * } catch (error) {
 *   if (!(error instanceof Error) || error.name !== "N2oError") throw error;
 * }
 * ```
 */
export function to(address: string, { leaves = false }: { readonly leaves?: boolean } = {}): Led {
  const path = localPath(address);
  if (path !== undefined) return new Led(path);
  const found = leaves && URL.canParse(address) ? new URL(address) : undefined;
  if (found !== undefined && /^https?:$/.test(found.protocol)) return new Led(found.href);
  throw new N2oError("config", `to: "${address.slice(0, 100)}" is no path of this server`);
}
