/**
 * The application on Node, at any free port, which it prints; it ends with its process.
 *
 * @module
 */
import { application } from "../../../../host/node/mod.ts";
import { memoryKv } from "../../../../kvs/mod.ts";
import { entrySettings } from "./settings.ts";

const kv = memoryKv();
const { start } = await application({ ...entrySettings(kv), kv, port: 0, hostname: "127.0.0.1" });
const { port } = await start();
// deno-lint-ignore no-console -- who has started it reads the port
console.log(`port ${port}`);
