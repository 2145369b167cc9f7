/**
 * Definitions in the store: every version of every process stays, for its instances stay on the version they began with.
 *
 * @module
 */
import { get as getRecord, put } from "../../kvs/access.ts";
import { retry } from "../../kvs/rows/commit.ts";
import type { ProcessRecord } from "../define/builders.ts";
import { define } from "../define/define.ts";
import type { Definition, Process } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import { parse } from "../parse.ts";
import { type StartWait, triggers } from "../engine/triggers.ts";
import { check, type Draft, draft, remove, set } from "./draft.ts";
import { closed } from "./gone.ts";
import { sha256 } from "./hash.ts";
import { type Host, now } from "./host.ts";
import { definitionRow, dueRow, latestRow, startRow } from "./keys.ts";

/** The table of files. */
const FILES = "bpe_file";

/** A version of a process. */
export interface Version {
  /** What instances are started with: `leave:3`. */
  readonly key: string;
  /** The id of the process. */
  readonly process: string;
  /** Its name. */
  readonly name: string;
  /** Its version, from 1. */
  readonly version: number;
  /** The hash of its file. */
  readonly file: string;
  /** When it was deployed: milliseconds since 1970. */
  readonly deployed: number;
}

/** What starts a process by itself. */
export interface Starts extends Version {
  /** Its triggers; `node` is the id of the event. */
  readonly triggers: readonly Starting[];
  /** The time of its row among those that are due. */
  readonly due?: number;
}

/** One trigger of a process. */
export interface Starting extends Omit<StartWait, "node"> {
  /** The id of the event. */
  readonly node: string;
}

interface File {
  readonly id: string;
  readonly source?: string;
  readonly definition: Definition;
}

/**
 * Puts a file into the store: each of its executable processes gets a new version, from which new instances are started. A file
 * that is there already changes nothing.
 *
 * @param source BPMN 2.0 XML, a compiled definition, or a process written in code
 * @returns the versions of its processes
 * @throws {BpeError} as `parse` and `define`
 */
export async function deploy(
  host: Host,
  source: string | Uint8Array | Definition | ProcessRecord,
): Promise<readonly Version[]> {
  if (!host.alive) throw closed();
  const file = await fileOf(source);
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
  return versions;
}

/** The latest version of a process; undefined where there is none. */
export async function latest(host: Host, process: string): Promise<Starts | undefined> {
  return (await host.kv.get<Starts>(latestRow.key(process))).value ?? undefined;
}

/** The version that a key or the id of a process (its latest version) names. */
export async function versionOf(host: Host, name: string): Promise<Version> {
  const exact = /^(.+):(\d+)$/.exec(name);
  const found = exact === null
    ? await latest(host, name)
    : (await host.kv.get<Version>(definitionRow.key(exact[1] ?? "", Number(exact[2])))).value ??
      await latest(host, name);
  if (found !== undefined && found !== null) return found;
  throw new BpeError("definition", "is not deployed: deploy its file first", { element: name });
}

/** The compiled definition behind a key. */
export function definitionOf(host: Host, key: string): Promise<Definition> {
  const kept = host.definitions.get(key);
  if (kept !== undefined) return kept;
  const found = read(host, key);
  host.definitions.set(key, found);
  found.catch(() => host.definitions.delete(key));
  return found;
}

async function read(host: Host, key: string): Promise<Definition> {
  const { file } = await versionOf(host, key);
  // One file has several processes; they share the tables.
  const kept = host.definitions.get(`file ${file}`);
  if (kept !== undefined) return await kept;
  const record = await getRecord<File>(host.kv, FILES, file);
  if (record === undefined) {
    throw new BpeError("definition", "has lost its file: deploy it again", { element: key });
  }
  const definition = freeze(record.definition);
  host.definitions.set(`file ${file}`, Promise.resolve(definition));
  return definition;
}

/** The XML that a version was deployed from; undefined where it was written in code. */
export async function sourceOf(host: Host, key: string): Promise<string | undefined> {
  const { file } = await versionOf(host, key);
  return (await getRecord<File>(host.kv, FILES, file))?.source;
}

async function fileOf(
  source: string | Uint8Array | Definition | ProcessRecord,
): Promise<File> {
  if (typeof source === "string" || source instanceof Uint8Array) {
    const definition = parse(source);
    const text = typeof source === "string" ? source : new TextDecoder().decode(source);
    return { id: await sha256(text), source: text, definition };
  }
  const definition = "nodes" in source ? source : define(source);
  return { id: await sha256(JSON.stringify(definition)), definition };
}

async function deployOne(host: Host, file: File, process: Process): Promise<Version> {
  return await retry(`process ${process.id}`, async () => {
    const key = latestRow.key(process.id);
    const { value: before, versionstamp } = await host.kv.get<Starts>(key);
    if (before?.file === file.id) return plain(before);
    const version = (before?.version ?? 0) + 1;
    const own: Version = {
      key: `${process.id}:${version}`,
      process: process.id,
      name: process.name,
      version,
      file: file.id,
      deployed: now(host),
    };
    const waits = triggers(file.definition, process.id, now(host), host.options.settings)
      .map(({ node, ...wait }) => ({ ...wait, node: file.definition.nodes[node]?.id ?? "" }));
    const change = draft();
    check(change, `latest ${process.id}`, key, versionstamp);
    set(change, definitionRow.key(process.id, version), own);
    if (before !== null) withdraw(change, before);
    const due = nextStart(waits);
    set(change, key, { ...own, triggers: waits, ...(due === undefined ? {} : { due }) });
    announce(change, process.id, waits, due);
    if (await host.commits.submit(change) === undefined) return undefined;
    if (due !== undefined) host.wake(due);
    return own;
  });
}

/** When the next timer of a process starts it. */
export function nextStart(waits: readonly Starting[]): number | undefined {
  const times = waits.flatMap(({ kind, due }) =>
    kind === "timer" && due !== undefined ? [due] : []
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

function announce(
  change: Draft,
  process: string,
  waits: readonly Starting[],
  due: number | undefined,
): void {
  for (const { kind, name } of waits) {
    if ((kind === "message" || kind === "signal") && name !== undefined) {
      set(change, startRow.key(kind, name, process), name);
    }
  }
  if (due !== undefined) set(change, dueRow.key(due, "start", process), 0);
}

function withdraw(change: Draft, { process, triggers, due }: Starts): void {
  for (const { kind, name } of triggers) {
    if ((kind === "message" || kind === "signal") && name !== undefined) {
      remove(change, startRow.key(kind, name, process));
    }
  }
  if (due !== undefined) remove(change, dueRow.key(due, "start", process));
}

function plain({ triggers: _, due: __, ...version }: Starts): Version {
  return version;
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const each of Object.values(value)) freeze(each);
    Object.freeze(value);
  }
  return value;
}
