/**
 * The document of a page: what a browser gets by HTTP before anything is live. It holds no secret: what an event is sent with comes over
 * the connection.
 *
 * @module
 */
import type { Body, Element } from "../element.ts";
import { button, metaLink, noscript, p, panel, script, title as titleOf } from "../elements/mod.ts";
import { NitroError } from "../error.ts";
import { renderBody } from "../render.ts";
import { attributes } from "../attribute.ts";
import { emitTag } from "../tag.ts";
import { FLASH, type Flash, flashLine } from "./flash.ts";
import type { PageDocument, Words } from "./options.ts";

/** What a page says where it says nothing else. */
const WORDS: Words = {
  connecting: "Connecting",
  offline: "Offline. What you send now goes out when the connection is back.",
  refused: "The server does not let this page in.",
  failed: "That did not work.",
  unknown: "The connection broke: please look whether that was done.",
  tooLarge: "That is too large to be sent.",
  queueFull: "Too much waits to be sent already.",
  version: "There is a new version of this page.",
  retry: "Try again",
  close: "Close",
  noscript: "This page talks to its server by a script. Please allow JavaScript.",
};

/** How documents are made beside what their page says. */
export interface DocumentOptions {
  /** Whether the client goes over a broker. */
  readonly isBrokered?: boolean;
  /** Whether it goes live; true by default. A document of an error does not. */
  readonly isLive?: boolean;
}

/**
 * The text of a document.
 *
 * @example
 * ```ts
 * import { documentText } from "@n2o/n2o/nitro";
 *
 * const text = documentText({ title: "a < b", head: "", body: "<main></main>", options: {} }, { isLive: false });
 * if (!text.includes("<title>a &lt; b</title>")) throw new Error(text);
 * ```
 */
export function documentText(
  { title, head, body, options, flashes = [] }: Omit<PageDocument, "location" | "isMissing">,
  { isBrokered = false, isLive = true }: DocumentOptions = {},
): string {
  const { lang = "en", dir, icon = "/n2o/icon.svg", styles = [], scripts = [], unsent } = options;
  const words = { ...WORDS, ...options.words };
  return `<!DOCTYPE html>
<html${attributes({ lang, dir })}>
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"/>
<meta name="color-scheme" content="light dark"/>
${html([titleOf({ body: title }), metaLink({ rel: "icon", href: icon })])}
${html(["/n2o/n2o.css", ...styles].map((href) => metaLink({ rel: "stylesheet", href })))}
${head}${isLive ? client(isBrokered) + html(scripts.map(deferred)) : ""}
</head>
<body${attributes({ class: options.class })}>
${body}
${isLive ? foot({ ...words, unsent, flashes }) : ""}
</body>
</html>
`;
}

/** The client, and what shows its states. */
function client(isBrokered: boolean): string {
  const { src, defer } = { src: "/n2o/n2o.js", defer: true };
  return emitTag("script", { src, defer, "data-mqtt": isBrokered }) +
    html(script({ src: "/n2o/states.js", type: "module" }));
}

function deferred(src: string): Element {
  return script({ src, defer: true });
}

/** What is said of the connection, where messages come to stand, and what shows where there are no scripts. */
function foot(
  { unsent, flashes, ...words }: Words & {
    readonly unsent: readonly string[] | undefined;
    readonly flashes: readonly Flash[];
  },
): string {
  const { connecting, offline, refused, retry, close, noscript: without } = words;
  const again = button({ body: retry });
  const said = { retry, close, failed: words.failed, unknown: words.unknown };
  const refusals = {
    "too-large": words.tooLarge,
    "queue-full": words.queueFull,
    "version": words.version,
  };
  return html([
    panel({
      id: "n2o-foot",
      body: [
        panel({
          id: "n2o-states",
          role: "status",
          data: { ...said, ...refusals, unsent: unsent?.join(" ") },
          body: [
            p({ class: "connecting", body: connecting }),
            p({ class: "offline", body: [offline, " ", again] }),
            p({ class: "failed", body: [refused, " ", again] }),
          ],
        }),
        panel({
          id: FLASH,
          role: "status",
          aria: { atomic: false },
          body: flashes.map(flashLine),
        }),
      ],
    }),
    noscript({ body: p({ body: without }) }),
  ]);
}

/** A form that says nothing of where it goes; what is text to a browser is passed over as a whole. */
const FORMS =
  /<(script|style|template|textarea)[\s>][^]*?<\/\1>|<form(?=[\s>])(?!(?:\s+[^\s=>]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]*))?)*?\s+(?:method|action)\s*=)/gi;

/**
 * A body as it is before anything is live: its forms go nowhere yet, with what a person typed in the address. A form of the method
 * `dialog` that is in none does nothing (HTML, section 4.10.21.3).
 */
export function still(body: string): string {
  return body.replace(
    FORMS,
    (found) => /^<form$/i.test(found) ? `${found} method="dialog"` : found,
  );
}

/** The elements that a head may hold; a browser ends the head before any other. */
const HEAD = new Set("meta metaLink base script style template noscript".split(" "));

/**
 * The markup of what a page adds to its head.
 *
 * @throws {NitroError} `render` for what a head cannot hold: text, and elements that are shown.
 */
export function headOf(body: Body): string {
  check(body);
  return html(body);
}

function check(body: Body): void {
  if (Array.isArray(body)) return body.forEach(check);
  if (body === null || body === undefined || body === false) return;
  if (
    typeof body === "object" && ("raw" in body || ("element" in body && HEAD.has(body.element)))
  ) {
    return;
  }
  const found = typeof body === "object" && "element" in body ? `"${body.element}"` : "text";
  throw new NitroError(
    "render",
    `head: ${found} is no part of a head, which holds ${[...HEAD].join(", ")}`,
  );
}

function html(body: Body): string {
  return renderBody(body).html;
}
