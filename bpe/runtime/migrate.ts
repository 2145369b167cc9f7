/**
 * Moving instances in the store to another version.
 *
 * @module
 */
import { Batch } from "../../kvs/mod.ts";
import type { Definition } from "../definition/definition.ts";
import { migrate, type Renamed } from "../engine/migrate.ts";
import { BpeError } from "../error.ts";
import type { Step } from "../state/outcome.ts";
import type { State } from "../state/state.ts";
import { definitionOf, versionOf } from "../store/definitions.ts";
import { type Host, now } from "../store/host.ts";
import { stageWaits } from "../store/indexes.ts";
import { commitInstance, instanceDraft, load } from "../store/instances.ts";
import { statusRow, taskRow } from "../store/keys.ts";
import { flush } from "../store/reopen.ts";
import { retry } from "../store/retry.ts";
import { isJob, type Open } from "../store/row/open.ts";
import { OpenList } from "../store/row/open_list.ts";
import type { PackedStep } from "../store/row/step.ts";
import type { Task } from "../store/row/task.ts";
import type { Version } from "../store/row/version.ts";
import { CHECKED, stageTask, unstageTask } from "../task/rows.ts";
import { addHistory, addSecondary, withSpill } from "./commit.ts";

/** Where an instance in the store goes. */
export interface MoveRequest {
  /** The version, as `leave:3`, or the id of a process for its latest. */
  readonly version: string;
  /** Ids of nodes and processes that have changed: new ones by old ones. */
  readonly renamed?: Renamed | undefined;
  /** Who asked, for the history. */
  readonly by?: string | undefined;
}

/**
 * Moves an instance to another version of its process, in one commit with its tasks and waits.
 *
 * @throws {BpeError} `migration` where something has no place there; the instance stays where it was
 */
export function move(host: Host, id: string, request: MoveRequest): Promise<void> {
  return host.turns.run(id, async () => {
    await retry(`instance ${id}`, () => attempt(host, id, request));
  });
}

/** One attempt; undefined where somebody else came first. */
async function attempt(
  host: Host,
  id: string,
  { version, renamed = {}, by }: MoveRequest,
): Promise<true | undefined> {
  host.cache.delete(id);
  await flush(host, id);
  const loaded = await load(host, id);
  const { stored, definition: from } = loaded;
  const target = await versionOf(host, version);
  const own = from.processes[stored.state.process]?.id ?? "";
  if (own !== target.process && renamed[own] !== target.process) {
    throw new BpeError("migration", `is an instance of ${own}: it cannot move to ${target.key}`, {
      element: id,
      instance: id,
    });
  }
  const to = await definitionOf(host, target.key), time = now(host);
  const done = migrate(stored.state, {
    from,
    to,
    key: target.key,
    renamed,
    settings: host.settings,
    now: time,
  });
  const { state, waits, over } = done;
  const rows = new Batch(), secondary = { rows, parts: new Batch() };
  stageWaits(rows, id, over, waits);
  if (own !== target.process) rows.delete(statusRow.key("active", own, id));
  rows.set(statusRow.key("active", target.process, id), target.key);
  await stageMovedTasks(host, rows, state, to, target);
  const { due: _, steps = [], ...rest } = stored;
  const moved = withSpill({ ...rest, state, open: movedJobs(stored.open, state) }, secondary, time);
  const next = await instanceDraft(host, loaded, moved, to);
  const moving: PackedStep = [state.version, time, "migrate", target.key, by ?? null, []];
  addHistory(host.kv, next.change, id, [...steps, moving]);
  addSecondary(next.change, secondary);
  if (await commitInstance(host, next) === undefined) return undefined;
  await flush(host, id);
  host.dispatch({
    before: stored,
    after: next.stored,
    definition: to,
    step: { ...NOTHING, state, waits, over },
    sent: [],
  });
  return true;
}

const NOTHING: Omit<Step, "state" | "waits" | "over"> = {
  applied: true,
  history: [],
  outbox: [],
  incidents: [],
};

/** Open jobs with the nodes that their elements have now. */
function movedJobs(open: Iterable<Open>, { elements }: State): OpenList {
  const nodes = new Map(elements.map((each) => [each.id, each.node]));
  return OpenList.of([...open].map((each): Open => {
    const node = isJob(each) ? nodes.get(each.effect.element) : undefined;
    return node === undefined || !isJob(each)
      ? each
      : { ...each, effect: { ...each.effect, node } };
  }));
}

/** Tasks of an instance with the version and nodes that they have now. */
async function stageMovedTasks(
  host: Host,
  change: Batch,
  { instance, elements }: State,
  to: Definition,
  { key, process }: Version,
): Promise<void> {
  const nodes = new Map(elements.map((each) => [each.id, each.node]));
  const rows = await Array.fromAsync(host.kv.list<Task>({ prefix: taskRow.prefix(instance) }));
  for (const row of rows) {
    const task = row.value, node = to.nodes[nodes.get(task.element) ?? -1];
    if (node === undefined) continue;
    if (rows.length <= CHECKED) {
      change.check({ key: row.key, versionstamp: row.versionstamp });
    }
    unstageTask(change, task);
    stageTask(change, { ...task, definition: key, process, node: node.id, name: node.name });
  }
}
