/**
 * Reading and writing instances.
 *
 * @module
 */
import { Batch, type KvEntry, type KvKey } from "../../kvs/mod.ts";
import { openRow, release, ROW_SIZE, sizeBound, stow } from "../../kvs/tool.ts";
import { BpeError } from "../error.ts";
import { definitionOf } from "./definitions.ts";
import { withLists } from "../state/lists.ts";
import { changes } from "../state/difference.ts";
import { type Host, inBackground } from "./host.ts";
import { freeze, keyPart } from "./input.ts";
import { dueRow, instanceRow } from "./keys.ts";
import { withReserved } from "./older.ts";
import { isPaged, type Layout, pagedLists } from "./page/layout.ts";
import { readPages } from "./page/read.ts";
import { deleteNoted, stageNote } from "./page/note.ts";
import { stagePages } from "./page/write.ts";
import { retry } from "./retry.ts";
import { nextDue, pack, type Packed, packPaged, type Stored, unpack } from "./row/instance.ts";
import type { Loaded } from "./loaded.ts";
import { OpenList } from "./row/open_list.ts";

/** Pages that are to go. */
interface LeftPages {
  readonly name: string;
  /** The key of the note that says so. */
  readonly note: KvKey;
}

/** An instance on its way into the store. */
export interface InstanceDraft {
  /** The rows of the instance; more may be added to them. */
  readonly change: Batch;
  /** The instance as it will be. */
  readonly stored: Stored;
  /** What its row will hold. */
  readonly raw: unknown;
  readonly definition: Loaded["definition"];
  /** The pages that it will lie in. */
  readonly layout: Layout | undefined;
  /** Pages that nobody reads any more once it is committed. */
  readonly left: LeftPages | undefined;
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
  const loaded = await read(host, id);
  if (loaded === undefined) host.cache.delete(id);
  else keep(host, loaded);
  return loaded;
}

/** The instance as the store has it now: what is in memory, where that is the same. */
export async function read(host: Host, id: string): Promise<Loaded | undefined> {
  const key = instanceRow.key(keyPart(id, "instance"));
  // Pages belong to the row: where that is written meanwhile all is read anew, after a pause as others change it all the time.
  const { found } = await retry(`instance ${id}`, async () => {
    const row = await host.kv.get(key);
    if (row.versionstamp === null) return { found: undefined };
    const kept = host.cache.get(id);
    if (kept?.versionstamp === row.versionstamp) return { found: kept };
    const found = await open(host, id, row);
    return found === undefined ? undefined : { found };
  });
  return found;
}

/** The instance of a row; undefined where that has been changed while what belongs to it was read. */
async function open(host: Host, id: string, row: KvEntry<unknown>): Promise<Loaded | undefined> {
  const { key, value: raw, versionstamp } = row;
  const isStill = async () => (await host.kv.get(key)).versionstamp === versionstamp;
  const [packed] = await openRow(host.kv, row, `instance ${id}`);
  if (!isPacked(packed)) {
    if (!await isStill()) return undefined;
    throw new BpeError("corrupt", "is corrupt in the store: restore it", { element: id });
  }
  const { pages } = packed, whole = unpack(packed);
  if (pages === undefined) {
    // Only instances of this version lie in pages.
    const { open, ...rest } = freeze(await withReserved(host, whole));
    const stored: Stored = { ...rest, open: OpenList.of(open) };
    const definition = await definitionOf(host, rest.state.definition);
    return { stored, raw, versionstamp, definition, layout: undefined };
  }
  const layout = await readPages(host, id, pages, isStill);
  if (layout === undefined) return undefined;
  const { open: _, ...rest } = freeze(whole);
  const stored: Stored = {
    ...rest,
    state: withLists(rest.state, { ...layout.lists, indexes: undefined }),
    open: OpenList.from(layout.lists.open),
  };
  const definition = await definitionOf(host, rest.state.definition);
  return { stored, raw, versionstamp, definition, layout };
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
  const written = await write(host, change, next, before);
  if (before !== undefined && !isPacked(before.raw)) {
    release(change, before.raw);
  }
  return { change, ...written, definition };
}

