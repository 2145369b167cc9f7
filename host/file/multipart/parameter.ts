/**
 * A header's value with parameters: `form-data; name="a"; filename="b"` (RFC 9110, section 5.6.6).
 *
 * @module
 */

/** A value, in lower case, and its parameters, their names in lower case. */
export interface Parametrised {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const VALUE = /^[ \t]*([!#$%&'*+.^`|~\w/-]+)[ \t]*(?=;|$)/;
const PARAMETER =
  /[ \t]*;[ \t]*(?:([!#$%&'*+.^`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+)))?[ \t]*/y;

/** Reads a header; undefined for one that is not written so, or that says something twice: who reads it elsewhere may take the other. */
export function parametrised(header: string): Parametrised | undefined {
  const [start, value] = VALUE.exec(header) ?? [];
  if (start === undefined || value === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (PARAMETER.lastIndex = start.length; PARAMETER.lastIndex < header.length;) {
    const [found, named, quoted, token] = PARAMETER.exec(header) ?? [];
    if (found === undefined) return undefined;
    const name = named?.toLowerCase();
    if (name === undefined) continue;
    if (parameters.has(name)) return undefined;
    parameters.set(name, quoted === undefined ? token ?? "" : unquoted(quoted));
  }
  return { value: value.toLowerCase(), parameters };
}

/**
 * The text of a quoted string. A backslash stands for itself unless a quote or another one follows: there are clients that send a path of
 * Windows as it is, and it is not to become the name of something else.
 */
function unquoted(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

/** The text of an extended value (RFC 8187, section 3.2), `UTF-8''na%C3%AFve`; undefined for what is none. */
export function extended(value: string): string | undefined {
  const [, text] = /^utf-8'[A-Za-z\d-]*'((?:%[\dA-Fa-f]{2}|[\w!#$&+.^`|~-])*)$/i.exec(value) ?? [];
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // these bytes are no UTF-8
  }
}

/** The boundary that a `Content-Type` of `multipart/form-data` names; undefined for every other one (RFC 2046, section 5.1.1). */
export function boundaryOf(contentType: string | null): string | undefined {
  const found = parametrised(contentType ?? ""), boundary = found?.parameters.get("boundary");
  if (found?.value !== "multipart/form-data" || boundary === undefined) return undefined;
  return /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary) ? boundary : undefined;
}
