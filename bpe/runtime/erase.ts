/**
 * Erasing instances that have ended: what they have left in the store goes.
 *
 * @module
 */
import { Batch, cut, remove as removeEntry } from "../../kvs/mod.ts";
import { release } from "../../kvs/tool.ts";
import { BpeError } from "../error.ts";
import { deliver } from "../message/delivery.ts";
import type { Host } from "../store/host.ts";
import { indexText } from "../store/indexes.ts";
import { loadAnew, read } from "../store/instances.ts";
import { histFeed, instanceRow, onceRow, PROC, statusRow, valueRow } from "../store/keys.ts";
import { deleteNoted, stageNote } from "../store/page/note.ts";
import { isJob } from "../store/row/open.ts";
import type { Loaded } from "../store/loaded.ts";

/**
 * Erases an instance that has ended, its history and its entry among the processes. Where a crash cuts it short, it is to be
 * called again: the instance itself goes last.
 *
 * @throws {BpeError} `command` while it is active: cancel it first; `instance` where there is none
 */
export async function erase(host: Host, id: string): Promise<void> {
  // What it has still for others is delivered first.
  for (const open of (await read(host, id))?.stored.open ?? []) {
    if (!isJob(open)) await deliver(host, id, open);
  }
  return await host.turns.run(id, async () => {
    const loaded = await loadAnew(host, id);
    if (loaded.stored.state.status === "active") {
      throw new BpeError("command", "is active: cancel it before you erase it", {
        element: id,
        instance: id,
      });
    }
    await cut(host.kv, histFeed(id));
    await removeEntry(host.kv, id, PROC);
    // A later instance of this id is not to take its keys for its own.
    for await (const { key } of host.kv.list({ prefix: onceRow.prefix(id) })) {
      await host.kv.delete(key);
    }
    await eraseRow(host, loaded);
  });
}

/** The instance itself goes, and the rows by which it is found. */
async function eraseRow(
  host: Host,
  { stored: { id, state }, raw, versionstamp, definition, layout }: Loaded,
): Promise<void> {
  const change = new Batch();
  change.check({ key: instanceRow.key(id), versionstamp: versionstamp });
  change.delete(instanceRow.key(id));
  release(change, raw);
  const process = definition.processes[state.process]?.id ?? "";
  change.delete(statusRow.key(state.status, process, id));
  for (const name of host.index) {
    const text = indexText(state, name);
    if (text !== undefined) change.delete(valueRow.key(name, text, id));
  }
  const note = layout === undefined ? undefined : stageNote(host, change, id, layout.name);
  if (await host.commits.submit(change) === undefined) {
    throw new BpeError("conflict", "was changed meanwhile: erase it again", {
      element: id,
      instance: id,
    });
  }
  host.cache.delete(id);
  await deleteNoted(host, id, undefined, note);
}
