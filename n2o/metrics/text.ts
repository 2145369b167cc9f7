/**
 * What was measured, as OpenMetrics text 1.0.0.
 *
 * @module
 */
import type { Measured, Metrics, Sample } from "./metrics.ts";

/** The media type of the text. */
export const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/**
 * The text of everything that was measured; a gauge that throws is left out, and `failed` hears of it.
 *
 * Of the OpenMetrics specification it leaves off what it says SHOULD be there for counters, the time of their creation: Prometheus keeps
 * that as a series of its own for each.
 */
export function openMetrics(
  metrics: Metrics,
  failed: (name: string, error: unknown) => void,
): string {
  const lines = metrics.measured(failed).flatMap((each) => [...head(each), ...samples(each)]);
  return [...lines, "# EOF\n"].join("\n");
}

function head({ family: { name, type, unit, help } }: Measured): string[] {
  const lines = [`# TYPE ${name} ${type}`];
  if (unit !== undefined) lines.push(`# UNIT ${name} ${unit}`);
  return [...lines, `# HELP ${name} ${escaped(help)}`];
}

function samples({ family, samples }: Measured): string[] {
  const { name, type, labels } = family;
  return samples.flatMap((sample) => {
    const pairs = labels.map((label, at) => pair(label, sample.labels[at] ?? ""));
    if (type === "histogram") return histogram(family, sample, pairs);
    return [line(type === "counter" ? `${name}_total` : name, pairs, sample.value)];
  });
}

function histogram(
  { name, buckets }: Measured["family"],
  { counts = [], value }: Sample,
  pairs: readonly string[],
): string[] {
  let sum = 0;
  const lines = counts.map((count, at) => {
    const bound = buckets[at] ?? Infinity;
    return line(`${name}_bucket`, [...pairs, pair("le", canonical(bound))], sum += count);
  });
  return [...lines, line(`${name}_count`, pairs, sum), line(`${name}_sum`, pairs, value)];
}

function line(name: string, pairs: readonly string[], value: number): string {
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${number(value)}`;
}

function pair(label: string, value: string): string {
  return `${label}="${escaped(value)}"`;
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : infinity(value);
}

/** A bound as all write it, for label values are compared as text: `1.0`, not `1`. */
function canonical(bound: number): string {
  if (!Number.isFinite(bound)) return infinity(bound);
  return Number.isInteger(bound) && Math.abs(bound) < 1e15 ? `${bound}.0` : String(bound);
}

function infinity(value: number): string {
  return value > 0 ? "+Inf" : "-Inf";
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", '"': '\\"' };

/** Text between quotes or up to the end of its line; half of a character outside of the first plane is no UTF-8. */
function escaped(text: string): string {
  return text.toWellFormed().replace(/[\\\n"]/g, (each) => ESCAPES[each] ?? each);
}
