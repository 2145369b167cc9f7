/**
 * What a runtime can be asked, over its parts: what is given is looked at here, and made the runtime's own.
 *
 * @module
 */
import { timeId } from "../../base/mod.ts";
import { publish } from "../message/correlate.ts";
import { throwSignal } from "../message/broadcast.ts";
import { checkedMessage } from "../message/publication.ts";
import { BpeError } from "../error.ts";
import type { Command } from "../state/command.ts";
import { closed } from "../store/commits.ts";
import type { State } from "../state/state.ts";
import { definitionOf, processes, sourceOf, versionOf, versions } from "../store/definitions.ts";
import { history, stepOf } from "../store/history.ts";
import { takeOffered } from "../job/take.ts";
import { inBackground, now } from "../store/host.ts";
import { keyPart, storable, storableVariables } from "../store/input.ts";
import { loadAnew } from "../store/instances.ts";
import { detailOf } from "../store/row/instance.ts";
import type { StepOptions } from "../store/step.ts";
import { assign, claim, release } from "../task/claim.ts";
import { completeTask } from "../task/complete.ts";
import { withInitiator } from "../task/identity.ts";
import { permits } from "../task/command.ts";
import { permit } from "../task/permission.ts";
import { findTask, tasks } from "../task/work_list.ts";
import type { CommandOptions, CompleteOptions, Runtime, StartOptions } from "./api.ts";
import { startByCondition } from "./condition.ts";
import { deploy } from "./deploy.ts";
import { erase } from "./erase.ts";
import type { RuntimeHost } from "./host.ts";
import { checkedCommand } from "./input.ts";
import { move } from "./migrate.ts";
import { handlerOptions } from "./options.ts";
import { incidents, instances } from "./queries.ts";
import { surfaced, surfacedRows } from "../store/store_error.ts";

/** What a runtime can be asked of definitions, instances and tasks. */
export type Operations = Omit<
  Runtime,
  "kv" | "observe" | "tick" | "nextDue" | "idle" | "close" | typeof Symbol.asyncDispose
>;

/** What a runtime can be asked; what the store refuses is an error of this module. */
export function operations(host: RuntimeHost): Operations {
  return { ...onDefinitions(host), ...onInstances(host), ...onTasks(host) };
}

type OnDefinitions = Pick<
  Operations,
  "deploy" | "handle" | "version" | "processes" | "versions" | "definition" | "source"
>;

function onDefinitions(host: RuntimeHost): OnDefinitions {
  return {
    handle(topic, handler) {
      if (!host.alive) throw closed();
      const name = keyPart(topic, "topic");
      host.jobs.handlers.set(name, handlerOptions(name, handler));
      inBackground(host, takeOffered(host));
    },
    deploy: (source, options) => surfaced(() => deploy(host, source, options)),
    version: (name) => surfaced(async () => await versionOf(host, keyPart(name, "process"))),
    processes: (query) => surfacedRows(processes(host, query)),
    versions: (process, query) => surfacedRows(versions(host, process, query)),
    definition: (name) =>
      surfaced(async () => await definitionOf(host, (await versionOf(host, name)).key)),
    source: (name) => surfaced(() => sourceOf(host, name)),
  };
}

type OnTasks = Pick<
  Operations,
  "tasks" | "task" | "claim" | "release" | "assign" | "permit" | "complete"
>;

function onTasks(host: RuntimeHost): OnTasks {
  return {
    tasks: (query) => surfacedRows(tasks(host, query)),
    task: (ref) => surfaced(() => findTask(host, ref)),
    claim: (ref, { by }) => surfaced(() => claim(host, ref, by)),
    release: (ref, { by } = {}) => surfaced(() => release(host, ref, by)),
    assign: (ref, assignee, { by } = {}) => surfaced(() => assign(host, ref, assignee, by)),
    permit: (permission, { by } = {}) => surfaced(() => permit(host, by, permission)),
    complete: (ref, variables, options = {}) =>
      surfaced(async () => {
        const { by, key, version, docs }: CompleteOptions = options;
        const what = `the values of task ${ref.element}`;
        return await completeTask(host, ref, {
          by,
          key,
          variables: storableVariables(variables, what) ?? {},
          ...(version === undefined ? {} : { version }),
          ...(docs === undefined ? {} : { docs: storable(docs, what) }),
        });
      }),
  };
}

