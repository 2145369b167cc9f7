/**
 * Text made safe for where it lands.
 *
 * ```ts
 * import { hte, jse, url } from "@n2o/n2o/nitro";
 *
 * if (hte("a < b") !== "a &lt; b" || jse("it's") === "it's") throw new Error("not escaped");
 * if (url("/shop?a=1") !== "/shop?a=1") throw new Error("another address");
 * ```
 *
 * @module
 */
import { NitroError } from "./error.ts";

/**
 * Text as HTML text or as the value of a quoted attribute: `& < > " '` become references.
 *
 * The counterpart of `nitro:hte/1`. Text without any of the five is returned as it is, without a copy.
 */
export function hte(text: string): string {
  return referenced(text, REFERENCES);
}

/** Text in which those of the five are references that a table has one for, by their code. */
export function referenced(text: string, references: readonly (string | undefined)[]): string {
  const { length } = text;
  if (length > SHORT) return found(text, references);
  let done = 0, html = "";
  for (let at = 0; at < length; at++) {
    const code = charCodeAt.call(text, at);
    // All five lie between these two: most characters do not.
    if (code > 62 || code < 34) continue;
    const reference = references[code];
    if (reference === undefined) continue;
    if (done < at) html += slice.call(text, done, at);
    html += reference;
    done = at + 1;
  }
  return done === 0 ? text : done < length ? html + slice.call(text, done) : html;
}

/** The same of a longer text, by a pattern: its engine looks at many characters at once. */
function found(text: string, references: readonly (string | undefined)[]): string {
  FIVE.lastIndex = 0;
  if (!FIVE.test(text)) return text;
  let done = 0, html = "";
  do {
    const end = FIVE.lastIndex;
    if (done < end - 1) html += slice.call(text, done, end - 1);
    html += references[charCodeAt.call(text, end - 1)] ?? slice.call(text, end - 1, end);
    done = end;
  } while (FIVE.test(text));
  return done < text.length ? html + slice.call(text, done) : html;
}

/** Up to how many characters a text is looked at one by one. */
const SHORT = 20;
const FIVE = /[&<>"']/g;
/** Taken once: strings come in so many shapes that looking a method up on each of them takes longer than what it does. */
const { charCodeAt, slice } = String.prototype;

/** References by character code; a sparse lookup that misses for every other character. */
export const REFERENCES: readonly (string | undefined)[] = Array.from(
  { length: 63 },
  (_, code) => ({ 34: "&quot;", 38: "&amp;", 39: "&#39;", 60: "&lt;", 62: "&gt;" })[code],
);

/**
 * Text for inside a JavaScript literal, in any quotes, backticks included: nothing of it ends the literal or is evaluated.
 *
 * The counterpart of `nitro:jse/1`; `$`, the line separators U+2028 and U+2029 and `</` are escaped as well.
 */
export function jse(text: string): string {
  let done = 0, literal = "";
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Most characters are letters and spaces, or of other scripts.
    if (code > 96 ? code < 0x2028 || code > 0x2029 : ESCAPED[code] === undefined) continue;
    // What begins an end tag, a comment or an element `script` within a script.
    if (code === 60 && !/[/!s]/i.test(text.charAt(at + 1))) continue;
    literal += text.slice(done, at) + (ESCAPED[code] ?? unicode(code));
    done = at + 1;
  }
  return done === 0 ? text : literal + text.slice(done);
}

/** Escapes by character code, up to the backtick. */
const ESCAPED: readonly (string | undefined)[] = Array.from({ length: 97 }, (_, code) => {
  if (code === 10) return "\\n";
  if (code === 13) return "\\r";
  if (code < 32 || code === 60) return unicode(code);
  const character = String.fromCharCode(code);
  return "\\'\"`$".includes(character) ? `\\${character}` : undefined;
});

function unicode(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

/**
 * An address that a page may go to or load: relative, or of a scheme that runs nothing.
 *
 * Control characters and spaces that browsers ignore are taken off first, as the URL standard does (section 4.4).
 *
 * @throws {NitroError} `url` for any other scheme, such as `javascript:`.
 */
export function url(address: string, schemes: ReadonlySet<string> = SCHEMES): string {
  if (isPlain(address)) return address;
  // deno-lint-ignore no-control-regex -- the characters that the URL parser strips
  const bare = address.replace(/[\t\n\r]/g, "").replace(/^[\u0000-\u0020]+/, "");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  if (scheme === undefined || schemes.has(scheme)) return bare;
  throw new NitroError(
    "url",
    `an address of the scheme "${scheme}:" is refused: use ${
      [...schemes].join(", ")
    } or a relative one`,
  );
}

/** Whether an address has neither a scheme nor a character that browsers pass over: one of most, told by a scan. */
function isPlain(address: string): boolean {
  let isScheme = true;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code <= 0x20 || isScheme && code === 0x3a) return false;
    if (code === 0x2f || code === 0x3f || code === 0x23) isScheme = false;
  }
  return true;
}

/** Schemes of addresses that a page may load or hand to another program. */
const SCHEMES: ReadonlySet<string> = new Set(["http", "https", "mailto", "tel", "sms", "blob"]);
/** Schemes of addresses that a page may go to. */
export const PAGES: ReadonlySet<string> = new Set(["http", "https"]);

/** Attributes that set another attribute, which may be an address (SVG, section 19). */
const ANIMATED = new Set(["to", "from", "by", "values"]);

/**
 * Looks at what an animation of SVG sets: each of its values may become the address of a link.
 *
 * @throws {NitroError} `url` for one that runs something.
 */
export function animated(name: string, value: string): void {
  if (!ANIMATED.has(name.toLowerCase())) return;
  // Browsers pass over these characters wherever they stand in an address.
  // deno-lint-ignore no-control-regex -- the characters that the URL parser strips
  const bare = value.replace(/[\u0000-\u0020]/g, "");
  if (!/(?:^|;)(?:javascript|vbscript|data):/i.test(bare)) return;
  throw new NitroError("url", `the attribute "${name}" animates an address that runs something`);
}
