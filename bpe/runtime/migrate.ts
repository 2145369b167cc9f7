/**
 * Moving instances in the store to another version.
 *
 * @module
 */
import { retry } from "../../kvs/rows/commit.ts";
import { BpeError } from "../error.ts";
import { migrate, type Renamed } from "../engine/migrate.ts";
import { definitionOf, versionOf } from "../store/definitions.ts";
import { isSpilled, spilled } from "./commit.ts";
import { check, draft, merge, remove, set } from "../store/draft.ts";
import { type Host, now } from "../store/host.ts";
import { stageWaits } from "../store/indexes.ts";
import { flush } from "../store/reopen.ts";
import { commitInstance, load, replacing } from "../store/instances.ts";
import { statusRow, taskRow } from "../store/keys.ts";
import { isJob, type Open } from "../store/row/instance.ts";
import type { Task } from "../task/task.ts";
import type { PackedStep } from "../store/row/step.ts";
import { appendSteps } from "../store/told.ts";
import { CHECKED, stageTask, unstageTask } from "../task/rows.ts";

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
      const side = draft();
      stageWaits(side, id, done.over, done.waits);
      if (own !== process) remove(side, statusRow.key("active", own, id));
      set(side, statusRow.key("active", process, id), key);
      const rows = await Array.fromAsync(
        host.kv.list<Task>({ prefix: taskRow.prefix(id) }),
      );
      for (const row of rows) {
        const node = to.nodes[nodes.get(row.value.element) ?? -1];
        if (node === undefined) continue;
        if (rows.length <= CHECKED) {
          check(side, `task ${id} ${row.value.element}`, row.key, row.versionstamp);
        }
        unstageTask(side, row.value);
        stageTask(side, {
          ...row.value,
          definition: key,
          process,
          node: node.id,
          name: node.name,
        });
      }
      const moved = spilled({ ...rest, state: done.state, open }, side, now(host));
      const next = await replacing(host, loaded, moved);
      const moving: PackedStep = [done.state.version, now(host), "migrate", key, by ?? null, []];
      appendSteps(next.change, id, [...steps, moving]);
      merge(next.change, side, !isSpilled(side));
      const saved = await commitInstance(host, next.change, next.stored, next.raw, to);
      if (saved === undefined) return undefined;
      await flush(host, id);
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
