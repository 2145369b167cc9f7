/**
 * The durable runtime: instances in a store, jobs, timers, messages, signals, tasks.
 *
 * @module
 */
import { messageOf, serialQueue } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import { commits } from "../store/commits.ts";
import { type Alarm, alarm } from "../timer/alarm.ts";
import { nextTime, tick } from "../timer/due.ts";
import type { OpenOptions, Runtime } from "./api.ts";
import { callable, fields, flag, guarded, options as optionsOf } from "../argument.ts";
import { dispatch } from "./dispatch.ts";
import type { RuntimeHost } from "./host.ts";
import { operations } from "./operations.ts";
import { options } from "./options.ts";
import { perform } from "./perform.ts";
import { SIGNATURES } from "./signatures.ts";
import { start } from "./start.ts";
import { storeError, surfaced } from "../store/store_error.ts";

/**
 * A runtime over a store. Several, in any number of processes, may work on one store.
 *
 * @param kv any store of KVS: a file, memory, a Durable Object, Redis
 * @throws {BpeError} from its functions: `definition`, `instance`, `command`, `task`, `denied`, `message`, `closed`, `config` for
 * options that are none, `store` and `too_large` for what the store refuses, and what `parse` and `define` throw
 *
 * @example
 * ```ts
 * import { beginEvent, endEvent, openRuntime, process, sequenceFlow, serviceTask } from "@n2o/n2o/bpe";
 * import { memoryKv } from "@n2o/n2o/kvs";
 *
 * using kv = memoryKv();
 * await using bpe = openRuntime(kv, { handlers: { greet: ({ variables }) => ({ text: `hello ${variables.name}` }) } });
 * await bpe.deploy(process({
 *   id: "greeting",
 *   tasks: [beginEvent({ id: "asked" }), serviceTask({ id: "greet" }), endEvent({ id: "done" })],
 *   flows: [
 *     sequenceFlow({ source: "asked", target: "greet" }),
 *     sequenceFlow({ source: "greet", target: "done" }),
 *   ],
 * }));
 * const id = await bpe.start("greeting", { variables: { name: "Ann" } });
 * await bpe.idle();
 * const { state } = await bpe.instance(id);
 * if (state.status !== "completed" || state.result?.text !== "hello Ann") throw state;
 * ```
 */
export function openRuntime(kv: Kv, given: OpenOptions = {}): Runtime {
  fields({ get: callable, list: callable, atomic: callable })(kv, "the store of openRuntime");
  optionsOf({ manual: flag, wake: callable })(given, "the options of openRuntime");
  const { log, poll, ...full } = options(given);
  const host: RuntimeHost = {
    kv,
    ...full,
    report(error) {
      const cause = storeError(error);
      log("error", `a runtime failed outside any instance: ${messageOf(cause)}`, { error: cause });
    },
    commits: commits(kv, () => host.alive),
    turns: serialQueue(),
    cache: new Map(),
    definitions: new Map(),
    observers: new Set(),
    background: new Set(),
    perform: (id, command, options) => perform(host, id, command, options),
    start: (request, options) => start(host, request, options),
    dispatch: (saved) => dispatch(host, saved),
    wake: () => {},
    closing: false,
    alive: true,
  };
  const clock = given.manual === true ? undefined : ring(host, poll);
  host.wake = clock?.wake ?? given.wake ?? host.wake;

  async function idle() {
    while (host.background.size > 0 || host.turns.size > 0) {
      await Promise.all(host.background);
      await host.turns.idle();
    }
  }

  async function close() {
    if (host.closing) return;
    host.closing = true;
    await clock?.stop();
    host.jobs.waiting.clear();
    await idle();
    host.alive = false;
  }

  return guarded<Runtime>({
    kv,
    ...operations(host),
    observe(observer) {
      host.observers.add(observer);
      return () => void host.observers.delete(observer);
    },
    tick: () => surfaced(() => tick(host)),
    nextDue: () => surfaced(() => nextTime(host)),
    idle,
    close,
    [Symbol.asyncDispose]: close,
  }, SIGNATURES);
}

/** The alarm of a runtime; what fails while it looks is reported, and it looks again. */
function ring(host: RuntimeHost, poll: number): Alarm {
  return alarm(host.clock, poll, async () => {
    try {
      await tick(host);
      return await nextTime(host);
    } catch (error) {
      if (host.alive) host.report(error);
      return undefined;
    }
  });
}
