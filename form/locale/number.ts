/**
 * Numbers as a language writes them: decimals as text, which no floating point touches.
 *
 * A decimal is a text such as `-1234.50`: a sign where it is negative, digits, and behind a point a fraction.
 *
 * @module
 */
import { kept } from "./kept.ts";

/** The longest text that is read as a number, in UTF-16 units. */
const LONGEST = 128;
/** Marks of direction: they show nothing, and the texts of languages from right to left have them. */
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** The noughts of the digits that are in use: each is followed by the other nine. */
const NOUGHTS = [
  ...[0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66] as const,
  ...[0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10] as const,
];
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
/** Signs that stand between thousands in one language or another: blanks and apostrophes are nothing else in any. */
const BLANK = " ", APOSTROPHE = "'", ARABIC_GROUP = "٬", ARABIC_DECIMAL = "٫";

/** How a language writes numbers. */
interface Signs {
  /** Between the integer and its fraction, as it is read and as it is written. */
  readonly decimal: string;
  readonly point: string;
  /** Between groups of digits, in the same way. */
  readonly group: string;
  readonly comma: string;
  /** Before what is negative. */
  readonly minus: string;
  /** Whether groups are of three digits, then of two each, as in India. */
  readonly isIndian: boolean;
  /** The least digits before the last group, where thousands are told apart. */
  readonly least: number;
  /** The ten digits; undefined where they are those of ASCII. */
  readonly digits: readonly string[] | undefined;
}

const signsOf: (tag: string) => Signs = kept((tag) => {
  const format = new Intl.NumberFormat(tag, { minimumFractionDigits: 1 });
  const parts = format.formatToParts(-1234567.5), first = parts[0];
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const groups = parts.filter((part) => part.type === "integer").map(({ value }) => value.length);
  const isGrouped = format.formatToParts(1234).some(({ type }) => type === "group");
  const digits = Array.from(
    new Intl.NumberFormat(tag, { useGrouping: false, minimumIntegerDigits: 10 }).format(123456789),
  );
  return {
    decimal: plain(find("decimal")) || ".",
    point: find("decimal") || ".",
    group: plain(find("group")),
    comma: find("group"),
    // In some languages a mark of direction comes first.
    minus: first?.type === "literal" ? first.value + find("minusSign") : find("minusSign") || "-",
    isIndian: groups.at(-2) === 2,
    least: isGrouped ? 1 : 2,
    digits: digits.join("") === "0123456789" ? undefined : digits,
  };
});

