/**
 * Definitions in the store: every version of every process stays, for its instances stay on the version they began with.
 *
 * @module
 */
import { get as getRecord } from "../../kvs/mod.ts";
import type { Definition } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import { behind } from "./behind.ts";
import type { Host } from "./host.ts";
import { freeze, keyPart } from "./input.ts";
import { definitionRow, latestRow } from "./keys.ts";
import type { LatestVersion, Version } from "./row/version.ts";

/** The table of files. */
export const FILES = "bpe_file";

/** A file as it is deployed, under its hash. */
export interface File {
  readonly id: string;
  /** Its XML; none for one that was written in code. */
  readonly source?: string;
  readonly definition: Definition;
}

/** The latest version of a process; undefined where there is none. */
export async function latest(host: Host, process: string): Promise<LatestVersion | undefined> {
  return (await host.kv.get<LatestVersion>(latestRow.key(process))).value ?? undefined;
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

/** Where a list of versions goes on, and in which direction. */
export interface VersionQuery<After> {
  /** Only those behind this one, in the direction read: where an earlier page ended. */
  readonly after?: After;
  /** From the last to the first. */
  readonly reverse?: boolean;
}

/** The latest version of every process, by id. */
export async function* processes(
  host: Host,
  { after, reverse = false }: VersionQuery<string> = {},
): AsyncGenerator<Version, void, void> {
  const prefix = latestRow.prefix();
  const selector = behind(prefix, after === undefined ? undefined : latestRow.key(after), reverse);
  for await (const { value } of host.kv.list<LatestVersion>(selector, { reverse })) {
    yield plain(value);
  }
}

/** All versions of a process, the oldest first unless told otherwise. */
export async function* versions(
  host: Host,
  process: string,
  { after, reverse = false }: VersionQuery<number> = {},
): AsyncGenerator<Version, void, void> {
  const prefix = definitionRow.prefix(keyPart(process, "process"));
  const from = after === undefined ? undefined : definitionRow.key(process, after);
  const selector = behind(prefix, from, reverse);
  for await (const { value } of host.kv.list<Version>(selector, { reverse })) yield value;
}

/** A version without what starts it. */
export function plain({ triggers: _, due: __, ...version }: LatestVersion): Version {
  return version;
}
