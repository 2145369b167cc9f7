/**
 * Types of content as headers name them (RFC 9110, section 8.3.1).
 *
 * @module
 */

/** A type, and its parameters by their names in lower case. */
export interface MediaType {
  /** In lower case: `application/json`. */
  readonly type: string;
  /** Such as `charset`; values as they were sent, without quotes. */
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const TYPE = new RegExp(`^(${TOKEN})/(${TOKEN})$`);
const PARAMETER = new RegExp(`^(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")$`);

/** Reads `type/sub; name=value`; undefined for what is none. */
export function mediaType(text: string): MediaType | undefined {
  const [first = "", ...rest] = split(text, ";").map((part) => part.trim());
  if (!TYPE.test(first)) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  for (const part of rest) {
    if (part === "") continue;
    const match = PARAMETER.exec(part);
    if (match === null) return undefined;
    const [, name = "", token, quoted = ""] = match;
    parameters[name.toLowerCase()] = token ?? quoted.replace(/\\(.)/g, "$1");
  }
  return { type: first.toLowerCase(), parameters };
}

/** The parts of a header between a mark, what stands in quotes left whole. */
export function split(text: string, mark: "," | ";"): string[] {
  if (!text.includes('"')) return text.split(mark);
  const parts: string[] = [];
  let from = 0, isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (isQuoted && unit === "\\") at++;
    else if (unit === '"') isQuoted = !isQuoted;
    else if (unit === mark && !isQuoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
