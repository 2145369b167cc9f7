/**
 * Exports: a whole list, streamed page by page. What is kept is the page that the client takes and the one behind it, of at most about 128 KiB each.
 *
 * @module
 */
import { RestError } from "../error.ts";
import { acceptsGzip } from "../negotiate/negotiate.ts";
import type { Answer, Incoming } from "../operation.ts";
import { problemOf } from "../problem/problem.ts";
import type { Person } from "../who.ts";
import { streamed } from "./body.ts";
import { Standing, type StillMay } from "./standing.ts";

/** A part of the list, as text. */
export interface Exported {
  /** In the type that was agreed on. */
  readonly text: string;
  /** How many were read for it. */
  readonly count: number;
  /** The cursor to go on behind; undefined at the end of the list. */
  readonly next?: string | undefined;
}

/** What an export is made of. */
export interface ExportOptions {
  /** The content type. */
  readonly type: string;
  /** What stands in front of the first record: the header of CSV. */
  readonly head?: string;
  /** The cursor that it begins behind. */
  readonly after?: string | undefined;
  /** The most records of a page. */
  readonly most: number;
  /** Whether who reads still may: asked each heartbeat. */
  readonly may: StillMay;
  /** A page behind a cursor, as its reader may see it. */
  page(after: string | undefined, limit: number, person: Person | undefined): Promise<Exported>;
}

/** How many records the first page has, and about how many characters every later one. */
const FIRST = 50, SIZE = 131_072;

/**
 * The answer that streams a list. Its first page is read before anything is answered, so that what is wrong with the request is still told by a status;
 * what goes wrong later breaks the body off.
 */
export async function exported(incoming: Incoming, options: ExportOptions): Promise<Answer> {
  const { type } = options, { request, streaming } = incoming;
  const isPacked = acceptsGzip(request.headers.get("accept-encoding"));
  const headers = {
    "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
    "cache-control": "no-store",
    vary: "accept, accept-encoding",
    ...(isPacked && { "content-encoding": "gzip" }),
  };
  const first = await options.page(options.after, Math.min(FIRST, options.most), incoming.person);
  if (request.method === "HEAD") return { status: 200, headers };
  const body = streamed(() => pages(incoming, options, first), {
    clock: streaming.clock,
    patienceMs: streaming.patienceMs,
    failed: (error) => {
      const isOurs = problemOf(error).status >= 500;
      streaming.log(isOurs ? "error" : "info", "an export was broken off", {
        error,
        url: request.url,
      });
    },
  });
  return {
    status: 200,
    headers,
    body: isPacked ? body.pipeThrough(new CompressionStream("gzip")) : body,
  };
}

async function* pages(
  incoming: Incoming,
  { head = "", most, may, page }: ExportOptions,
  first: Exported,
): AsyncGenerator<string, void, void> {
  const standing = new Standing(incoming, may);
  let part = first, limit = Math.max(1, first.count);
  if (head !== "") yield head;
  for (;;) {
    const { text, next } = part;
    limit = nextLimit(part, limit, most);
    // Read while the client takes this one; where it fails that is told when its turn comes, or nobody wants it any more.
    const ahead = next === undefined ? undefined : page(next, limit, standing.person);
    ahead?.catch(() => {});
    if (text !== "") yield text;
    if (ahead === undefined) return;
    // What was read for who has asked then may not be for who it is now.
    part = await (await standing.hold() ? page(next, limit, standing.person) : ahead);
    if (part.next === next) {
      throw new RestError("fault", "a list does not go on behind its own cursor");
    }
  }
}

/** As many as are of the wanted size, by those before; not many times as many at once, for they may be larger. */
function nextLimit({ text, count }: Exported, limit: number, most: number): number {
  if (text === "" || count === 0) return limit;
  const wanted = Math.round(SIZE / (text.length / count));
  return Math.max(1, Math.min(wanted, limit * 4, most));
}
