/**
 * Changes of a process that move nothing: of its documents, and of what it keeps beside them.
 *
 * @module
 */
import { type Doc, type Splice, spliceOf } from "../state/documents.ts";
import type { CommandOptions } from "../runtime/api.ts";
import type { Identity } from "../task/identity.ts";
import { attempts } from "./attempt.ts";
import { type Context, type Snapshot, snapshot } from "./context.ts";
import type { Meta } from "../state/reserved.ts";
import { metaOf, type Proc } from "./proc.ts";

/** What can be changed of a process. */
export interface ProcChange {
  /** All its documents from now on. */
  readonly docs?: readonly Doc[];
  /** Who works on it. */
  readonly executors?: Proc["executors"];
  /** Anything the application notes of it. */
  readonly notifications?: unknown;
}

/** A process before and after a change. */
export interface Changed {
  /** As it was. */
  readonly before: Proc;
  /** As it is. */
  readonly after: Proc;
}

/**
 * Changes a process without moving it.
 *
 * @param how what it becomes; asked again where the process has changed meanwhile
 */
export async function change(
  cx: Context,
  id: string,
  how: (proc: Proc) => ProcChange,
  by?: Identity,
): Promise<Changed> {
  await cx.runtime.permit({ do: "amend", instance: id }, { by });
  return await attempts(cx, id, async () => {
    const seen = await snapshot(cx, id), before = seen.proc;
    const { docs = before.docs, ...meta } = how(before);
    const splice = docsChange(before.docs, docs);
    const isMeta = Object.keys(meta).length > 0;
    if (splice.docs === undefined && !isMeta) return { before, after: before };
    const { applied } = await cx.runtime.command(id, {
      do: "set",
      variables: {},
      version: before.version,
      ...splice,
    }, { ...requester(by), ...(isMeta ? { meta: { ...keptMeta(seen), ...meta } } : {}) });
    return applied ? { before, after: (await snapshot(cx, id)).proc } : undefined;
  });
}

/** Changes what a process keeps beside its documents. */
export async function changeMeta(
  cx: Context,
  id: string,
  how: (meta: Meta) => Meta,
): Promise<void> {
  await attempts(cx, id, async () => {
    const seen = await snapshot(cx, id);
    const command = { do: "set", variables: {}, version: seen.proc.version } as const;
    const { applied } = await cx.runtime.command(id, command, { meta: how(keptMeta(seen)) });
    return applied ? true : undefined;
  });
}

/** What a process keeps beside its documents, without the marks of the last move. */
export function keptMeta({ proc, stored }: Snapshot): Meta {
  const { executed: _, ...meta } = metaOf(stored.state, proc.process);
  return meta;
}

/** The change of the documents, as a command carries it. */
export function docsChange(
  before: readonly Doc[],
  after: readonly Doc[],
): { readonly docs?: Splice } {
  const docs = spliceOf(before, after);
  return docs === undefined ? {} : { docs };
}

/** Who asks, for the history: they are permitted what the command is part of. */
export function requester(by: Identity | undefined): CommandOptions {
  return { by, permitted: true };
}
