/**
 * Filters of addresses.
 *
 * @module
 */
import type { Filter } from "../compile/filter.ts";
import { escape, Safe } from "../value/safe.ts";
import { WHITE } from "../value/white.ts";
import { count, text, word } from "./kinds.ts";

/** Text with all escaped but letters, digits, `_.-~` and what is named safe, as `quote` of Python has it. */
function quoted(given: string, safe: string): string {
  return encodeURIComponent(given.toWellFormed())
    .replace(/[!*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%([0-7][0-9A-F])/g, (written, hex: string) => {
      const sign = String.fromCharCode(parseInt(hex, 16));
      return safe.includes(sign) ? sign : written;
    });
}

function unquoted(given: string): string {
  return given.replace(
    /(?:%[0-9a-f]{2})+/gi,
    (run) => new TextDecoder().decode(Uint8Array.fromHex(run.replaceAll("%", ""))),
  );
}

const RESERVED = "!$&'()*+,;=:/?#[]@~";
const requoted = (given: string): string => quoted(unquoted(given), RESERVED);

/** An address as it may stand in a link: quoted once, whether it was or not. */
function linked(address: string): string {
  const found = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is
    .exec(address);
  if (found === null) return requoted(address);
  const [, scheme, host, path = "", query, fragment] = found, own = host ?? "";
  const name = domain(own);
  if (name === undefined || own.includes("[") !== own.includes("]")) return requoted(address);
  const pairs = (query ?? "").split("&").filter((pair) => pair !== "").map((pair) => {
    const [key = "", ...rest] = pair.split("=");
    return `${plus(key)}=${plus(rest.join("="))}`;
  });
  return (scheme === undefined ? "" : `${scheme.toLowerCase()}:`) +
    (host === undefined ? "" : `//${name}`) +
    requoted(path) + (pairs.length === 0 ? "" : `?${pairs.join("&")}`) +
    (fragment === undefined || fragment === "" ? "" : `#${requoted(fragment)}`);
}

function plus(given: string): string {
  const bare = unquoted(unquoted(given.replaceAll("+", " ")));
  return quoted(bare.replaceAll(" ", "\0"), "").replaceAll("%00", "+");
}

/** A host in ASCII; `undefined` for what is none. */
function domain(host: string): string | undefined {
  // deno-lint-ignore no-control-regex -- all that is ASCII
  if (/^[\u0000-\u007f]*$/.test(host)) return host;
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).host : undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function unescaped(given: string): string {
  return given.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (...found) => {
    const [all, digits, hex, name]: string[] = found;
    if (name !== undefined) return NAMES[name.toLowerCase()] ?? all ?? "";
    const code = digits === undefined ? parseInt(hex ?? "", 16) : Number(digits);
    return code < 0x110000 ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** What stands around a word that is linked, and the word. */
interface Trimmed {
  lead: string;
  middle: string;
  trail: string;
}

const PAIRS = [["(", ")"], ["[", "]"]] as const;

function trimmed(word: string): Trimmed {
  const made: Trimmed = { lead: "", middle: word, trail: "" };
  for (let before = ""; before !== made.middle;) {
    before = made.middle;
    for (const pair of PAIRS) unwrap(made, pair);
    const bare = unescaped(made.middle), kept = bare.replace(/(?<![.,:;!])[.,:;!]+$/, "");
    if (bare === kept) continue;
    const cut = bare.length - kept.length;
    made.trail = made.middle.slice(-cut) + made.trail;
    made.middle = made.middle.slice(0, -cut);
  }
  return made;
}

function unwrap(made: Trimmed, [open, close]: (typeof PAIRS)[number]): void {
  const times = (sign: string) => made.middle.split(sign).length - 1;
  if (made.middle.startsWith(open)) {
    made.middle = made.middle.slice(1);
    made.lead += open;
  }
  if (made.middle.endsWith(close) && times(close) === times(open) + 1) {
    made.middle = made.middle.slice(0, -1);
    made.trail = close + made.trail;
  }
}

/** The longest word that is looked at. */
const LONGEST = 2_048;

/** The address that a word stands for. */
function target(word: string): string | undefined {
  if (/^https?:\/\/\[?[\p{L}\p{N}_]/iu.test(word)) return linked(unescaped(word));
  if (/^www\.|^(?!http)[\p{L}\p{N}_][^@]+\.(?:com|edu|gov|int|mil|net|org)(?:$|\/)/iu.test(word)) {
    return linked(`http://${unescaped(word)}`);
  }
  const [local = "", host = "", ...more] = word.split("@");
  const isMail = !word.includes(":") && local !== "" && more.length === 0 && host.length < 64 &&
    host.includes(".") && !host.startsWith(".");
  const name = isMail ? domain(host) : undefined;
  return name === undefined ? undefined : `mailto:${local}@${name}`;
}

const APART = new RegExp(`([${WHITE}<>"']+)`);

/** Links for addresses within a text. */
function links(given: string, isPlain: boolean, longest: number): Safe {
  const safe = (part: string) => isPlain ? part : escape(part);
  const made = given.split(APART).map((word) => {
    if (word.length > LONGEST || !/[.@:]/.test(word)) return safe(word);
    const { lead, middle, trail } = trimmed(word), url = target(middle);
    if (url === undefined) return safe(word);
    const rel = url.startsWith("mailto:") ? "" : ' rel="nofollow"';
    const shown = middle.length <= longest
      ? middle
      : `${middle.slice(0, Math.max(0, longest - 1))}…`;
    return `${safe(lead)}<a href="${escape(url)}"${rel}>${safe(shown)}</a>${safe(trail)}`;
  });
  return new Safe(made.join(""));
}

/** The filters of addresses by their names, such as `urlize`. */
export const addresses: readonly (readonly [string, Filter])[] = [
  ["iriencode", text((given) => quoted(given, "/#%[]=:;$&()+,!?*@'~"))],
  [
    "urlencode",
    text(
      (given, argument) => given === "" ? "" : quoted(given, word(argument ?? "/")),
      "optional",
      false,
    ),
  ],
  ["urlize", text((given, _, { cx, isSafe }) => links(given, isSafe || !cx.autoescape, Infinity))],
  [
    "urlizetrunc",
    text(
      (given, argument, { cx, isSafe }) => links(given, isSafe || !cx.autoescape, count(argument)),
      "one",
    ),
  ],
];
