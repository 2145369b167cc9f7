/**
 * Monitors: named groups of processes, one inside another, as feeds: `/bpe/monitors` has all, `/bpe/mon/ID` the processes of one,
 * `/bpe/submonitors/ID/CREATOR` the monitors inside one.
 *
 * @module
 */
import { timeId } from "../../base/mod.ts";
import { all, append, get, remove } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";
import { changeMeta } from "./change.ts";
import { type Context, snapshot } from "./context.ts";
import type { Proc } from "./proc.ts";

/** A group of processes. */
export interface Monitor {
  /** Its id: the last part of the name of its feed. */
  readonly id: string;
  /** Who made it; `default` where not said. */
  readonly creator?: string;
  /** What a person reads. */
  readonly name?: string;
  /** The id of the monitor that it is inside. */
  readonly parent?: string;
  /** Roles that work in it. */
  readonly roles?: readonly string[];
  /** Anything the application notes of it. */
  readonly status?: unknown;
}

/** A process in a monitor. */
export interface ProcRec {
  /** The id of the process. */
  readonly id: string;
  /** What a person reads of it in this monitor. */
  readonly name?: string;
  /** Roles that work on it. */
  readonly roles?: readonly string[];
  /** Anything the application notes of it. */
  readonly etc?: unknown;
}

/** A process with its monitor. */
export interface Monitored {
  /** The monitor, as it is stored. */
  readonly monitor: Monitor;
  /** The process, after it was put there. */
  readonly proc: Proc;
}

/** The feed of all monitors. */
const MONITORS = "/bpe/monitors";
/** The feed of a monitor's processes. */
export const monFeed = (id: string): readonly string[] => ["bpe", "mon", id];
/** The feed of the monitors inside one, by who made them. */
const submonitorsFeed = (id: string, creator: string): readonly string[] => [
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
  const { proc } = await snapshot(cx, id);
  const parent = monitor.parent ?? proc.parentMonitor;
  const whole: Monitor = parent === undefined ? monitor : { ...monitor, parent };
  await append(kv, whole, MONITORS);
  if (parent !== undefined && await get<Monitor>(kv, MONITORS, parent) !== undefined) {
    await append(kv, whole, submonitorsFeed(parent, monitor.creator ?? "default"));
  }
  await changeMeta(cx, id, (meta) => ({
    ...meta,
    monitor: monitor.id,
    ...(parent === undefined ? {} : { parentMonitor: parent }),
  }));
  await append(kv, { ...rec, id }, monFeed(monitor.id));
  if (proc.monitor !== undefined && proc.monitor !== monitor.id) {
    await remove(kv, id, monFeed(proc.monitor));
  }
  return (await snapshot(cx, id)).proc;
}

/** The monitor of a process; one is made where it has none. */
export async function ensureMon(cx: Context, id: string): Promise<Monitored> {
  const { proc } = await snapshot(cx, id);
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

/** All monitors that a process was put into. */
export function monitors({ runtime }: Context): Promise<Monitor[]> {
  return all<Monitor>(runtime.kv, MONITORS);
}

/** The processes of a monitor. */
export function monChildren({ runtime }: Context, monitor: string): Promise<ProcRec[]> {
  return all<ProcRec>(runtime.kv, monFeed(monitor));
}
