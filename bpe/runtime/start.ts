/**
 * An instance begins.
 *
 * @module
 */
import type { Start } from "../state/command.ts";
import { step } from "../engine/engine.ts";
import { BpeError } from "../error.ts";
import type { State } from "../state/state.ts";
import { definitionOf } from "../store/definitions.ts";
import { append } from "../store/draft.ts";
import { type Host, now } from "../store/host.ts";
import { find } from "../store/instances.ts";
import { PROC } from "../store/keys.ts";
import { closed } from "../store/gone.ts";
import { nothing, type Performed, type Performing } from "../store/command.ts";
import { save } from "./save.ts";
import type { Stored } from "../store/row/instance.ts";

/** What is started. */
export interface Starting extends Omit<Start, "do"> {
  /** The version it runs on, as `leave:3`. */
  readonly definition: string;
}

/**
 * Starts an instance.
 *
 * @returns its state; `repeated` where it is there already
 * @throws {BpeError} `definition` where the version is not deployed; `command` where it cannot start so
 */
export function begin(host: Host, start: Starting, more: Performing = {}): Promise<Performed> {
  const { instance } = start;
  checkId(instance);
  return host.lanes.enter(instance, async () => {
    if (!host.alive) throw closed();
    const definition = await definitionOf(host, start.definition);
    const time = now(host);
    const command: Start = { do: "start", ...start };
    const done = step(definition, null, command, time, host.options.settings);
    const stored = fresh(instance, done.state, time);
    const begun = await save(
      host,
      { stored, definition, loaded: undefined },
      command,
      done,
      more,
      (change) =>
        append(change, PROC, {
          id: instance,
          ...{
            definition: start.definition,
            started: time,
            ...(more.by === undefined ? {} : { by: more.by }),
            ...(start.caller === undefined ? {} : { parent: start.caller.instance }),
          },
        }),
    );
    return begun ?? await second(host, instance, more);
  });
}

/** Who came second finds the instance that is there. */
async function second(host: Host, instance: string, more: Performing): Promise<Performed> {
  const found = await find(host, instance);
  if (found !== undefined) return { ...nothing(found.stored.state), repeated: true };
  if (more.over !== undefined && await more.over()) return { ...nothing(GONE), repeated: true };
  throw new BpeError("once", "was started before, and is gone", { element: instance, instance });
}

/** The state of nobody. */
const GONE: State = {
  instance: "",
  definition: "",
  process: 0,
  status: "cancelled",
  version: 0,
  next: 0,
  elements: [],
  tokens: [],
  waits: [],
  incidents: [],
};
function fresh(id: string, state: State, started: number): Stored {
  return {
    id,
    state: { ...state, elements: [], waits: [], incidents: [], version: 0 },
    open: [],
    started,
  };
}

/** An id stands in the names of feeds, and in keys. */
function checkId(id: string): void {
  if (/^[^/\0]{1,200}$/u.test(id) && id.isWellFormed()) return;
  throw new BpeError(
    "command",
    "is no id of an instance: give 1 to 200 characters without a slash",
    {
      element: id.slice(0, 200),
    },
  );
}
