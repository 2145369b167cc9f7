/**
 * Numbers from text and to text.
 *
 * @module
 */
import { Decimal, type Numeric, settled } from "./decimal.ts";

/** Digits that are read; of all behind them only whether they are zeros. */
const READ = 40;

/** More than any exponent of a number. */
const FAR = 1e6;

/** The decimals of so many digits are told apart by every double. */
const SHORT = 15;

const PLAIN = /^-?(?:\d+\.?\d*|\.\d+)$/;
const NUMBER = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The number that a text is, rounded to thirty-four digits; null for none, and beyond the greatest one. */
export function readNumber(text: string): Numeric | null {
  if (text.length <= SHORT && PLAIN.test(text)) return Number(text) + 0;
  const found = NUMBER.exec(text);
  if (found === null) return null;
  const [, sign = "", whole = "", part = "", power = "0"] = found;
  const digits = (whole + part).replace(/^0+/, "");
  if (digits === "") return whole + part === "" ? null : 0;
  const rest = digits.slice(READ);
  // A last digit that is not zero stands for all that are left out.
  const read = digits.slice(0, READ) + (/[1-9]/.test(rest) ? "1" : "0");
  const exponent = Math.max(-FAR, Math.min(FAR, Number(power)));
  return settled(BigInt(sign + read), exponent - part.length + rest.length - 1);
}

/** The text of a number, without an exponent. */
export function writeNumber(value: Numeric): string {
  if (typeof value !== "number") return writeDecimal(value);
  const text = String(value);
  return text.includes("e") ? expanded(text) : text;
}

function expanded(text: string): string {
  const split = text.indexOf("e");
  const [whole = "", part = ""] = text.slice(0, split).split(".");
  const exponent = Number(text.slice(split + 1)) - part.length;
  return writeDecimal(new Decimal(BigInt(whole + part), exponent));
}

function writeDecimal({ coefficient, exponent }: Decimal): string {
  const sign = coefficient < 0n ? "-" : "";
  const digits = String(coefficient).replace("-", "");
  if (exponent >= 0) return sign + digits + "0".repeat(exponent);
  const padded = digits.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
