/**
 * Answers to what went wrong, in words: a document for whoever reads it in a browser, a line of text for a program. Neither tells what
 * happened inside.
 *
 * @module
 */
import { deadline } from "../../base/mod.ts";
import type { Server } from "../../n2o/mod.ts";
import {
  documentText,
  h1,
  isLivePage,
  link,
  type LivePage,
  main,
  p,
  type PageDocument,
  renderBody,
} from "../../nitro/mod.ts";
import type { AppContext } from "../deps.ts";
import { traced } from "../request_log.ts";
import type { Within } from "../session/visits.ts";

/** What is said of a status. */
interface Fault {
  /** As a program knows it: the name of the status, as Hono writes it. */
  readonly name: string;
  /** As a person reads it. */
  readonly title: string;
  /** What a person can do. */
  readonly advice: string;
}

const FAULTS: Readonly<Record<400 | 404 | 405 | 408 | 413 | 415 | 500, Fault>> = {
  400: {
    name: "400 Bad Request",
    title: "That could not be read",
    advice: "Please send it once more from the page that it belongs to.",
  },
  404: {
    name: "404 Not Found",
    title: "There is nothing here",
    advice: "The address may be mistyped, or what was here is gone.",
  },
  405: {
    name: "405 Method Not Allowed",
    title: "That is not how this page is asked for",
    advice: "Open its address in a browser.",
  },
  408: {
    name: "408 Request Timeout",
    title: "That took too long",
    advice: "Please try again where the connection is better.",
  },
  413: {
    name: "413 Content Too Large",
    title: "That is too large to be sent",
    advice: "Please go back and send less.",
  },
  415: {
    name: "415 Unsupported Media Type",
    title: "That is not what is sent here",
    advice: "Please send the form of the page that it belongs to.",
  },
  500: {
    name: "Internal Server Error",
    title: "Something went wrong here",
    advice: "It was noted. Please try again in a moment.",
  },
};

/** A status that is answered in words. */
export type Status = keyof typeof FAULTS;

/** What a page is asked by. */
export const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** Answers with a status. */
export type Faults = (c: AppContext, status: Status) => Response | Promise<Response>;

/**
 * What answers with a status: for a person the page that the routes have under its number (`"404"`), which does not go live, or one that
 * says what can be said.
 *
 * @param methods those by which a person may ask: a form is sent by `POST`.
 */
export function faults(
  server: Server,
  run: Within,
  methods: ReadonlySet<string> = READS,
): Faults {
  return async (c, status) => {
    const page = server.routes[status];
    if (!isRead(c, methods) || !isLivePage(page)) return plain(c, status, methods);
    let response: Response | undefined;
    try {
      await run(c, async () => {
        const text = documentText(await documentOf(server, page), { isLive: false });
        c.res = response = c.html(text, status, HEADERS);
      });
    } catch (error) {
      traced(server, c).log("error", "a page failed to show itself", { error, page: `${status}` });
    }
    return response ?? plain(c, status, methods);
  };
}

/** What a page answers with, within the time of a handler. */
export function documentOf(server: Server, page: LivePage): Promise<PageDocument> {
  return inTime(server, page.document());
}

/** What comes of work within the time of a handler; rejects where it takes longer. */
export function inTime<T>(
  { limits: { handler: ms }, clock }: Server,
  work: Promise<T>,
): Promise<T> {
  const error = () => new Error("it took longer than limits.handler");
  return deadline(work, { ms, error, clock });
}

const HEADERS = { "cache-control": "no-store" };

function plain(c: AppContext, status: Status, methods: ReadonlySet<string>): Response {
  const { name, title, advice } = FAULTS[status];
  if (!isRead(c, methods)) return c.text(name, status, HEADERS);
  const again = status === 500 ? new URL(c.req.url).pathname : "/";
  const { html: body } = renderBody(
    main({
      body: [
        h1({ body: title }),
        p({ body: advice }),
        p({ body: link({ href: again, body: status === 500 ? "Try again" : "To the start" }) }),
      ],
    }),
  );
  const text = documentText({ title, head: "", body, options: {} }, { isLive: false });
  return c.html(text, status, HEADERS);
}

/** Whether a person reads the answer: a browser asks for documents by this type, and a script does not. */
export function isRead(c: AppContext, methods: ReadonlySet<string> = READS): boolean {
  if (!methods.has(c.req.method)) return false;
  const mode = c.req.header("sec-fetch-mode") ?? "navigate";
  return mode === "navigate" && /\btext\/html\b/.test(c.req.header("accept") ?? "");
}
