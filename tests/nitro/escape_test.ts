import { NitroError } from "../../nitro/error.ts";
import { hte, jse, url } from "../../nitro/escape.ts";
import { escape } from "../../nitro/dtl/value/safe.ts";
import { equal, throws } from "../_support/assert.ts";
import { random } from "../_support/random.ts";
import { parse } from "../_support/html.ts";

/** Pieces that break what is not escaped. */
const PIECES: readonly [string, ...string[]] = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "`",
  "\\",
  "$",
  "{",
  "}",
  "${",
  "${1+1}",
  "</script>",
  "<!--",
  "-->",
  "]]>",
  "&amp;",
  "&lt",
  "&#39;",
  "&#x27;",
  "&notit;",
  "<script>",
  "\n",
  "\t",
  "\u2028",
  "\u2029",
  "\u0001",
  "\u007f",
  "\ufeff",
  "\\u0027",
  "\\",
  "//",
  "/*",
  "*/",
  "Є",
  "😀",
  "é",
  "=",
  " ",
  "x",
  "javascript:",
  "onerror=",
];

/** A string of pieces and of any characters, but for lone surrogates and what HTML itself changes: NUL and CR. */
function hostile({ pick, below }: ReturnType<typeof random>): string {
  const any = () =>
    String.fromCodePoint(pick([below(0xd800), 0xe000 + below(0x2000), 0x10000 + below(0x100000)]));
  return Array.from({ length: below(12) }, () => below(4) === 0 ? any() : pick(PIECES)).join("")
    .replace(/[\0\r]/g, "");
}

Deno.test("text and attribute values come out of a parser of HTML as they went in (3,000 strings, seed 1)", () => {
  const chance = random(1);
  for (let each = 0; each < 3_000; each++) {
    const text = hostile(chance);
    const [node, ...others] = parse(`<p title="${hte(text)}" id='${hte(text)}'>${hte(text)}</p>`);
    equal(others, []);
    equal(node, {
      name: "p",
      attributes: { title: text, id: text },
      body: text === "" ? [] : [text],
    });
  }
});

Deno.test("text without a special character is returned as it is, any other with the five references", () => {
  equal(hte("plain Є 😀"), "plain Є 😀");
  equal(hte(`&<>"'`), "&amp;&lt;&gt;&quot;&#39;");
  equal(hte(""), "");
});

Deno.test("short and long texts are escaped alike: as five replacements in a row (2,000 strings of 0 to 80, seed 5)", () => {
  const { below, pick } = random(5);
  for (let each = 0; each < 2_000; each++) {
    const rare = 2 + below(30);
    const sign = () =>
      below(rare) === 0 ? pick(["&", "<", ">", '"', "'"]) : pick(["a", "Є", " ", "7"]);
    const text = Array.from({ length: below(81) }, sign).join("");
    const replaced = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;").replaceAll("'", "&#39;");
    equal(hte(text), replaced);
    equal(escape(text), replaced.replaceAll("&#39;", "&#x27;"));
  }
});

Deno.test("text comes out of a JavaScript literal as it went in, in any quotes (3,000 strings, seed 2)", () => {
  const chance = random(2);
  for (let each = 0; each < 3_000; each++) {
    const text = hostile(chance) + (each % 7 === 0 ? "\0\r\r\n" : "");
    for (const quote of ["'", '"', "`"]) {
      equal(new Function(`return ${quote}${jse(text)}${quote}`)(), text);
      // Two of them beside each other mean no more than each alone.
      const other = hostile(chance);
      equal(new Function(`return ${quote}${jse(text)}${jse(other)}${quote}`)(), text + other);
    }
  }
});

Deno.test("a literal never ends the script element or the line it stands in", () => {
  const chance = random(3);
  for (let each = 0; each < 1_000; each++) {
    equal(/<\/|<!--|<script|[\n\r\u2028\u2029]/i.test(jse(hostile(chance))), false);
  }
});

Deno.test("addresses that run nothing are let through", () => {
  for (
    const address of [
      "",
      "#",
      "?a=javascript:x",
      "/app/index.htm?room=a:b",
      "index.htm",
      "./a:b",
      "//host/path",
      "http://x/",
      "HTTPS://x/",
      "mailto:a@b.c",
      "tel:+1",
      "1javascript:x",
      "%6aavascript:x",
      "дата:x",
    ]
  ) {
    equal(url(address), address);
  }
});

Deno.test("addresses that run something are refused, however they are spelled", () => {
  const spelled = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:x",
    "\u0000javascript:x",
    "\u001f\u0001 javascript:x",
    "java\nscript:x",
    "java\tscr\ript:x",
    "javascript\n:x",
    "\tjavascript:x",
    "vbscript:x",
    "data:text/html,<script>x</script>",
    "DATA:x",
    "file:///etc/passwd",
    "view-source:x",
    "filesystem:x",
    "about:blank",
    "jar:x",
    "unheard-of:x",
  ];
  for (const address of spelled) throws(() => url(address), NitroError, "url");
});

Deno.test("what a browser's own parser takes for a scheme that runs something is refused (5,000 addresses, seed 4)", () => {
  const { below, pick } = random(4),
    noise = [
      "\t",
      "\n",
      "\r",
      " ",
      "\0",
      "\u0001",
      "\u001f",
      "\u00a0",
      "\u200b",
      ":",
      "/",
      "\\",
      ".",
    ] as const;
  for (let each = 0; each < 5_000; each++) {
    const letters = [...pick(["javascript:alert(1)", "data:text/html,x", "vbscript:x"])];
    for (let times = below(4); times > 0; times--) {
      letters.splice(below(letters.length), 0, pick(noise));
    }
    const address = letters.map((letter) => below(3) ? letter : letter.toUpperCase()).join("");
    const protocol = URL.parse(address, "https://host/")?.protocol;
    if (protocol === undefined || /^https?:$/.test(protocol)) continue;
    throws(() => url(address), NitroError, "url");
  }
});
