/**
 * Files that are fetched by HTTP: whole or in part, by whom they are for.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import type { FileSource, StoredFile } from "../../n2o/file/mod.ts";
import { principal, refused } from "../../n2o/mod.ts";
import type { AppContext } from "../deps.ts";
import { answerPlain } from "../static/answer.ts";
import type { Content } from "../static/content.ts";
import { isBelow, namesOf } from "../static/folder.ts";
import { disposition } from "./disposition.ts";

/** Where files are, and for whom. */
export interface DownloadSettings {
  /** Where they are. */
  readonly source: FileSource;
  /** Whether a file is for who asks, asked within the request (`n2o.user()`): by default for who is logged in. */
  readonly permit?: (file: StoredFile) => boolean | Promise<boolean>;
  /** Path of the page where one logs in, to which a person who is nobody is led. */
  readonly login?: string;
  /**
   * Whether a browser may show a file, or is to keep it: by default it shows pictures, sound, films and plain text. What could run as a page
   * of this server, such as HTML and SVG, is never shown.
   */
  readonly show?: (file: StoredFile) => boolean;
}

/** What a browser does not run, and shows by itself. */
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/.+|video\/.+|text\/plain)(?:;|$)/;
/** What a browser runs, or shows with scripts in it. */
const RUNS =
  /^(?:text\/(?!plain|csv)|image\/svg|application\/(?:.*\+)?(?:xml|xhtml|javascript|ecmascript|json))/;
/** A file that is looked at for itself has no scripts, no origin and nothing from elsewhere. */
const POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/**
 * A route that answers with files: `app.get("/files/*", downloads({ source: sink }))`, where HEAD is answered as well. The address of a file
 * is what {@linkcode addressOf} says; one that leads elsewhere, however it is written, is 404.
 *
 * Answers of 200, 206 to one range, 304, 412 and 416 are as RFC 9110 says; several ranges at once are answered with the whole file. The type
 * is that of the content, whatever the name says, and no browser guesses another. Nobody but who asked may keep an answer, and who asks is
 * looked at each time. 404 is answered for what is no file, 401 (or the way to `login`) and 403 for what is not for who asks.
 *
 * @param path what stands before the places of files in the path, with a slash at its end
 */
export function downloads(
  { source, permit = isSomebody, login, show = isShown }: DownloadSettings,
  path = "/files/",
): (c: AppContext) => Promise<Response> {
  const start = path.split("/").slice(1, -1);
  return async (c) => {
    const { pathname } = new URL(c.req.url);
    const names = isBelow(start, pathname) ? namesOf(pathname, start.length) : undefined;
    const file = names === undefined ? undefined : await source.stat(names.join("/"));
    if (file === undefined) return await c.notFound();
    if (!await permit(file)) {
      return refused(principal().user === "" ? "nobody" : "forbidden", c.req.raw, login);
    }
    const kind = show(file) && !RUNS.test(file.type) ? "inline" : "attachment";
    const content = await contentOf(source, file);
    const answer = await answerPlain(c.req.raw, content, headersOf(file, kind)).catch((error) => {
      if (error instanceof Gone) return undefined;
      throw error;
    });
    return answer ?? await c.notFound();
  };
}

/** The address of a file, below the path of its route. */
export function addressOf(place: string, path = "/files/"): string {
  return path + place.split("/").map(encodeURIComponent).join("/");
}

/** A file that was there a moment ago. */
class Gone extends Error {
  override readonly name = "Gone";
}

async function contentOf(
  source: FileSource,
  { place, size, type, modified }: StoredFile,
): Promise<Content> {
  // No file takes the place of another: its place and when it became whole tell its bytes.
  const tag = await fingerprint([place, size, modified].join("\n"));
  return {
    type: type === "text/plain" ? "text/plain; charset=utf-8" : type,
    tag,
    size,
    modified,
    async body(from, to) {
      const bytes = await source.read(place, { from, to });
      if (bytes === undefined) throw new Gone();
      return bytes;
    },
  };
}

function headersOf({ name }: StoredFile, kind: "inline" | "attachment"): Record<string, string> {
  return {
    "content-disposition": disposition(kind, name),
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
    "vary": "cookie",
  };
}

function isSomebody(): boolean {
  return principal().user !== "";
}

function isShown({ type }: StoredFile): boolean {
  return SHOWN.test(type);
}
