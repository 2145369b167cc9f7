/**
 * Which names files may have, and what kind they are of.
 *
 * @module
 */
import { complaintOfName, isTaken, typeOf } from "../../../n2o/file/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

const good = [
  "a.txt",
  "звіт 2026.pdf",
  "report (2).final.tar.gz",
  ".gitignore",
  "a..b",
  "console.log",
  "nulls",
  "com10",
  "日本語.png",
  "Ångström",
  "👩‍👩‍👧.png",
  "~",
  "-rf",
  "می\u200cخواهم.txt",
  "10.30\u202fAM.png",
];
const bad = [
  "",
  ".",
  "..",
  "../a",
  "a/b",
  "a/",
  "/",
  "/etc/passwd",
  "a\\b",
  "..\\a",
  "C:",
  "C:\\a",
  "file.txt:stream",
  "\\\\host\\share",
  "a\0",
  "a\nb",
  "a\rb",
  "a\tb",
  "a\x7f",
  "a\u0085",
  "a\u2028b",
  "a\u202egpj.exe",
  "\ufeffa",
  "\u2066a",
  "a\u061cb",
  "\u200b",
  "\u00a0",
  "\u00ad\u0301",
  "\u3000a",
  "a\u2003",
  "a.",
  "a ",
  " a",
  "...",
  "CON",
  "con",
  "Con.txt",
  "nul.tar.gz",
  "NUL .txt",
  "com1",
  "COM¹",
  "lpt9.pdf",
  "aux.",
  "conin$",
  "x".repeat(241),
  "я".repeat(121),
  "\ud800",
];

Deno.test("names that show what they are and lead nowhere are taken, all others are not", () => {
  equal(good.filter((name) => complaintOfName(name) !== undefined), []);
  equal(bad.filter((name) => complaintOfName(name) === undefined), []);
});

Deno.test("a name is the same however its accents are written", () => {
  for (const name of ["Å", "e\u0301.txt", "\u1e9b\u0323"]) {
    equal(complaintOfName(name.normalize("NFD")), complaintOfName(name.normalize("NFC")));
  }
  equal(
    complaintOfName("é".normalize("NFD").repeat(119)),
    undefined,
    "it is measured as it is kept",
  );
});

Deno.test("no name made of dots, slashes and worse is taken that is more than one part of a path", () => {
  const parts = [".", "..", "/", "\\", "a", " ", "\0", "%2f", ":", "con", "~", "\u202e"] as const;
  for (let seed = SEED; seed < SEED + rounds(2_000, 100_000); seed++) {
    const chance = random(seed);
    const name = Array.from({ length: 1 + chance.below(6) }, () => chance.pick(parts)).join("");
    if (complaintOfName(name) !== undefined) continue;
    const path = new URL(encodeURIComponent(name).replaceAll("%20", " "), "file:///root/");
    equal([/[/\\:\0]/.test(name), path.pathname.split("/").length, /^\.\.?$|[. ]$/.test(name)], [
      false,
      3,
      false,
    ], `seed ${seed}: ${JSON.stringify(name)}`);
  }
});

const utf8 = new TextEncoder();
const kinds: readonly (readonly [string, string | Uint8Array])[] = [
  ["image/png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0)],
  ["image/jpeg", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ["image/gif", "GIF89a......"],
  ["image/webp", Uint8Array.of(...utf8.encode("RIFF"), 1, 2, 3, 4, ...utf8.encode("WEBPVP8 "))],
  ["video/mp4", Uint8Array.of(0, 0, 0, 24, ...utf8.encode("ftypisom"))],
  ["image/heic", Uint8Array.of(0, 0, 0, 24, ...utf8.encode("ftypheic"))],
  ["application/pdf", "%PDF-1.7\n"],
  ["application/zip", Uint8Array.of(0x50, 0x4b, 3, 4, 0)],
  [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Uint8Array.of(0x50, 0x4b, 3, 4, ...utf8.encode("[Content_Types].xml word/document.xml")),
  ],
  ["application/x-elf", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2)],
  ["application/vnd.microsoft.portable-executable", "MZ\x90\0"],
  ["application/wasm", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
  ["text/plain", "hello, світе\r\n\tyes"],
  ["text/plain", Uint8Array.of(0xff, 0xfe, 0x61, 0)],
  ["text/plain", ""],
  ["text/plain", "1 < 2 and 3 > 2, a <3 b"],
  ["text/html", "  \n<!DOCTYPE html><p>"],
  ["text/html", "a picture? <sCrIpT >alert(1)</script>"],
  ["text/html", "GIF? <img src=x onerror=alert(1)>"],
  ["text/html", "<!-- a comment --><"],
  ["image/svg+xml", "<?xml version='1.0'?><svg onload='alert(1)'/>"],
  ["image/svg+xml", "<x:svg xmlns:x='http://www.w3.org/2000/svg'>"],
  ["application/xml", "<?xml version='1.0'?><note/>"],
  ["text/x-shellscript", "#!/bin/sh\nrm -rf /"],
  ["application/octet-stream", Uint8Array.of(0xc3, 0x28, 1, 2)],
  ["application/octet-stream", "text with a \0 in it"],
];

Deno.test("what kind a file is of is told by its first bytes", () => {
  for (const [type, content] of kinds) {
    const bytes = typeof content === "string" ? utf8.encode(content) : content;
    equal(typeOf(bytes), type, `${content}`);
  }
  equal(typeOf(utf8.encode("я".repeat(5_000)).subarray(0, 4_095)), "text/plain", "a cut character");
});

Deno.test("kinds are taken by their type, or by what stands before its slash", () => {
  const cases = [
    ["image/png", undefined, true],
    ["image/png", [], false],
    ["image/png", ["image/*"], true],
    ["image/png", ["image/png"], true],
    ["image/png", ["image/pn", "png", "*", "im/*"], false],
  ] as const;
  for (const [type, taken, is] of cases) equal(isTaken(type, taken), is);
});
