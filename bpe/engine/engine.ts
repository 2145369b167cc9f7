/**
 * The execution core: one command on one instance, as a pure function (BPMN 2.0.2, chapter 13).
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import { type Definition, NONE } from "../definition/definition.ts";
import { bound } from "../bound.ts";
import { callable, fields, list, number, options, text } from "../argument.ts";
import { BpeError, type BpeErrorCode } from "../error.ts";
import { expressions } from "../expression/expression.ts";
import { carry, startState } from "./commands.ts";
import { drain } from "./dispatch.ts";
import { noteThreads } from "./flow/next.ts";
import { open, type Run, stateOf } from "./run/run.ts";
import { BUDGET, type Settings, WORKERS } from "./run/settings.ts";
import { type Action, type Incident, ROOT, type State, type Wait } from "../state/state.ts";

export type { Settings, Worker } from "./run/settings.ts";
export { BUDGET, WORKERS } from "./run/settings.ts";

const theSettings = options({ expressions: fields({ evaluate: callable }), workers: fields() });

/**
 * Settings with what is not said taken from the standard: see {@link WORKERS}; `adHoc` all, FEEL for expressions.
 *
 * @throws {BpeError} `config` for a budget that is no number from 1
 */
export function settings(given: Partial<Settings> = {}): Settings {
  theSettings(given, "settings");
  return {
    expressions: given.expressions ?? expressions(),
    workers: { ...WORKERS, ...given.workers },
    adHoc: given.adHoc ?? "all",
    budget: bound("budget", given.budget ?? BUDGET, 1),
  };
}

/** What {@link step} takes where it is given nothing: one for all, so that an expression is parsed once. */
const STANDARD = settings();

/**
 * Applies a command to an instance and runs it until every token waits. Nothing is read or changed but the arguments, and the
 * same arguments give the same step: ids count up, the time is `now`.
 *
 * What fails for a reason in the model or its data is an incident at the element, named with instance and element; the element
 * stays where it was and the rest of the instance goes on. A step that comes to no rest within the budget is given up whole:
 * the state stays as it was, with an incident.
 *
 * @param definition The compiled file.
 * @param state The instance, or null for `start`.
 * @param command What is asked.
 * @param now Milliseconds since 1970.
 * @param settings Made once by {@link settings}.
 * @throws {BpeError} `command` where the command does not fit: no such element, work that is not open (or done already), an
 * instance that has ended. The state is unchanged.
 *
 * @example
 * ```ts
 * import { parse, step } from "@n2o/n2o/bpe";
 *
 * const definition = parse(`
 *   <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:leave">
 *     <process id="leave" isExecutable="true">
 *       <startEvent id="asked"/> <userTask id="approve"/> <endEvent id="done"/>
 *       <sequenceFlow id="a" sourceRef="asked" targetRef="approve"/>
 *       <sequenceFlow id="b" sourceRef="approve" targetRef="done"/>
 *     </process>
 *   </definitions>`);
 * const { state, outbox } = step(definition, null, { do: "start", instance: "i1" }, Date.now());
 * const [task] = outbox; // the work to be done: { kind: "task", element, node, key, ... }
 * if (task?.kind !== "task") throw outbox;
 * const answer = { do: "complete", element: task.element, variables: { yes: true } } as const;
 * const next = step(definition, state, answer, Date.now());
 * if (next.state.status !== "completed" || next.state.result?.yes !== true) throw next;
 * ```
 */
export function step(
  definition: Definition,
  state: State | null,
  command: Command,
  now: number,
  using: Settings = STANDARD,
): Step {
  look(definition, state, command, now, using);
  const before = command.do === "start" ? startState(definition, command) : state;
  if (before === null || (command.do === "start" && state !== null)) {
    throw new BpeError(
      "command",
      before === null
        ? "cannot be applied before start"
        : "starts an instance that is there already",
      { element: command.do, instance: state?.instance },
    );
  }
  const run = open(definition, using, before, now);
  let asked: readonly Action[] = [];
  try {
    const applied = carry(run, command);
    asked = [...run.queue, ...run.late];
    drain(run);
    return applied ? result(run) : unchanged(before);
  } catch (error) {
    if (error instanceof BpeError && error.code === "budget") {
      return givenUp(before, command, asked, error, now);
    }
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new BpeError("state", `cannot be carried out: ${error.message}`, {
        element: command.do,
        instance: before.instance,
        cause: error,
      });
    }
    throw error;
  }
}