function onInstances(host: RuntimeHost): Omit<Operations, keyof OnDefinitions | keyof OnTasks> {
  return {
    start: (process, options) => surfaced(() => start(host, process, options)),
    command: (id, command, options) =>
      surfaced(async () =>
        await host.perform(
          id,
          checkedCommand(command, options?.meta),
          stepOptions(host, command, options),
        )
      ),
    publish: (message) => surfaced(async () => await publish(host, checkedMessage(message))),
    signal: (name, payload, { key } = {}) =>
      surfaced(async () => {
        const content = storable(payload, `signal ${name}`);
        const once = key === undefined ? {} : { key: keyPart(key, `key of signal ${name}`) };
        return await throwSignal(host, keyPart(name, "signal"), content, once);
      }),
    conditions: (variables) =>
      surfaced(async () =>
        await startByCondition(
          host,
          storableVariables(variables, "the values of a condition") ?? {},
        )
      ),
    instance: (id) =>
      surfaced(async () => detailOf((await loadAnew(host, keyPart(id, "instance"))).stored)),
    history: (id, query) => surfacedRows(history(host, id, query)),
    step: (id, step) => surfaced(() => stepOf(host, id, step)),
    instances: (query) => surfacedRows(instances(host, query)),
    incidents: (id, query) => surfacedRows(incidents(host, id, query)),
    resolve: (id, incident, given, options) =>
      surfaced(async () => {
        const variables = storableVariables(given, "the values that resolve an incident");
        const values = variables === undefined ? {} : { variables };
        const command = { do: "resolve", incident, ...values } as const;
        return await host.perform(id, command, stepOptions(host, command, options));
      }),
    migrate: (id, version, { renamed, by } = {}) =>
      surfaced(async () => {
        await permit(host, by, { do: "migrate", instance: id, version });
        await move(host, id, { version, renamed, by: by?.id });
      }),
    erase: (id) => surfaced(() => erase(host, id)),
  };
}

async function start(
  host: RuntimeHost,
  process: string,
  { id: given, by, trigger, docs, meta, variables: values, stepping = false }: StartOptions = {},
): Promise<string> {
  const version = await versionOf(host, keyPart(process, "process"));
  await permit(host, by, { do: "start", process: version.process });
  const { key: definition, process: name } = version;
  const variables = withInitiator(
    await definitionOf(host, definition),
    name,
    storableVariables(values, `the variables of ${name}`),
    by?.id,
  );
  const more = {
    ...(variables === undefined ? {} : { variables }),
    ...(trigger === undefined ? {} : { trigger: storable(trigger, `the trigger of ${name}`) }),
    ...(stepping ? { stepping } : {}),
    ...(meta === undefined ? {} : { meta: storable(meta, `what ${name} keeps`) }),
    ...(docs === undefined
      ? {}
      : { docs: { at: 0, cut: 0, put: storable(docs, `the documents of ${name}`) } }),
  };
  for (;;) {
    const instance = given ?? timeId(now(host));
    const { applied, state } = await host.start({ instance, definition, process: name, ...more }, {
      by: by?.id,
    });
    if (!applied && given !== undefined) await ofProcess(host, state, name);
    // An id that is made by chance may be there; one that is given is then the same start.
    if (applied || given !== undefined) return instance;
  }
}

/**
 * Whether the instance that bears the id already is of the process that was to be started.
 *
 * @throws {BpeError} `command` where it is another's
 */
async function ofProcess(host: RuntimeHost, state: State, process: string): Promise<void> {
  const definition = await definitionOf(host, state.definition);
  const own = definition.processes[state.process]?.id;
  if (own === process) return;
  throw new BpeError("command", `is an instance of ${own}: give another id to start ${process}`, {
    element: state.instance,
    instance: state.instance,
  });
}

/** What goes with a command: its key, who asks, and whether they may. */
function stepOptions(
  host: RuntimeHost,
  command: Command,
  { key, by, permitted = false }: CommandOptions = {},
): StepOptions {
  return {
    key: key === undefined ? undefined : keyPart(key, "key"),
    by: by?.id,
    ...(by === undefined || permitted ? {} : permits(host, by, command)),
  };
}
