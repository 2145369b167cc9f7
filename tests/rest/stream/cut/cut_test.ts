import { assert, equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { needs } from "../../../_support/permission.ts";
import { type Child, start } from "../../../_support/process.ts";
import { random } from "../../../_support/random.ts";
import { redisAbsent, startRedis } from "../../../_support/store/redis.ts";
import { heard } from "../reading.ts";

needs("net", "run", "read", "write", "env");

const WRITERS = ["w0", "w1", "w2", "w3"], LINES = rounds(100, 1_000);
const CUTS = rounds(20, 100), KILLS = rounds(2, 10);

const here = (name: string) => new URL(name, import.meta.url);

/** A server that is killed now and then, and started again at another port. */
class Server {
  readonly #args: readonly string[];
  #child: Child;
  #base: Promise<string>;
  killed = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
    [this.#child, this.#base] = this.#start();
  }

  #start(): [Child, Promise<string>] {
    const child = start(here("server.ts"), this.#args);
    return [child, child.until(/^\d+$/).then(([port]) => `http://127.0.0.1:${port}`)];
  }

  /** Where it is, once it listens. */
  get base(): Promise<string> {
    return this.#base;
  }

  async kill(): Promise<void> {
    await this.#base;
    const old = this.#child;
    this.killed++;
    await old.kill();
    [this.#child, this.#base] = this.#start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}

/** Follows a list until so many events came, and is cut and comes again so often; `told` is asked after each event whether to leave now. */
async function follow(
  server: Server,
  { path, count, from, isCut }: {
    readonly path: string;
    readonly count: number;
    readonly from: string;
    readonly isCut: (n: number) => boolean | Promise<boolean>;
  },
): Promise<{ readonly data: readonly string[]; readonly cuts: number }> {
  const data: string[] = [];
  let at = from, cuts = 0;
  while (data.length < count) {
    const leaving = new AbortController();
    try {
      const answer = await fetch(`${await server.base}${path}`, {
        headers: { accept: "text/event-stream", "last-event-id": at },
        signal: leaving.signal,
      });
      equal(answer.status, 200);
      for await (const event of heard(answer, (id) => void (at = id))) {
        data.push(event.data);
        if (data.length === count || await isCut(data.length)) break;
      }
    } catch (error) {
      // The server was killed, before it answered or in the middle.
      if (!(error instanceof TypeError)) throw error;
    }
    leaving.abort();
    cuts++;
  }
  return { data, cuts: cuts - 1 };
}

/** What one writer has done, in its order. */
function script(by: string): { readonly log: string[]; readonly rows: string[] } {
  const log: string[] = [], rows: string[] = [];
  for (let n = 0; n < LINES; n++) {
    const record = { id: `${by}-${n}`, by, n };
    log.push(JSON.stringify({ op: "put", record }));
    rows.push(
      JSON.stringify(n % 3 === 2 ? { op: "delete", id: `${by}-${n - 1}` } : { op: "put", record }),
    );
  }
  return { log, rows };
}

Deno.test({
  name:
    `four processes write, the reader is cut ${CUTS} times, the server killed ${KILLS} times: no gap, no repeat (seed ${SEED})`,
  ignore: redisAbsent,
  fn: async () => {
    await using redis = await startRedis();
    const args = [redis.socket, "cut"], rng = random(SEED);
    await using server = new Server(args);
    await server.base;
    const writers = WRITERS.map((by) => start(here("writer.ts"), [...args, by, String(LINES)]));
    const count = WRITERS.length * LINES, every = Math.floor(count / KILLS);
    const between = () => 1 + rng.below(Math.floor(1.5 * count / CUTS));
    let next = between();
    const isCut = (n: number) => {
      if (n < next) return false;
      next = n + between();
      return true;
    };
    const [log, rows] = await Promise.all([
      follow(server, {
        path: "/rest/log",
        count,
        from: "start",
        isCut: async (n) => {
          if (n % every === Math.floor(every / 2)) await server.kill();
          return false;
        },
      }),
      follow(server, { path: "/rest/rows", count, from: "start", isCut }),
    ]);
    for (const writer of writers) equal((await writer.status).success, true);
    assert(
      server.killed >= KILLS && rows.cuts >= CUTS,
      `${server.killed} kills, ${rows.cuts} cuts`,
    );
    for (const by of WRITERS) {
      const own = (each: string) => each.includes(`"${by}-`), expected = script(by);
      equal(log.data.filter(own), expected.log);
      equal(rows.data.filter(own), expected.rows);
    }
    equal([log.data.length, rows.data.length], [count, count]);
  },
});
