/**
 * The tests recorded from SpiffWorkflow: steps, and the elements that completed.
 *
 * What its recording means in terms of the standard:
 * - a multi-instance activity completes once more than its runs, as ours does;
 * - an activity that an error, an escalation or a cancel event ends counts as completed, since an end event inside it threw;
 * - an event with a repeated timer, and the process it starts, complete once, after the last repetition;
 * - where a test waits in real time, the clock is moved to the next timer.
 *
 * @module
 */
import type { Definition, Flow, Node } from "../../../bpe/definition/definition.ts";
import { workOf } from "../../../bpe/engine/wait/work.ts";
import { open } from "../../../bpe/engine/run/run.ts";
import { type Expressions, expressions as evaluator } from "../../../bpe/expression/expression.ts";
import { parse } from "../../../bpe/parse.ts";
import { variables } from "../../../bpe/state/data.ts";
import type { Report, Result } from "../report.ts";
import { differenceOf } from "./difference.ts";
import { EXTRA, type Extra } from "./extra.ts";
import type { Spiff, SpiffTest, Step } from "./recording.ts";
import { compare, missing, traceOf } from "./trace.ts";
import { advance } from "../clock.ts";
import {
  command,
  type Job,
  listen,
  type Outcome,
  send,
  signal,
  start,
  type World,
  world,
} from "../world.ts";

const { evaluate } = evaluator();

/** Its Python expressions, mapped. */
const expressions: Expressions = {
  evaluate: (expression, values) =>
    evaluate({
      ...expression,
      text: expression.text.replace(
        /'(\w+)' in vars\(\) or '\w+' in globals\(\)/,
        (_, name: string) => `${name} != null`,
      ),
    }, values),
};

/** Runs all tests. */
export function spiff(folder: URL, expected: Spiff): Report[] {
  const files = new Map<string, Definition>();
  const results = expected.tests.map((test) => {
    const name = test.test.split(".").slice(-2).join(".");
    try {
      return { name, ...play(folder, test, files) };
    } catch (error) {
      return { name, failure: error instanceof Error ? error.message : String(error) };
    }
  });
  return [{ list: "tests", results }];
}

function play(
  folder: URL,
  test: SpiffTest,
  files: Map<string, Definition>,
): Omit<Result, "name"> {
  const extra = EXTRA[test.test.split(".").slice(-2).join(".")] ?? {};
  const place = world(definitionsOf(folder, test, files), (job) => script(job), {
    expressions,
    workers: {
      task: "task",
      userTask: "task",
      manualTask: "task",
      serviceTask: "job",
      scriptTask: "job",
      businessRuleTask: "job",
      sendTask: "message",
    },
  });
  begin(place, test, extra);
  for (const step of [...test.steps, ...extra.steps ?? []]) {
    const wrong = doStep(place, test, step, extra);
    if (wrong !== "") return { failure: wrong };
  }
  for (let left = 20; left > 0 && traceOf(place, test).length < test.trace.length; left--) {
    tick(place);
  }
  const failure = compare(place, test);
  const difference = failure === "" ? "" : differenceOf(place, test);
  return difference === "" ? { failure } : { failure: "", difference };
}

function definitionsOf(folder: URL, test: SpiffTest, files: Map<string, Definition>): Definition[] {
  const url = new URL(test.file, folder);
  const isFolder = test.file.includes("Test-Workflows");
  const others = isFolder
    ? [...Deno.readDirSync(new URL(".", url))].map(({ name }) => new URL(name, url))
    : [];
  const all = [url, ...others.filter(({ href }) => href !== url.href)].map((each) => {
    const known = files.get(each.href) ?? choices(parse(Deno.readTextFileSync(each)), isFolder);
    files.set(each.href, known);
    return known;
  });
  const [first, ...rest] = all;
  return first === undefined ? [] : [stopping(first, test), ...rest];
}

/** A flow without condition behind an exclusive gateway means that `choice` is its name. */
function choices(definition: Definition, isFolder: boolean): Definition {
  if (!isFolder) return definition;
  const named = (flow: Flow): Flow =>
    flow.condition === null && !flow.isDefault && flow.name !== "" &&
      definition.nodes[flow.source]?.kind === "exclusiveGateway"
      ? { ...flow, condition: { language: "", text: `choice = ${JSON.stringify(flow.name)}` } }
      : flow;
  return { ...definition, flows: definition.flows.map(named) };
}

/** The recording does not tell the completion condition of a test: it held when the last recorded run ended. */
function stopping(definition: Definition, test: SpiffTest): Definition {
  const last = test.steps.at(-1)?.set?.input_item;
  if (!/MultiInstance.*testCondition$/.test(test.test) || last === undefined) return definition;
  const text = `input_item = ${last}`;
  const nodes = definition.nodes.map((node): Node => {
    const { activity } = node;
    return activity?.loop?.kind !== "multiInstance" ? node : {
      ...node,
      activity: {
        ...activity,
        loop: { ...activity.loop, completion: { language: "", text } },
      },
    };
  });
  return { ...definition, nodes };
}

