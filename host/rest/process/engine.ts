/**
 * A runtime of BPE as the engine that an API of processes asks.
 *
 * @module
 */
import * as bpe from "../../../bpe/mod.ts";
import { type Clock, systemClock } from "../../../base/mod.ts";
import type {
  ChangeOptions,
  Finding,
  InstanceRow,
  Outcome,
  ProcessEngine,
  ProcessIdentity,
} from "../../../rest/process/mod.ts";
import { addDocuments } from "./documents.ts";
import { detailOf, processOf } from "./instance.ts";
import { keyed } from "./keys.ts";

/** How a runtime is asked. */
export interface EngineOptions {
  /** Reads the expressions of files that are looked at, as those of the runtime; FEEL unless told. */
  readonly expressions?: bpe.Expressions;
  /** The time that keys begin with; the system's unless told. */
  readonly clock?: Clock;
}

/** More lines of a history than these, the newest, are not drawn. */
const DRAWN = 10_000;

/** The engine over a runtime. */
export function engineOf(
  runtime: bpe.Runtime,
  { expressions, clock = systemClock }: EngineOptions = {},
): ProcessEngine {
  const reading = { deploying: true, ...expressions !== undefined && { expressions } };
  const command = async (id: string, command: Change, options: ChangeOptions) =>
    outcomeOf(await runtime.command(id, withVersion(command, options), asking(options)));
  return {
    isMissing: (error) =>
      bpe.BpeError.is(error, "instance") || bpe.BpeError.is(error, "definition"),
    async deploy(file, { strict }) {
      try {
        const versions = await runtime.deploy(file, { strict });
        return { versions: [...versions], warnings: versions.warnings };
      } catch (error) {
        const flaws = flawsOf(error, () => bpe.problems(file, { ...reading, strict }));
        if (flaws === undefined) throw error;
        return { flaws };
      }
    },
    contents(file) {
      try {
        return bpe.parse(file, reading).processes.map(({ id }) => id);
      } catch (error) {
        if (flawsOf(error, () => []) === undefined) throw error;
        return [];
      }
    },
    findings(file, { strict }) {
      try {
        return bpe.problems(file, { ...reading, strict });
      } catch (error) {
        const flaws = flawsOf(error, () => []);
        if (flaws === undefined) throw error;
        return flaws;
      }
    },
    processes: (query) => runtime.processes(query),
    versions: (process, query) => runtime.versions(process, query),
    version: (name) => runtime.version(name),
    source: (name) => runtime.source(name),
    async picture(name) {
      const { process } = await runtime.version(name);
      const definition = await runtime.definition(name);
      return bpe.picture(definition, { plane: process, standalone: true });
    },
    async form(name, node) {
      const definition = await runtime.definition(name);
      const found = node === undefined
        ? startOf(definition, (await runtime.version(name)).process)
        : bpe.nodeOf(definition, node);
      return found === undefined && node !== undefined
        ? undefined
        : found?.vendor?.formFields ?? [];
    },

    keyed: (use) => keyed(runtime.kv, use, () => clock.now()),
    start: (process, { documents, ...request }) =>
      runtime.start(process, { ...request, ...documents !== undefined && { docs: documents } }),
    instances: (query) => rowsOf(runtime.instances(queryOf(query))),
    isReadable: (id, by) => isPermitted(runtime, { do: "read", instance: id }, by),
    async instance(id) {
      const found = await runtime.instance(id);
      return detailOf(found, await runtime.definition(found.state.definition));
    },
    async variables(id, element) {
      const { state } = await runtime.instance(id);
      if (element === undefined) return bpe.variables(state, bpe.ROOT);
      if (!state.elements.some((each) => each.id === element)) return undefined;
      return bpe.variables(state, element);
    },
    documents: async (id) => bpe.docsOf((await runtime.instance(id)).state.reserved),
    addDocuments: (id, documents, options) => addDocuments(runtime, id, documents, options),
    history: (id, query) => runtime.history(id, query),
    async instancePicture(id) {
      const { state } = await runtime.instance(id);
      const definition = await runtime.definition(state.definition);
      const newest = await Array.fromAsync(runtime.history(id, { reverse: true, limit: DRAWN }));
      return bpe.picture(definition, { state, history: newest.reverse(), standalone: true });
    },
    command,
    migrate: (id, version, options) => runtime.migrate(id, version, options),
    erase: (id) => runtime.erase(id),
    incidents: (instance, query) => runtime.incidents(instance, query),
    observe: (changed) => runtime.observe(({ after }) => changed(after.id)),

    tasks: (query) => runtime.tasks(query),
    task: (place) => runtime.task(place),
    isClaimable: (task, by) => isPermitted(runtime, { do: "claim", task }, by),
    claim: (place, options) => runtime.claim(place, options),
    release: (place, options) => runtime.release(place, options),
    assign: (place, assignee, options) => runtime.assign(place, assignee, options),
    complete: async (place, variables, options) =>
      outcomeOf(await runtime.complete(place, variables, options)),
    raise: ({ instance, element }, event, options) =>
      command(instance, { ...event, element }, options),

    publish: (message) => runtime.publish(message),
    signal: (name, payload, options) => runtime.signal(name, payload, options),
    conditions: (variables) => runtime.conditions(variables),
  };
}

