import { locale } from "../../../form/mod.ts";
import { readDay, writeDay } from "../../../form/locale/day.ts";
import { canonical, decimalOf, readDecimal, writeDecimal } from "../../../form/locale/number.ts";
import { decimalOfMinor, digitsOf, minorOf, writeMoney } from "../../../form/locale/money.ts";
import { en } from "../../../form/locale/words/en.ts";
import { uk } from "../../../form/locale/words/uk.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

const TAGS = [
  "en",
  "uk",
  "de",
  "de-CH",
  "fr",
  "pl",
  "es",
  "ar",
  "ar-EG",
  "fa",
  "hi",
  "bn",
  "en-IN",
  "he",
  "pt-PT",
] as const;

/** A decimal of up to so many digits. */
function decimal({ below, pick }: Random): string {
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join("");
  const fraction = below(3) === 0 ? "" : `.${digits(1 + below(9))}`;
  return canonical(`${pick(["", "-"])}${digits(1 + below(pick([4, 8, 40])))}${fraction}`);
}

Deno.test("a number is read as what it is in the language", () => {
  const table: readonly [string, string, string | undefined][] = [
    ["uk", "1 234,56", "1234.56"],
    ["uk", "1234.56", "1234.56"],
    ["uk", "1\u00a0234,5", "1234.5"],
    ["fr", "1\u202f234,5", "1234.5"],
    ["en", "1,234", "1234"],
    ["de", "1,234", "1.234"],
    ["de", "1.234", "1234"],
    ["en", "1.234", "1.234"],
    ["de", "1234.56", "1234.56"],
    ["en", "1 234,56", "1234.56"],
    ["en", "1.234,56", "1234.56"],
    ["uk", "1,234.56", "1234.56"],
    ["de-CH", "1’234.50", "1234.5"],
    ["de-CH", "1'234'567", "1234567"],
    ["ar-EG", "١٬٢٣٤٫٥", "1234.5"],
    ["ar", "١٢٣٤٫٥", "1234.5"],
    ["fa", "\u200e−۱٬۲۳۴٫۵", "-1234.5"],
    ["ar", "\u061c-1,234.5", "-1234.5"],
    ["en-IN", "12,34,567.8", "1234567.8"],
    ["de", "0.125", "0.125"],
    ["en", "-.5", "-0.5"],
    ["en", "+5.", "5"],
    ["en", "-0.00", "0"],
    // What could be a slip of the hand is no number.
    ["en", "1,5", undefined],
    ["en", "12,34,567", undefined],
    ["en", "1,,234", undefined],
    ["en", "1.2.3", undefined],
    ["uk", "1 23", undefined],
    ["en", "1 234'567", undefined],
    ["en", "--1", undefined],
    ["en", ".", undefined],
    ["en", "", undefined],
    ["en", "1e5", undefined],
    ["en", "0x10", undefined],
    ["en", "Infinity", undefined],
    ["en", "1".repeat(1_000_000), undefined],
  ];
  for (const [tag, text, expected] of table) {
    equal(readDecimal(text, tag), expected, `${tag} ${text.slice(0, 40)}`);
  }
});

Deno.test(`a decimal that a language wrote is read as the same (seed ${SEED})`, () => {
  const source = random(SEED);
  for (let round = 0; round < rounds(800, 100_000); round++) {
    const made = decimal(source), tag = source.pick(TAGS);
    for (const isGrouped of [true, false]) {
      const text = writeDecimal(made, tag, { isGrouped });
      equal(readDecimal(text, tag), made, `${tag} ${JSON.stringify(text)}`);
    }
    // The plain form is read in every language, unless its point can be nothing but one between thousands there.
    const isThousands = /^-?[1-9]\d{0,2}\.\d{3}$/.test(made);
    if (!isThousands) equal(readDecimal(made, tag), made, `${tag} ${made}`);
  }
});

Deno.test(`the decimal of a number is that of its shortest text (seed ${SEED})`, () => {
  const { next, below } = random(SEED);
  for (let round = 0; round < rounds(800, 50_000); round++) {
    const value = (next() - 0.5) * 10 ** (below(60) - 30);
    equal(Number(decimalOf(value)), value);
  }
  equal([0, -0, 1e21, 1e-7, -123.45].map(decimalOf), [
    "0",
    "0",
    `1${"0".repeat(21)}`,
    "0.0000001",
    "-123.45",
  ]);
});

