import { lacks } from "../../_support/permission.ts";
import { type Kv, openKv } from "../../../kvs/mod.ts";
import { redisKv } from "../../../kvs/host/redis/redis.ts";
import { apiKeys, type Keys } from "../../../rest/auth/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type Child, start } from "../../_support/process.ts";
import { redisAbsent, startRedis } from "../../_support/store/redis.ts";

const WORKER = new URL("worker/keys.ts", import.meta.url);

/** A program of its own that lets in by the keys of the store. */
class Program implements AsyncDisposable {
  readonly #child: Child;
  readonly #port: string | undefined;

  constructor(child: Child, port: string | undefined) {
    this.#child = child;
    this.#port = port;
  }

  static async start(...args: readonly string[]): Promise<Program> {
    const child = start(WORKER, args), [, port] = await child.until(/^port (\d+)$/);
    return new Program(child, port);
  }

  async ask(text: string): Promise<number> {
    const headers = { "x-api-key": text };
    const answer = await fetch(`http://127.0.0.1:${this.#port}/rest/whoami`, { headers });
    await answer.body?.cancel();
    return answer.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.close();
    await this.#child.status;
    await this.#child[Symbol.asyncDispose]();
  }
}

/** What one program changes of a key holds in the others from the moment on at which it is answered. */
async function holdsEverywhere(keys: Keys, programs: readonly Program[]): Promise<void> {
  const owner = "ann";
  for (let round = 0; round < 5; round++) {
    const { key, text } = await keys.make({ owner, name: `round ${round}` });
    for (const each of programs) equal(await each.ask(text), 200);
    let isRevoked = false, late = 0;
    const seen = new Map<number, number>();
    const use = async (each: Program) => {
      for (let after = 0; after < 5;) {
        const began = isRevoked, status = await each.ask(text);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        if (began) {
          after++;
          if (status !== 401) late++;
        }
      }
    };
    const end = async () => {
      for (const each of programs) for (let n = 0; n < 5; n++) await each.ask(text);
      if (round % 2 === 0) equal(await keys.revoke(key.id), true);
      else {
        const next = await keys.rotate(key.id);
        assert(next !== undefined);
        for (const each of programs) equal(await each.ask(next.text), 200);
      }
      isRevoked = true;
    };
    await Promise.all([...programs.flatMap((each) => [use(each), use(each)]), end()]);
    equal([late, [...seen.keys()].toSorted()], [0, [200, 401]]);
    // Who asks elsewhere is seen here.
    const found = await keys.get(key.id);
    assert(found?.used !== undefined && found.used >= found.made);
  }
}

Deno.test({
  name:
    "a key that is revoked or rotated in one process is none in the others at once, on one Redis",
  ignore: redisAbsent || lacks("run", "net"),
  async fn() {
    await using redis = await startRedis();
    using kv: Kv = await redisKv({ url: redis.socket, prefix: "keys" });
    await using one = await Program.start("redis", redis.socket, "keys");
    await using two = await Program.start("redis", redis.socket, "keys");
    await holdsEverywhere(apiKeys(kv), [one, two]);
  },
});

Deno.test({
  name: "and in one file of SQLite",
  ignore: lacks("run", "net", "write"),
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      using kv = await openKv(`${folder}/kv`);
      await using one = await Program.start("file", `${folder}/kv`);
      await using two = await Program.start("file", `${folder}/kv`);
      await holdsEverywhere(apiKeys(kv), [one, two]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
