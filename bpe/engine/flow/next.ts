/**
 * Stepping: a token that is sent over a flow does not arrive by itself but waits as a thread until it is asked to go on, one
 * thread after another, as the original's processes move.
 *
 * What a thread sets going runs to rest as ever: a task passes at once, a gateway splits, joins and asks its conditions, a
 * sub-process opens, an event waits. All tokens that leave take the place of the thread that moved.
 *
 * @module
 */
import type { Next } from "../../state/command.ts";
import type { Flow } from "../../definition/definition.ts";
import { BpeError } from "../../error.ts";
import { elementOf } from "../../state/lists.ts";
import { type Element, ROOT, type Thread } from "../../state/state.ts";
import { incidentsOf, isEmpty } from "../run/live.ts";
import { rested, setThreads } from "../run/tokens.ts";
import { at, note, push, type Run, spend } from "../run/run.ts";

/** Sends tokens that wait: where a thread has just moved they take its place, else they come last. */
export function park(
  run: Run,
  from: Element,
  flows: readonly Flow[],
  quantity: number,
): void {
  if (run.threads === undefined) return;
  const { list, pointer, moving, moved } = run.threads;
  const sent: Thread[] = [];
  for (const flow of flows) {
    for (let count = 0; count < quantity; count++) {
      spend(run);
      sent.push({ flow: flow.index, at: from.parent, from: from.id });
    }
  }
  const place = moving === true ? pointer : list.length;
  setThreads(run, {
    list: [...list.slice(0, place), ...sent, ...list.slice(place)],
    pointer: moving === true ? pointer + sent.length : pointer,
    ...(moving === true ? { moving } : {}),
    ...(moved === undefined ? {} : { moved }),
  });
}

/**
 * Moves one thread: the named one, or the one whose turn it is. Where no thread is left and nothing else runs, the process ends.
 *
 * @returns whether anything changes
 * @throws {BpeError} `command` where the instance does not step, no thread waits on that flow, or the flow leads elsewhere
 */
export function next(run: Run, { flow, to, variables }: Next): boolean {
  if (run.threads === undefined) {
    throw misfit(run, "cannot be done: the instance was not started with `stepping`");
  }
  const { list, pointer } = run.threads;
  if (list.length === 0 && flow === undefined) return last(run) || variables !== undefined;
  const place = flow === undefined
    ? pointer
    : list.findIndex((each) => run.definition.flows[each.flow]?.id === flow);
  const thread = list[place];
  if (thread === undefined) throw misfit(run, `finds no thread that waits on flow ${flow}`);
  const taken = to === undefined ? at(run.definition.flows, thread.flow) : turned(run, thread, to);
  // Who says where a token goes sends one: those that went along on the other flows of its node are taken back.
  const kept = (each: Thread) =>
    to === undefined ? each !== thread : each.from !== thread.from || each.at !== thread.at;
  setThreads(run, {
    list: list.filter(kept),
    pointer: list.slice(0, place).filter(kept).length,
    moved: taken.index,
    moving: true,
  });
  run.history.push({
    event: "taken",
    time: run.now,
    element: thread.at,
    node: taken.source,
    flow: taken.index,
    ...(flow === undefined ? {} : { data: { forced: flow } }),
  });
  push(run, { do: "token", flow: taken.index, at: thread.at });
  return true;
}

/** Writes the threads into the history where a step has changed them: their flows, and the place of the next, from 0. */
export function noteThreads(run: Run): void {
  const after = run.threads, root = elementOf(run.before, ROOT);
  if (after === undefined || root === undefined || after === run.before.threads) return;
  const { list, pointer } = rested(after);
  note(run, "threads", root, {
    data: { flows: list.map(({ flow }) => at(run.definition.flows, flow).id), pointer },
  });
}

/** The flow from where a thread comes from to another node. */
function turned(run: Run, { flow }: Thread, to: string): Flow {
  const { source } = at(run.definition.flows, flow);
  const found = at(run.definition.nodes, source).outgoing
    .map((index) => at(run.definition.flows, index))
    .find(({ target }) => at(run.definition.nodes, target).id === to);
  if (found !== undefined) return found;
  const { id } = at(run.definition.nodes, source);
  throw misfit(run, `finds no flow from ${id} to ${to}`);
}

/** Nothing is left to move: the process ends, if it waits for nothing else. */
function last(run: Run): boolean {
  if (!isEmpty(run, ROOT) || incidentsOf(run, ROOT).length > 0) return false;
  push(run, { do: "finish", element: ROOT });
  return true;
}

function misfit(run: Run, message: string): BpeError {
  return new BpeError("command", message, { element: "next", instance: run.before.instance });
}