Deno.test(`money is exact, with the digits of its currency (seed ${SEED})`, () => {
  equal(["JPY", "UAH", "KWD", "XXX", "no"].map(digitsOf), [0, 2, 3, 2, 2]);
  equal([minorOf("12.5", 2), minorOf("12.345", 2), minorOf("-0.05", 2), minorOf("7", 0)], [
    1250n,
    undefined,
    -5n,
    7n,
  ]);
  const { next, below } = random(SEED);
  for (let round = 0; round < rounds(1_000, 20_000); round++) {
    const minor = BigInt(Math.floor((next() - 0.5) * 2 ** 53)) * 10n ** BigInt(below(12)),
      digits = below(4);
    equal(minorOf(decimalOfMinor(minor, digits), digits), minor);
  }
  // More digits than a double has.
  equal(
    readDecimal(writeMoney(1234567890123456789012n, "UAH", "uk").replace(/[^\d,]/g, ""), "uk"),
    "12345678901234567890.12",
  );
  equal(writeMoney(-1250n, "JPY", "en"), "-¥1,250");
  equal(writeMoney(5n, "XXX", "uk"), "0,05");
});

Deno.test(`a day that a language wrote is read as the same (seed ${SEED})`, () => {
  const { below, pick } = random(SEED);
  for (let round = 0; round < rounds(1_000, 20_000); round++) {
    const day = new Date(Date.UTC(1000 + below(8_000), below(12), 1 + below(28))).toISOString()
      .slice(0, 10);
    const tag = pick(TAGS), text = writeDay(day, tag);
    equal(readDay(text, tag), day, `${tag} ${text}`);
  }
  equal(readDay("29.2.2024", "uk"), "2024-02-29");
  equal(readDay("2/29/2024", "en"), "2024-02-29");
  for (
    const text of [
      "29.02.2023",
      "31.04.2024",
      "2024-02-30",
      "1.1.24",
      "29/02/2024x9",
      "0000-01-01",
      "today",
      "9".repeat(100_000),
    ]
  ) {
    equal(readDay(text, "uk"), undefined, text.slice(0, 20));
  }
});

Deno.test("messages have plural forms, and words of an application go before", () => {
  const said = locale("uk", {
    days: { one: "{count} день", few: "{count} дні", other: "{count} днів" },
    yes: "Авжеж",
  });
  equal([1, 3, 5, 21, 104, 1_000].map((count) => said.say("days", { count })), [
    "1 день",
    "3 дні",
    "5 днів",
    "21 день",
    "104 дні",
    "1\u00a0000 днів",
  ]);
  equal([said.say("yes"), said.say("no"), said.say("no such key")], ["Авжеж", "Ні", "no such key"]);
  // A language without words says them in English, with numbers of its own.
  equal(
    locale("de").say("long", { count: 10_000 }),
    "This is too long: at most 10.000 characters.",
  );
  equal(locale("ar-EG").say("long", { count: 1 }), "This is too long: at most ١ character.");
  equal(
    locale("en", { x: "{a} {b} {a} $& {constructor}" }).say("x", { a: "<b>", b: 0.000001 }),
    "<b> 0.000001 <b> $& {constructor}",
  );
  for (const tag of ["", "no tag!", "x".repeat(10_000), "__proto__", "constructor"]) {
    equal(locale(tag).say("yes"), "Yes", tag.slice(0, 20));
  }
  equal(Object.keys(uk).toSorted(), Object.keys(en).toSorted());
});

Deno.test(`a decimal is written as Intl writes it (seed ${SEED})`, () => {
  const source = random(SEED), formats = new Map<string, Intl.NumberFormat>();
  const oracle = (tag: string, fraction: number, isGrouped: boolean) => {
    const key = `${tag} ${fraction} ${isGrouped}`,
      options = {
        minimumFractionDigits: fraction,
        maximumFractionDigits: fraction,
        useGrouping: isGrouped ? "auto" as const : false,
      };
    const format = formats.get(key) ?? new Intl.NumberFormat(tag, options);
    formats.set(key, format);
    return format;
  };
  for (let round = 0; round < rounds(800, 50_000); round++) {
    const made = decimal(source),
      tag = source.pick([...TAGS, "sv", "mr", "my", "et", "de-AT", "es-MX"]),
      isGrouped = source.below(2) === 0;
    const digits = source.below(4), own = Math.max(digits, made.split(".")[1]?.length ?? 0);
    const expected = oracle(tag, own, isGrouped).format(made as never); // as: texts are taken since 2023
    equal(writeDecimal(made, tag, { digits, isGrouped }), expected, `${tag} ${made}`);
  }
});
