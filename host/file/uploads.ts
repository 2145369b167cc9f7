/**
 * Files that are sent by HTTP, as `multipart/form-data`: by a form, by `fetch`, by `curl -F`.
 *
 * @module
 */
import { isInteger } from "../../base/mod.ts";
import {
  complaintOfName,
  defaultUploadLimits,
  FileError,
  type FileErrorCode,
  type FileReceiver,
  fileReceiver,
  type Sink,
  type UploadLimits,
  uploadPages,
} from "../../n2o/file/mod.ts";
import { context, N2oError, principal } from "../../n2o/mod.ts";
import type { Given } from "../config.ts";
import type { AppContext } from "../deps.ts";
import { defaultFormBounds, type FormBounds } from "./bounds.ts";
import { multipart, type Part } from "./multipart/multipart.ts";
import { boundaryOf } from "./multipart/parameter.ts";
import { Refused } from "./multipart/refused.ts";
import { textOf } from "./multipart/text.ts";
import { paced } from "./pace.ts";
import { Batch, type SentFile } from "./storing.ts";

/** What is asked about a file before it is stored. */
export interface OfferedFile {
  /** Its name, one that is safe as a part of a path. */
  readonly name: string;
  /** The name of the form's control. */
  readonly control: string;
  /** What the form's field `meta` said before it. */
  readonly meta: string;
}

/** A form that was sent, its files whole and stored. */
export interface SentForm {
  /** Its files, in their order. */
  readonly files: readonly SentFile[];
  /** Its fields that are no files: the values by the name of the control, in their order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Where files go, and which. */
export interface UploadSettings {
  /** Where they go: the same as of the protocol `ftp`. */
  readonly sink: Sink;
  /** Bounds of the files, as those of the protocol `ftp`; `uploads` are those of one request here, and at once in this process. */
  readonly limits?: Partial<UploadLimits>;
  /** Bounds of the form around them. */
  readonly form?: Partial<FormBounds>;
  /** Whether a file is wanted, asked within the request (`n2o.user()`): by default all are of whoever has a session. */
  readonly permit?: (file: OfferedFile) => boolean | Promise<boolean>;
  /**
   * Told within the request when all files of a form are stored; what it answers is answered. Where it throws the files are removed.
   */
  readonly done?: (form: SentForm) => Response | void | Promise<Response | void>;
  /** Path of the page that a person is led to who sent a form without a script; the one with the form by default. */
  readonly then?: string;
}

/** Statuses of HTTP for what a sink or a bound refuses. */
const STATUS: Partial<Record<FileErrorCode, number>> = {
  name: 400,
  size: 413,
  count: 413,
  quota: 413,
  kind: 415,
  denied: 403,
  taken: 409,
  full: 507,
};
/** How many bytes a form may have beside its parts. */
const SLACK = 65_536;
/** Characters of what is said beside a file. */
const META = 1_024;

/**
 * A route that stores the files of forms: `app.post("/files", formUploads(given, { sink }))`; with `guarded` around it for some only.
 *
 * All files of a form are stored, or none is. All pages of its owner hear of each as of any upload (`isUpload`);
 * in a Worker of Cloudflare without an object none does, and a line in the log says so. A script
 * or `curl` is answered 201 with `[{ name, size, type, place, control }]` as JSON; a form of a page is led back by 303. Refused is by 400
 * what is no form or names a file as none can be called, by 401 who has no session, by 403 whom `permit` does not let (and, before, a foreign
 * origin), by 408 what comes too slowly, by 411 what has no body, by 413 what is too much, by 415 another type or kind, by 507 what has no
 * room: with a line that says why, and nothing stored.
 *
 * @throws {N2oError} `config` for a bound that is no positive integer
 */
export function formUploads(
  { server }: Pick<Given, "server">,
  settings: UploadSettings,
): (c: AppContext) => Promise<Response> {
  const limits = { ...defaultUploadLimits, ...settings.limits };
  const bounds = { ...defaultFormBounds, ...settings.form };
  for (const [name, bound] of Object.entries({ ...limits, ...bounds })) {
    if (name !== "kinds" && !isInteger(bound, 1, Number.MAX_SAFE_INTEGER)) {
      throw new N2oError("config", `${name}: a bound of uploads is a positive integer`);
    }
  }
  if (server.isApart) {
    server.log("warning", "pages do not hear of forms on this host: use a DurableApplication");
  }
  const pages = uploadPages(server), receiver = new Receiver(settings, limits, bounds);
  return async (c) => {
    const { cx: { session }, req } = context(), { user } = principal();
    const owner = user !== "" ? `user/${user}` : session === "" ? "" : `session/${session}`;
    try {
      const form = await receiver.receive(c.req.raw, owner);
      for (const { id, name, size, type, meta, place } of form.files) {
        pages.tell({ owner, id, name, size, type, meta, place, status: "done" });
      }
      return form.answer ?? answered(c, form, settings.then);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      server.metrics.count("n2o_refused", { reason: "an upload" });
      server.peers.warn(req.address, `refused: an upload: ${refusal.message}`, { path: req.path });
      // As: every status that is thrown is one with a body.
      return c.text(`${refusal.message}\n`, refusal.status as 400, {
        "cache-control": "no-store",
        ...refusal.headers,
      });
    }
  };
}

/** What a person or a program is to be told of an error; undefined for one that is no fault of theirs. */
function refusalOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (!FileError.is(error)) return undefined;
  const status = STATUS[error.code];
  return status === undefined ? undefined : new Refused(error.message, status);
}

