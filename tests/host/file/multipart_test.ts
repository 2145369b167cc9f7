/**
 * Forms as RFC 7578 has them, against a model that writes them, in pieces of any size.
 *
 * @module
 */
import { concatBytes } from "../../../base/mod.ts";
import { multipart } from "../../../host/file/multipart/multipart.ts";
import { boundaryOf, extended } from "../../../host/file/multipart/parameter.ts";
import { Refused } from "../../../host/file/multipart/refused.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

const utf8 = new TextEncoder(), text = new TextDecoder();
const bounds = { parts: 8, header: 1_000 };

/** A part as a test has it. */
interface Shown {
  readonly name: string;
  readonly filename: string | undefined;
  readonly bytes: Uint8Array;
}

/** Bytes in pieces that end where `cut` says. */
function pieces(bytes: Uint8Array, cut: (left: number) => number) {
  let at = 0;
  return () => {
    if (at === bytes.length) return Promise.resolve(undefined);
    const piece = bytes.slice(at, at + Math.max(1, cut(bytes.length - at)));
    at += piece.length;
    return Promise.resolve(piece);
  };
}

async function parsed(
  bytes: Uint8Array,
  boundary: string,
  cut = (left: number) => left,
): Promise<Shown[]> {
  const found: Shown[] = [];
  for await (const { name, filename, read } of multipart(pieces(bytes, cut), boundary, bounds)) {
    const all: Uint8Array[] = [];
    for (let piece = await read(); piece !== undefined; piece = await read()) {
      assert(piece.length > 0);
      all.push(piece);
    }
    found.push({ name, filename, bytes: concatBytes(...all) });
  }
  return found;
}

const NAMES = [
  "file",
  "a b",
  'say "hi"',
  "back\\slash",
  "файл",
  "名前",
  "100%",
  "semi;colon",
  "=",
  "",
];

/** Contents that look like what ends them. */
function content({ below, pick }: Random, boundary: string): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let count = below(6); count > 0; count--) {
    parts.push(
      pick([
        () => utf8.encode(`\r\n--${boundary}x`),
        () => utf8.encode(`\r\n--${boundary.slice(0, below(boundary.length))}`),
        () => utf8.encode(`\r\n--${boundary}-`),
        () => utf8.encode(`\r\n--${boundary}--x`),
        () => utf8.encode(`\r\n--${boundary} \t x`),
        () => utf8.encode("\r\n"),
        () => utf8.encode("\r\r\n-"),
        () => Uint8Array.from({ length: below(300) }, () => below(256)),
        () => new Uint8Array(below(5_000)).fill(13),
      ])(),
    );
  }
  // What comes next is a line break, and makes a boundary of what ends like one.
  return concatBytes(...parts, utf8.encode("."));
}

function written(shown: readonly Shown[], boundary: string, { below, pick }: Random): Uint8Array {
  const quoted = (value: string) =>
    below(2) === 0 ? value.replace(/"/g, "%22") : value.replace(/["\\]/g, "\\$&");
  const padding = () => pick(["", "", " ", " \t "]);
  const lines: Uint8Array[] = [utf8.encode(pick(["", "", "a preamble\r\n", "\r\n"]))];
  for (const { name, filename, bytes } of shown) {
    const file = filename === undefined
      ? ""
      : below(3) === 0
      ? `; filename="x"; FileName*=utf-8'uk'${
        encodeURIComponent(filename).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
      }`
      : `; filename="${quoted(filename)}"`;
    const type = below(2) === 0 ? "Content-Type: text/html; charset=x\r\n" : "";
    const disposition = `content-DISPOSITION: Form-Data; name="${quoted(name)}"${file}`;
    lines.push(
      utf8.encode(`--${boundary}${padding()}\r\n${type}${disposition}\r\n\r\n`),
      bytes,
      utf8.encode("\r\n"),
    );
  }
  lines.push(
    utf8.encode(`--${boundary}--${pick(["", "\r\n", " \r\n", "\r\nan epilogue", "\r\n\r\n"])}`),
  );
  return concatBytes(...lines);
}

Deno.test(`a form comes out as it was written, however it is cut and whatever is in it (seed ${SEED})`, async () => {
  const made = random(SEED), { below, pick } = made;
  for (let round = 0; round < rounds(200, 4_000); round++) {
    const boundary = pick([
      "x",
      "----WebKitFormBoundaryAbC123",
      "'()+_,-./:=?",
      "a b",
      "-",
      "=".repeat(70),
    ]);
    const shown = Array.from({ length: below(5) }, () => ({
      name: pick(NAMES as [string]),
      filename: below(2) === 0 ? pick(NAMES as [string]) : undefined,
      bytes: below(5) === 0 ? new Uint8Array(0) : content(made, boundary),
    }));
    const bytes = written(shown, boundary, made);
    const most = pick([1, 3, 70, 1_000, Infinity]);
    const found = await parsed(
      bytes,
      boundary,
      (left) => most === Infinity ? left : 1 + below(most),
    );
    equal(found, shown, `seed ${SEED}, round ${round}, ${boundary}`);
    // No beginning of it is a form, unless it ends where a content says the last boundary.
    const short = bytes.slice(
      0,
      below(text.decode(bytes).lastIndexOf("--") < 0 ? 1 : lastBoundary(bytes, boundary)),
    );
    if (text.decode(short).endsWith(`\r\n--${boundary}--`)) continue;
    await rejects(() => parsed(short, boundary), Refused);
  }
});

