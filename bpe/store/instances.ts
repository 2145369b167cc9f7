/**
 * Reading and writing instances.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import { openRow, release, ROW_SIZE, sizeBound, stow } from "../../kvs/tool.ts";
import { BpeError } from "../error.ts";
import { definitionOf } from "./definitions.ts";
import type { Host } from "./host.ts";
import { freeze, keyPart } from "./input.ts";
import { dueRow, instanceRow } from "./keys.ts";
import { withReserved } from "./older.ts";
import { type Loaded, nextDue, pack, type Packed, type Stored, unpack } from "./row/instance.ts";

/** An instance on its way into the store. */
export interface InstanceDraft {
  /** The rows of the instance; more may be added to them. */
  readonly change: Batch;
  /** The instance as it will be. */
  readonly stored: Stored;
  /** What its row will hold. */
  readonly raw: unknown;
  readonly definition: Loaded["definition"];
}

/** The instance with this id, as it is in memory or else in the store; undefined where there is none. */
export async function find(host: Host, id: string): Promise<Loaded | undefined> {
  const kept = host.cache.get(id);
  if (kept !== undefined) return kept;
  const loaded = await read(host, id);
  if (loaded !== undefined) keep(host, loaded);
  return loaded;
}

/** The instance as the store has it now, which is then in memory too. */
export async function findAnew(host: Host, id: string): Promise<Loaded | undefined> {
  host.cache.delete(id);
  return await find(host, id);
}

/** The instance as the store has it now. */
export async function read(host: Host, id: string): Promise<Loaded | undefined> {
  const row = await host.kv.get(instanceRow.key(keyPart(id, "instance")));
  if (row.versionstamp === null) return undefined;
  const [packed] = await openRow(host.kv, row, `instance ${id}`);
  if (!isPacked(packed)) {
    throw new BpeError("corrupt", "is corrupt in the store: restore it", { element: id });
  }
  const stored = freeze(await withReserved(host, unpack(packed)));
  return {
    stored,
    raw: row.value,
    versionstamp: row.versionstamp,
    definition: await definitionOf(host, stored.state.definition),
  };
}

/**
 * The instance with this id, as it is in memory or else in the store.
 *
 * @throws {BpeError} `instance` where there is none
 */
export async function load(host: Host, id: string): Promise<Loaded> {
  return orMissing(await find(host, id), id);
}

/**
 * The instance as the store has it now, which is then in memory too.
 *
 * @throws {BpeError} `instance` where there is none
 */
export async function loadAnew(host: Host, id: string): Promise<Loaded> {
  return orMissing(await findAnew(host, id), id);
}

function orMissing(found: Loaded | undefined, id: string): Loaded {
  if (found !== undefined) return found;
  throw new BpeError("instance", "is not there: it was never started, or was deleted", {
    element: id,
    instance: id,
  });
}

/**
 * What puts an instance into the store, with its row among those that are due.
 *
 * @param before the instance that it replaces, as it was read; undefined for a new one
 */
export async function instanceDraft(
  host: Host,
  before: Loaded | undefined,
  next: Omit<Stored, "due">,
  definition: Loaded["definition"],
): Promise<InstanceDraft> {
  const change = new Batch(`instance ${next.id}`);
  change.check({
    key: instanceRow.key(next.id),
    versionstamp: before === undefined ? null : before.versionstamp,
  });
  const written = await write(host, change, next, before?.stored.due);
  if (before !== undefined && !isPacked(before.raw)) {
    release(change, before.raw);
  }
  return { change, ...written, definition };
}

async function write(
  host: Host,
  change: Batch,
  next: Omit<Stored, "due">,
  before: number | undefined,
): Promise<Pick<InstanceDraft, "stored" | "raw">> {
  const due = stageDue(change, next, before);
  const stored: Stored = due === undefined ? next : { ...next, due };
  const packed = pack(stored);
  const key = instanceRow.key(next.id), bytes = sizeBound(packed, ROW_SIZE);
  if (bytes <= ROW_SIZE) {
    change.set(key, packed, { bytes });
    return { stored, raw: packed };
  }
  const { value, stage, undo } = await stow(host.kv, [packed], `instance ${next.id}`);
  change.set(key, value).onRefused(undo);
  stage(change);
  return { stored, raw: value };
}

/**
 * Keeps the row by which an instance is found when it is due. One that comes early is left where it is: whoever looks then puts
 * it right, which costs less than to move it with every step.
 */
function stageDue(
  change: Batch,
  next: Pick<Stored, "id" | "state" | "open">,
  before: number | undefined,
): number | undefined {
  const due = nextDue(next);
  if (due !== undefined && before !== undefined && before <= due) return before;
  if (before !== undefined) change.delete(dueRow.key(before, "instance", next.id));
  if (due !== undefined) change.set(dueRow.key(due, "instance", next.id), 0);
  return due;
}

/**
 * Commits an instance and keeps it in memory.
 *
 * @returns the instance as it is now; undefined where somebody else came first: it is to be read again
 */
export async function commitInstance(
  host: Host,
  { change, stored, raw, definition }: InstanceDraft,
): Promise<Loaded | undefined> {
  host.cache.delete(stored.id);
  // Where the store throws it may have committed all the same: the parts of a large instance are left to `sweep` then.
  const versionstamp = await host.commits.submit(change);
  if (versionstamp === undefined) return undefined;
  const loaded: Loaded = { stored, raw, versionstamp, definition };
  keep(host, loaded);
  if (stored.due !== undefined) host.wake(stored.due);
  return loaded;
}

/** Puts right the row that was found due at `time`: it goes, or moves to when the instance is due next. */
export async function settleDue(host: Host, id: string, time: number): Promise<void> {
  const loaded = await find(host, id);
  const change = new Batch();
  change.check({ key: instanceRow.key(id), versionstamp: loaded?.versionstamp ?? null });
  change.delete(dueRow.key(time, "instance", id));
  if (loaded === undefined) return void await host.commits.submit(change);
  const { due: before, ...next } = loaded.stored;
  const due = nextDue(next);
  if (due === time && before === time) return;
  if (before !== undefined && before !== time) change.delete(dueRow.key(before, "instance", id));
  // As if there had been none: the row moves to its true time.
  const written = await write(host, change, next, undefined);
  release(change, loaded.raw);
  await commitInstance(host, { change, ...written, definition: loaded.definition });
}

/** Keeps an instance in memory; the one used longest ago goes. */
function keep(host: Host, loaded: Loaded): void {
  const { id } = loaded.stored;
  host.cache.delete(id);
  host.cache.set(id, loaded);
  if (host.cache.size <= host.kept) return;
  const [oldest] = host.cache.keys();
  if (oldest !== undefined) host.cache.delete(oldest);
}

function isPacked(value: unknown): value is Packed {
  return typeof value === "object" && value !== null && "state" in value && "started" in value;
}
