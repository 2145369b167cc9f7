/**
 * A browser as far as cookies go: it keeps what answers set, sends that with every request, and exchanges the tickets that its pages get.
 *
 * @module
 */
import type { Application } from "../../../mod.ts";
import { type Term, tuple } from "../../../n2o/term/term.ts";
import { atom } from "../../../n2o/term/atom.ts";
import { equal } from "../../_support/assert.ts";
import {
  type Answer,
  bindings,
  io,
  link,
  shown,
  tokenOf,
  type Wire,
} from "../../_support/server/wire.ts";

const ORIGIN = "http://host";

/** A browser. */
export interface Person {
  /** Its cookies: what their `Set-Cookie` said last. */
  readonly jar: Map<string, string>;
  /** The header `Cookie`. */
  cookie(): string;
  /** Asks for something as a page of the application does. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Opens a page: its socket, greeted. */
  open(page: string, query?: string): Promise<Tab>;
  /** Exchanges a ticket. */
  exchange(ticket: string): Promise<number>;
}

/** A page that is open. */
export interface Tab {
  readonly wire: Wire;
  /** The latest answer to a hello. */
  readonly greeting: Answer;
  /** The token that the greeting gave to scripts. */
  readonly token: string;
  /** Fires what is bound to a click on an element, and exchanges a ticket that comes. */
  click(id: string): Promise<Answer>;
  /** Says hello again. */
  hello(): Promise<Answer>;
}

/** A browser that nobody has used yet. */
export function person({ app, server }: Pick<Application, "app" | "server">): Person {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map((pair) => pair.join("=")).join("; ");

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    for (
      const [name, value] of Object.entries({ host: "host", origin: ORIGIN, cookie: cookie() })
    ) {
      if (!headers.has(name) && value !== "") headers.set(name, value);
    }
    const answer = await app.request(`${ORIGIN}${path}`, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  async function exchange(ticket: string): Promise<number> {
    const answer = await ask("/n2o/session", { method: "POST", body: ticket });
    await answer.body?.cancel();
    return answer.status;
  }

  async function open(page: string, query = ""): Promise<Tab> {
    const headers: Record<string, string> = { origin: ORIGIN };
    if (jar.size > 0) headers["cookie"] = cookie();
    const wire = link(server, page, query, headers), name = `client${crypto.randomUUID()}`;
    let token = "", greeting: Answer = "empty", seq = 0, bound: Record<string, string> = {};
    const taken = async (answer: Answer) => {
      const ticket = ticketOf(answer);
      if (ticket !== undefined) equal(await exchange(ticket), 204);
      bound = { ...bound, ...bindings(answer) };
      return answer;
    };
    const hello = async () => {
      wire.term(tuple(atom("hello"), 1, token, name));
      greeting = await taken(await wire.next());
      token = tokenOf(greeting);
      return greeting;
    };
    await hello();
    return {
      wire,
      get greeting() {
        return greeting;
      },
      get token() {
        return token;
      },
      hello,
      async click(id) {
        wire.term(tuple(atom("pickle"), id, bound[`${id} click`] ?? "", [], ++seq));
        return await taken(await wire.next());
      },
    };
  }

  return { jar, cookie, ask, open, exchange };
}

/** The ticket of an answer: it stands before everything else. */
export function ticketOf(answer: Answer): string | undefined {
  const { code } = io(answer), [first = []] = Array.isArray(code) ? code : [] as Term[];
  const [, name, ticket] = shown(first) as string[];
  return name === ":session" ? ticket : undefined;
}

/** Where an answer leads. */
export function redirectOf(answer: Answer): string | undefined {
  const { code } = io(answer);
  for (const each of Array.isArray(code) ? code : []) {
    const [, name, url] = shown(each) as string[];
    if (name === ":redirect") return url;
  }
  return undefined;
}

/** The text that an answer puts into the page by its first update. */
export function saidBy(answer: Answer): string | undefined {
  const { code } = io(answer);
  for (const each of Array.isArray(code) ? code : []) {
    const [, name, , html] = shown(each) as string[];
    if (name === ":update") return html?.replace(/<[^>]*>/g, "");
    if (name === ":text") return html;
  }
  return undefined;
}
