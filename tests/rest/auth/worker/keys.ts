/**
 * A program that serves an API by the keys of a store that others share; it writes its port, and ends when its standard input does.
 *
 * @module
 */
import type { Kv } from "../../../../kvs/mod.ts";
import { openKv } from "../../../../kvs/mod.ts";
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { rate, rest } from "../../../../rest/mod.ts";
import { apiKeys, credentials, sharedCounter } from "../../../../rest/auth/mod.ts";

const [kind, where = "", prefix = ""] = Deno.args;
const kv: Kv = kind === "redis" ? await redisKv({ url: where, prefix }) : await openKv(where);
const counter = sharedCounter(kv, { name: "api", limit: 1_000_000, window: 86_400 });
const api = rest({
  operations: [{
    id: "whoami",
    method: "GET",
    path: "/whoami",
    summary: "",
    tag: "",
    parameters: [],
    responses: { 200: { description: "", content: { "application/json": {} } } },
    guarded: true,
    run: ({ person }) => Promise.resolve({ status: 200, value: person?.id }),
  }],
  who: credentials({ keys: apiKeys(kv) }),
  rate: rate({ limit: 1_000_000, window: 86_400, counter }),
});
const server = Deno.serve(
  { port: 0, hostname: "127.0.0.1", onListen() {} },
  (request) => api.fetch(request),
);
await Deno.stdout.write(new TextEncoder().encode(`port ${server.addr.port}\n`));
await Deno.stdin.readable.pipeTo(new WritableStream());
await server.shutdown();
kv.close();