function begin(place: World, test: SpiffTest, extra: Extra): void {
  const [definition] = place.definitions;
  if (definition === undefined) return;
  const set = new Set(test.steps.flatMap((step) => Object.keys(step.set ?? {})));
  const given = Object.entries(test.data ?? {}).filter(([name]) =>
    !set.has(name) && !["output_data", "data_objects", "from_name"].includes(name)
  );
  const values = { ...Object.fromEntries(given), ...extra.variables };
  if ("due_time" in values) values.due_time = new Date(place.now + 1_000).toISOString();
  const collaboration = test.kind === "collaboration";
  const processes = definition.processes.filter(({ id, kind }) =>
    kind === "process" && (collaboration || id === test.id)
  );
  for (const { index } of processes) listen(place, index);
  for (const { id, scope } of processes) {
    if ((definition.scopes[scope]?.starts.length ?? 0) > 0) start(place, id, values);
  }
  advance(place, place.now);
}

function doStep(place: World, test: SpiffTest, step: Step, extra: Extra): string {
  const name = step.name ?? "";
  if (step.mustNotBeEnabled !== undefined) {
    return enabled(place, step.mustNotBeEnabled).length > 0
      ? `${step.mustNotBeEnabled} is enabled`
      : "";
  }
  if (step.event === "message") send(place, name, step.payload, extra.keys);
  else if (step.event === "signal") signal(place, name, step.payload);
  else if (step.event === "set") command(place, "i1", { do: "set", variables: step.set ?? {} });
  else if (step.event !== undefined) tick(place);
  else if (step.complete !== undefined) {
    catchUp(place, test, step.complete);
    for (let left = 10; left > 0 && enabled(place, step.complete).length === 0; left--) tick(place);
    const open = enabled(place, step.complete);
    const chosen = open.find(({ item }) => item === step.set?.input_item) ?? open[0];
    if (chosen === undefined) return `${step.complete} is not enabled`;
    const { input_item: _, output_data: __, ...values } = step.set ?? {};
    command(place, chosen.instance, { do: "complete", element: chosen.element, variables: values });
  }
  advance(place, place.now);
  return "";
}

/** Lets timers fire whose events the recording has before the next completion of a node. */
function catchUp(place: World, test: SpiffTest, id: string): void {
  for (let left = 10; left > 0; left--) {
    const now = traceOf(place, test);
    const before = test.trace.slice(
      0,
      nth(test.trace, id, now.filter((each) => each === id).length),
    );
    if (missing(before, now).length === 0 || !pending(place)) return;
    tick(place);
  }
}

function nth(trace: readonly string[], id: string, count: number): number {
  let found = -1;
  for (let left = count; left >= 0; left--) found = trace.indexOf(id, found + 1);
  return found < 0 ? 0 : found;
}

function pending(place: World): boolean {
  return [...place.states.values()].some(({ waits }) =>
    waits.some(({ due }) => due !== undefined)
  ) ||
    place.waiting.some(({ wait }) => wait.due !== undefined);
}

/** Moves the clock to the next timer. */
function tick(place: World): void {
  const own = place.states.values().flatMap(({ waits }) => waits).map(({ due }) => due);
  const dues = [...own, ...place.waiting.map(({ wait }) => wait.due)]
    .filter((due) => due !== undefined);
  if (dues.length > 0) advance(place, Math.min(...dues));
}

interface Open {
  readonly instance: string;
  readonly element: number;
  readonly item: unknown;
}

/** Open work of the node with this id or name. */
function enabled(place: World, id: string): Open[] {
  return [...place.states].flatMap(([instance, state]) => {
    const definition = place.owners.get(instance);
    if (definition === undefined) return [];
    const run = open(definition, place.settings, state, place.now);
    return state.elements.filter((element) => {
      const node = definition.nodes[element.node];
      return (node?.id === id || node?.name === id) && workOf(run, element) === "task";
    }).map((element) => ({
      instance,
      element: element.id,
      item: variables(state, element.id).input_item,
    }));
  });
}

/** Scripts in a sliver of Python: assignments. */
function script({ node, variables, now }: Job): Outcome {
  const text = node.activity?.script?.text ?? "";
  const found = /^(\w+) (\+?)=\s*(.+)$/.exec(text.trim());
  if (found === null) return {};
  const [, name = "", plus, right = ""] = found;
  if (right.includes("datetime")) {
    return { variables: { [name]: new Date(now + 50).toISOString() } };
  }
  const value = evaluate(
    { language: "", text: plus === "+" ? `${name} + (${right})` : right },
    variables,
  );
  return { variables: { [name]: value } };
}
