/**
 * Erasing instances that have ended: what they have left in the store goes.
 *
 * @module
 */
import { cut } from "../../kvs/feed/cut.ts";
import { release } from "../../kvs/rows/chunk.ts";
import { remove as removeEntry } from "../../kvs/feed/remove.ts";
import { BpeError } from "../error.ts";
import { check, draft, remove } from "../store/draft.ts";
import { deliver } from "../message/delivery.ts";
import type { Host } from "../store/host.ts";
import { isJob } from "../store/row/instance.ts";
import { valueText, variablesOf } from "../store/indexes.ts";
import { load, read } from "../store/instances.ts";
import { histFeed, instanceRow, onceRow, PROC, statusRow, valueRow } from "../store/keys.ts";

/**
 * Erases an instance that has ended, its history and its entry among the processes. Where a crash cuts it short, it is to be
 * called again: the instance itself goes last.
 *
 * @throws {BpeError} `command` while it is active: cancel it first; `instance` where there is none
 */
export async function erase(host: Host, id: string): Promise<void> {
  // What it has still to tell others is told first.
  for (const open of (await read(host, id))?.stored.open ?? []) {
    if (!isJob(open)) await deliver(host, id, open);
  }
  return await host.lanes.enter(id, async () => {
    host.cache.delete(id);
    const { stored: { state }, raw, versionstamp, definition } = await load(host, id);
    if (state.status === "active") {
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
    const change = draft();
    check(change, `instance ${id}`, instanceRow.key(id), versionstamp);
    remove(change, instanceRow.key(id));
    change.stages.push((atomic) => release(atomic, raw));
    remove(change, statusRow.key(state.status, definition.processes[state.process]?.id ?? "", id));
    for (const name of host.options.index) {
      const text = valueText(variablesOf(state)[name]);
      if (text !== undefined) remove(change, valueRow.key(name, text, id));
    }
    if (await host.commits.submit(change) === undefined) {
      throw new BpeError("conflict", "was changed meanwhile: erase it again", {
        element: id,
        instance: id,
      });
    }
    host.cache.delete(id);
  });
}
