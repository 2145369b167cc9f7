/**
 * Reading and writing instances.
 *
 * @module
 */
import { openRow, release, stow } from "../../kvs/rows/chunk.ts";
import { sizeBound } from "../../kvs/value/size.ts";
import { BpeError } from "../error.ts";
import { definitionOf } from "./definitions.ts";
import { freeze, ownText } from "./input.ts";
import { check, type Draft, draft, remove, set, setSized } from "./draft.ts";
import { type Host, keep, type Loaded } from "./host.ts";
import { dueRow, instanceRow } from "./keys.ts";
import { nextDue, pack, type Packed, type Stored, unpack } from "./row/instance.ts";

/** The largest instance that is kept in one row, in bytes. */
const WHOLE = 60_000;
/** What the parts of a larger one may take of a commit. */
const PARTS = 720_000;

/** The instance with this id; undefined where there is none. */
export async function find(host: Host, id: string): Promise<Loaded | undefined> {
  const kept = host.cache.get(id);
  if (kept !== undefined) return kept;
  const loaded = await read(host, id);
  if (loaded !== undefined) keep(host, loaded);
  return loaded;
}

/** The instance as the store has it now. */
export async function read(host: Host, id: string): Promise<Loaded | undefined> {
  const row = await host.kv.get(instanceRow.key(ownText(id, "instance")));
  if (row.versionstamp === null) return undefined;
  const [packed] = await openRow(host.kv, row, `instance ${id}`);
  if (!isPacked(packed)) {
    throw new BpeError("state", "is corrupt in the store: restore it", { element: id });
  }
  const stored = freeze(unpack(packed));
  return {
    stored,
    raw: row.value,
    versionstamp: row.versionstamp,
    definition: await definitionOf(host, stored.state.definition),
  };
}

/**
 * The instance with this id.
 *
 * @throws {BpeError} `instance` where there is none
 */
export async function load(host: Host, id: string): Promise<Loaded> {
  const found = await find(host, id);
  if (found !== undefined) return found;
  throw new BpeError("instance", "is not there: it was never started, or was deleted", {
    element: id,
    instance: id,
  });
}

/** A draft that replaces an instance, with its row among those that are due. */
export async function replacing(
  host: Host,
  loaded: Loaded,
  next: Omit<Stored, "due">,
): Promise<{ readonly change: Draft; readonly stored: Stored; readonly raw: unknown }> {
  const { stored: before, raw, versionstamp } = loaded;
  const change = draft();
  check(change, `instance ${before.id}`, instanceRow.key(before.id), versionstamp);
  const written = await write(host, change, next, before.due);
  if (!isPacked(raw)) change.stages.push((atomic) => release(atomic, raw));
  return { change, ...written };
}

/** A draft that makes a new instance. */
export async function creating(
  host: Host,
  next: Omit<Stored, "due">,
): Promise<{ readonly change: Draft; readonly stored: Stored; readonly raw: unknown }> {
  const change = draft();
  check(change, `instance ${next.id}`, instanceRow.key(next.id), null);
  return { change, ...await write(host, change, next, undefined) };
}

async function write(
  host: Host,
  change: Draft,
  next: Omit<Stored, "due">,
  before: number | undefined,
): Promise<{ readonly stored: Stored; readonly raw: unknown }> {
  const due = stageDue(change, next, before);
  const stored: Stored = due === undefined ? next : { ...next, due };
  const packed = pack(stored);
  const size = sizeBound(packed, WHOLE);
  if (size <= WHOLE) {
    setSized(change, instanceRow.key(next.id), packed, size);
    return { stored, raw: packed };
  }
  const { value, stage, undo } = await stow(host.kv, [packed], `instance ${next.id}`);
  set(change, instanceRow.key(next.id), value);
  change.size += PARTS;
  change.stages.push(stage);
  change.undo = undo;
  return { stored, raw: value };
}

/**
 * Keeps the row by which an instance is found when it is due. One that comes early is left where it is: whoever looks then puts
 * it right, which costs less than to move it with every step.
 */
function stageDue(
  change: Draft,
  next: Pick<Stored, "id" | "state" | "open">,
  before: number | undefined,
): number | undefined {
  const due = nextDue(next);
  if (due !== undefined && before !== undefined && before <= due) return before;
  if (before !== undefined) remove(change, dueRow.key(before, "instance", next.id));
  if (due !== undefined) set(change, dueRow.key(due, "instance", next.id), 0);
  return due;
}

/**
 * Commits the replacement of an instance and keeps it in memory.
 *
 * @returns the instance as it is now; undefined where somebody else came first: it is to be read again
 */
export async function commitInstance(
  host: Host,
  change: Draft,
  stored: Stored,
  raw: unknown,
  definition: Loaded["definition"],
): Promise<Loaded | undefined> {
  host.cache.delete(stored.id);
  // Where the store throws it may have committed all the same: the parts of a large instance are left to `sweep` then.
  const versionstamp = await host.commits.submit(change);
  if (versionstamp === undefined) {
    await change.undo?.();
    return undefined;
  }
  const loaded: Loaded = { stored, raw, versionstamp, definition };
  keep(host, loaded);
  if (stored.due !== undefined) host.wake(stored.due);
  return loaded;
}

/**
 * Puts right the row that was found due at `time`: it goes, or moves to when the instance is due next.
 */
export async function settleDue(host: Host, id: string, time: number): Promise<void> {
  const loaded = await find(host, id);
  const change = draft();
  check(change, `instance ${id}`, instanceRow.key(id), loaded?.versionstamp ?? null);
  remove(change, dueRow.key(time, "instance", id));
  const { due: before, ...rest } = loaded?.stored ?? {};
  if (loaded === undefined || !("state" in rest)) return void await host.commits.submit(change);
  const next = nextDue(rest);
  if (next === time && before === time) return;
  if (before !== undefined && before !== time) remove(change, dueRow.key(before, "instance", id));
  // As if there had been none: the row moves to its true time.
  const { stored, raw } = await write(host, change, rest, undefined);
  change.stages.push((atomic) => release(atomic, loaded.raw));
  await commitInstance(host, change, stored, raw, loaded.definition);
}

function isPacked(value: unknown): value is Packed {
  return typeof value === "object" && value !== null && "state" in value && "started" in value;
}
