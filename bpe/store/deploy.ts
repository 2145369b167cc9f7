/**
 * Deployment: a file becomes the next version of each of its processes.
 *
 * @module
 */
import { sha256, toHex } from "../../base/mod.ts";
import { Batch, put } from "../../kvs/mod.ts";
import type { ProcessRecord } from "../define/builders.ts";
import { define } from "../define/define.ts";
import type { Definition, Process } from "../definition/definition.ts";
import { triggers } from "../engine/triggers.ts";
import { BpeError } from "../error.ts";
import { parse } from "../parse.ts";
import { type File, FILES, plain } from "./definitions.ts";
import { closed } from "./commits.ts";
import { type Host, now } from "./host.ts";
import { definitionRow, dueRow, latestRow, startRow } from "./keys.ts";
import { retry } from "./retry.ts";
import { type LatestVersion, nextStart, type StartTrigger, type Version } from "./row/version.ts";

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

async function fileOf(
  source: string | Uint8Array | Definition | ProcessRecord,
): Promise<File> {
  if (typeof source === "string" || source instanceof Uint8Array) {
    const definition = parse(source);
    const text = typeof source === "string" ? source : new TextDecoder().decode(source);
    return { id: toHex(await sha256(text)), source: text, definition };
  }
  const definition = "nodes" in source ? source : define(source);
  return { id: toHex(await sha256(JSON.stringify(definition))), definition };
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
