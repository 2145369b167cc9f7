/**
 * A process of a server below its supervisor, through all its restarts; and its surroundings: what `n2o.send`, `n2o.reg`, `n2o.cache` and the
 * like find when it handles a message.
 *
 * @module
 */
import { isInteger, isObject, isThenable } from "../../base/mod.ts";
import { isSent } from "../bus/news.ts";
import { type Context, run } from "../context.ts";
import { cx as fresh, type Req } from "../cx.ts";
import { N2oError } from "../error.ts";
import { leave } from "../presence/presence.ts";
import type { ChildSpec, Running } from "../process/child.ts";
import type { Enter, Module, ProcessOptions } from "../process/module.ts";
import type { End, Pid } from "../process/pid.ts";
import { Process } from "../process/process.ts";
import { oneOf, type Restart, restartTypes } from "../process/restart.ts";
import { isSelf } from "../process/turn.ts";
import type { Supervisor } from "../process/supervisor.ts";
import type { Server } from "../server.ts";
import { tableOf } from "../table.ts";
import { type Key, keyText } from "../term/plain.ts";
import { processesOf } from "./processes.ts";

/** What a process is started of: the record `#pi{}`. */
export interface Pi<State = unknown, Message = unknown, Answer = unknown> {
  /** Its name in its table. */
  readonly name: Key;
  /** The table that it is registered in, one of the server's: "async" for those of no transport. */
  readonly table: string;
  /** The module that it runs: functions of its state. */
  readonly module: Module<State, Message, Answer>;
  /** What it stands under: a server, or a supervisor of one; the running message's server by default. */
  readonly sup?: Server | Supervisor<Server>;
  /** What `init` is given, or its first state where there is none; each restart begins with it again. */
  readonly state?: State;
  /** Milliseconds that `init`, and at the end what is under way and then `terminate`, may take; 5,000 by default, 0 kills. */
  readonly timeout?: number;
  /** When it begins again; "transient", when it has failed, by default. */
  readonly restart?: Restart;
  /** How many messages may wait; `mailbox` of the server's limits, 1,024, by default. */
  readonly mailbox?: number;
  /** Milliseconds that a message may take before the process counts as failed; 60,000 by default, `Infinity` for no end. */
  readonly limit?: number;
}

/** The milliseconds that a message may take, and `init` and `terminate`, where nothing is said. */
const LIMIT = 60_000, TIMEOUT = 5_000;

/** A process that knows the server that it belongs to. */
export class PiProcess<State, Message, Answer> extends Process<State, Message, Answer> {
  readonly server: Server;

  constructor(options: ProcessOptions<State, Message, Answer>, server: Server) {
    super(options);
    this.server = server;
  }
}

/** The child that a record stands for. */
export class PiChild<State = unknown, Message = unknown, Answer = unknown> implements ChildSpec {
  readonly type = "worker";
  readonly id: Key;
  readonly modules: readonly string[];
  readonly restart: Restart;
  readonly timeout: number;
  readonly #pi: Pi<State, Message, Answer>;
  readonly #server: Server;
  /** The present one, or the last. */
  #process: Process<State, Message, Answer> | undefined;

  constructor(pi: Pi<State, Message, Answer>, server: Server) {
    const { table, name, module, restart = "transient", timeout = TIMEOUT } = pi;
    checkModule(module);
    oneOf(restartTypes, restart, "restart");
    check("timeout", timeout, 0);
    check("mailbox", pi.mailbox ?? 1, 1);
    if (pi.limit !== Infinity) check("limit", pi.limit ?? LIMIT, 1);
    this.id = [table, name];
    this.modules = [module.name ?? "pi"];
    this.restart = restart;
    this.timeout = timeout;
    this.#pi = pi;
    this.#server = server;
  }

  /** The process, once it was started. */
  get pid(): Pid<Message, Answer> {
    if (this.#process !== undefined) return this.#process;
    throw new N2oError("noproc", `${keyText(this.id)} was not started`);
  }

  /** Whether it is the process that is running here. */
  get isSelf(): boolean {
    return this.#process !== undefined && isSelf(this.#process);
  }

  /** What it was started of, with the state that it has. */
  get record(): Pi {
    const state = this.#process === undefined ? this.#pi.state : this.#process.state;
    // As: whoever asks by a name knows what stands behind it, as with pid.
    return { ...this.#pi, state } as Pi;
  }

  async start(heard: (end: End) => void): Promise<Running> {
    const server = this.#server, { clock, log, limits } = server;
    const { supervisor } = processesOf(server);
    const { table: tableName, name, module, mailbox = limits.mailbox, limit = LIMIT } = this.#pi;
    const table = tableOf(server.tables, tableName);
    const around = surroundings(server, String(name), (news) => {
      const { topic } = news, data = isSent(news) ? news.message : undefined;
      // As: a process that registers under a topic takes what the bus brings.
      process.cast({ type: "bus", topic, data, news } as Message);
    });
    const process = new PiProcess<State, Message, Answer>({
      id: supervisor.nextId(),
      table: tableName,
      name,
      module,
      // As: a record without a state is one of a module whose state may be undefined.
      state: this.#pi.state as State,
      timeout: Math.max(this.timeout, 1),
      limit,
      mailbox,
      clock,
      log,
      schedule: supervisor.schedule,
      enter: around.enter,
      onEnd: (end) => {
        if (table.get(this.id) === process) table.delete(this.id);
        around.leave();
        if (end.hasBegun) heard(end);
      },
    }, server);
    if (table.get(this.id) !== undefined) {
      throw new N2oError("already_started", `${keyText(this.id)} is in its table: stop it first`);
    }
    table.set(this.id, process);
    this.#process = process;
    await process.begin();
    return {
      pid: process,
      stop: (ms) => process.stop("shutdown", ms),
      kill: () => process.exit("killed"),
    };
  }
}

function checkModule(module: unknown): void {
  if (isObject(module) && typeof module["proc"] === "function") return;
  throw new N2oError("config", "module: give an object with a function proc(message, state)");
}

function check(name: string, value: number, least: number): void {
  if (isInteger(value, least, 2 ** 31 - 1)) return;
  throw new N2oError(
    "config",
    `${name}: give an integer from ${least} to ${2 ** 31 - 1}, not ${value}`,
  );
}

/** The surroundings of one process for its whole life. */
interface Surroundings {
  /** Runs a turn in them: it is over when the writes that it began are durable. */
  readonly enter: Enter;
  /** Takes the process out of its topics, and out of what others see of who is there. */
  leave(): void;
}

/** A process answers to no request. */
const NO_REQUEST: Req = { path: "", query: "", headers: {} };

/** Makes surroundings of a process whose name is that of its page; `receiver` puts what the bus brings into its mailbox. */
function surroundings(
  server: Server,
  name: string,
  receiver: Context["receiver"],
): Surroundings {
  let cx = fresh(name);
  const settle = async <T>(found: Context, answer: T): Promise<Awaited<T>> => {
    try {
      const settled = await answer;
      await Promise.all(found.pending);
      return settled;
    } finally {
      cx = found.cx;
    }
  };
  return {
    enter(body) {
      const found: Context = {
        server,
        req: NO_REQUEST,
        cx,
        receiver,
        dictionary: new Map(),
        pending: [],
      };
      const answer = run(found, body);
      if (isThenable(answer) || found.pending.length > 0) return settle(found, answer);
      cx = found.cx;
      return answer;
    },
    leave: () => leave(server, cx.topics, receiver),
  };
}
