/**
 * Writing the pages of an instance: those that a step has changed.
 *
 * @module
 */
import { randomId } from "../../../base/mod.ts";
import { Batch, groups, type KvCheck, type KvKey } from "../../../kvs/mod.ts";
import {
  type GroupCommit,
  release,
  ROW_SIZE,
  sizeBound,
  stow,
  type Stowed,
} from "../../../kvs/tool.ts";
import { isSmall, ROOM } from "./room.ts";
import { deleteNoted, type NoteStore, stageNote, unstageNote } from "./note.ts";
import { difference } from "../../state/difference.ts";
import { type Numbered, type Page, Table } from "../../state/table.ts";
import { type Alone, aloneRow, type Layout, numbered, type PagedLists, pageRow } from "./layout.ts";

/** A page of so many bytes is not looked through for large entries. */
const LIGHT = 16_384;
/** An entry over so many bytes stands alone: what others change is written without it. */
const LARGE = 900;
/** Where pages are written. */
interface Store extends NoteStore {
  readonly commits: GroupCommit;
}

/** A row to be set. */
interface Setting {
  readonly key: KvKey;
  readonly stowed: Pick<Stowed, "value" | "bytes" | "stage">;
}

/** What is to be changed of the pages of an instance. */
interface Change {
  readonly set: Setting[];
  readonly deleted: KvKey[];
  /** What rows hold that are replaced or deleted. */
  readonly released: unknown[];
}

/** Pages on their way into the store. */
export interface PagesDraft {
  readonly layout: Layout;
  /** Takes back what was written before the commit, where that is not made. */
  readonly undo: () => Promise<void>;
}

/** Adds the pages of an instance that have changed to its commit. */
export async function stagePages(
  host: Store,
  batch: Batch,
  id: string,
  { before, lists }: { readonly before: Layout | undefined; readonly lists: PagedLists },
): Promise<PagesDraft> {
  if (before !== undefined) {
    const { change, alone } = await changed(host, id, before, lists);
    const small = staged(new Batch(), change);
    if (isSmall(small)) {
      batch.add(small);
      return { layout: { name: before.name, lists, alone }, undo: () => Promise.resolve() };
    }
  }
  const name = randomId(10), none: Layout = { name, lists: NONE, alone: [] };
  const { change, alone } = await changed(host, id, none, lists);
  const layout: Layout = { name, lists, alone }, small = staged(new Batch(), change);
  if (isSmall(small)) {
    batch.add(small);
    return { layout, undo: () => Promise.resolve() };
  }
  const { note, undo } = await writeBefore(host, id, name, change);
  unstageNote(batch, note);
  return { layout, undo };
}

const NONE: PagedLists = {
  elements: new Table(),
  waits: new Table(),
  incidents: new Table(),
  tokens: new Table(),
  results: new Table(),
  open: new Table(),
};

function staged(batch: Batch, { set, deleted, released }: Change): Batch {
  for (const raw of released) release(batch, raw);
  for (const key of deleted) batch.delete(key);
  for (const { key, stowed } of set) {
    batch.set(key, stowed.value, { bytes: stowed.bytes });
    stowed.stage(batch);
  }
  return batch;
}

/** Writes pages that nobody reads yet, as many at a time as fit, and first of all a note of them. */
async function writeBefore(
  host: Store,
  id: string,
  name: string,
  { set }: Change,
): Promise<{ readonly note: KvCheck; readonly undo: () => Promise<void> }> {
  const noted = new Batch(), key = stageNote(host, noted, id, name);
  const versionstamp = await host.commits.submit(noted) ?? null;
  const undo = () => deleteNoted(host, id, name, key);
  const batchOf = (one: Setting) => staged(new Batch(), { set: [one], deleted: [], released: [] });
  const note = { key, versionstamp };
  try {
    for (const some of groups(set, (one) => batchOf(one).weight, ROOM)) {
      const batch = staged(new Batch(), { set: some, deleted: [], released: [] }).check(note);
      // Somebody deletes them: the commit of the instance is refused then.
      if (await host.commits.submit(batch) === undefined) break;
    }
  } catch (error) {
    await undo().catch(() => {}); // the note stays
    throw error;
  }
  return { note, undo };
}

/** The rows in which the pages of lists differ from those that are there. */
async function changed(
  host: Pick<Store, "kv">,
  id: string,
  before: Layout,
  lists: PagedLists,
): Promise<{ readonly change: Change; readonly alone: readonly Table<Alone>[] }> {
  const change: Change = { set: [], deleted: [], released: [] };
  const old = numbered(before.lists), alone: Table<Alone>[] = [];
  for (const { list, table } of numbered(lists)) {
    const { gone, come } = difference(old[list]?.table ?? new Table(), table);
    const large = before.alone[list]?.fork() ?? new Table<Alone>();
    alone.push(large);
    const stays = new Set(come.map(({ no }) => no));
    for (const { no } of gone) {
      if (!stays.has(no)) change.deleted.push(pageRow.key(id, before.name, list, no));
    }
    const apart = new Set<number>();
    for (const page of come) {
      const { value, bytes, entries } = parted(page);
      const stowed = { value, bytes, stage: () => {} };
      change.set.push({ key: pageRow.key(id, before.name, list, page.no), stowed });
      for (const entry of entries) {
        apart.add(entry.id);
        if (large.get(entry.id)?.entry === entry) continue;
        const key = aloneRow.key(id, before.name, list, entry.id);
        const stowed = await stow(host.kv, [entry], `instance ${id}`);
        change.set.push({ key, stowed });
        change.released.push(large.get(entry.id)?.raw);
        large.set({ id: entry.id, entry, raw: stowed.value });
      }
    }
    for (const { entries } of large.size === 0 ? [] : gone) {
      for (const entry of entries) {
        const was = large.get(entry.id);
        if (was === undefined || apart.has(entry.id)) continue;
        change.released.push(was.raw);
        change.deleted.push(aloneRow.key(id, before.name, list, entry.id));
        large.delete(entry.id);
      }
    }
  }
  return { change, alone };
}

/** A page as its row holds it, and its entries that stand alone. */
function parted({ entries }: Page<Numbered>): {
  readonly value: readonly (Numbered | number)[];
  readonly bytes: number;
  readonly entries: readonly Numbered[];
} {
  const bytes = sizeBound(entries, LIGHT);
  if (bytes <= LIGHT) return { value: entries, bytes, entries: [] };
  const large = entries.filter((entry) => sizeBound(entry, LARGE) > LARGE);
  const value = entries.map((entry) => large.includes(entry) ? entry.id : entry);
  return { value, bytes: sizeBound(value, ROW_SIZE), entries: large };
}
