/**
 * What all pages behind the login do alike.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import { whoever } from "./access.ts";
const { button, p } = nitro;

/** A page behind the login. */
export interface Behind {
  /** Shows it, to a client that has come or come back. */
  init(who: bpe.Identity): Promise<void>;
  /** Handles whatever else happens. */
  event(event: unknown, who: bpe.Identity): Promise<void>;
  /** Lets go of what the connection had. */
  end?(): Promise<void>;
}

/** What somebody asks for by a control of a page. */
export type Asked = Readonly<Record<string, unknown>> & { readonly do: string };

/** Where one logs in. */
export const LOGIN = "/app/login.htm";

/** The page of somebody who is logged in; anybody else is led to the login, and from there back. */
export function page({ init, event: other, end }: Behind): n2o.Page {
  return n2o.guarded({
    async event(event) {
      if (event === "terminate") return await end?.();
      const who = whoever();
      if (event === "logout" || who === undefined) return leave();
      if (event !== "init") return void await politely(() => other(event, who));
      greet(who);
      // What cannot be shown is not shown half.
      nitro.setAttr("main", "class", await politely(() => init(who)) ? false : "lost");
    },
  }, { login: LOGIN });
}

function leave(): void {
  n2o.user("");
  nitro.redirect(LOGIN);
}

function greet({ id, roles = [] }: bpe.Identity): void {
  const title = `${id}: ${roles.join(", ") || "no role"}`;
  nitro.update(
    "logout",
    button({ id: "logout", class: "quiet", body: `Log out ${id}`, title, postback: "logout" }),
  );
  const last = n2o.session("said");
  if (typeof last !== "string") return;
  n2o.session("said", null);
  say(last);
}

/** Says something above the page. */
export function say(body: string): void {
  nitro.update("notice", p({ id: "notice", role: "status", class: "good", body }));
}

/** Says on the next page that something is done, and goes there. */
export function go(address: string, said: string): void {
  n2o.session("said", said);
  nitro.redirect(address);
}

/** Does something and tells whether it went well; where the engine refuses it, the person is told why and the page goes on. */
async function politely(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    const body = error instanceof bpe.BpeError ? REFUSALS[error.code] : undefined;
    if (body === undefined) throw error;
    nitro.update("notice", p({ id: "notice", role: "alert", class: "bad", body }));
    return false;
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  denied: "That is not yours to do: it belongs to another role, or to who has claimed it.",
  task: "This task is done already, was withdrawn, or has been claimed by somebody else.",
  command: "The process has gone on meanwhile: there is nothing left to do here.",
  instance: "There is no such instance.",
  message: "Nobody waits for this message any more.",
};

/** What a control of a page asks for; undefined for anything else. */
export function asked(event: unknown): Asked | undefined {
  return isAsked(event) ? event : undefined;
}

function isAsked(event: unknown): event is Asked {
  return typeof event === "object" && event !== null && "do" in event &&
    typeof event.do === "string";
}

/** A parameter of the page's address that is a name; "" where it is none. */
export function named(key: string): string {
  const value = nitro.qc(key) ?? "";
  return /^[\w.-]{1,64}$/.test(value) ? value : "";
}

/**
 * The instance that the address names as `key`.
 *
 * @throws {BpeError} `instance` where it names none
 */
export function instanceNamed(key: string): string {
  const id = named(key);
  if (id === "") throw new bpe.BpeError("instance", "is not named by the address");
  return id;
}

/** The first so many of something, and whether there are more. */
export async function first<T>(
  from: AsyncIterable<T>,
  most: number,
): Promise<{ readonly some: readonly T[]; readonly more: boolean }> {
  const some: T[] = [];
  for await (const each of from) {
    if (some.length === most) return { some, more: true };
    some.push(each);
  }
  return { some, more: false };
}
