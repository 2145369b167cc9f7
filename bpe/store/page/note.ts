/**
 * Notes of pages that belong to no instance: those that are written before it bears their name, and those whose name it has put
 * off. Who is cut short leaves the note, and whoever finds it due deletes them.
 *
 * @module
 */
import { timeOf } from "../../argument.ts";
import type { Clock } from "../../../base/mod.ts";
import { Batch, type Kv, type KvCheck, type KvKey } from "../../../kvs/mod.ts";
import { release } from "../../../kvs/tool.ts";
import { dueRow } from "../keys.ts";
import { pageRow, prefixesOf } from "./layout.ts";
import { isSmall } from "./room.ts";

/** Milliseconds that pages may take to be written, or to be deleted, by who has begun with that. */
const AGE = 3_600_000;

/** Where notes are. */
export interface NoteStore {
  readonly kv: Kv;
  readonly clock: Clock;
}

/** Adds the note that pages of this name, of the instance with this id, are to go. */
export function stageNote({ clock }: NoteStore, batch: Batch, id: string, name: string): KvKey {
  const key = dueRow.key(timeOf(clock) + AGE, "pages", name);
  batch.set(key, id);
  return key;
}

/** Takes a note away with the commit that makes the pages an instance's: it is not made where somebody deletes them. */
export function unstageNote(batch: Batch, note: KvCheck): void {
  batch.check(note).delete(note.key);
}

/** Deletes the pages of a name, or all of an instance, and then the note that says so, where there is one. */
export async function deleteNoted(
  host: Pick<NoteStore, "kv">,
  id: string,
  name: string | undefined,
  note: KvKey | undefined,
): Promise<void> {
  await deletePages(host, id, name);
  if (note !== undefined) await host.kv.delete(note);
}

/** Deletes pages whose note is due. */
export async function pagesDue(host: NoteStore, name: string, time: number): Promise<void> {
  const key = dueRow.key(time, "pages", name);
  const { value: id, versionstamp } = await host.kv.get<string>(key);
  if (versionstamp === null) return;
  // Set anew first: whoever still wants to make them an instance's finds that the check does not hold.
  const change = new Batch().check({ key, versionstamp }).set(key, id);
  if (await change.commit(host.kv) !== undefined) await deleteNoted(host, id, name, key);
}

/**
 * Deletes the pages of an instance: those of a name, or all. It goes to the store itself: a group of commits that is told that a
 * check does not hold waits for what takes back what was written.
 */
async function deletePages(
  { kv }: Pick<NoteStore, "kv">,
  id: string,
  name: string | undefined,
): Promise<void> {
  for (const prefix of prefixesOf(id, name)) {
    let batch = new Batch();
    for await (const row of kv.list<unknown>({ prefix })) {
      if (row.key[0] !== pageRow.prefix()[0]) release(batch, row.value);
      batch.delete(row.key);
      if (isSmall(batch)) continue;
      await batch.commit(kv);
      batch = new Batch();
    }
    if (batch.mutations.length > 0) await batch.commit(kv);
  }
}
