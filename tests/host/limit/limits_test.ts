/**
 * Each limit of a server, overrun on both wires and on both listeners, Deno's and that of node:http: whoever does it hears why, the log has
 * a line of it without secrets, and others are served.
 */
import { guarded } from "../../../host/node/mod.ts";
import { defaultLimits } from "../../../n2o/limits.ts";
import { application } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { testWith } from "../../_support/permission.ts";
import { dial, notebook, type Wire } from "../../_support/server/wire.ts";
import { hello } from "../../n2o/page.ts";
import { secret } from "../made.ts";
import { answered, type Attack, ATTACKS } from "./overrun.ts";

/** What seals and tokens look like. */
const SEALED = /[\w-]{60,}/;

for (const [name, attack] of Object.entries(ATTACKS)) {
  for (const isClassic of [true, false]) {
    for (const listener of [undefined, guarded]) {
      const where = `${isClassic ? "the classic" : "our"} wire, ${listener ? "node:http" : "Deno"}`;
      testWith("net", "read")(
        `who overruns the limit ${name} is told, and nobody else is touched (${where})`,
        () => overrun(attack, isClassic, listener),
      );
    }
  }
}

async function overrun(
  { limits, init, run, says, lines = 1 }: Attack,
  isClassic: boolean,
  listener: typeof guarded | undefined,
): Promise<void> {
  const book = notebook(), clock = virtualClock();
  const { server, start } = await application({
    routes: {
      "/p": { event: (event) => event === "init" ? init?.(clock) : undefined },
      "/quiet": { event() {} },
    },
    secret,
    limits,
    clock,
    listener,
    log: book.log,
    port: 0,
    hostname: "127.0.0.1",
  });
  const { port, stop } = await start(), clients: Wire[] = [];
  const open = async (path = "/p") => {
    const client = await dial(`ws://127.0.0.1:${port}/ws${path}`);
    clients.push(client);
    return client;
  };
  const hail = (client: Wire) => isClassic ? client.text("N2O,") : client.term(hello());
  const greet = async (client: Wire) => {
    hail(client);
    await client.next();
  };
  const neighbour = await open("/quiet"), client = await open();
  await greet(neighbour);
  await run({ open, hail, greet, client, neighbour, server, clock });
  await answered(neighbour);
  const written = book.entries.filter(({ level }) => level !== "info");
  const said = written.filter(({ message }) => says?.test(message));
  equal(said.length, says === undefined ? 0 : lines, JSON.stringify(written));
  assert(!SEALED.test(JSON.stringify(written)), JSON.stringify(written));
  for (const each of clients) await each.leave();
  await stop();
}

Deno.test("every limit is overrun in a test", () => {
  equal(Object.keys(ATTACKS).sort(), Object.keys(defaultLimits).sort());
});
