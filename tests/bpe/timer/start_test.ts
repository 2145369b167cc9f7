/**
 * Processes that the clock starts.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { audit } from "../runtime/audit.ts";
import { DAY, disturbed, file, HOUR, list, proc, quiet, timer, world } from "../runtime/world.ts";

const daily = (cycle: string, id = "daily") =>
  file(proc(
    id,
    `<startEvent id="s">${timer("timeCycle", cycle)}</startEvent><endEvent id="e"/>`,
    "s>e",
  ));

Deno.test("a process with a cycle is started at each of its times, once by two engines", async () => {
  const on = world();
  const engines = [on.open(), on.open()];
  const [first] = engines;
  assert(first !== undefined);
  await first.deploy(daily("R3/P1D"));
  for (let day = 0; day < 6; day++) {
    on.clock.advance(DAY);
    await Promise.all(engines.map((each) => each.tick()));
    await Promise.all(engines.map((each) => each.idle()));
  }
  const started = (await list(first.instances())).map(({ id }) => id);
  equal(started.length, 3);
  equal(on.errors, []);
  await audit(on.kv);
});

Deno.test("an unbounded cycle of starts goes on at its hours after a night in which no engine ran", async () => {
  const on = world();
  const begin = on.clock.now();
  let engine = on.open();
  await engine.deploy(daily("R/PT1H"));
  on.clock.advance(HOUR);
  await engine.tick();
  await engine.close();
  on.clock.advance(8 * HOUR + 1);
  engine = on.open();
  await quiet(on, engine);
  equal((await list(engine.instances())).length, 2);
  equal(await engine.nextDue(), begin + 10 * HOUR);
});

Deno.test("a new version takes the place of the old one's timer, also where it has none", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(daily("R/PT1H"));
  on.clock.advance(HOUR / 2);
  await engine.deploy(daily("R/PT2H"));
  equal(await engine.nextDue(), on.clock.now() + 2 * HOUR);
  on.clock.advance(2 * HOUR);
  await engine.tick();
  const started = await list(engine.instances());
  equal(started.map(({ definition }) => definition), ["daily:2"]);
  await engine.deploy(file(proc("daily", `<startEvent id="s"/><endEvent id="e"/>`, "s>e")));
  equal(await engine.nextDue(), undefined);
  on.clock.advance(10 * HOUR);
  await engine.tick();
  equal((await list(engine.instances())).length, 1);
});

Deno.test("starts by the clock go on after the store has failed at the time of one", async () => {
  const on = world();
  let failures = 0;
  const kv = disturbed(on.kv, {
    async write(apply) {
      if (failures > 0) {
        failures--;
        throw new TypeError("the store is away");
      }
      return await apply();
    },
  });
  const engine = on.open({}, kv);
  await engine.deploy(daily("R/PT1H"));
  on.clock.advance(HOUR);
  failures = 1;
  await engine.tick();
  await quiet(on, engine, 6 * HOUR);
  equal((await list(engine.instances())).length, 7);
  equal(on.errors.length, 1);
});
