/**
 * The document of the page: all that is there before its script has run.
 *
 * @module
 */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
}

/** The page of an API that is mounted at `base`. */
export function pageDocument(base: string, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(base)}/openapi.css">
<script type="module" src="${escaped(base)}/openapi.js"></script>
</head>
<body data-document="${escaped(base)}/openapi.json">
<main id="main"><p role="status">Reading the document…</p>
<noscript><p>This page needs JavaScript. The document itself is at <a href="${
    escaped(base)
  }/openapi.json">${escaped(base)}/openapi.json</a>.</p></noscript></main>
</body>
</html>
`;
}
