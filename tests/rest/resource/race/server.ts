/**
 * Serves accounts of one Redis until its standard input closes; prints its port. Arguments: the socket of Redis, the prefix of the store.
 */
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { resource, rest } from "../../../../rest/mod.ts";

const [url = "", prefix = ""] = Deno.args;
using kv = await redisKv({ url, prefix });
const accounts = resource({ name: "accounts", table: "account", may: "anyone", mustMatch: true });
const options: Deno.ServeTcpOptions = {
  port: 0,
  hostname: "127.0.0.1",
  // deno-lint-ignore no-console -- who has started it reads the port
  onListen: ({ port }) => console.log(`port ${port}`),
};
await using _server = Deno.serve(options, rest({ kv, resources: [accounts] }).fetch);
for await (const _ of Deno.stdin.readable);
