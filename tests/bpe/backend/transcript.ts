/**
 * What instances have become and what has happened in them, as text that can be compared.
 *
 * @module
 */
import type { State } from "../../../bpe/state/state.ts";

/** Values as text: those that JSON does not know too. */
export function show(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return { bigint: `${value}` };
  if (value === undefined) return { undefined: true };
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return { date: value.getTime() };
  if (value instanceof Map) return { map: [...value].map(plain) };
  if (value instanceof Set) return { set: [...value].map(plain) };
  if (value instanceof Uint8Array) {
    return {
      bytes: value.length,
      sum: value.reduce((a, b) => a + b, 0),
    };
  }
  return Object.fromEntries(
    Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, plain(v)]),
  );
}

/** The parts of a state that both engines must agree on. */
function outcome({ status, version, result, error, incidents, waits, elements }: State) {
  return {
    status,
    version,
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error }),
    variables: elements[0]?.variables,
    elements: elements.map(({ id, node, phase }) => [id, node, phase]),
    waits: waits.map(({ kind, name, due }) => [kind, name, due]),
    incidents: incidents.map(({ code, message, time }) => [code, message, time]),
  };
}

/** One thing that has happened. */
export interface Line {
  readonly time: number;
  readonly event: string;
  readonly what: string;
  readonly data?: unknown;
}

/** Large deltas are told by their size in the durable history, so a bulky trace leaves out data. */
function lineOf({ time, event, what, data }: Line, bulky: boolean): string {
  return `${time} ${event} ${what}${data === undefined || bulky ? "" : ` ${show(data)}`}`;
}

/** An instance with what has happened in it. */
export interface Part {
  readonly id: string;
  readonly process: string;
  readonly state: State;
  readonly lines: readonly Line[];
}

/** What is left out of a transcript. */
export interface TranscriptOptions {
  /** True: what things were set to, which is too large. */
  readonly bulky?: boolean;
  /** The ids that were chosen; undefined: all. An instance of another goes by the name of its process. */
  readonly given?: ReadonlySet<string> | undefined;
  /** True: in which order things have happened, for those that run beside each other. */
  readonly unordered?: boolean;
}

/** What instances have become, as text. */
export function assemble(
  parts: readonly Part[],
  { bulky = false, given, unordered = false }: TranscriptOptions,
): string {
  const nameOf = ({ id, process, state: { caller } }: Part): string => {
    if (caller === undefined) return given?.has(id) === false ? `~${process}` : id;
    const around = parts.find((each) => each.id === caller.instance);
    const name = around === undefined ? "" : nameOf(around);
    return unordered ? `${name} ${process}` : `${name}${id.slice(around?.id.length)}`;
  };
  // What is called and withdrawn at once may not have begun.
  const shown = parts.filter(({ state: { caller, status } }) =>
    !unordered || caller === undefined || status !== "cancelled"
  );
  return shown.map((part) => {
    const { id, state, lines } = part;
    const what = unordered ? loose(outcome(state)) : outcome(state);
    const texts = lines.map((line) => lineOf(line, bulky));
    const all = [show(what), ...unordered ? texts.toSorted() : texts];
    return `${nameOf(part).replaceAll("/", ".")} ${
      all.join("\n  ").replaceAll(`instance ${id}`, "instance")
    }`;
  }).toSorted().join("\n");
}

/** Without the order in which elements came up, and without what only their numbers tell. */
function loose({ elements, waits, incidents, ...rest }: ReturnType<typeof outcome>): unknown {
  const sorted = (list: readonly (readonly unknown[])[]) => list.map(show).toSorted();
  const nodes = elements.map(([, ...each]) => each);
  return { ...rest, elements: sorted(nodes), waits: sorted(waits), incidents: sorted(incidents) };
}
