/**
 * Which instances there are, and where they stand; open incidents.
 *
 * @module
 */
import { compareText } from "../../base/mod.ts";
import type { KvKey } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";
import type { Status } from "../state/state.ts";
import { behind } from "../store/behind.ts";
import { processes } from "../store/definitions.ts";
import type { Host } from "../store/host.ts";
import { indexText, valueText } from "../store/indexes.ts";
import { keyPart } from "../store/input.ts";
import { read } from "../store/instances.ts";
import {
  incidentRow,
  instanceRow,
  statusRow,
  taskIndexRow,
  taskRow,
  valueRow,
} from "../store/keys.ts";
import type { IncidentRow } from "../store/row/incident.ts";
import type { Loaded } from "../store/loaded.ts";
import { merged } from "../store/merged.ts";

/** Asks for the instances that fit everything that is said. */
export interface InstanceQuery {
  /** How they stand. */
  readonly status?: Status;
  /** The id of their process. */
  readonly process?: string;
  /** The id of a node at which they wait for a person; with `process`. */
  readonly task?: string;
  /** The lane in which they wait for a person. */
  readonly lane?: string;
  /** A variable of the process with its value; it has to be one of the runtime's `index`. */
  readonly variable?: { readonly name: string; readonly value: unknown };
  /** Only ids behind this one, in the direction read: where an earlier page ended. */
  readonly after?: string;
  /** From the last id to the first: ids that are made begin with their time, so the newest come first. */
  readonly reverse?: boolean;
}

/** An instance in a list. */
export interface InstanceLine {
  /** Unique in the store. */
  readonly id: string;
  /** The process and its version, as `leave:3`. */
  readonly definition: string;
  /** How it stands. */
  readonly status: Status;
  /** When it was started: milliseconds since 1970. */
  readonly started: number;
  /** When it ended: milliseconds since 1970; none while it is active. */
  readonly ended?: number;
  /** How many incidents wait for a person. */
  readonly incidents: number;
}

/** The instances that fit, by status, process and id. */
export async function* instances(
  host: Host,
  query: InstanceQuery = {},
): AsyncGenerator<InstanceLine, void, void> {
  const seen = new Set<string>();
  for await (const id of ids(host, query)) {
    if (seen.has(id)) continue;
    seen.add(id);
    const found = await read(host, id);
    if (found === undefined || !fits(found, query)) continue;
    const { started, ended, state } = found.stored;
    yield {
      id,
      definition: state.definition,
      status: state.status,
      started,
      ...(ended === undefined ? {} : { ended }),
      incidents: state.incidents.length,
    };
  }
}

async function* ids(host: Host, query: InstanceQuery): AsyncGenerator<string, void, void> {
  const { status, process, task, lane, variable, after, reverse = false } = query;
  const list = (prefix: KvKey, idOf: (key: KvKey) => string) =>
    listIds(host, { prefix, idOf, after, reverse });
  if (variable !== undefined) {
    if (!host.index.includes(variable.name)) {
      throw new BpeError("query", "is not indexed: name it in the runtime's `index`", {
        element: variable.name,
      });
    }
    const text = valueText(variable.value);
    if (text !== undefined) {
      yield* list(valueRow.prefix(variable.name, text), (key) => valueRow.parse(key)[2]);
    }
  } else if (task !== undefined && process !== undefined) {
    yield* list(
      taskIndexRow.prefix("node", `${process}/${task}`),
      (key) => taskIndexRow.parse(key)[2],
    );
  } else if (lane !== undefined) {
    yield* list(taskRow.prefix(), (key) => taskRow.parse(key)[0]);
  } else if (status !== undefined) {
    const processes = process === undefined ? await deployed(host) : [process],
      way = reverse ? -1 : 1;
    yield* merged(
      processes.map((each) =>
        list(statusRow.prefix(status, each), (key) => statusRow.parse(key)[2])
      ),
      (one, other) => way * compareText(one, other),
    );
  } else yield* list(instanceRow.prefix(), (key) => instanceRow.parse(key)[0]);
}

interface IdList {
  readonly prefix: KvKey;
  /** The instance that a key names: what follows the prefix. */
  readonly idOf: (key: KvKey) => string;
  readonly after: string | undefined;
  readonly reverse: boolean;
}

async function* listIds(
  host: Host,
  { prefix, idOf, after, reverse }: IdList,
): AsyncGenerator<string, void, void> {
  const selector = behind(prefix, after === undefined ? undefined : [...prefix, after], reverse);
  for await (const { key } of host.kv.list(selector, { batchSize: 200, reverse })) {
    yield idOf(key);
  }
}

async function deployed(host: Host): Promise<string[]> {
  return (await Array.fromAsync(processes(host))).map(({ process }) => process);
}

function fits({ stored: { state }, definition }: Loaded, query: InstanceQuery): boolean {
  const { status, process, task, lane, variable } = query;
  const waits = (is: (node: { id: string; lane: number }) => boolean) =>
    state.elements.some(({ node }) => {
      const found = definition.nodes[node];
      return found !== undefined && is(found);
    });
  return (status === undefined || state.status === status) &&
    (process === undefined || definition.processes[state.process]?.id === process) &&
    (task === undefined || waits(({ id }) => id === task)) &&
    (lane === undefined || waits(({ lane: index }) => {
      const found = definition.lanes[index];
      return found !== undefined && (found.name === lane || found.id === lane);
    })) &&
    (variable === undefined ||
      indexText(state, variable.name) === valueText(variable.value));
}

/** Where a list of incidents goes on. */
export interface IncidentQuery {
  /** Only those behind this one, by instance and incident: where an earlier page ended. */
  readonly after?: Pick<IncidentRow, "instance" | "incident">;
}

/** Open incidents, of all instances or of one. */
export async function* incidents(
  host: Host,
  instance?: string,
  { after }: IncidentQuery = {},
): AsyncGenerator<IncidentRow, void, void> {
  const prefix = instance === undefined
    ? incidentRow.prefix()
    : incidentRow.prefix(keyPart(instance, "instance"));
  const isHere = instance === undefined || after?.instance === instance;
  const selector = behind(
    prefix,
    after === undefined || !isHere ? undefined : incidentRow.key(after.instance, after.incident),
  );
  for await (const { value } of host.kv.list<IncidentRow>(selector)) yield value;
}
