/**
 * Answers with a content: coded as the client likes it, in part where it asks for a part, not at all where it has it.
 *
 * @module
 */
import { CODINGS, type Compressor, isCompressible, negotiated } from "./compress.ts";
import { conditionOf, isSameState, rangeOf } from "./condition.ts";
import { type Content, WHOLE } from "./content.ts";

/** Answers a GET or HEAD with a content, in one of these codings or as it is. */
export async function answer(
  request: Request,
  content: Content,
  compress: Compressor,
  codings: readonly string[] = CODINGS,
): Promise<Response> {
  const { headers } = request, isCodable = isCompressible(content);
  const known = isCodable || content.size <= WHOLE ? codings : [];
  const coding = codingOf(headers.get("accept-encoding"), known, isCodable);
  if (coding === undefined) return refused(406, "none of the codings that are accepted is at hand");
  const found = coding === "identity" ? content : await compress(content, coding);
  return await conditional(request, found, headersOf(found, isCodable));
}

/** Answers a GET or HEAD with a content as it is; `about` are headers in place of the usual ones, and beside them. */
export async function answerPlain(
  request: Request,
  content: Content,
  about: Readonly<Record<string, string>>,
): Promise<Response> {
  const headers = headersOf(content, false);
  for (const [name, value] of Object.entries(about)) headers.set(name, value);
  return await conditional(request, content, headers);
}

/** Answers, unless the client has it or wants another. */
async function conditional(request: Request, content: Content, about: Headers): Promise<Response> {
  const condition = conditionOf(request.headers, content);
  if (condition === 304) {
    for (const name of ["content-type", "content-encoding", "accept-ranges"]) about.delete(name);
    return new Response(null, { status: 304, headers: about });
  }
  if (condition === 412) return refused(412, "this is not the state that the request is about");
  return await whole(request, content, about);
}

async function whole(request: Request, content: Content, about: Headers): Promise<Response> {
  const isRange = request.method === "GET" && isSameState(request.headers, content);
  const range = isRange ? rangeOf(request.headers.get("range"), content.size) : undefined;
  if (range === "unsatisfiable") {
    const unsatisfied = refused(416, "nothing is there");
    unsatisfied.headers.set("content-range", `bytes */${content.size}`);
    return unsatisfied;
  }
  const { from, to } = range ?? { from: 0, to: content.size };
  if (range !== undefined) about.set("content-range", `bytes ${from}-${to - 1}/${content.size}`);
  about.set("content-length", String(to - from));
  const body = request.method === "HEAD" ? null : await content.body(from, to);
  const status = range === undefined ? 200 : 206;
  // Cloudflare's runtime would code the body once more; other hosts do not know the word.
  return new Response(body, { status, headers: about, encodeBody: "manual" } as ResponseInit);
}

/** The coding of the answer. What need not be compressed is so only for who refuses it as it is. */
function codingOf(
  accepted: string | null,
  codings: readonly string[],
  isCodable: boolean,
): string | undefined {
  const asIs = negotiated(accepted ?? undefined, []);
  return isCodable || asIs === undefined ? negotiated(accepted ?? undefined, codings) : asIs;
}

function headersOf({ type, tag, modified, coding }: Content, isCodable: boolean): Headers {
  const headers = new Headers({
    "content-type": type,
    "etag": `"${tag}"`,
    // It may be kept, but is asked about each time.
    "cache-control": "no-cache",
    "accept-ranges": "bytes",
  });
  if (coding !== undefined) headers.set("content-encoding", coding);
  if (coding !== undefined || isCodable) headers.set("vary", "accept-encoding");
  if (modified !== undefined) headers.set("last-modified", new Date(modified).toUTCString());
  return headers;
}

function refused(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
