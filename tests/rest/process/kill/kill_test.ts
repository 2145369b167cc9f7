import { openRuntime, ROOT, type Runtime, variables } from "../../../../bpe/mod.ts";
import { equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { lacks } from "../../../_support/permission.ts";
import { type Child, start } from "../../../_support/process.ts";
import { type Random, random } from "../../../_support/random.ts";
import { insist } from "../../../_support/server/insist.ts";
import { redisAbsent, startRedis } from "../../../_support/store/redis.ts";

const KILLS = rounds(6, 60), ORDERS = rounds(6, 90), CLIENTS = 3;

const server = new URL("./server.ts", import.meta.url);

/** A server that is killed where it stands still, and the one behind it, until all kills are done. */
class Servers {
  readonly #args: readonly [socket: string, begun: string];
  readonly #random: Random;
  readonly #children: Child[] = [];
  #port: Promise<string>;
  /** How many were killed where they stood. */
  kills = 0;

  constructor(socket: string, random: Random) {
    this.#args = [socket, String(Date.now())];
    this.#random = random;
    this.#port = this.#begin();
  }

  /** Where the one listens that is there now. */
  get port(): Promise<string> {
    return this.#port;
  }

  async #begin(): Promise<string> {
    const { below } = this.#random, isLast = this.kills === KILLS;
    const death = isLast ? "0" : String(1 + below(14)), kind = below(2) === 0 ? "before" : "after";
    const child = start(server, [...this.#args, death, kind]);
    this.#children.push(child);
    const [port = ""] = await child.until(/^\d+$/);
    if (!isLast) void this.#watch(child);
    return port;
  }

  /** Whoever asks from then on waits for the next one. */
  async #watch(child: Child): Promise<void> {
    if (await child.line() !== "stopped") return;
    this.#port = child.kill().then(() => {
      this.kills++;
      return this.#begin();
    });
  }

  async end(): Promise<void> {
    for (const child of this.#children) await child.kill();
  }
}

/** Does everything once, however often it has to ask. */
class Client {
  readonly #servers: Servers;
  readonly #below: Random["below"];

  constructor(servers: Servers, { below }: Random) {
    this.#servers = servers;
    this.#below = below;
  }

  /** What the first answer says that is one. */
  async ask(path: string, key?: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, json } = await insist(
      async (signal) =>
        await fetch(`http://127.0.0.1:${await this.#servers.port}/rest/bpe${path}`, {
          signal,
          ...key !== undefined && {
            method: "POST",
            headers: { "content-type": "application/json", "idempotency-key": key },
            body: JSON.stringify(body ?? {}),
          },
        }),
      this.#below,
    );
    const isDone = status < 300 && typeof json === "object" && json !== null;
    if (!isDone) throw new Error(`${key} ${path}: ${status} ${JSON.stringify(json)}`);
    return { ...json };
  }

  /** The task of a node, once it is there. */
  async task(instance: string, node: string): Promise<string> {
    for (;;) {
      const { tasks } = await this.ask(`/tasks?instance=${instance}`);
      const rows = tasks as { node: string; element: number }[]; // as: what the document says
      const found = rows.find((each) => each.node === node);
      if (found !== undefined) return `/tasks/${instance}/${found.element}`;
    }
  }

  /** An order from its start to its end, with a message and a signal on the way. */
  async order(n: number): Promise<string> {
    const { id } = await this.ask("/instances", `start-${n}`, {
      process: "order",
      variables: { n },
    });
    const instance = String(id);
    await this.ask(`${await this.task(instance, "check")}/complete`, `check-${n}`);
    await this.ask("/messages", `note-${n}`, { name: "note", payload: { n } });
    await this.ask(`${await this.task(instance, "pack")}/complete`, `pack-${n}`);
    await this.ask("/signals", `tick-${n}`, { name: "tick", payload: { n } });
    const { status } = await this.ask(`/instances/${instance}/messages`, `pay-${n}`, {
      name: "payment",
    });
    equal(status, "completed");
    return instance;
  }
}

/** What `n` is in all instances of a process, and their ids. */
async function all(runtime: Runtime, process: string): Promise<readonly [number, string][]> {
  const found: [number, string][] = [];
  for await (const { id, status } of runtime.instances({ process })) {
    const { state } = await runtime.instance(id);
    equal(status, "completed");
    found.push([Number(variables(state, ROOT).n), id]);
  }
  return found.toSorted(([a], [b]) => a - b);
}

Deno.test({
  name:
    `${ORDERS} orders by clients that give up and send again with their keys, on a Redis, over ${KILLS} servers killed at a write each: started, completed, messaged and signalled once each, seed ${SEED}`,
  ignore: redisAbsent || lacks("read", "write", "run", "net"),
  async fn() {
    await using redis = await startRedis();
    const chosen = random(SEED), servers = new Servers(redis.socket, chosen);
    const ids: string[] = [];
    let next = 0;
    try {
      const client = async () => {
        const own = new Client(servers, chosen);
        while (next < ORDERS || servers.kills < KILLS) {
          const n = next++;
          ids[n] = await own.order(n);
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
    } finally {
      await servers.end();
    }
    using kv = await redis.open({ prefix: "kill" });
    await using runtime = openRuntime(kv, { manual: true });
    equal(await all(runtime, "order"), ids.map((id, n) => [n, id]));
    for (const id of ids) {
      const history = await Array.fromAsync(runtime.history(id));
      const ended = history.filter(({ event }) => event === "completed").map(({ node }) => node);
      equal(ended, ["placed", "check", "reserve", "pack", "paid", "done", "order"]);
    }
    const numbers = ids.map((_, n) => n);
    for (const process of ["noted", "ticked"]) {
      equal((await all(runtime, process)).map(([n]) => n), numbers);
    }
  },
});
