/**
 * What kind a file is of, by its first bytes: names and what a client says lie.
 *
 * The marks are those of the formats' own specifications; text is told as in section 7 of the WHATWG MIME Sniffing standard, but that
 * markup anywhere in it makes it markup: what a browser would run is never taken for text.
 *
 * @module
 */
import { toHex } from "../../base/mod.ts";

/** How many of its first bytes tell what kind a file is of. */
export const HEAD = 4_096;

/** The type of content that is of no kind that is known here. */
const UNKNOWN = "application/octet-stream";

/** Marks in hexadecimal by where they stand; a dot is any digit. */
const MARKS: readonly (readonly [type: string, at: number, mark: string])[] = [
  ["image/png", 0, "89504e470d0a1a0a"],
  ["image/jpeg", 0, "ffd8ff"],
  ["image/gif", 0, "47494638(37|39)61"],
  ["image/webp", 0, "52494646........57454250"],
  ["audio/wav", 0, "52494646........57415645"],
  ["video/x-msvideo", 0, "52494646........415649"],
  ["image/avif", 4, "66747970(61766966|61766973)"],
  ["image/heic", 4, "66747970(68656963|68656978|6d696631)"],
  ["audio/mp4", 4, "667479704d344120"],
  ["video/quicktime", 4, "6674797071742020"],
  ["video/mp4", 4, "66747970"],
  ["image/bmp", 0, "424d........00000000"],
  ["image/x-icon", 0, "00000100"],
  ["image/tiff", 0, "(49492a00|4d4d002a)"],
  ["application/pdf", 0, "255044462d"],
  ["application/epub+zip", 30, "6d696d65747970656170706c69636174696f6e2f657075622b7a6970"],
  [
    "application/vnd.oasis.opendocument.text",
    30,
    "6d696d65747970656170706c69636174696f6e2f766e642e6f617369732e6f70656e646f63756d656e742e74657874",
  ],
  [
    "application/vnd.oasis.opendocument.spreadsheet",
    30,
    "6d696d65747970656170706c69636174696f6e2f766e642e6f617369732e6f70656e646f63756d656e742e737072656164",
  ],
  ["application/zip", 0, "504b(0304|0506|0708)"],
  ["application/gzip", 0, "1f8b"],
  ["application/x-7z-compressed", 0, "377abcaf271c"],
  ["application/vnd.rar", 0, "526172211a07"],
  ["application/x-xz", 0, "fd377a585a00"],
  ["application/x-bzip2", 0, "425a68(3[1-9])314159265359"],
  ["application/zstd", 0, "28b52ffd"],
  ["application/x-tar", 257, "7573746172"],
  ["application/x-ole-storage", 0, "d0cf11e0a1b11ae1"],
  ["application/rtf", 0, "7b5c727466"],
  ["application/postscript", 0, "2521"],
  ["application/wasm", 0, "0061736d"],
  ["application/vnd.sqlite3", 0, "53514c69746520666f726d6174203300"],
  ["application/x-elf", 0, "7f454c46"],
  ["application/x-mach-binary", 0, "(feedfac[ef]|c[ef]faedfe|cafebabe)"],
  ["application/vnd.microsoft.portable-executable", 0, "4d5a"],
  ["audio/mpeg", 0, "(494433|fff[ab23])"],
  ["audio/flac", 0, "664c6143"],
  ["audio/aac", 0, "fff[19]"],
  ["application/ogg", 0, "4f676753"],
  ["video/webm", 0, "1a45dfa3"],
  ["font/woff2", 0, "774f4632"],
  ["font/woff", 0, "774f4646"],
];
const PATTERNS = MARKS.map(([type, at, mark]) => [type, at * 2, new RegExp(mark, "y")] as const);

/** Where the parts of a document of Office Open XML lie. */
const OFFICE: readonly (readonly [string, string])[] = [
  ["word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
];

/** What is in no text: controls but for tab, line feed, form feed, return and escape. */
// deno-lint-ignore no-control-regex -- the controls are what is looked for
const CONTROLS = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;
/** What a browser takes for the beginning of markup, wherever it stands. */
const MARKUP =
  /<(?:!doctype\s+html|html|head|body|title|meta|base|link|script|style|iframe|frame|object|embed|applet|form|input|button|img|image|video|audio|table|template|math|details|marquee|a|b|p|div|span|br|h[1-6])[\s/>]/i;
const SVG = /<(?:[a-z]+:)?svg[\s/>]/i;

/** How many digits of hexadecimal the marks look at. */
const LOOKED = 2 * 320;

/**
 * The media type of a file by its first 4,096 bytes; `application/octet-stream` for what is not known, `text/plain` for text.
 *
 * Of text, markup is `text/html`, `image/svg+xml` or `application/xml`, and a script that names its program `text/x-shellscript`.
 *
 * @example
 * ```ts
 * import { typeOf } from "@n2o/n2o/n2o/file";
 *
 * const utf8 = new TextEncoder();
 * if (typeOf(utf8.encode("%PDF-1.7")) !== "application/pdf") throw new Error("no PDF");
 * if (typeOf(utf8.encode("hello, світе")) !== "text/plain") throw new Error("no text");
 * if (typeOf(utf8.encode("a text? <script>alert(1)</script>")) !== "text/html") throw new Error("it runs");
 * ```
 */
export function typeOf(head: Uint8Array): string {
  const bytes = head.subarray(0, HEAD), hex = toHex(bytes.subarray(0, LOOKED / 2));
  for (const [type, at, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    if (pattern.test(hex)) return type === "application/zip" ? zipped(bytes) : type;
  }
  const text = textOf(bytes);
  return text === undefined ? UNKNOWN : written(text);
}

/** Whether a type is one of those that are taken: `image/png`, `image/*`; all where none are named. */
export function isTaken(type: string, kinds: readonly string[] | undefined): boolean {
  return kinds === undefined ||
    kinds.some((kind) =>
      kind === type || kind.endsWith("/*") && type.startsWith(kind.slice(0, -1))
    );
}

function zipped(bytes: Uint8Array): string {
  const names = new TextDecoder("latin1").decode(bytes);
  if (!names.includes("[Content_Types].xml") && !names.includes("_rels/")) return "application/zip";
  return OFFICE.find(([part]) => names.includes(part))?.[1] ?? "application/zip";
}

/** The text that bytes are, the last character of which may be cut; undefined for what is none. */
function textOf(bytes: Uint8Array): string | undefined {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
    ? "utf-16le"
    : bytes[0] === 0xfe && bytes[1] === 0xff
    ? "utf-16be"
    : undefined;
  try {
    const text = new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(bytes, { stream: true });
    return CONTROLS.test(text) ? undefined : text;
  } catch {
    // Bytes that are no UTF-8 are an answer: no text.
    return undefined;
  }
}

function written(text: string): string {
  if (text.startsWith("#!")) return "text/x-shellscript";
  if (SVG.test(text)) return "image/svg+xml";
  if (MARKUP.test(text) || /^\s*<!--/.test(text)) return "text/html";
  return /^\s*<\?xml/.test(text) ? "application/xml" : "text/plain";
}