async function write(
  host: Host,
  change: Batch,
  next: Omit<Stored, "due">,
  before: Loaded | undefined,
): Promise<Omit<InstanceDraft, "change" | "definition">> {
  const due = stageDue(change, next, before);
  const stored: Stored = due === undefined ? next : { ...next, due };
  const name = before?.layout?.name;
  const leave = (name: string | undefined) =>
    name === undefined ? undefined : { name, note: stageNote(host, change, next.id, name) };
  if (isPaged(next, name !== undefined)) {
    const lists = pagedLists(next.state, next.open.table);
    const { layout, undo } = await stagePages(host, change, next.id, {
      before: before?.layout,
      lists,
    });
    const raw = packPaged(stored, layout.name);
    await setRow(host, change.onRefused(undo), next.id, raw);
    return { stored, raw, layout, left: layout.name === name ? undefined : leave(name) };
  }
  const raw = await setRow(host, change, next.id, pack(stored));
  return { stored, raw, layout: undefined, left: leave(name) };
}

/** Sets the row of an instance; what it holds goes into parts where it is too much. Answers the value of the row. */
async function setRow(host: Host, change: Batch, id: string, packed: Packed): Promise<unknown> {
  const key = instanceRow.key(id), bytes = sizeBound(packed, ROW_SIZE);
  if (bytes <= ROW_SIZE) {
    change.set(key, packed, { bytes });
    return packed;
  }
  const { value, stage, undo } = await stow(host.kv, [packed], `instance ${id}`);
  change.set(key, value).onRefused(undo);
  stage(change);
  return value;
}

/**
 * Keeps the row by which an instance is found when it is due. One that comes early is left where it is: whoever looks then puts
 * it right, which costs less than to move it with every step.
 */
function stageDue(
  change: Batch,
  next: Pick<Stored, "id" | "state" | "open">,
  loaded: Loaded | undefined,
): number | undefined {
  const before = loaded?.stored.due, due = soonest(next, loaded);
  if (due !== undefined && before !== undefined && before <= due) return before;
  if (before !== undefined) change.delete(dueRow.key(before, "instance", next.id));
  if (due !== undefined) change.set(dueRow.key(due, "instance", next.id), 0);
  return due;
}

/** When an instance needs a look; of one in pages what a step has not changed is known to be no earlier than its row says. */
function soonest(
  next: Pick<Stored, "state" | "open">,
  before: Loaded | undefined,
): number | undefined {
  const lists = before?.layout?.lists;
  if (lists === undefined || before?.stored.due === undefined) return nextDue(next);
  const { waits, open } = pagedLists(next.state, next.open.table);
  if (waits.size + open.size === 0) return undefined;
  const times = [
    ...changes(lists.waits, waits).come.map(({ due }) => due),
    ...changes(lists.open, open).come.map(({ open }) => open.due),
  ].filter((due) => due !== undefined);
  return Math.min(before.stored.due, ...times);
}

/**
 * Commits an instance and keeps it in memory.
 *
 * @returns the instance as it is now; undefined where somebody else came first: it is to be read again
 */
export async function commitInstance(
  host: Host,
  { change, stored, raw, definition, layout, left }: InstanceDraft,
): Promise<Loaded | undefined> {
  let versionstamp: string | undefined;
  try {
    versionstamp = await host.commits.submit(change);
  } finally {
    // Where the store throws it may have committed all the same: the parts of a large instance are left to `sweep` then.
    if (versionstamp === undefined) host.cache.delete(stored.id);
  }
  if (versionstamp === undefined) return undefined;
  const loaded: Loaded = { stored, raw, versionstamp, definition, layout };
  keep(host, loaded);
  if (stored.due !== undefined) host.wake(stored.due);
  if (left !== undefined) {
    // Of one that has ended nobody writes any: what crashes have left goes, too.
    const name = stored.state.status === "active" ? left.name : undefined;
    inBackground(host, deleteNoted(host, stored.id, name, left.note));
  }
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
  const { due: _, ...rest } = loaded.stored;
  const written = await write(host, change, next, { ...loaded, stored: rest });
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
