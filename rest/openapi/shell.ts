/**
 * The document of the page: all that is there before its script has run.
 *
 * @module
 */
import { escapeHtml } from "../resource/html.ts";

/** The icon of the page: braces, in the colour of the scheme. */
export const PAGE_ICON =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>path{fill:none;stroke:#06c;stroke-width:2}@media(prefers-color-scheme:dark){path{stroke:#6bf}}</style><path d="M6 2Q4 2 4 4v2q0 2-2 2q2 0 2 2v2q0 2 2 2M10 2q2 0 2 2v2q0 2 2 2q-2 0-2 2v2q0 2-2 2"/></svg>`;

/** The page of an API that is mounted at `base`. */
export function pageDocument(base: string, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" type="image/svg+xml" href="${escapeHtml(base)}/openapi.svg">
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
