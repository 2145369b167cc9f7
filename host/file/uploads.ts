/**
 * Files that are sent by HTTP, as `multipart/form-data`: by a form, by `fetch`, by `curl -F`.
 *
 * @module
 */
import {
  defaultUploadLimits,
  FileError,
  type FileErrorCode,
  type Sink,
  type UploadLimits,
  uploadPages,
} from "../../n2o/file/mod.ts";
import { context, principal } from "../../n2o/mod.ts";
import type { Given } from "../config.ts";
import type { AppContext } from "../deps.ts";
import { checkBounds, defaultFormBounds, type FormBounds } from "./bounds.ts";
import { Refused } from "./multipart/refused.ts";
import { type OfferedFile, Receiver, type SentForm } from "./receiver.ts";

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
  const { limits, bounds } = boundsOf(settings);
  if (server.isApart) {
    server.log("warning", "pages do not hear of forms on this host: use a DurableApplication");
  }
  const pages = uploadPages(server), receiver = new Receiver(settings.sink, limits, bounds);
  return async (c) => {
    const { cx: { session }, req } = context(), { user } = principal();
    const owner = user !== "" ? `user/${user}` : session === "" ? "" : `session/${session}`;
    try {
      const isLiving = () => session === "" || server.sessions.use(session, false);
      const form = await receiver.receive(c.req.raw, {
        owner,
        clock: server.clock,
        isLiving,
        permit: settings.permit,
        done: settings.done,
      });
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

/** @throws {N2oError} `config` */
export function boundsOf(
  settings: Pick<UploadSettings, "limits" | "form">,
): { readonly limits: UploadLimits; readonly bounds: FormBounds } {
  const limits = { ...defaultUploadLimits, ...settings.limits };
  const bounds = { ...defaultFormBounds, ...settings.form };
  const { kinds: _, ...numbers } = limits;
  checkBounds({ ...numbers, ...bounds }, "uploads");
  return { limits, bounds };
}

/** What a person or a program is to be told of an error; undefined for one that is no fault of theirs. */
export function refusalOf(error: unknown): Refused | undefined {
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
