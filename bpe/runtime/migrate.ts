/**
 * Moving instances in the store to another version.
 *
 * @module
 */
import { retry } from "../../kvs/commit.ts";
import { BpeError } from "../error.ts";
import { migrate, type Renamed } from "../migrate.ts";
import { definitionOf, versionOf } from "./definitions.ts";
import { check, remove, set } from "./draft.ts";
import { type Host, now } from "./host.ts";
import { stageWaits } from "./indexes.ts";
import { flush } from "./reopen.ts";
import { commitInstance, load, replacing } from "./instances.ts";
import { statusKey, taskKey } from "./layout.ts";
import { isJob, type Open } from "./stored.ts";
import type { Task } from "./task.ts";
import { appendSteps } from "./told.ts";
import { CHECKED, stageTask, unstageTask } from "./work_list.ts";

/**
 * Moves an instance to another version of its process, in one commit with its tasks and waits.
 *
 * @throws {BpeError} `migration` where something has no place there; the instance stays where it was
 */
export function move(
  host: Host,
  id: string,
  name: string,
  renamed: Renamed = {},
  by?: string,
): Promise<void> {
  return host.lanes.enter(id, async () => {
    await retry(`instance ${id}`, async () => {
      host.cache.delete(id);
      await flush(host, id);
      const loaded = await load(host, id);
      const { stored, definition: from } = loaded;
      const { key, process } = await versionOf(host, name);
      const own = from.processes[stored.state.process]?.id ?? "";
      if (own !== process && renamed[own] !== process) {
        throw new BpeError("migration", `is an instance of ${own}: it cannot move to ${key}`, {
          element: id,
          instance: id,
        });
      }
      const to = await definitionOf(host, key);
      const done = migrate(stored.state, from, to, key, renamed, host.options.settings, now(host));
      const nodes = new Map(done.state.elements.map((each) => [each.id, each.node]));
      const open = stored.open.map((each): Open =>
        isJob(each)
          ? {
            ...each,
            effect: { ...each.effect, node: nodes.get(each.effect.element) ?? each.effect.node },
          }
          : each
      );
      const { due: _, steps = [], ...rest } = stored;
      const next = await replacing(host, loaded, { ...rest, state: done.state, open });
      appendSteps(next.change, id, [...steps, {
        step: done.state.version,
        time: now(host),
        do: "migrate",
        definition: key,
        ...(by === undefined ? {} : { by }),
        entries: [],
      }]);
      stageWaits(next.change, id, done.over, done.waits);
      if (own !== process) remove(next.change, statusKey("active", own, id));
      set(next.change, statusKey("active", process, id), key);
      const rows = await Array.fromAsync(
        host.kv.list<Task>({ prefix: taskKey(id, 0).slice(0, 2) }),
      );
      for (const row of rows) {
        const node = to.nodes[nodes.get(row.value.element) ?? -1];
        if (node === undefined) continue;
        if (rows.length <= CHECKED) {
          check(next.change, `task ${id} ${row.value.element}`, row.key, row.versionstamp);
        }
        unstageTask(next.change, row.value);
        stageTask(next.change, {
          ...row.value,
          definition: key,
          process,
          node: node.id,
          name: node.name,
        });
      }
      const saved = await commitInstance(host, next.change, next.stored, next.raw, to);
      if (saved === undefined) return undefined;
      host.after({
        before: stored,
        after: next.stored,
        definition: to,
        step: {
          state: done.state,
          applied: true,
          history: [],
          waits: done.waits,
          over: done.over,
          outbox: [],
          incidents: [],
        },
        sent: [],
      });
      return true;
    });
  });
}
