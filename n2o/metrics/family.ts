/**
 * Families of measures, each with a name, a type and its labels, and the rules that OpenMetrics 1.0 has for them.
 *
 * @module
 */
import { N2oError } from "../error.ts";

/** The labels of one series by name. */
export type Labels = Readonly<Record<string, string>>;

/** What is measured. */
export interface Family {
  /** Small letters, digits and `_`, the unit at its end: `shop_order_duration_seconds`; a counter's without `_total`. */
  readonly name: string;
  /** A counter only grows, a gauge is read when somebody asks, a histogram counts by size. */
  readonly type: "counter" | "gauge" | "histogram";
  /** What it is, in a sentence for people. */
  readonly help: string;
  /** The unit, which the name ends with: `seconds`, `bytes`; none where things are counted. */
  readonly unit?: string;
  /** Names of its labels; none by default. */
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram's buckets, ascending, without infinity; those of durations in seconds by default. */
  readonly buckets?: readonly number[];
  /** How many series it may have, 100 by default: what comes later is counted under the label value `other`. */
  readonly most?: number;
}

/** A family that was checked, with what it has by default. */
export interface CheckedFamily extends Family {
  /** Names of its labels. */
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets: readonly number[];
  /** How many series it may have. */
  readonly most: number;
}

/** Buckets of what a person waits for, in seconds. */
const DURATIONS: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const NAME = /^[a-z][a-z0-9_]*$/, LONGEST = 128;
/** What OpenMetrics puts behind the name, by type. */
const SUFFIXES: Readonly<Record<Family["type"], readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_count", "_sum", "_created"],
};

/** The names that samples of a family may have, its own among them. */
export function namesOf({ name, type }: Pick<Family, "name" | "type">): string[] {
  return [name, ...SUFFIXES[type].map((suffix) => name + suffix)];
}

/**
 * Checks a family.
 *
 * @throws {N2oError} `config`; the message says what is wrong with which.
 */
export function checkedFamily(family: Family): CheckedFamily {
  const { name, type, labels = [], buckets = DURATIONS, unit, most = 100 } = family;
  const isName = (text: string) => NAME.test(text) && text.length <= LONGEST;
  const complaint = !isName(name)
    ? "a name is small letters, digits and _"
    : /_(total|created|bucket|count|sum|info)$/.test(name)
    ? "the end of the name is reserved: leave it off, it is added where it belongs"
    : unit !== undefined && !name.endsWith(`_${unit}`)
    ? `the name ends with its unit: ${name}_${unit}`
    : labels.some((label) => !isName(label) || (type === "histogram" && label === "le"))
    ? "a label is small letters, digits and _, and not le"
    : buckets.length === 0 || buckets.some((bound, at) => !(bound > (buckets[at - 1] ?? -Infinity)))
    ? "buckets ascend"
    : undefined;
  if (complaint === undefined) return { ...family, labels, buckets, most };
  throw new N2oError("config", `metrics: ${name}: ${complaint}`);
}
