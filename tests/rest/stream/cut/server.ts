/**
 * A server of an API over a Redis, at the socket and with the prefix that it is told. Prints its port.
 *
 * @module
 */
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { rest } from "../../../../rest/mod.ts";
import { resources } from "./declared.ts";

const [url = "", prefix = ""] = Deno.args, kv = await redisKv({ url, prefix });

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  // deno-lint-ignore no-console -- who has started it reads the port
  onListen: ({ port }) => console.log(port),
}, rest({ kv, resources }).fetch);