/** What a command is told besides. */
function asking({ by, key }: ChangeOptions): bpe.CommandOptions {
  return { by, ...key !== undefined && { key } };
}

/** The commands that may name a version. */
type Change = Exclude<bpe.Command, { readonly do: "start" | "timer" }>;

function withVersion(command: Change, { version }: ChangeOptions): bpe.Command {
  return version === undefined ? command : { ...command, version };
}

/** What has become of a command. */
function outcomeOf({ state, applied, repeated }: bpe.CommandResult): Outcome {
  return { version: state.version, status: state.status, applied, repeated };
}

/** What is wrong with a file that an error refuses; undefined where the error is of something else. */
function flawsOf(error: unknown, all: () => readonly Finding[]): readonly Finding[] | undefined {
  if (!bpe.BpeError.is(error) || (error.code !== "rule" && error.code !== "xml")) return undefined;
  const { rule = "", element = "", line, column, message } = error;
  const own = { rule, element: "", severity: "error", line, column, message } as const;
  if (error.code === "xml") return [own];
  const flaws = all().filter(({ severity }) => severity === "error");
  // What only a deployment asks for, such as a process that is executable, is no rule of the file.
  return flaws.length > 0 ? flaws : [{ ...own, rule: rule === "" ? element : rule }];
}

async function* rowsOf(lines: AsyncIterable<bpe.InstanceLine>): AsyncGenerator<InstanceRow> {
  for await (const line of lines) yield { ...line, process: processOf(line.definition) };
}

type Filter = Parameters<ProcessEngine["instances"]>[0];

function queryOf({ status, ...query }: Filter): bpe.InstanceQuery {
  return { ...query, ...isStatus(status) && { status } };
}

const STATUSES: readonly string[] = ["active", "completed", "terminated", "failed", "cancelled"];

function isStatus(text: string | undefined): text is bpe.Status {
  return text !== undefined && STATUSES.includes(text);
}

async function isPermitted(
  runtime: bpe.Runtime,
  permission: bpe.Permission,
  by: ProcessIdentity,
): Promise<boolean> {
  try {
    await runtime.permit(permission, { by });
    return true;
  } catch (error) {
    if (bpe.BpeError.is(error, "denied")) return false;
    throw error;
  }
}

/** The event that starts a process by itself. */
function startOf(definition: bpe.Definition, process: string): bpe.Node | undefined {
  const scope = definition.scopes[bpe.processOf(definition, process)?.scope ?? bpe.NONE];
  return definition.nodes[scope?.starts[0] ?? bpe.NONE];
}