/** Where the last boundary is not complete yet. */
function lastBoundary(bytes: Uint8Array, boundary: string): number {
  const latin = new TextDecoder("latin1").decode(bytes);
  return latin.lastIndexOf(`--${boundary}--`) + boundary.length + 3;
}

Deno.test("what is no form is refused with a reason", async () => {
  const part = (headers: string) => `--b\r\n${headers}\r\n\r\nx\r\n--b--\r\n`;
  const named = 'Content-Disposition: form-data; name="a"';
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ["", 400, /before its last boundary/],
    ["no form at all", 400, /before its last boundary/],
    ["--b--", 200, /^$/],
    ["--b\r\n", 400, /before/],
    [part(""), 400, /name=/],
    [part("Content-Type: text/plain"), 400, /name=/],
    [part("Content-Disposition: form-data"), 400, /name=/],
    [part('Content-Disposition: attachment; name="a"'), 400, /name=/],
    [part('Content-Disposition: form-data; name="a'), 400, /name=/],
    [part('Content-Disposition: form-data; name="a"; name="b"'), 400, /name=/],
    [part('Content-Disposition: form-data; name="a"; filename="x"; filename="y"'), 400, /name=/],
    [part(`${named}; filename*=latin1''x`), 400, /filename\*/],
    [part(`${named}; filename*=utf-8''%ff`), 400, /filename\*/],
    [part(`${named}\r\n${named}`), 400, /twice/],
    [part(`${named}\r\nno header`), 400, /none/],
    [part(`${named}\r\n folded: x`), 400, /none/],
    [part(`${named}\nX: y`), 400, /none/],
    [part(`${named}\0`), 400, /none/],
    [part(`${named}\r\nContent-Transfer-Encoding: base64`), 400, /coded/],
    [part(`${named}\r\nX: ${"y".repeat(1_000)}`), 413, /1000 bytes of headers/],
    [
      part(`${named}\r\n${Array.from({ length: 16 }, (_, n) => `X${n}: y`).join("\r\n")}`),
      413,
      /16 headers/,
    ],
    [Array(10).fill(`--b\r\n${named}\r\n\r\n`).join("\r\n"), 413, /8 parts/],
    [`${"x".repeat(2_000)}\r\n--b--`, 400, /before the first/],
    [`--b--\r\n${"x".repeat(2_000)}`, 400, /behind the last/],
  ];
  for (const [form, status, reason] of cases) {
    for (const cut of [(left: number) => left, () => 1]) {
      const found = await parsed(utf8.encode(form), "b", cut).then(
        () => new Refused("", 200),
        (e) => e,
      );
      assert(found instanceof Refused, `${form}: ${found}`);
      equal(found.status, status, form);
      assert(reason.test(found.message), `${form}: ${found.message}`);
    }
  }
  const bytes = concatBytes(
    utf8.encode("--b\r\nContent-Disposition: form-data; name="),
    Uint8Array.of(0xff),
    utf8.encode("\r\n\r\n\r\n--b--"),
  );
  await rejects(() => parsed(bytes, "b"), Refused);
});

Deno.test("a part without a content may end with the line of its headers, and what nobody reads is passed over", async () => {
  const form =
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n--b\r\nContent-Disposition: form-data; name="c"\r\n\r\nd\r\n--b--';
  equal(
    (await parsed(utf8.encode(form), "b")).map(({ name, bytes }) => [name, text.decode(bytes)]),
    [["a", ""], ["c", "d"]],
  );
  const names: string[] = [];
  for await (const { name } of multipart(pieces(utf8.encode(form), () => 3), "b", bounds)) {
    names.push(name);
  }
  equal(names, ["a", "c"]);
});

Deno.test("a boundary is what RFC 2046 lets it be, an extended value what RFC 8187 does", () => {
  const cases: readonly (readonly [string | null, string | undefined])[] = [
    ["multipart/form-data; boundary=x", "x"],
    ["Multipart/Form-Data;BOUNDARY=x", "x"],
    ['multipart/form-data; boundary="a b"; charset=utf-8', "a b"],
    ["multipart/form-data; charset=utf-8; boundary=----x", "----x"],
    [`multipart/form-data; boundary=${"x".repeat(70)}`, "x".repeat(70)],
    [`multipart/form-data; boundary=${"x".repeat(71)}`, undefined],
    ['multipart/form-data; boundary="x "', undefined],
    ['multipart/form-data; boundary=""', undefined],
    ["multipart/form-data; boundary=", undefined],
    ["multipart/form-data", undefined],
    ["multipart/form-data; boundary=x; boundary=y", undefined],
    ["multipart/form-data; boundary=x, multipart/form-data; boundary=y", undefined],
    ['multipart/form-data; boundary="x\r\n"', undefined],
    ["multipart/form-data; boundary=é", undefined],
    ["multipart/mixed; boundary=x", undefined],
    ["", undefined],
    [null, undefined],
  ];
  for (const [header, boundary] of cases) equal(boundaryOf(header), boundary, `${header}`);
  equal(extended("UTF-8''na%C3%AFve%20plan.txt"), "naïve plan.txt");
  equal(extended("utf-8'en'a"), "a");
  for (
    const bad of [
      "",
      "''a",
      "utf-8'a",
      "utf-8''%",
      "utf-8''%f",
      "utf-8''a b",
      "utf-8''%c0%ae",
      "x''a",
    ]
  ) {
    equal(extended(bad), undefined, bad);
  }
});
