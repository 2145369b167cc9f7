/**
 * A process in a thread of Node: what it answers when it counts, fails, blocks, and is stopped.
 *
 * @module
 */
import process from "node:process";
import "../../../../host/node/mod.ts";
import * as n2o from "../../../../n2o/mod.ts";
import { pi, processesOf, supervisor, worker } from "../../../../n2o/process.ts";
import type { Order } from "./calculator.ts";

const server = n2o.server({ secret: "a secret of more than sixteen letters", log: n2o.silentLog });
const module = worker<number, Order, unknown>(new URL("./calculator.mjs", import.meta.url));
await pi.start({ sup: server, table: "async", name: "/it", module, state: 0, limit: 500 });

/** What the present process says to an order, or the code of what went wrong. */
async function ask(order: unknown): Promise<unknown> {
  for (;;) {
    const pid = pi.pid("async", "/it", server);
    if (pid !== undefined) return await pid.send(order).catch(({ code }) => code);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const said: unknown[] = [];
for (const order of ["up", "fail", "up", () => {}, "block"]) said.push(await ask(order));
await ask("up");
await processesOf(server).supervisor.stop();
said.push(supervisor.whichChildren("n2o", server).length);
process.stdout.write(said.join(" "));
