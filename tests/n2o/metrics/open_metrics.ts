/**
 * Reads OpenMetrics text 1.0.0, written from its specification (the ABNF of "Text Format" and the rules of "Overall Structure" and "Metric
 * Types"); what that forbids is thrown.
 *
 * @module
 */

/** A family as it was read. */
export interface ReadFamily {
  type: string;
  help?: string;
  unit?: string;
  /** Value by name and labels: `n_total{"a":"x"}`. */
  readonly samples: Map<string, number>;
}

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  unknown: [""],
};
const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*", LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";
const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

/** The families of a text, by name. */
export function readOpenMetrics(text: string): Map<string, ReadFamily> {
  if (!text.endsWith("# EOF\n")) throw new Error("the text does not end with # EOF");
  const lines = text.slice(0, -"\n".length).split("\n");
  lines.pop();
  const families = new Map<string, ReadFamily>(), taken = new Set<string>();
  let name = "", family: ReadFamily | undefined;

  function begun(of: string): ReadFamily {
    if (family !== undefined && of === name) {
      if (family.samples.size > 0) throw new Error(`metadata of ${of} behind its samples`);
      return family;
    }
    if (families.has(of)) throw new Error(`${of} is there twice`);
    name = of;
    family = { type: "unknown", samples: new Map() };
    families.set(of, family);
    return family;
  }

  for (const line of lines) {
    const told = new RegExp(`^# (TYPE|HELP|UNIT) (${NAME}) (.*)$`, "s").exec(line);
    if (told !== null) {
      const [, kind = "", of = "", rest = ""] = told, into = begun(of);
      const key = kind.toLowerCase();
      if (key === "type") {
        if (into.type !== "unknown" || !(rest in SUFFIXES)) throw new Error(`type: ${line}`);
        into.type = rest;
      } else if (key === "unit") {
        if (into.unit !== undefined || !of.endsWith(`_${rest}`)) throw new Error(`unit: ${line}`);
        into.unit = rest;
      } else {
        if (into.help !== undefined) throw new Error(`help twice: ${line}`);
        into.help = unescaped(rest);
      }
      continue;
    }
    if (line.startsWith("#")) throw new Error(`no comments are allowed: ${line}`);
    const sample = new RegExp(`^(${NAME})(?:\\{(.*)\\})? ([^ ]+)$`, "s").exec(line);
    if (sample === null || family === undefined) throw new Error(`no sample: ${line}`);
    const [, of = "", pairs, number = ""] = sample;
    const suffix = SUFFIXES[family.type]?.find((each) => name + each === of);
    if (suffix === undefined) throw new Error(`${of} is no sample of ${name}`);
    if (!NUMBER.test(number)) throw new Error(`no number: ${line}`);
    const key = `${of}${JSON.stringify(labelsOf(pairs ?? ""))}`;
    if (taken.has(key)) throw new Error(`twice: ${line}`);
    taken.add(key);
    family.samples.set(key, valueOf(number));
  }
  for (const [of, each] of families) checkedValues(of, each);
  return families;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== "") {
    const pair = new RegExp(`^(${LABEL})="((?:[^"\\\\]|\\\\.)*)"(,(?=.)|$)`, "s").exec(rest);
    if (pair === null) throw new Error(`no labels: ${text}`);
    const [all, label = "", value = ""] = pair;
    if (Object.hasOwn(labels, label)) throw new Error(`a label twice: ${text}`);
    labels[label] = unescaped(value);
    rest = rest.slice(all.length);
  }
  return labels;
}

function unescaped(text: string): string {
  if (/[\n"]/.test(text.replace(/\\./gs, ""))) throw new Error(`not escaped: ${text}`);
  return text.replace(/\\(.)/gs, (_, each) => {
    if (!'n\\"'.includes(each)) throw new Error(`no such escape: ${text}`);
    return each === "n" ? "\n" : each;
  });
}

function valueOf(text: string): number {
  if (/inf/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return Number(text);
}

/** Counters and histograms do not go below zero, buckets add up, the last is the count. */
function checkedValues(name: string, { type, samples }: ReadFamily): void {
  if (type === "counter") {
    for (const [of, value] of samples) if (!(value >= 0)) throw new Error(`${of} is ${value}`);
  }
  if (type !== "histogram") return;
  const buckets = new Map<string, [bound: number, count: number][]>();
  for (const [key, count] of samples) {
    if (!key.startsWith(`${name}_bucket`)) continue;
    const { le, ...labels } = JSON.parse(key.slice(`${name}_bucket`.length));
    if (!/^(\+Inf|-?\d+\.\d+(e[+-]\d+)?|\d(\.\d+)?e[+-]\d+)$/.test(le)) {
      throw new Error(`le: ${le}`);
    }
    const of = JSON.stringify(labels);
    buckets.set(of, [...buckets.get(of) ?? [], [valueOf(le), count]]);
  }
  for (const [of, list] of buckets) {
    list.forEach(([bound, count], at) => {
      const [before, fewer] = list[at - 1] ?? [-Infinity, 0];
      if (bound <= before || count < fewer) throw new Error(`buckets of ${name}${of}`);
    });
    const [bound, count] = list.at(-1) ?? [];
    if (bound !== Infinity || samples.get(`${name}_count${of}`) !== count) {
      throw new Error(`count of ${name}${of}`);
    }
    if (!samples.has(`${name}_sum${of}`)) throw new Error(`no sum of ${name}${of}`);
  }
}
