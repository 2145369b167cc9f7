/**
 * The document of the page: all that is there before its script has run.
 *
 * @module
 */
import { escapeHtml } from "../resource/html.ts";

/** The page of an API that is mounted at `base`. */
export function pageDocument(base: string, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(base)}/openapi.css">
<script type="module" src="${escapeHtml(base)}/openapi.js"></script>
</head>
<body data-document="${escapeHtml(base)}/openapi.json">
<main id="main"><p role="status">Reading the document…</p>
<noscript><p>This page needs JavaScript. The document itself is at <a href="${
    escapeHtml(base)
  }/openapi.json">${escapeHtml(base)}/openapi.json</a>.</p></noscript></main>
</body>
</html>
`;
}
