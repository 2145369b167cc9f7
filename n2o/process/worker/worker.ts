/**
 * A process that runs in a Worker: one that blocks its thread blocks no other, and can be killed.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import { N2oError } from "../../error.ts";
import type { Module, Outcome } from "../module.ts";
import type { Reason } from "../pid.ts";
import { self } from "../turn.ts";
import { type Endpoint, endpointTo } from "./endpoint.ts";
import type { Asked, Told } from "./serve.ts";

/**
 * The module of a process that runs in a Worker of its own, whose URL is that of a module which calls {@linkcode serve}. When a message takes
 * longer than `limit` of the process the Worker is killed, and the supervisor starts another.
 *
 * Messages, replies and the first state are copied as by structured clone; a message or a reply that cannot be is refused with `value`. The
 * start rejects with {@linkcode N2oError} `no_worker` on a host without Workers, such as Cloudflare's and Deno Deploy.
 *
 * @example
 * ```ts ignore
 * const module = worker<undefined, number, number>(new URL("./fibonacci.ts", import.meta.url));
 * const pid = await pi.start({ sup: server, table: "async", name: "/fibonacci", module, limit: 2_000 });
 * await pi.send(pid, 30);
 * ```
 */
export function worker<State, Message, Answer>(url: URL): Module<State, Message, Answer> {
  /** By the signal of each process that runs the module. */
  const remotes = new WeakMap<AbortSignal, Remote>();
  return {
    name: url.pathname.split("/").at(-1) ?? "worker",
    async init(state, signal) {
      const pid = self(), endpoint = await endpointTo(url);
      signal.addEventListener("abort", () => endpoint.close(), { once: true });
      if (signal.aborted) return endpoint.close();
      const remote = new Remote(endpoint, (reason) => pid.exit(reason));
      remotes.set(signal, remote);
      await remote.ready;
      const told = await remote.ask({ type: "init", state });
      if (told.type === "refused") throw uncopied(url, told.message);
    },
    async proc(message, _state, signal): Promise<Outcome<State, Answer>> {
      const told = await remotes.get(signal)?.ask({ type: "proc", message });
      if (told?.type === "refused") {
        return { refuse: uncopied(url, told.message) };
      }
      // As: it is what the module there replied.
      const { reply, stop } = (told ?? {}) as Outcome<State, Answer>;
      return { ...(reply === undefined ? {} : { reply }), ...(stop === undefined ? {} : { stop }) };
    },
    async terminate(reason, _state, signal) {
      await remotes.get(signal)?.end(reason);
    },
  };
}

function uncopied(url: URL, what: string): N2oError {
  return new N2oError("value", `${url}: it cannot be copied: ${what}`);
}

/** A Worker as its process asks it: one question at a time. */
class Remote {
  readonly #endpoint: Endpoint;
  #asked: PromiseWithResolvers<Told> = Promise.withResolvers();
  #isBusy = true;
  /** Resolves when it says that it is there. */
  readonly ready: Promise<Told> = this.#asked.promise;

  constructor(endpoint: Endpoint, exit: (reason: Reason) => void) {
    this.#endpoint = endpoint;
    const failed = (error: unknown) => {
      const wasBusy = this.#isBusy;
      // It answers nothing any more.
      this.#isBusy = true;
      if (wasBusy) this.#asked.reject(error);
      // What it answered just before is still on its way to who asked.
      else setTimeout(() => exit(error), 0);
    };
    endpoint.listen((value) => {
      // As: nobody but `serve` has the other end.
      const told = value as Told;
      if (told.type === "gone") return failed(new Error("the Worker ended by itself"));
      this.#isBusy = false;
      this.#asked.resolve(told);
    }, failed);
  }

  async ask(asked: Asked): Promise<Told> {
    this.#asked = Promise.withResolvers();
    try {
      this.#endpoint.post(asked);
    } catch (error) {
      return { type: "refused", message: messageOf(error), stack: "" };
    }
    this.#isBusy = true;
    const told = await this.#asked.promise;
    if (told.type !== "failed") return told;
    const error = new Error(told.message);
    error.stack = told.stack;
    throw error;
  }

  /** Has it end in order, unless it is at something that nobody waits for any more. */
  async end(reason: Reason): Promise<void> {
    if (this.#isBusy) return this.#endpoint.close();
    await this.ask({
      type: "terminate",
      reason: typeof reason === "string" ? reason : messageOf(reason),
    });
  }
}
