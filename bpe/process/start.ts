/**
 * Starting a process.
 *
 * @module
 */
import { timeId } from "../../base/mod.ts";
import type { ProcessRecord } from "../define/builders.ts";
import type { Definition } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import type { ByOptions } from "../runtime/api.ts";
import type { Doc } from "../state/documents.ts";
import type { Version } from "../store/row/version.ts";
import type { Context } from "./context.ts";
import { type Monitor, monLink, type ProcRec } from "./monitor.ts";

/** How one process is started. */
export interface ProcStartOptions extends ByOptions {
  /** Its id; one is made where none is given. A second start with the same id starts nothing. */
  readonly id?: string;
  /** The name of its module; by default the name it was started by, or the id of the process. */
  readonly module?: string;
  /** The monitor it is put into. */
  readonly monitor?: Monitor;
  /** What stands of it there. */
  readonly procRec?: Omit<ProcRec, "id">;
  /** Anything the application notes of it. */
  readonly notifications?: unknown;
  /** False: it runs by itself until it waits, and persons and handlers do its tasks; true by default. */
  readonly stepping?: boolean;
}

/** Starts a process, deployed where it has to be, and answers its id. */
export async function start(
  cx: Context,
  process: string | ProcessRecord | Definition,
  docs: readonly Doc[],
  options: ProcStartOptions,
): Promise<string> {
  const { runtime, modules, clock } = cx;
  const { id = timeId(clock.now()), monitor, procRec, notifications, by } = options;
  const version = await versionOf(cx, process);
  const isModule = typeof process === "string" && Object.hasOwn(modules, process);
  const { module = isModule ? process : version.process, stepping = true } = options;
  await runtime.start(version.key, {
    id,
    stepping,
    docs,
    meta: { module, ...(notifications === undefined ? {} : { notifications }) },
    by,
  });
  if (monitor !== undefined) await monLink(cx, monitor, id, procRec);
  return id;
}

/** The version of what is to be started: of a record or definition, of a module's own, of a file's text, or of one deployed. */
async function versionOf(
  cx: Context,
  process: string | ProcessRecord | Definition,
): Promise<Version> {
  if (typeof process === "object") return await versionOfObject(cx, process);
  const def = Object.hasOwn(cx.modules, process) ? cx.modules[process]?.def : undefined;
  const source = typeof def === "function" ? def() : def;
  if (typeof source === "object") return await versionOfObject(cx, source);
  if (source !== undefined) return await deployed(cx, source);
  return process.includes("<") ? await deployed(cx, process) : await cx.runtime.version(process);
}

async function versionOfObject(
  cx: Context,
  process: ProcessRecord | Definition,
): Promise<Version> {
  const version = cx.versions.get(process) ?? deployed(cx, process);
  cx.versions.set(process, version);
  version.catch(() => cx.versions.delete(process));
  return await version;
}

async function deployed(
  { runtime }: Context,
  source: string | ProcessRecord | Definition,
): Promise<Version> {
  const [version] = await runtime.deploy(source);
  if (version !== undefined) return version;
  throw new BpeError("definition", "has no process", { element: "definitions" });
}
