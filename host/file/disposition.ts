/**
 * The header `Content-Disposition` of a download (RFC 6266, with names as RFC 8187 writes them).
 *
 * @module
 */

/** How a file is to be taken, and under which name it is kept. */
export function disposition(kind: "attachment" | "inline", name: string): string {
  // What older programs read may not have quotes, backslashes or percent signs: some decode them once more.
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  if (plain === name) return `${kind}; filename="${name}"`;
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded(name.toWellFormed())}`;
}

function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
