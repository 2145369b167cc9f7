import { application, kvs } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { testWith } from "../../_support/permission.ts";
import { made, secret } from "../made.ts";

const asked = async (app: { request(path: string): Response | Promise<Response> }) => {
  const answer = await app.request("/n2o/health");
  equal(answer.headers.get("cache-control"), "no-store");
  return [answer.status, await answer.text()];
};

Deno.test("an application is ready, and says in a word what is not", async () => {
  const { app, server } = await made({});
  equal(await asked(app), [200, "ready\n"]);
  server.checks.set("mail", () => Promise.resolve(false));
  server.checks.set("broken", () => {
    throw new Error("a secret reason");
  });
  server.checks.set("fine", () => true);
  equal(await asked(app), [503, "not ready: broken, mail\n"]);
});

Deno.test("a store that fails or does not answer in a second is not ready; many who ask cost it one look a second", async () => {
  const clock = virtualClock(), whole = kvs.memoryKv();
  let looks = 0, answer: () => Promise<unknown> = () => Promise.resolve();
  const kv = Object.assign(Object.create(whole), {
    get: async (key: kvs.KvKey) => {
      looks++;
      await answer();
      return await whole.get(key);
    },
  });
  const { app } = await application({
    kv,
    clock,
    secret,
    routes: { "/p": { event() {} } },
    log: () => {},
  });
  for (let each = 0; each < 100; each++) equal(await asked(app), [200, "ready\n"]);
  equal(looks, 1);
  clock.advance(1_000);
  answer = () => Promise.reject(new Error("down"));
  equal(await asked(app), [503, "not ready: store\n"]);
  clock.advance(1_000);
  answer = () => new Promise(() => {});
  const late = asked(app);
  await clock.advanceAsync(1_000);
  equal(await late, [503, "not ready: store\n"]);
  equal(clock.pending, 0);
  answer = () => Promise.resolve();
  equal(await asked(app), [200, "ready\n"]);
});

Deno.test("a check that hangs is begun once however many ask, and once a second; the others are told as they are", async () => {
  const clock = virtualClock(), { app, server } = await made({ clock });
  let begun = 0, isOpen = false, answer = (): boolean | Promise<boolean> => new Promise(() => {});
  server.checks.set("mail", () => (begun++, answer()));
  server.checks.set("door", () => isOpen);
  for (let round = 1; round <= 3; round++) {
    const many = Array.from({ length: 100 }, () => asked(app));
    await clock.advanceAsync(1_000);
    for (const each of await Promise.all(many)) {
      equal(each, [503, isOpen ? "not ready: mail\n" : "not ready: door, mail\n"]);
    }
    equal([begun, clock.pending], [round, 0]);
    isOpen = !isOpen;
  }
  answer = () => true;
  equal(await asked(app), [200, "ready\n"]);
  isOpen = false;
  equal(await asked(app), [503, "not ready: door\n"]);
});

Deno.test("a bus that says that it lost its broker is not ready", async () => {
  const bus = { isConnected: true, send: () => 0, reg() {}, unreg() {} };
  const { app } = await made({ bus });
  equal(await asked(app), [200, "ready\n"]);
  bus.isConnected = false;
  equal(await asked(app), [503, "not ready: bus\n"]);
});

testWith("net")("while it stops it is not ready, whoever still asks", async () => {
  const gate = Promise.withResolvers<void>();
  const { start } = await application({
    secret,
    routes: { "/p": { event() {} } },
    log: () => {},
    port: 0,
    metrics: { port: 0 },
    app: (app) =>
      void app.get("/slow", async (c) => {
        await gate.promise;
        return c.text("done");
      }),
  });
  const { port, metrics, stop } = await start();
  const slow = fetch(`http://127.0.0.1:${port}/slow`);
  const health = async () => {
    const answer = await fetch(`http://127.0.0.1:${metrics}/n2o/health`);
    return [answer.status, await answer.text()];
  };
  equal(await health(), [200, "ready\n"]);
  const stopped = stop();
  equal(await health(), [503, "not ready: stopping\n"]);
  gate.resolve();
  assert((await (await slow).text()) === "done");
  await stopped;
});
