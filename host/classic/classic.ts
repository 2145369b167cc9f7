/**
 * Serving classic pages.
 *
 * @module
 */
import { context, N2oError, principal, refused, type Server, verdict } from "../../n2o/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import type { Given } from "../config.ts";
import type { App, AppContext } from "../deps.ts";
import { checkBounds, defaultFormBounds, type FormBounds } from "../file/bounds.ts";
import { Refused } from "../file/multipart/refused.ts";
import { addText } from "../file/multipart/text.ts";
import type { SentForm } from "../file/receiver.ts";
import { formUploads } from "../file/uploads.ts";
import { type Faults, faults, inTime, isRead, READS, type Status } from "../page/fault.ts";
import { traced } from "../request_log.ts";
import { Answers, type Renders } from "./answers.ts";
import type { Outcome } from "./answer.ts";
import { fieldsOf } from "./body.ts";
import { Fields, type FieldSources, type FieldValues, valuesOf } from "./fields.ts";
import type { Asked, ClassicPage } from "./page.ts";

/** What serving classic pages needs. */
export interface ClassicSettings {
  /** Makes texts of templates: `Templates` of nitro/dtl, or of another language. */
  readonly templates: Renders;
  /** The pages by their paths, as Hono has them: `/entries/:id`. */
  readonly pages: Readonly<Record<string, ClassicPage>>;
  /** Bounds of forms: at most 64 fields of 65,536 bytes each, unless told. */
  readonly form?: Partial<FormBounds> | undefined;
}

/**
 * For the setting `app`: serves classic pages beside the live ones. Each runs with the session of the cookie, and the guard against
 * foreign sites stands before it, so that a form needs no token.
 *
 * A page is answered with an `ETag` where the request has no session, else it is kept nowhere. Refused is with 405 what a page does not
 * answer, and by the bounds of the form with 400, 408, 413 and 415: a person gets a document that says so, a program a line of text.
 *
 * @throws {N2oError} `config` for a bound that is no positive integer, and for a page that answers nothing
 */
export function classic<Store extends Kv | undefined>(
  { templates, pages, form = {} }: ClassicSettings,
): (app: App, given: Given<Store>) => void {
  const bounds = { ...defaultFormBounds, ...form };
  checkBounds(bounds, "forms");
  for (const [path, page] of Object.entries(pages)) {
    if (page.get === undefined && page.post === undefined) {
      throw new N2oError("config", `the classic page "${path}" has neither get nor post`);
    }
  }
  return (app, { server }) => {
    const fault = faults(server, (_, body) => body(), ASKS),
      answers = new Answers(templates, fault);
    for (const [path, page] of Object.entries(pages)) {
      const served = new Served({ page, server, bounds, answers, fault });
      app.all(path, (c) => served.answer(c));
    }
  };
}

interface Serving {
  readonly page: ClassicPage;
  readonly server: Server;
  readonly bounds: FormBounds;
  readonly answers: Answers;
  readonly fault: Faults;
}

/** What a person asks by: forms, too. */
const ASKS: ReadonlySet<string> = new Set([...READS, "POST"]);

/** Where the request stands in the running message, for what is told when its files are stored. */
const REQUEST = Symbol("request");

/** A page that is served. */
class Served {
  readonly #serving: Serving;
  readonly #allow: string;
  /** Takes a form with files; undefined where the page takes none. */
  readonly #uploads: ((c: AppContext) => Promise<Response>) | undefined;

  constructor(serving: Serving) {
    this.#serving = serving;
    const { page: { get, post, files }, server, bounds } = serving;
    this.#allow = [
      ...get === undefined ? [] : ["GET", "HEAD"],
      ...post === undefined ? [] : ["POST"],
      "OPTIONS",
    ].join(", ");
    const done = (form: SentForm) => this.#stored(form);
    this.#uploads = files && formUploads({ server }, { ...files, form: bounds, done });
  }

  /** Answers a request. */
  async answer(c: AppContext): Promise<Response> {
    const { page, fault, server } = this.#serving, { method } = c.req, { guard } = page;
    const isShown = READS.has(method) && page.get !== undefined;
    if (!isShown && (method !== "POST" || page.post === undefined)) {
      const response = method === "OPTIONS"
        ? new Response(null, { status: 204 })
        : await fault(c, 405);
      response.headers.set("allow", this.#allow);
      return response;
    }
    const found = guard === undefined ? "admitted" : verdict(guard, principal());
    if (found !== "admitted") return refused(found, c.req.raw, guard?.login);
    try {
      return isShown
        ? await this.#answered(c, () => page.get?.(askedOf(c)))
        : await this.#posted(c);
    } catch (error) {
      if (error instanceof Unkept) return error.response;
      if (error instanceof Refused) return await this.#refused(c, error);
      // What Hono's own middleware throws knows how it is answered.
      if (error instanceof Error && "getResponse" in error) throw error;
      const { path } = c.req;
      traced(server, c).log("error", "a page failed to show itself", { error, method, path });
      return await fault(c, 500);
    }
  }

  async #posted(c: AppContext): Promise<Response> {
    const { bounds, server: { clock } } = this.#serving;
    if (this.#uploads !== undefined) {
      context().dictionary.set(REQUEST, c);
      return await this.#uploads(c);
    }
    return await this.#handled(c, await fieldsOf(c.req.raw, bounds, clock), []);
  }

  /** Answers a form whose files are stored; where it is refused they are removed. */
  async #stored({ fields, files }: SentForm): Promise<Response> {
    // As: it was put there when the form began to come.
    const c = context().dictionary.get(REQUEST) as AppContext;
    const response = await this.#handled(c, new Fields(fields), files);
    if (response.status >= 400) throw new Unkept(response);
    return response;
  }

  async #handled(c: AppContext, fields: Fields, files: SentForm["files"]): Promise<Response> {
    const { page } = this.#serving, sources = page.fields ?? {};
    const values = read(sources, fields), form = { ...askedOf(c), values, fields, files };
    return await this.#answered(c, () => page.post?.(form));
  }

  /** Answers within the time of a handler. */
  async #answered(
    c: AppContext,
    run: () => Outcome | Promise<Outcome>,
  ): Promise<Response> {
    const { server, answers } = this.#serving;
    const made = async () => answers.answer(c, await run());
    return await inTime(server, made());
  }

  async #refused(c: AppContext, { message, status, headers }: Refused): Promise<Response> {
    const { server: { metrics, peers }, fault } = this.#serving, { address } = context().req;
    metrics.count("n2o_refused", { reason: "a form" });
    peers.warn(address, `refused: a form: ${message}`, { path: c.req.path });
    // As: those that are thrown for a form have words of their own.
    const response = isRead(c, ASKS) ? await fault(c, status as Status) : new Response(
      `${message}\n`,
      { status, headers: { "content-type": "text/plain; charset=utf-8" } },
    );
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    response.headers.set("cache-control", "no-store");
    return response;
  }
}

/** An answer to a form whose files are not to be kept. */
class Unkept extends Error {
  constructor(readonly response: Response) {
    super("the files of a form are not kept");
  }
}

function askedOf(c: AppContext): Asked {
  const query = new Map<string, string[]>();
  for (const [name, text] of new URL(c.req.url).searchParams) addText(query, name, text);
  return { path: c.req.path, params: c.req.param(), query: new Fields(query), request: c.req.raw };
}

function read<S extends FieldSources>(sources: S, fields: Fields): FieldValues<S> {
  try {
    return valuesOf(sources, fields);
  } catch (error) {
    const said = error instanceof Error ? error.message : "a field cannot be read";
    throw Object.assign(new Refused(said), { cause: error });
  }
}
