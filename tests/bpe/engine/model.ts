/**
 * Small models for the tests of the execution core, and a bench to run them on.
 *
 * @module
 */
import type { Command } from "../../../bpe/state/command.ts";
import type { Effect, Entry, Step, Work } from "../../../bpe/state/outcome.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { type Settings, settings, step } from "../../../bpe/engine/engine.ts";
import { compile } from "../../../bpe/compile/compile.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import type { State, Variables } from "../../../bpe/state/state.ts";

/** A definition with one process `p` of this content, and root elements. Flows are written `a>b`, with a condition `a>b:x > 1`. */
export function model(body: string, flows = "", roots = ""): Definition {
  // Compiled without the check of rules: small models need no end event for every branch.
  return compile(parseXml(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t" id="definitions">${roots}
    <process id="p" isExecutable="true">${body}${flowsOf(flows)}</process></definitions>`,
  ));
}

/** Sequence flows of a text: `a>b c>d:x > 1;` one a word, or one a line. */
export function flowsOf(text: string): string {
  return text.split(/[;\n]/).map((line) => line.trim()).filter(Boolean).map((line) => {
    const [ends = "", ...rest] = line.split(":");
    const [source = "", target = ""] = ends.split(">");
    const condition = rest.join(":").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const inside = condition === ""
      ? ""
      : `<conditionExpression>${condition}</conditionExpression>`;
    return `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}">${inside}</sequenceFlow>`;
  }).join("");
}

/** An instance under test. */
export interface Bench {
  readonly definition: Definition;
  readonly settings: Settings;
  state: State | null;
  now: number;
  readonly history: Entry[];
  readonly outbox: Effect[];
}

/** A bench for a definition. */
export function bench(definition: Definition, given: Partial<Settings> = {}): Bench {
  return {
    definition,
    settings: settings(given),
    state: null,
    now: Date.UTC(2030, 0, 1),
    history: [],
    outbox: [],
  };
}

/** A bench with a started instance. */
export function started(
  definition: Definition,
  variables: Variables = {},
  given: Partial<Settings> = {},
): Bench {
  const on = bench(definition, given);
  give(on, { do: "start", instance: "i", variables });
  return on;
}

/** Gives a command. */
export function give(on: Bench, command: Command): Step {
  const done = step(on.definition, on.state, command, on.now, on.settings);
  on.state = done.state;
  on.history.push(...done.history);
  on.outbox.push(...done.outbox);
  return done;
}

/** The state. */
export function stateOf(on: Bench): State {
  if (on.state === null) throw new Error("not started");
  return on.state;
}

/** Ids of the nodes that hold a token, in the order of their elements. */
export function places(on: Bench): string[] {
  return stateOf(on).elements.flatMap(({ node }) => on.definition.nodes[node]?.id ?? []);
}

/** The newest open element of a node. */
export function elementOf(on: Bench, id: string): number {
  const found = stateOf(on).elements.findLast(({ node }) => on.definition.nodes[node]?.id === id);
  if (found === undefined) throw new Error(`${id} is not open: ${places(on)}`);
  return found.id;
}

/** Completes the newest open element of a node. */
export function complete(on: Bench, id: string, variables: Variables = {}): Step {
  return give(on, { do: "complete", element: elementOf(on, id), variables });
}

/** Lets the clock go on and fires what is due, one timer after another. */
export function pass(on: Bench, milliseconds: number): void {
  const until = on.now + milliseconds;
  for (;;) {
    const next = stateOf(on).waits.filter(({ due }) => due !== undefined && due <= until)
      .toSorted((left, right) => (left.due ?? 0) - (right.due ?? 0))[0];
    if (next === undefined) break;
    on.now = Math.max(on.now, next.due ?? 0);
    if (!give(on, { do: "timer", wait: next.id }).applied) break;
  }
  on.now = until;
}

/** What happened to nodes, as `event:id`. */
export function trace(on: Bench, ...events: readonly Entry["event"][]): string[] {
  return on.history.filter(({ event }) => events.includes(event))
    .map(({ node }) => on.definition.nodes[node]?.id ?? "p");
}

/** Work asked for so far, by the id of its node. */
export function work(on: Bench): string[] {
  return on.outbox.filter((effect): effect is Work =>
    effect.kind === "job" || effect.kind === "task"
  )
    .map(({ node }) => on.definition.nodes[node]?.id ?? "");
}

/** A sub-process with this content; flows as in {@link model}. */
export function inner(
  id: string,
  body: string,
  flows = "",
  attributes = "",
  tag = "subProcess",
): string {
  return `<${tag} id="${id}" ${attributes}>${body}${flowsOf(flows)}</${tag}>`;
}

/** Everything in it, all the way down, is frozen. */
export function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