const aDefinition = fields({ nodes: list, processes: list });
const allSettings = fields({ expressions: fields({ evaluate: callable }), budget: number });
const aState = fields({ instance: text });
const aCommand = fields({ do: text });

/** Whether a step is given what it takes. */
function look(
  definition: Definition,
  state: State | null,
  command: Command,
  now: number,
  settings: Settings,
): void {
  // What each step is given is put to the questions only where a glance shows that something is wrong.
  const isRight = Array.isArray(definition?.nodes) && Array.isArray(definition.processes) &&
    (state === null || typeof state?.instance === "string") && typeof command?.do === "string" &&
    typeof now === "number" && !Number.isNaN(now) &&
    typeof settings?.expressions?.evaluate === "function" && typeof settings.budget === "number";
  if (isRight) return;
  aDefinition(definition, "the definition of a step");
  if (state !== null) aState(state, "the state of a step");
  aCommand(command, "the command of a step");
  number(now, "the time of a step");
  allSettings(settings, "the settings of a step");
}

/** A step that is given up. */
export interface GivenUp {
  /** What the instance runs on. */
  readonly definition: Definition;
  /** The instance as it stays. */
  readonly state: State;
  /** What was asked. */
  readonly command: Command;
  /** The code of the incident. */
  readonly code: BpeErrorCode;
  /** What went wrong, and what to do. */
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Made once by {@link settings}. */
  readonly settings: Settings;
}

/** Gives a step up that cannot be kept: the instance stays where it was, with an incident for what was asked. */
export function giveUp(given: GivenUp): Step {
  fields()(given, "what is given up");
  const { definition, state, command, code, message, now, settings } = given;
  look(definition, state, command, now, settings);
  const run = open(definition, settings, state, now);
  carry(run, command);
  const asked = [...run.queue, ...run.late];
  const place = { element: definition.processes[state.process]?.id, instance: state.instance };
  return givenUp(state, command, asked, new BpeError(code, message, place), now);
}

function result(run: Run): Step {
  const state = stateOf(run);
  noteThreads(run);
  // Ids count up and never come again: what is new has one that the state before had still to give.
  return {
    state,
    applied: true,
    history: run.history,
    waits: run.waits.from(run.before.next),
    over: run.over === undefined ? [] : over(run, run.over),
    outbox: run.outbox.all,
    incidents: run.incidents.from(run.before.next),
  };
}

/** The waits that a step has ended and not made itself. */
function over({ before }: Run, ended: ReadonlyMap<number, Wait>): readonly Wait[] {
  return [...ended.values()].filter(({ id }) => id < before.next)
    .sort((left, right) => left.id - right.id);
}

function unchanged(state: State): Step {
  return { state, applied: false, history: [], waits: [], over: [], outbox: [], incidents: [] };
}

/**
 * The step is given up: the instance stays where it was, and says why. What had occurred is kept with its incident and occurs
 * when that is resolved; work that was answered is asked for anew then.
 */
function givenUp(
  before: State,
  command: Command,
  asked: readonly Action[],
  { code, message }: BpeError,
  now: number,
): Step {
  const occurred = asked.filter((action) => action.do === "occur");
  const places = occurred.length > 0 ? occurred.map((action) => placed(before, action)) : [{
    element: "element" in command && before.elements.some(({ id }) => id === command.element)
      ? command.element ?? ROOT
      : ROOT,
    node: NONE,
    action: null,
  }];
  const incidents = places.map((place, index): Incident => ({
    id: before.next + index,
    ...place,
    code,
    message,
    time: now,
  }));
  const state: State = {
    ...before,
    version: before.version + 1,
    next: before.next + incidents.length,
    incidents: [...before.incidents, ...incidents],
  };
  return { ...unchanged(state), applied: true, incidents };
}

function placed(
  { waits }: State,
  action: Action & { readonly do: "occur" },
): Pick<Incident, "element" | "node" | "action"> {
  const wait = waits.find(({ id }) => id === action.wait);
  return { element: wait?.element ?? ROOT, node: wait?.node ?? NONE, action };
}
