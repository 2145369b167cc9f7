/**
 * Words: values, states and histories as people read them.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { nitro } from "../../mod.ts";
const { span, time } = nitro;

/** The longest value that is shown whole, in characters. */
const LONGEST = 200;

/** The words for the states of an instance. */
export const STATES: Readonly<Record<bpe.Status, string>> = {
  active: "Running",
  completed: "Completed",
  terminated: "Ended early",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** The state of an instance, as a mark. */
export function stateMark(status: bpe.Status, incidents: number): nitro.Element {
  const isStuck = status === "active" && incidents > 0;
  const text = isStuck ? (incidents > 1 ? `${incidents} incidents` : "Incident") : STATES[status];
  return span({ class: ["state", isStuck ? "stuck" : status], body: text });
}

/** A moment; the page's script shows it in the reader's own zone. */
export function moment(at: number): nitro.Element {
  const datetime = new Date(at).toISOString();
  return time({ datetime, body: `${datetime.slice(0, 16).replace("T", " ")} UTC` });
}

/** A value in few words. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return value.toLocaleString("en").replaceAll(",", "\u202f");
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The fields of all forms of a process, by the variable they fill; the first one with a name counts. */
export function fieldsOf(definition: bpe.Definition): ReadonlyMap<string, bpe.FormField> {
  const all = new Map<string, bpe.FormField>();
  for (const { vendor } of definition.nodes) {
    for (const field of vendor?.formFields ?? []) if (!all.has(field.id)) all.set(field.id, field);
  }
  return all;
}

/** What a variable is called, and its value, as its form says them. */
export function told(
  fields: ReadonlyMap<string, bpe.FormField>,
  name: string,
  value: unknown,
): readonly [name: string, value: string] {
  const field = fields.get(name);
  const choice = field?.values.find(({ id }) => id === value)?.name;
  return [field?.label || plain(name), choice || shown(value)];
}

/** The name of a variable as words: `inStock` is `In stock`. */
export function plain(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The variables of an instance. */
export function variablesOf(state: bpe.State): bpe.Variables {
  return state.result ?? state.elements[0]?.variables ?? {};
}

/** What an instance is about: the first thing that its start form asks, and who started it. */
export function titleOf(definition: bpe.Definition, state: bpe.State): string {
  const variables = variablesOf(state), start = startOf(definition, state.process);
  const first = start?.vendor?.formFields[0]?.id ?? "", starter = variables[starterOf(start)];
  const parts = [
    told(fieldsOf(definition), first, variables[first])[1],
    ...(typeof starter === "string" ? [starter] : []),
  ];
  return parts.join(" · ");
}

/** The none start event of a process. */
export function startOf(definition: bpe.Definition, process: number): bpe.Node | undefined {
  const scope = definition.scopes[definition.processes[process]?.scope ?? bpe.NONE];
  return definition.nodes[scope?.starts[0] ?? bpe.NONE];
}

/** The variable that a start event gives the name of whoever starts; "" where it gives none. */
export function starterOf(start: bpe.Node | undefined): string {
  return start?.vendor?.attributes["{http://camunda.org/schema/1.0/bpmn}initiator"] ?? "";
}

/** One command of a history, in words. */
export interface Told {
  /** Its number. */
  readonly step: number;
  /** When. */
  readonly time: number;
  /** Who; "" for the engine itself. */
  readonly by: string;
  /** What. */
  readonly what: string;
  /** What came of it. */
  readonly then: readonly string[];
}

/** What a command is called; the node it is about stands before it. */
const COMMANDS: Readonly<Record<string, string>> = {
  start: "started",
  complete: "done",
  fail: "failed",
  message: "message came",
  timer: "time was up",
  signal: "signal came",
  resolve: "tried again",
  set: "values set",
  cancel: "cancelled",
};

/** A history in words, oldest first. */
export function story(definition: bpe.Definition, lines: readonly bpe.HistoryLine[]): Told[] {
  const fields = fieldsOf(definition);
  return [...Map.groupBy(lines, ({ step }) => step).values()].map((own) => {
    const [first] = own, command = first?.command ?? "";
    const about = own.find(({ event, name }) => SUBJECT.has(event) && name !== "");
    const what = COMMANDS[command] ?? command;
    return {
      step: first?.step ?? 0,
      time: first?.time ?? 0,
      by: first?.by ?? "",
      what: about === undefined ? what : `${about.name}: ${what}`,
      then: [...own.flatMap((line) => changes(fields, line)), ...places(definition, own)],
    };
  });
}

/** What tells which node a command is about. */
const SUBJECT = new Set<bpe.Happening>([
  "completed",
  "triggered",
  "failed",
  "resolved",
  "cancelled",
]);

function changes(
  fields: ReadonlyMap<string, bpe.FormField>,
  { event, data }: bpe.HistoryLine,
): string[] {
  if (event === "uncaught") return [`error ${shown(data)}`];
  if (event === "failed") {
    const why = typeof data === "object" && data !== null && "message" in data
      ? data.message
      : data;
    return [shown(why)];
  }
  if (event !== "set" || typeof data !== "object" || data === null) return [];
  return Object.entries(data).map(([name, value]) => told(fields, name, value).join(": "));
}

/** Where tokens went that stayed there: events, tasks and sub-processes by name. */
function places(definition: bpe.Definition, lines: readonly bpe.HistoryLine[]): string[] {
  return lines.filter(({ event }) => event === "entered").flatMap(({ node }) => {
    const found = bpe.nodeOf(definition, node);
    return found === undefined || found.name === "" || found.gateway !== null ||
        found.kind === "startEvent"
      ? []
      : [`→ ${found.name}`];
  });
}