function answered(c: AppContext, { files }: SentForm, then: string | undefined): Response {
  c.header("cache-control", "no-store");
  if (c.req.header("sec-fetch-mode") === "navigate") {
    return c.redirect(then ?? pathOf(c.req.header("referer"), c.req.url), 303);
  }
  return c.json(
    files.map(({ name, size, type, place, control }) => ({ name, size, type, place, control })),
    201,
  );
}

/** The path of the page that a form was sent from: of another server's only the path, which then is one of this server. */
function pathOf(referer: string | undefined, url: string): string {
  const { pathname, search } = new URL(
    referer !== undefined && URL.canParse(referer) ? referer : "/",
    url,
  );
  return `/${pathname.replace(/^\/+/, "")}${search}`;
}

/** Forms on their way in. */
class Receiver {
  readonly #settings: UploadSettings;
  readonly #limits: UploadLimits;
  readonly #bounds: FormBounds;
  readonly #files: FileReceiver;
  #underWay = 0;

  constructor(settings: UploadSettings, limits: UploadLimits, bounds: FormBounds) {
    this.#settings = settings;
    this.#limits = limits;
    this.#bounds = bounds;
    this.#files = fileReceiver(settings.sink, limits);
  }

  /** Stores the files of a request. Rejects with {@linkcode Refused}, and as sink and application do; nothing is stored then. */
  async receive(
    request: Request,
    owner: string,
  ): Promise<SentForm & { readonly answer: Response | undefined }> {
    const boundary = this.#expected(request.headers, owner);
    const { server: { clock }, cx: { session } } = context();
    const { sink, done } = this.#settings;
    const body = paced(request.body, this.#bounds, clock);
    const batch = new Batch({ sink, files: this.#files, owner, limits: this.#limits });
    this.#underWay++;
    try {
      const fields = await this.#parts(multipart(body.pieces, boundary, this.#bounds), batch);
      await living(session);
      const files = await batch.finish();
      return { files, fields, answer: await done?.({ files, fields }) ?? undefined };
    } catch (error) {
      await Promise.all([body.cancel(), batch.abort()]);
      if (error instanceof Refused && body.size === 0 && !isMeasured(request.headers)) {
        throw new Refused("send a form along, and its length", 411);
      }
      throw error;
    } finally {
      batch.close();
      this.#underWay--;
    }
  }

  /** The boundary of a form that may be looked at. */
  #expected(headers: Headers, owner: string): string {
    const type = headers.get("content-type"),
      coding = headers.get("content-encoding") ?? "identity";
    const { size, uploads, total } = this.#limits, { parts, header, field } = this.#bounds;
    if (!/^\s*multipart\/form-data\s*(?:;|$)/i.test(type ?? "")) {
      throw new Refused("send a form as multipart/form-data", 415, {
        "accept-post": "multipart/form-data",
      });
    }
    if (coding.toLowerCase() !== "identity") {
      throw new Refused("send the form as it is, not compressed", 415, {
        "accept-encoding": "identity",
      });
    }
    const boundary = boundaryOf(type);
    if (boundary === undefined) throw new Refused("the Content-Type names no boundary that is one");
    if (owner === "") {
      throw new Refused("log in first", 401, { "www-authenticate": "Session" });
    }
    const most = size * uploads + parts * (header + field) + SLACK;
    if (Number(headers.get("content-length") ?? 0) > most) {
      throw new Refused(`a form of more than ${most} bytes`, 413);
    }
    if (this.#underWay >= total) throw new Refused("too many uploads, try again later", 503);
    return boundary;
  }

  /** Stores what is a file, and answers the fields. */
  async #parts(
    parts: AsyncIterable<Part>,
    batch: Batch,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const fields = new Map<string, string[]>();
    for await (const part of parts) {
      if (part.filename === undefined) {
        const value = await textOf(part, this.#bounds.field), known = fields.get(part.name);
        if (known === undefined) fields.set(part.name, [value]);
        else known.push(value);
      } else if (part.filename !== "") {
        const meta = fields.get("meta")?.[0] ?? "";
        await this.#file(part, part.filename.normalize("NFC"), meta, batch);
      } // A control of which nobody chose a file is sent with an empty name and no bytes.
      else if (await part.read() !== undefined) throw new FileError("name", "a file has no name");
    }
    return fields;
  }

  async #file(part: Part, name: string, meta: string, batch: Batch): Promise<void> {
    const complaint = complaintOfName(name), { permit } = this.#settings;
    if (complaint !== undefined) throw new FileError("name", `the name of a file ${complaint}`);
    if (meta.length > META) throw new Refused(`meta: more than ${META} characters`, 413);
    if (await permit?.({ name, control: part.name, meta }) === false) {
      throw new FileError("denied", "this file is not wanted here");
    }
    await batch.store(part, name, meta);
  }
}

/** Refuses what comes to its end after its session did. */
async function living(session: string): Promise<void> {
  if (session !== "" && !await context().server.sessions.use(session, false)) {
    throw new Refused("the session has ended meanwhile: log in again", 401, {
      "www-authenticate": "Session",
    });
  }
}

/** Whether a request says that it has a body. */
function isMeasured(headers: Headers): boolean {
  return headers.has("content-length") || headers.has("transfer-encoding");
}
