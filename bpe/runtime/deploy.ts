/**
 * Deployment: a file becomes the next version of each of its processes.
 *
 * @module
 */
import { sha256, toHex } from "../../base/mod.ts";
import { Batch, put } from "../../kvs/mod.ts";
import type { ProcessRecord } from "../define/builders.ts";
import { defined } from "../define/define.ts";
import type { Definition, Process } from "../definition/definition.ts";
import { type Handlers, unhandled } from "../job/missing.ts";
import { triggers } from "../engine/triggers.ts";
import { asked } from "../argument.ts";
import { BpeError } from "../error.ts";
import { inspect, type Problem } from "../parse.ts";
import { label } from "../xml/element.ts";
import { type File, FILES, plain } from "../store/definitions.ts";
import { closed } from "../store/commits.ts";
import { type Host, now } from "../store/host.ts";
import { definitionRow, dueRow, latestRow, startRow } from "../store/keys.ts";
import { retry } from "../store/retry.ts";
import {
  type LatestVersion,
  nextStart,
  type StartTrigger,
  type Version,
} from "../store/row/version.ts";

/** What can be deployed: BPMN 2.0 XML, a compiled definition, or a process written in code. */
export type DeploySource = string | Uint8Array | Definition | ProcessRecord;

/** How a file is deployed. */
export interface DeployOptions {
  /** True: it is refused for every rule of the standard that it breaks, not only for what cannot be executed. */
  readonly strict?: boolean;
}

/** The versions that a deployment has made of the processes of a file, or has found there. */
export interface Deployment extends ReadonlyArray<Version> {
  /** What is untidy in the file, and the jobs in it that no handler of this runtime does. */
  readonly warnings: readonly Problem[];
}

/** A runtime that knows which jobs have handlers. */
interface DeployHost extends Host, Handlers {}

/**
 * Puts a file into the store: each of its executable processes gets a new version, from which new instances are started. A file
 * that is there already changes nothing.
 *
 * @param source BPMN 2.0 XML, a compiled definition, or a process written in code
 * @returns the versions of its processes, and what is untidy
 * @throws {BpeError} as `parse` and `define`
 */
export async function deploy(
  host: DeployHost,
  source: DeploySource,
  { strict = false }: DeployOptions = {},
): Promise<Deployment> {
  if (!host.alive) throw closed();
  const { file, warnings } = await fileOf(host, source, strict).catch((cause) =>
    asked("deploy", () => {
      throw cause;
    })
  );
  const processes = file.definition.processes.filter(({ isExecutable, kind }) =>
    kind === "process" && isExecutable !== false
  );
  if (processes.length === 0) {
    throw new BpeError("rule", "has no executable process: set isExecutable", {
      element: file.definition.id || "definitions",
    });
  }
  for (const { id } of processes) {
    if (id.length <= 200 && id.isWellFormed()) continue;
    throw new BpeError("limit", "is an id of more than 200 characters: shorten it", {
      element: id.slice(0, 50),
    });
  }
  await put(host.kv, FILES, file);
  const versions: Version[] = [];
  for (const process of processes) versions.push(await deployOne(host, file, process));
  return Object.assign(versions, { warnings });
}

/** A file on its way into the store, with what is untidy in it and what it lacks here. */
interface Draft {
  readonly file: File;
  readonly warnings: readonly Problem[];
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

async function fileOf(host: DeployHost, source: DeploySource, strict: boolean): Promise<Draft> {
  const options = { strict, deploying: true, expressions: host.settings.expressions };
  if (typeof source === "string" || source instanceof Uint8Array) {
    const { text, definition, warnings, place } = inspect(source, options);
    const file = { id: toHex(await sha256(text)), source: text, definition };
    const lacking = unhandled(definition, host);
    return {
      file,
      warnings: [...warnings, ...lacking.map((one) => ({ ...one, ...place(one.element) }))],
    };
  }
  const isCompiled = isObject(source) && "nodes" in source;
  if (!isObject(source) || isCompiled && !("processes" in source && "scopes" in source)) {
    throw new BpeError("definition", `is ${typeof source}: give a file, or a process in code`, {
      element: "what is deployed",
    });
  }
  const nowhere = { line: undefined, column: undefined };
  const { definition, warnings } = "nodes" in source
    ? { definition: source, warnings: [] }
    : defined([source], options);
  const untidy = warnings.map(({ at, ...one }) => ({ ...one, element: label(at), ...nowhere }));
  const lacking = unhandled(definition, host).map((one) => ({ ...one, ...nowhere }));
  const id = toHex(await sha256(JSON.stringify(definition)));
  return { file: { id, definition }, warnings: [...untidy, ...lacking] };
}

async function deployOne(host: Host, file: File, process: Process): Promise<Version> {
  return await retry(`process ${process.id}`, async () => {
    const key = latestRow.key(process.id);
    const { value: before, versionstamp } = await host.kv.get<LatestVersion>(key);
    if (before?.file === file.id) return plain(before);
    const version = (before?.version ?? 0) + 1;
    const next: Version = {
      key: `${process.id}:${version}`,
      process: process.id,
      name: process.name,
      version,
      file: file.id,
      deployed: now(host),
    };
    const waits = triggers(file.definition, process.id, now(host), host.settings)
      .map(({ node, ...wait }) => ({ ...wait, node: file.definition.nodes[node]?.id ?? "" }));
    const change = new Batch();
    change.check({ key, versionstamp });
    change.set(definitionRow.key(process.id, version), next);
    if (before !== null) withdraw(change, before);
    const due = nextStart(waits);
    change.set(key, { ...next, triggers: waits, ...(due === undefined ? {} : { due }) });
    announce(change, process.id, waits, due);
    if (await host.commits.submit(change) === undefined) return undefined;
    if (due !== undefined) host.wake(due);
    return next;
  });
}

function announce(
  change: Batch,
  process: string,
  waits: readonly StartTrigger[],
  due: number | undefined,
): void {
  for (const { kind, name } of waits) {
    if ((kind === "message" || kind === "signal") && name !== undefined) {
      change.set(startRow.key(kind, name, process), name);
    }
  }
  if (due !== undefined) change.set(dueRow.key(due, "start", process), 0);
}

function withdraw(change: Batch, { process, triggers, due }: LatestVersion): void {
  for (const { kind, name } of triggers) {
    if ((kind === "message" || kind === "signal") && name !== undefined) {
      change.delete(startRow.key(kind, name, process));
    }
  }
  if (due !== undefined) change.delete(dueRow.key(due, "start", process));
}
