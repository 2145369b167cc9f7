/**
 * Python's formatting by `%`, of one value.
 *
 * @module
 */
import { isNumber, toFloat, toInt } from "../value/number.ts";
import { Safe } from "../value/safe.ts";
import { repr, textOf } from "../value/text.ts";

interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** How long a field may be before it is asked for. */
const WIDEST = 100;

/** A value in a format without its first `%`; empty where it does not fit. `room` is asked for long ones. */
export function formatted(value: unknown, format: string, room: (length: number) => void): string {
  const found = /^([-+ 0#]*)(\d*)(?:\.(\d*))?[hlL]?([diouxXeEfFgGcrsa%])/.exec(format);
  if (found === null) return "";
  const [head, flags = "", width = "", precision, type = ""] = found;
  const rest = format.slice(head.length).replaceAll("%%", "\0");
  // One value fills one place.
  if (type === "%" || rest.includes("%")) return "";
  const spec: Spec = {
    flags,
    width: Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
  const longest = Math.max(spec.width, spec.precision ?? 0);
  if (longest > WIDEST) room(longest);
  const text = field(value, spec);
  return text === undefined ? "" : padded(text, spec) + rest.replaceAll("\0", "%");
}

function field(value: unknown, spec: Spec): string | undefined {
  const { type, precision, flags } = spec;
  if ("sra".includes(type)) {
    const text = type === "s" ? textOf(value) : repr(value);
    return precision === undefined ? text : [...text].slice(0, precision).join("");
  }
  if (type === "c") return character(value);
  if (!isNumber(value) && typeof value !== "boolean") return undefined;
  const isFloat = "eEfFgG".includes(type);
  const number = isFloat ? toFloat(value) : toInt(value);
  if (number === undefined || !"diu".includes(type) && !isFloat && !isWhole(value)) {
    return undefined;
  }
  const sign = number < 0 || isFloat && Object.is(number, -0) ? "-" : /[+ ]/.exec(flags)?.[0] ?? "";
  const digits = isFloat ? real(Math.abs(Number(number)), spec) : whole(number, spec);
  return sign.replace(flags.includes("+") ? " " : "", flags.includes("+") ? "+" : "") + digits;
}

function isWhole(value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "boolean" || Number.isInteger(value);
}

function character(value: unknown): string | undefined {
  const text = value instanceof Safe ? value.text : value;
  if (typeof text === "string") return [...text].length === 1 ? text : undefined;
  return typeof text === "number" && text >= 0 && text < 0x110000 && Number.isInteger(text)
    ? String.fromCodePoint(text)
    : undefined;
}

function whole(number: number | bigint, { type, precision, flags }: Spec): string {
  const positive = BigInt(number) < 0n ? -BigInt(number) : BigInt(number);
  const base = type === "o" ? 8 : /x/i.test(type) ? 16 : 10;
  const digits = positive.toString(base).padStart(precision ?? 0, "0");
  const prefix = base === 10 || !flags.includes("#") ? "" : base === 8 ? "0o" : "0x";
  return type === "X" ? (prefix + digits).toUpperCase() : prefix + digits;
}

function real(number: number, { type, precision, flags }: Spec): string {
  if (!Number.isFinite(number)) {
    const text = Number.isNaN(number) ? "nan" : "inf";
    return /[EFG]/.test(type) ? text.toUpperCase() : text;
  }
  const places = Math.min(precision ?? 6, 100), lower = type.toLowerCase();
  const text = lower === "f"
    ? fixed(number, places)
    : lower === "e"
    ? exponential(number, places)
    : general(number, places || 1, flags.includes("#"));
  return type === lower ? text : text.toUpperCase();
}

function fixed(number: number, places: number): string {
  if (number < 1e21) return number.toFixed(places);
  return BigInt(number).toString() + (places > 0 ? `.${"0".repeat(places)}` : "");
}

function exponential(number: number, places: number): string {
  return number.toExponential(places).replace(/e([-+])(\d)$/, "e$10$2");
}

function general(number: number, places: number, isFull: boolean): string {
  const exponent = Number(number.toExponential(places - 1).split("e")[1]);
  const isShort = exponent >= -4 && exponent < places;
  const text = isShort ? fixed(number, places - 1 - exponent) : exponential(number, places - 1);
  if (isFull || !text.includes(".")) return text;
  return text.replace(/\.?0+(?=e|$)/, "");
}

function padded(text: string, { flags, width, type }: Spec): string {
  const space = Math.max(0, width - [...text].length);
  if (flags.includes("-")) return text + " ".repeat(space);
  const isNumeric = !"srac".includes(type) && !/n/i.test(text);
  if (!flags.includes("0") || !isNumeric) return " ".repeat(space) + text;
  const sign = /^[-+ ]?(?:0[xo])?/i.exec(text)?.[0] ?? "";
  return sign + "0".repeat(space) + text.slice(sign.length);
}
