/**
 * Numbers as Python has them: integers without bound, and floats that keep their point.
 *
 * @module
 */
import { Float } from "./float.ts";
import { Safe } from "./safe.ts";
import { bare } from "./white.ts";

/** A float, which is told from an integer where it has no fraction. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** An integer, as a number where that is exact. */
export function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A text that may be a number, with digits of any script as those of ASCII and nothing between them. */
function numeral(text: string): string {
  // Separators of ASCII are white to a text, and no part of a number.
  // deno-lint-ignore no-control-regex -- they are control characters
  const digits = (/[\x1c-\x1f]/.test(text) ? text : bare(text)).replace(
    /[^\P{Nd}0-9]/gu,
    (digit) => String(valueOf(digit)),
  );
  return digits.replace(/(?<=\d)_(?=\d)/g, "");
}

/** The value of a digit: those of a script stand in a row, from its zero on. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}

/** What `int()` of Python makes of a value; `undefined` where it refuses it. */
export function toInt(value: unknown): number | bigint | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) : undefined;
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Float) return toInt(value.value);
  const text = value instanceof Safe ? value.text : value;
  if (typeof text !== "string" || text.length > 4_300) return undefined;
  const digits = numeral(text);
  return /^[-+]?\d+$/.test(digits) ? integer(BigInt(digits.replace(/^\+/, ""))) : undefined;
}

/** As {@linkcode toInt}, within the integers that a number holds: a count of something. */
export function toCount(value: unknown): number | undefined {
  const whole = toInt(value);
  return whole === undefined ? undefined : Number(whole);
}

/** What `float()` of Python makes of a value; `undefined` where it refuses it. */
export function toFloat(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Float) return value.value;
  const text = value instanceof Safe ? value.text : value;
  if (typeof text !== "string" || text.length > 4_300) return undefined;
  const written = numeral(text);
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(written)) return Number(written);
  if (/^[-+]?inf(?:inity)?$/i.test(written)) return written.startsWith("-") ? -Infinity : Infinity;
  return /^[-+]?nan$/i.test(written) ? NaN : undefined;
}

/** A number as Python writes it. */
export function numberText(value: number | bigint | Float): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && Number.isInteger(value)) {
    return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString();
  }
  return floatText(typeof value === "number" ? value : value.value);
}

/** A float as `repr` of Python writes it: the same digits as here, with other bounds of the exponent. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const plain = plainText(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}

/** A float without an exponent. */
export function plainText(value: number): string {
  const text = String(value), found = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text);
  if (found === null) return text;
  const [, sign = "", first = "", rest = "", power = "0"] = found, exponent = Number(power);
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${first}${rest}`;
  return sign + first + rest.padEnd(exponent, "0");
}

/** Whether a value is a number of Python; its truth values are numbers, too. */
export function isNumber(value: unknown): value is number | bigint | Float {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Float;
}
