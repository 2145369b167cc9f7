/**
 * Where an element stands in the text: found when asked, so that files without errors do not pay for it.
 *
 * @module
 */

/** Line and column, from 1, of the opening tag with this number, in well-formed XML; undefined beyond the last. */
export function placeOf(
  text: string,
  ordinal: number,
): { line: number; column: number } | undefined {
  const at = offsetOf(text, ordinal);
  if (at < 0) return undefined;
  let line = 1, start = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", start)) {
    line++;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}

function offsetOf(text: string, ordinal: number): number {
  let left = Math.max(0, ordinal);
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) at = after(text, "-->", at);
    else if (text.startsWith("<![CDATA[", at)) at = after(text, "]]>", at);
    else if (text.startsWith("<?", at)) at = after(text, "?>", at);
    else if (text.startsWith("</", at)) at++;
    else if (left-- === 0) return at;
    else at = tagEnd(text, at);
  }
  return -1;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

function tagEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const one = text[at];
    if (one === ">") return at;
    if (one !== '"' && one !== "'") continue;
    const close = text.indexOf(one, at + 1);
    if (close < 0) return text.length;
    at = close;
  }
  return text.length;
}
