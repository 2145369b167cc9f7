/**
 * Answers to what went wrong, in words: a document for whoever reads it in a browser, a line of text for a program. Neither tells what
 * happened inside.
 *
 * @module
 */
import { documentText, link, main, renderBody } from "../../nitro/mod.ts";
import { h1, p } from "../../nitro/elements/mod.ts";
import type { AppContext } from "../deps.ts";

/** What is said of a status. */
interface Fault {
  /** As a program knows it: the name of the status, as Hono writes it. */
  readonly name: string;
  /** As a person reads it. */
  readonly title: string;
  /** What a person can do. */
  readonly advice: string;
}

const FAULTS: Readonly<Record<404 | 405 | 500, Fault>> = {
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
  500: {
    name: "Internal Server Error",
    title: "Something went wrong here",
    advice: "It was noted. Please try again in a moment.",
  },
};

/** Answers with a status. */
export function fault(c: AppContext, status: keyof typeof FAULTS): Response {
  const { name, title, advice } = FAULTS[status], headers = { "cache-control": "no-store" };
  if (!isRead(c)) return c.text(name, status, headers);
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
  return c.html(text, status, headers);
}

/** Whether a person reads the answer: a browser asks for documents by this type, and a script does not. */
function isRead(c: AppContext): boolean {
  if (!/^(GET|HEAD)$/.test(c.req.method)) return false;
  const mode = c.req.header("sec-fetch-mode") ?? "navigate";
  return mode === "navigate" && /\btext\/html\b/.test(c.req.header("accept") ?? "");
}
