/**
 * An application that stops in the middle of an event where a file of its folder for this event says so, for a test that kills it there.
 *
 * It has two orders, `plain` whose handler only writes, and `own` that commits its claim with its write. Points: `before` the write, `after`.
 *
 * @module
 */
import { hastyClock } from "../../_support/clock.ts";
import { application, kvs, n2o, nitro } from "../../../mod.ts";

const folder = Deno.env.get("FOLDER") ?? "";
const kv = await kvs.openKv(`${folder}/kv.sqlite`);

async function point(event: string, name: string): Promise<void> {
  const file = `${folder}/stop-${event}`;
  const stop = await Deno.readTextFile(file).catch(() => "");
  if (stop !== name) return;
  await Deno.remove(file);
  say(`stopped ${name}`);
  await new Promise(() => {});
}

const page: n2o.Page = {
  claims: (postback) => postback === "own",
  async event(event) {
    if (event === "init") {
      if (n2o.user() === "") n2o.user("alice");
      for (const name of ["plain", "own"]) {
        nitro.wire(nitro.event({ target: name, postback: name }));
      }
    } else if (event === "plain" || event === "own") {
      say(`begun ${event}`);
      await point(event, "before");
      const commit = kv.atomic().sum([event], new kvs.KvU64(1n).value);
      const { ok } = await (event === "own" ? n2o.claim(commit) : commit).commit();
      if (!ok) throw new Error("refused");
      await point(event, "after");
    }
  },
};

function say(line: string): void {
  // deno-lint-ignore no-console -- the test reads it
  console.log(line);
}

const { start } = await application({
  kv,
  once: "store",
  // Whoever asks again waits for the one that was killed.
  clock: hastyClock(10),
  secret: "a secret of more than sixteen letters",
  routes: { "/shop": page },
  port: 0,
  hostname: "127.0.0.1",
  app(app) {
    app.get("/count/:name", async (c) => {
      const { value } = await kv.get<kvs.KvU64>([c.req.param("name")]);
      return c.text(String(value?.value ?? 0n));
    });
  },
});
say(`port ${(await start()).port}`);
