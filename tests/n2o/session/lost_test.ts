import type { Bus, Receiver } from "../../../n2o/bus/bus.ts";
import { Lost } from "../../../n2o/bus/news.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import { sessions } from "../../../n2o/session/session.ts";
import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { secret } from "../page.ts";
import { mapStorage, stoppable } from "./storages.ts";

/** Two nodes whose bus loses everything, and what tells the second one so; copies would serve for a minute. */
function place() {
  const ears: Receiver[] = [], clock = virtualClock(), kept = mapStorage();
  const bus: Bus = { send: () => 0, reg: (_, ear) => void ears.push(ear), unreg() {} };
  const { storage, stop } = stoppable({ ...kept, copyAge: 60_000 });
  const [one, two] = [0, 1].map(() =>
    sessions({ pickler: pickler(secret, clock), clock, storage, bus })
  ) as [ReturnType<typeof sessions>, ReturnType<typeof sessions>]; // As: two.
  return { one, two, stop, lose: () => ears.forEach((ear) => ear(new Lost(["n2o", "sessions"]))) };
}

Deno.test("when ends of sessions may have been missed, all copies are checked again before they serve", async () => {
  const { one, two, lose } = place(), ids: string[] = [];
  for (let each = 0; each < 5; each++) {
    const { session, done } = one.change(one.begin().session, { user: `u${each}` });
    await done;
    equal(await two.use(session), true);
    ids.push(session);
  }
  const [ended = "", ...others] = ids;
  await one.clear(ended);
  equal(two.use(ended), true, "the copy serves");
  lose();
  equal(await two.use(ended), false);
  for (const each of others) equal(await two.use(each), true);
  equal(others.map((each) => two.use(each)), others.map(() => true), "checked once, they serve");
});

Deno.test("what was being read when ends may have been missed is read once more", async () => {
  const { one, two, stop, lose } = place();
  const { session, done } = one.change(one.begin().session, { user: "ann" });
  await done;
  const stopped = stop("load", session), read = two.use(session), goOn = await stopped;
  await one.clear(session);
  lose();
  goOn();
  await read;
  equal(await two.use(session), false);
});

Deno.test("a loss takes nothing from sessions that hold nothing, and nothing of what is just written", async () => {
  const { one, lose } = place(), { session } = one.begin();
  lose();
  equal(one.use(session), true);
  const changed = one.change(session, { user: "ann" });
  lose();
  equal(one.getValue(changed.session, "user"), "ann");
  await changed.done;
  equal(await one.use(changed.session), true);
});
