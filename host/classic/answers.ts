/**
 * Answers of classic pages as HTTP has them.
 *
 * @module
 */
import { context, N2oError, roles, user } from "../../n2o/mod.ts";
import { type Flash, keptFlashes } from "../../nitro/mod.ts";
import type { AppContext } from "../deps.ts";
import type { Faults } from "../page/fault.ts";
import { answer } from "../static/answer.ts";
import { compressor } from "../static/compress.ts";
import { textContent } from "../static/content.ts";
import { Led, type Outcome, ownCookie, View } from "./answer.ts";

/** Makes texts of templates. */
export interface Renders {
  /** The text of a template, by its name, with data. */
  render(name: string, data: object): Promise<string>;
}

const HTML = "text/html; charset=utf-8", NO_STORE = "no-store";

/** Makes responses of what pages answer. */
export class Answers {
  readonly #templates: Renders;
  readonly #fault: Faults;
  // What one person sees is not kept for the next.
  readonly #compress = compressor(0);

  /** With templates, and with what is said where a page is about nothing. */
  constructor(templates: Renders, fault: Faults) {
    this.#templates = templates;
    this.#fault = fault;
  }

  /** The response. Rejects with {@linkcode N2oError} `config` for what is no answer of a page, and for one that sets a cookie. */
  async answer(c: AppContext, outcome: Outcome): Promise<Response> {
    if (outcome === undefined) return await this.#fault(c, 404);
    if (outcome instanceof View) return await this.#shown(c, outcome);
    if (outcome instanceof Led) {
      const { address: location } = outcome;
      return new Response(null, { status: 303, headers: { location, "cache-control": NO_STORE } });
    }
    if (!(outcome instanceof Response)) {
      throw new N2oError("config", "a classic page answers view(), to(), a Response or nothing");
    }
    if (outcome.headers.has("set-cookie")) throw ownCookie();
    return outcome;
  }

  async #shown(c: AppContext, { name, data, aside }: View): Promise<Response> {
    const text = await this.#templates.render(name, this.#data(c, data));
    const { status = 200, headers = {} } = aside, isPlain = status === 200;
    const response = isPlain && c.req.method !== "POST"
      ? await answer(c.req.raw, await textContent(text, HTML), this.#compress, ["gzip"])
      : new Response(text, { status, headers: { "content-type": HTML } });
    // What a session had a part in is kept nowhere: not in the browser either, where the next person may go back to it.
    const isOwn = !response.headers.has("etag") || context().cx.session !== "";
    if (isOwn) response.headers.delete("etag");
    response.headers.set("cache-control", isOwn ? NO_STORE : "private, no-cache");
    response.headers.append("vary", "cookie");
    for (const [key, value] of Object.entries(headers)) response.headers.set(key, value);
    return response;
  }

  /** What a template knows: what is known of all, and before that what the page says. */
  #data(c: AppContext, data: object): Map<string, unknown> {
    let said: readonly Flash[] | undefined;
    // Asked for by the template: what is not shown is still to be said. Who asks for the headers alone sees nothing.
    const messages = () => said ??= c.req.method === "HEAD" ? [] : keptFlashes();
    const own = data instanceof Map ? data : Object.entries(data);
    return new Map<string, unknown>([
      ["user", user()],
      ["roles", roles()],
      ["path", c.req.path],
      ["messages", messages],
      ...own,
    ]);
  }
}
