/**
 * An instance starts.
 *
 * @module
 */
import { appendInto, type Batch } from "../../kvs/mod.ts";
import { step as stepOf } from "../engine/engine.ts";
import { BpeError } from "../error.ts";
import type { Start } from "../state/command.ts";
import { checkId } from "../state/id.ts";
import type { State } from "../state/state.ts";
import { closed } from "../store/commits.ts";
import { definitionOf } from "../store/definitions.ts";
import { now } from "../store/host.ts";
import { find } from "../store/instances.ts";
import { PROC } from "../store/keys.ts";
import {
  type CommandResult,
  repeated,
  type StartRequest,
  type StepContext,
  type StepOptions,
} from "../store/step.ts";
import type { RuntimeHost } from "./host.ts";
import { save } from "./save.ts";

/** Starts an instance, in its turn: see {@link Engine.start}. */
export function start(
  host: RuntimeHost,
  request: StartRequest,
  options: StepOptions = {},
): Promise<CommandResult> {
  const { instance } = request;
  checkId(instance);
  return host.turns.run(instance, async () => {
    if (!host.alive) throw closed();
    const definition = await definitionOf(host, request.definition);
    const time = now(host);
    const command: Start = { do: "start", ...request };
    const step = stepOf(definition, null, command, time, host.settings);
    const together = (change: Batch) => {
      options.together?.(change);
      const entry = entryOf(request, time, options.by);
      appendInto(host.kv, change, [entry], PROC, { fresh: true });
    };
    const context: StepContext = {
      before: undefined,
      definition,
      command,
      step,
      time,
      options: { ...options, together },
    };
    return await save(host, context) ?? await second(host, instance, options, step.state);
  });
}

/** The entry of the feed that lists every instance. */
function entryOf(
  { instance, definition, caller }: StartRequest,
  started: number,
  by: string | undefined,
) {
  return {
    id: instance,
    definition,
    started,
    ...(by === undefined ? {} : { by }),
    ...(caller === undefined ? {} : { parent: caller.instance }),
  };
}

/** Who came second finds the instance that is there. */
async function second(
  host: RuntimeHost,
  instance: string,
  { isOver }: StepOptions,
  state: State,
): Promise<CommandResult> {
  const found = await find(host, instance);
  if (found !== undefined) return repeated(found.stored.state);
  if (await isOver?.()) return repeated(state);
  throw new BpeError("once", "was started before, and is gone: give another id", {
    element: instance,
    instance,
  });
}
