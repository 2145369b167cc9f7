/**
 * What a server counts and measures, for whoever watches it: see `openMetrics` for the text that is shown to them.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import { type CheckedFamily, checkedFamily, type Family, type Labels, namesOf } from "./family.ts";

/** A series of a counter, at hand for where each call counts. */
export interface Counter {
  /** Counts one, or so many more. */
  add(by?: number): void;
}

/** Values of one series, as they are now. */
export interface Sample {
  /** Values of the labels, in the family's order. */
  readonly labels: readonly string[];
  /** The value of a counter or gauge; the sum of a histogram. */
  readonly value: number;
  /** How many values a histogram has in each bucket, the one without a bound last. */
  readonly counts?: readonly number[];
}

/** A family with what was measured. */
export interface Measured {
  /** The family as it was declared, checked and with its defaults. */
  readonly family: CheckedFamily;
  /** One for each series. */
  readonly samples: readonly Sample[];
}

/** What a gauge shows: a number, or one for each set of labels. */
export type Reading = number | Iterable<readonly [labels: Labels, value: number]>;

/**
 * Counters, gauges and histograms by the name of their family.
 *
 * The values of labels are bounded: each is cut after 64 characters, and a family that has all its series counts others under `other`.
 * All functions throw {@linkcode N2oError} `config` for a family that is not declared, or of another type.
 */
export interface Metrics {
  /** Makes a family known. Throws {@linkcode N2oError} `config` for one that OpenMetrics does not allow, or that is there. */
  declare(family: Family): void;
  /** Counts one, or so many more. */
  count(name: string, labels?: Labels, by?: number): void;
  /** The series of a counter. */
  counter(name: string, labels?: Labels): Counter;
  /** Puts a value into a histogram. */
  observe(name: string, value: number, labels?: Labels): void;
  /** Has a gauge read when somebody asks; `declare` it first. A second reader takes the place of the first. */
  gauge(name: string, read: () => Reading): void;
  /** Everything as it is now; a gauge that throws has no samples, and `failed` hears of it. */
  measured(failed: (name: string, error: unknown) => void): Measured[];
}

const LONGEST = 64, FAMILIES = 256, OTHER = "other", SEPARATOR = "\u0000";

/** A series of a counter or a histogram. */
class Series implements Counter {
  readonly labels: readonly string[];
  readonly counts: number[];
  value = 0;

  constructor(labels: readonly string[], buckets: number) {
    this.labels = labels;
    this.counts = new Array<number>(buckets).fill(0);
  }

  add(by = 1): void {
    this.value += by;
  }
}

interface Kept {
  readonly family: Measured["family"];
  readonly series: Map<string, Series>;
  read: (() => Reading) | undefined;
}

/** Makes a registry that has these families. */
export function metrics(families: readonly Family[] = []): Metrics {
  const known = new Map<string, Kept>(), names = new Set<string>();

  function declare(given: Family): void {
    const family = checkedFamily(given), own = new Set(namesOf(family));
    const taken = [...own].find((name) => names.has(name));
    if (taken !== undefined || known.size >= FAMILIES) {
      const why = taken === undefined ? `there are ${FAMILIES} families` : `${taken} is taken`;
      throw new N2oError("config", `metrics: ${family.name}: ${why}`);
    }
    for (const name of own) names.add(name);
    known.set(family.name, { family, series: new Map(), read: undefined });
    // What has no labels is there before the first time.
    if (family.labels.length === 0 && family.type !== "gauge") seriesOf(family.name, family.type);
  }

  function keptAs(name: string, type: Family["type"]): Kept {
    const kept = known.get(name);
    if (kept?.family.type === type) return kept;
    throw new N2oError("config", `metrics: there is no ${type} ${name}: declare it first`);
  }

  function seriesOf(name: string, type: "counter" | "histogram", labels: Labels = {}): Series {
    const { family, series } = keptAs(name, type), [label, second] = family.labels;
    // The text of the only label is the key of its series, where there is one by it.
    const known = second === undefined && label !== undefined && series.get(labels[label] ?? "");
    if (known) return known;
    let values = family.labels.map((label) =>
      (labels[label] ?? "").slice(0, LONGEST).toWellFormed()
    );
    let key = values.join(SEPARATOR), found = series.get(key);
    if (found !== undefined) return found;
    if (series.size >= family.most - 1) {
      values = values.map(() => OTHER);
      key = values.join(SEPARATOR);
      found = series.get(key);
    }
    found ??= new Series(values, type === "histogram" ? family.buckets.length + 1 : 0);
    series.set(key, found);
    return found;
  }

  for (const family of families) declare(family);
  return {
    declare,
    counter: (name, labels) => seriesOf(name, "counter", labels),
    count: (name, labels, by) => seriesOf(name, "counter", labels).add(by),
    observe(name, value, labels) {
      const { buckets } = keptAs(name, "histogram").family;
      const series = seriesOf(name, "histogram", labels);
      const at = buckets.findIndex((bound) => value <= bound);
      series.add(value);
      series.counts[at < 0 ? buckets.length : at]! += 1;
    },
    gauge(name, read) {
      keptAs(name, "gauge").read = read;
    },
    measured: (failed) =>
      [...known.values()].map((kept) => ({
        family: kept.family,
        samples: samplesOf(kept, failed),
      })),
  };
}

function samplesOf(
  { family, series, read }: Kept,
  failed: (name: string, error: unknown) => void,
): Sample[] {
  if (family.type !== "gauge") return [...series.values()];
  try {
    const reading = read?.() ?? [];
    if (typeof reading === "number") {
      return [{ labels: family.labels.map(() => ""), value: reading }];
    }
    const samples = new Map<string, Sample>();
    for (const [given, value] of reading) {
      if (samples.size >= family.most) break;
      const labels = family.labels.map((label) =>
        (given[label] ?? "").slice(0, LONGEST).toWellFormed()
      );
      samples.set(labels.join(SEPARATOR), { labels, value });
    }
    return [...samples.values()];
  } catch (error) {
    failed(family.name, error);
    return [];
  }
}
