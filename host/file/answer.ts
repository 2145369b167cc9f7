/**
 * A file as an answer, whole or in part.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import type { FileSource, StoredFile } from "../../n2o/file/mod.ts";
import { answerPlain } from "../static/answer.ts";
import type { Content } from "../static/content.ts";
import { disposition } from "./disposition.ts";

/** What a browser does not run, and shows by itself. */
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/.+|video\/.+|text\/plain)(?:;|$)/;
/** What a browser runs, or shows with scripts in it. */
const RUNS =
  /^(?:text\/(?!plain|csv)|image\/svg|application\/(?:.*\+)?(?:xml|xhtml|javascript|ecmascript|json))/;
/** A file that is looked at for itself has no scripts, no origin and nothing from elsewhere. */
const POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/**
 * Answers a GET or HEAD with a file, as {@linkcode downloads} does; undefined where it is not there any more.
 *
 * @param show whether a browser may show it, or is to keep it
 */
export async function answerFile(
  request: Request,
  source: FileSource,
  file: StoredFile,
  show: (file: StoredFile) => boolean = isShown,
): Promise<Response | undefined> {
  const kind = show(file) && !RUNS.test(file.type) ? "inline" : "attachment";
  const content = await contentOf(source, file);
  return await answerPlain(request, content, headersOf(file, kind)).catch((error) => {
    if (error instanceof Gone) return undefined;
    throw error;
  });
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

function isShown({ type }: StoredFile): boolean {
  return SHOWN.test(type);
}
