/**
 * Values as text, as `str` and `repr` of Python write them.
 *
 * @module
 */
import { Float } from "./float.ts";
import { DtlError } from "../error.ts";
import { numberText } from "./number.ts";
import { Safe } from "./safe.ts";
import { entriesOf, Group, itemsOf, Tuple, View } from "./sequence.ts";

/** How much of one value is looked at: a few shared lists can stand for more items than there are atoms. */
const MOST = 1_000_000, DEEP = 100;

/** A value as `str` writes it. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Safe) return value.text;
  if (typeof value === "number") return numberText(value);
  if (value instanceof Date) return moment(value);
  return typeof value === "object" ? repr(value) : leaf(value);
}

/** A value as `repr` writes it. */
export function repr(value: unknown): string {
  return written(value, { left: MOST, depth: 0 });
}

interface Budget {
  left: number;
  depth: number;
}

function leaf(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" || typeof value === "bigint") return numberText(value);
  if (value instanceof Float) return numberText(value);
  return typeof value === "function" ? "<function>" : `<${typeof value}>`;
}

function written(value: unknown, budget: Budget): string {
  if (typeof value === "string") return spent(quoted(value), budget);
  if (value instanceof Safe) return spent(quoted(value.text), budget);
  if (typeof value !== "object" || value === null || value instanceof Float) {
    return spent(leaf(value), budget);
  }
  if (value instanceof Date) return spent(constructed(value), budget);
  if (budget.depth >= DEEP) throw new DtlError("limit", `a value is deeper than ${DEEP} to write`);
  budget.depth++;
  const text = spent(composed(value, (part) => written(part, budget)), budget);
  budget.depth--;
  return text;
}

function composed(value: object, write: (part: unknown) => string): string {
  if (value instanceof View) return `${value.kind}([${value.items.map(write).join(", ")}])`;
  if (value instanceof Group) {
    return `GroupedResult(grouper=${write(value.grouper)}, list=${write(value.list)})`;
  }
  const pairs = entriesOf(value);
  if (pairs !== undefined) {
    return `{${pairs.map(([key, each]) => `${write(key)}: ${write(each)}`).join(", ")}}`;
  }
  const items = itemsOf(value, MOST) ?? [], all = Array.from(items, write).join(", ");
  if (value instanceof Tuple) return items.length === 1 ? `(${all},)` : `(${all})`;
  if (value instanceof Set) return items.length === 0 ? "set()" : `{${all}}`;
  return `[${all}]`;
}

function spent(text: string, budget: Budget): string {
  budget.left -= text.length + 1;
  if (budget.left < 0) throw new DtlError("limit", `a value is longer than ${MOST} characters`);
  return text;
}

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replace(/\\/g, "\\\\").replace(/(?! )[\p{C}\p{Z}]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    const hex = (length: number) => code.toString(16).padStart(length, "0");
    return NAMED[sign] ??
      (code < 256 ? `\\x${hex(2)}` : code < 65_536 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
  });
  return quote + (quote === "'" ? inner.replaceAll("'", "\\'") : inner) + quote;
}

/** A moment, in UTC, as what makes it in Python: seconds and their parts only where there are some. */
function constructed(value: Date): string {
  if (Number.isNaN(value.getTime())) return "";
  const parts = [value.getUTCFullYear(), value.getUTCMonth() + 1, value.getUTCDate()];
  parts.push(value.getUTCHours(), value.getUTCMinutes());
  const seconds = value.getUTCSeconds(), rest = value.getUTCMilliseconds() * 1_000;
  if (seconds > 0 || rest > 0) parts.push(seconds);
  if (rest > 0) parts.push(rest);
  return `datetime.datetime(${parts.join(", ")})`;
}

/** A moment, in UTC, as `datetime` writes it. */
function moment(value: Date): string {
  if (Number.isNaN(value.getTime())) return "";
  const [day = "", time = ""] = value.toISOString().split("T");
  const fraction = value.getUTCMilliseconds() === 0 ? "" : `${time.slice(8, 12)}000`;
  return `${day} ${time.slice(0, 8)}${fraction}`;
}
