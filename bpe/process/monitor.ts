/**
 * Monitors: named groups of processes, one inside another, as feeds: `/bpe/monitors` has all, `/bpe/mon/ID` the processes of one,
 * `/bpe/submonitors/ID/CREATOR` the monitors inside one.
 *
 * @module
 */
import { all, get } from "../../kvs/access.ts";
import { append } from "../../kvs/feed/append.ts";
import { retry } from "../../kvs/rows/commit.ts";
import { remove } from "../../kvs/feed/remove.ts";
import { BpeError } from "../error.ts";
import { timeId } from "../../base/mod.ts";
import { type Context, look } from "./context.ts";
import { META, type Meta, metaOf, type Proc } from "./proc.ts";

/** A group of processes. */
export interface Monitor {
  /** Its id. */
  readonly id: string;
  /** Who made it. */
  readonly creator?: string;
  /** Its name. */
  readonly name?: string;
  /** The monitor that it is inside. */
  readonly parent?: string;
  /** Roles that work in it. */
  readonly roles?: readonly string[];
  /** Anything the application notes of it. */
  readonly status?: unknown;
}

/** A process in a monitor. */
export interface ProcRec {
  /** The process. */
  readonly id: string;
  /** Its name there. */
  readonly name?: string;
  /** Roles that work on it. */
  readonly roles?: readonly string[];
  /** Anything the application notes of it. */
  readonly etc?: unknown;
}

/** The feed of all monitors. */
export const MONITORS = "/bpe/monitors";
/** The feed of a monitor's processes. */
export const monFeed = (id: string): readonly string[] => ["bpe", "mon", id];
/** The feed of the monitors inside one, by who made them. */
export const submonitorsFeed = (id: string, creator: string): readonly string[] => [
  "bpe",
  "submonitors",
  id,
  creator,
];

/** Puts a process into a monitor. All of it may be done again: it comes to the same. */
export async function monLink(
  cx: Context,
  monitor: Monitor,
  id: string,
  rec: Omit<ProcRec, "id"> = {},
): Promise<Proc> {
  const { kv } = cx.runtime;
  const { proc } = await look(cx, id);
  const parent = monitor.parent ?? proc.parentMonitor;
  const whole: Monitor = parent === undefined ? monitor : { ...monitor, parent };
  await append(kv, whole, MONITORS);
  if (parent !== undefined && await get<Monitor>(kv, MONITORS, parent) !== undefined) {
    await append(kv, whole, submonitorsFeed(parent, monitor.creator ?? "default"));
  }
  await setMeta(cx, id, (meta) => ({
    ...meta,
    monitor: monitor.id,
    ...(parent === undefined ? {} : { parentMonitor: parent }),
  }));
  await append(kv, { ...rec, id }, monFeed(monitor.id));
  if (proc.monitor !== undefined && proc.monitor !== monitor.id) {
    await remove(kv, id, monFeed(proc.monitor));
  }
  return (await look(cx, id)).proc;
}

/** The monitor of a process; one is made where it has none. */
export async function ensureMon(
  cx: Context,
  id: string,
): Promise<{ readonly monitor: Monitor; readonly proc: Proc }> {
  const { proc } = await look(cx, id);
  if (proc.monitor === undefined) {
    const monitor: Monitor = { id: timeId(cx.clock.now()) };
    return { monitor, proc: await monLink(cx, monitor, id) };
  }
  const monitor = await get<Monitor>(cx.runtime.kv, MONITORS, proc.monitor);
  if (monitor !== undefined) return { monitor, proc };
  throw new BpeError("monitor", "is not there: link the process to another", {
    element: proc.monitor,
    instance: id,
  });
}

/** The processes of a monitor. */
export function monChildren({ runtime }: Context, monitor: string): Promise<ProcRec[]> {
  return all<ProcRec>(runtime.kv, monFeed(monitor));
}

/** Changes what a process keeps beside its documents. */
export async function setMeta(
  cx: Context,
  id: string,
  change: (meta: Meta) => Meta,
): Promise<void> {
  await cx.lanes.run(id, () =>
    retry(`process ${id}`, async () => {
      const { proc, stored } = await look(cx, id);
      const { executed: _, ...meta } = metaOf(stored.state, proc.process);
      const { applied } = await cx.runtime.command(id, {
        do: "set",
        variables: { [META]: change(meta) },
        version: proc.version,
      });
      return applied ? true : undefined;
    }));
}
