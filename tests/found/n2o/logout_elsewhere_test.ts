import * as n2o from "../../../n2o/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal, notEqual } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { pickle, scene } from "../../n2o/page.ts";

/** A storage that two machines share, and its rows. */
function shared(): { storage: n2o.SessionStorage; rows: Map<string, n2o.SessionRows> } {
  const rows = new Map<string, n2o.SessionRows>();
  const of = (session: string): n2o.SessionRows => rows.get(session) ?? new Map();
  const storage: n2o.SessionStorage = {
    load: (session) => Promise.resolve([...of(session)]),
    set: (session, key, row) => Promise.resolve(void rows.set(session, of(session).set(key, row))),
    delete: (session, key) => Promise.resolve(void of(session).delete(key)),
  };
  return { storage, rows };
}

function page(event: unknown): void {
  if (event === "init") {
    for (const name of ["in", "out"]) nitro.wire(nitro.event({ target: name, postback: name }));
  }
  if (event === "in") n2o.user("alice");
  if (event === "out") n2o.user("");
}

Deno.test("logout_elsewhere: after a logout on one machine no heartbeat on another brings the user back", async () => {
  const clock = virtualClock(), { storage, rows } = shared();
  const here = scene(page, { storage, clock }), there = scene(page, { storage, clock });
  const a = await here.greeted(), user = () => [...rows.values()][0]?.get("user")?.value;
  a.term(pickle("in", a.pickles["in click"] ?? "", [], 1));
  await a.next();
  equal(user(), "alice");
  const token = tokenOf(await a.next()); // the id changed
  const b = await there.greeted(token, "client-2");
  equal(user(), "alice");
  a.term(pickle("out", a.pickles["out click"] ?? "", [], 2));
  await a.next();
  equal(user(), undefined);
  clock.advance(500_000); // the token is due for another
  await b.settled();
  equal(user(), undefined);
  const c = await there.greeted(token, "client-3");
  notEqual(tokenOf(c.hello), token);
  equal([...rows.values()].some((each) => each.has("user")), false);
});
