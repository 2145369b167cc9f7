/**
 * The virtual clock of a world: timers, jobs and answers in the order of their times.
 *
 * @module
 */
import type { Command } from "../../bpe/state/command.ts";
import { variables } from "../../bpe/state/data.ts";
import { again } from "../../bpe/engine/wait/timer.ts";
import { command, type Later, trigger, type World } from "./world.ts";

/** Runs until nothing is left to do before a time. */
export function advance(world: World, until: number): void {
  for (let rounds = 0; rounds < 10_000; rounds++) {
    const next = earliest(world, until);
    if (next === undefined) break;
    world.now = Math.max(world.now, next.at);
    next.run();
  }
  world.now = Math.max(world.now, until);
}

function earliest(world: World, until: number): { at: number; run: () => void } | undefined {
  const found: { at: number; run: () => void }[] = world.later.map((item) => ({
    at: item.at,
    run: () => {
      world.later.splice(world.later.indexOf(item), 1);
      work(world, item);
    },
  }));
  for (const [instance, state] of world.states) {
    for (const wait of state.waits) {
      if (wait.due === undefined) continue;
      if (state.incidents.some(({ action }) => action?.do === "occur" && action.wait === wait.id)) {
        continue;
      }
      found.push({
        at: wait.due,
        run: () => void command(world, instance, { do: "timer", wait: wait.id }),
      });
    }
  }
  for (const item of world.waiting) {
    if (item.wait.due === undefined) continue;
    found.push({ at: item.wait.due, run: () => fire(world, item) });
  }
  const first = found.toSorted((left, right) => left.at - right.at)[0];
  return first === undefined || first.at > until ? undefined : first;
}

function fire(world: World, item: World["waiting"][number]): void {
  world.waiting.splice(world.waiting.indexOf(item), 1);
  const next = again({ id: 0, element: 0, ...item.wait }, world.now);
  if (next !== undefined) world.waiting.push({ ...item, wait: { ...item.wait, ...next } });
  trigger(world, item.process, item.wait, { node: "" });
}

/** A job is given to its handler when its turn comes; other commands are applied. */
function work(world: World, item: Later): void {
  const state = world.states.get(item.instance);
  const { command: given } = item;
  if (state === undefined || state.status !== "active") return;
  const element = "element" in given
    ? state.elements.find(({ id }) => id === given.element)
    : undefined;
  if (given.do !== "set") {
    if (element !== undefined) command(world, item.instance, given);
    return;
  }
  if (element === undefined) return;
  const definition = world.owners.get(item.instance);
  const node = definition?.nodes[element.node];
  if (node === undefined) return;
  const { id } = element;
  const outcome = world.handler({
    instance: item.instance,
    element: id,
    node,
    variables: variables(state, id),
    now: world.now,
  });
  const answer: Command = outcome.error === undefined
    ? { do: "complete", element: id, variables: outcome.variables ?? {} }
    : { do: "fail", element: id, code: outcome.error };
  if (outcome.after === undefined) command(world, item.instance, answer);
  else {world.later.push({
      at: world.now + outcome.after,
      instance: item.instance,
      command: answer,
    });}
}
