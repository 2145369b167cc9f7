/**
 * The document of a page that has no file of its own: all that it shows comes over the WebSocket.
 *
 * @module
 */
import { route, type Routes } from "../n2o/mod.ts";
import type { App } from "./hono.ts";
import { answer } from "./static/answer.ts";
import type { Compressor } from "./static/compress.ts";
import { textContent } from "./static/content.ts";

/** Answers the paths of pages with documents: this one, or what a function makes of the path. */
export async function serveShells(
  app: App,
  routes: Routes,
  document: true | ((path: string) => string),
  compress: Compressor,
): Promise<void> {
  const style = await textContent(shellCss, "text/css; charset=utf-8");
  app.get("/n2o/shell.css", (c) => answer(c.req.raw, style, compress));
  const make = document === true ? shell : document;
  app.get("*", async (c, next) => {
    const { pathname } = new URL(c.req.url);
    if (route(routes, pathname) === undefined) return await next();
    return answer(
      c.req.raw,
      await textContent(make(pathname), "text/html; charset=utf-8"),
      compress,
    );
  });
}

/** A document that loads the client and has an empty `<main id="main">` for the page to update. */
function shell(): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>N2O</title>
<link rel="stylesheet" href="/n2o/shell.css">
<script src="/n2o/n2o.js" defer></script>
</head>
<body>
<main id="main"></main>
<noscript><p>This page talks to its server by a script. Please allow JavaScript.</p></noscript>
</body>
</html>
`;
}

/** The style of the document: what a browser does by default, readable. */
const shellCss =
  `body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1.125rem/1.5 system-ui, sans-serif }
input, button, textarea, select { font: inherit; padding: .25em .75em; margin: .25em .5em .25em 0 }
`;