/** A text with the digits of ASCII, one kind of minus, blank and apostrophe, and no marks of direction. */
export function plain(text: string): string {
  return text.replace(MARKS, "").replace(/\p{Nd}/gu, digit).replace(/[−﹣－‒–]/g, "-")
    .replace(/[\s\u00a0\u2007\u2009\u202f]/g, BLANK).replace(/[’ʼ‘´`＇]/g, APOSTROPHE);
}

function digit(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (code < 0x80) return found;
  const nought = NOUGHTS.find((from) => code >= from && code < from + 10);
  return nought === undefined ? found : String(code - nought);
}

/**
 * The decimal that a text says in a language; undefined for what is none.
 *
 * The language decides what could be two things (`1,234` is a thousand in English, a little more than one in German); a form of another
 * language is read where it can be nothing else (`1 234,56`, `1.234,56`), and so is the plain one of machines (`1234.56`).
 */
export function readDecimal(text: string, tag: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const bare = plain(text).trim(), sign = /^([-+]?) ?([^]*)$/.exec(bare);
  const [, minus, digits = ""] = sign ?? [];
  const size = ofLanguage(digits, signsOf(tag)) ?? ofMachine(digits) ?? ofAny(digits);
  if (size === undefined) return undefined;
  return canonical(`${minus === "-" ? "-" : ""}${size}`);
}

function ofLanguage(text: string, { decimal, group, isIndian }: Signs): string | undefined {
  const at = Math.max(text.lastIndexOf(decimal), text.lastIndexOf(ARABIC_DECIMAL));
  const integer = at < 0 ? text : text.slice(0, at), fraction = at < 0 ? "" : text.slice(at + 1);
  if (!/^\d*$/.test(fraction) || integer + fraction === "") return undefined;
  const joined = [group, BLANK, APOSTROPHE, ARABIC_GROUP].filter((each) => each !== decimal)
    .map((each) => ungrouped(integer, each, isIndian)).find((each) => each !== undefined);
  return joined === undefined ? undefined : `${joined || "0"}.${fraction || "0"}`;
}

/** An integer without the signs between its groups; undefined where they stand elsewhere. One that begins with nought has none. */
function ungrouped(text: string, group: string, isIndian = false): string | undefined {
  if (/^\d*$/.test(text)) return text;
  if (group === "" || text.startsWith("0")) return undefined;
  const groups = text.split(group), [first = ""] = groups;
  if (groups.length < 2 || !groups.every((each) => /^\d+$/.test(each))) return undefined;
  const is = (inner: number) =>
    first.length <= inner && groups.slice(1, -1).every(({ length }) => length === inner) &&
    groups.at(-1)?.length === 3;
  return is(3) || isIndian && is(2) ? groups.join("") : undefined;
}

function ofMachine(text: string): string | undefined {
  return /^\d+\.?\d*$|^\.\d+$/.test(text)
    ? `0${text}${text.includes(".") ? "0" : ".0"}`
    : undefined;
}

/** What has groups of thousands by one sign, and a fraction behind another: it can be only one number, in whichever language. */
function ofAny(text: string): string | undefined {
  const [, integer = "", group = "", , fraction = ""] =
    /^(\d{1,3}(?:([ '.,])\d{3})(?:\2\d{3})*)([.,])(\d*)$/.exec(text) ?? [];
  const at = integer.length;
  if (integer === "" || text.charAt(at) === group) return undefined;
  const joined = ungrouped(integer, group);
  return joined === undefined ? undefined : `${joined}.${fraction || "0"}`;
}

/** The shortest form of a decimal: no noughts before or behind it, nought without a sign. */
export function canonical(decimal: string): string {
  const [, sign = "", integer = "", fraction = ""] = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(decimal) ??
    [];
  const size = `${integer || "0"}${fraction === "" ? "" : `.${fraction}`}`;
  return size === "0" ? size : sign + size;
}

/** The decimal of a JavaScript number: that of its shortest text. Not for what is neither finite nor within 1e±100. */
export function decimalOf(value: number): string {
  const text = String(value),
    [, mantissa = "", power = "0"] = /^([^e]*)(?:e(.*))?$/.exec(text) ?? [];
  const [integer = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = integer + fraction, point = integer.length + Number(power);
  const moved = point <= 0
    ? `0.${"0".repeat(-point)}${digits}`
    : `${digits.padEnd(point, "0").slice(0, point)}.${digits.slice(point) || "0"}`;
  return canonical(`${value < 0 ? "-" : ""}${moved}`);
}

/** How a decimal is written. */
export interface DecimalForm {
  /** How many digits of its fraction there are at least. */
  readonly digits?: number;
  /** Whether thousands are told apart. */
  readonly isGrouped?: boolean;
}

/** A decimal as a language writes it, with all its digits. It is put together here: `Intl` takes ten times as long. */
export function writeDecimal(decimal: string, tag: string, form: DecimalForm = {}): string {
  const { digits = 0, isGrouped = false } = form, signs = signsOf(tag);
  const isNegative = decimal.startsWith("-"), at = decimal.indexOf(".");
  const integer = decimal.slice(isNegative ? 1 : 0, at < 0 ? undefined : at);
  const fraction = (at < 0 ? "" : decimal.slice(at + 1)).padEnd(digits, "0");
  const size = (isGrouped ? grouped(integer, signs) : integer) +
    (fraction === "" ? "" : signs.point + fraction);
  const text = isNegative ? signs.minus + size : size, own = signs.digits;
  return own === undefined ? text : text.replace(/[0-9]/g, (digit) => own[Number(digit)] ?? digit);
}

function grouped(integer: string, { comma, isIndian, least }: Signs): string {
  if (integer.length < 3 + least) return integer;
  const groups = [integer.slice(-3)], size = isIndian ? 2 : 3;
  for (let end = integer.length - 3; end > 0; end -= size) {
    groups.push(integer.slice(Math.max(0, end - size), end));
  }
  return groups.reverse().join(comma);
}

/** A decimal by a format, with all its digits: as text it does not go through a double. */
export function exact(format: Intl.NumberFormat, decimal: string): string {
  return format.format(checked(decimal) as never); // as: since 2023 texts are taken, which the types of older libraries do not know
}

function checked(decimal: string): string {
  return DECIMAL.test(decimal) ? decimal : "0";
}
