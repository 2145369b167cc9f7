import { N2oError } from "../../../n2o/error.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import { type SessionOptions, type Sessions, sessions } from "../../../n2o/session/session.ts";
import { equal, notEqual, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { secret } from "../page.ts";
import { type MapStorage, mapStorage, stoppable, type Stopped } from "./storages.ts";

interface Nodes {
  readonly kept: MapStorage;
  readonly here: Sessions;
  readonly there: Sessions;
  /** Where calls of the second node can be stopped. */
  readonly stop: Stopped["stop"];
  readonly clock: ReturnType<typeof virtualClock>;
}

/** Two nodes on one storage. */
function nodes(options: Partial<SessionOptions> = {}): Nodes {
  const clock = virtualClock(), kept = mapStorage(), stopped = stoppable(kept);
  const made = (storage: SessionOptions["storage"]) =>
    sessions({
      pickler: pickler(secret, clock),
      clock,
      ...options,
      ...(storage === undefined ? {} : { storage }),
    });
  return { kept, clock, stop: stopped.stop, here: made(kept), there: made(stopped.storage) };
}

async function loggedIn(at: Sessions, user = "alice"): Promise<string> {
  const { session, done } = at.change(at.begin().session, { user });
  await done;
  return session;
}

/** The users whose sessions live, as a node that was just started sees it. */
async function living({ kept, clock }: Nodes): Promise<unknown[]> {
  const fresh = sessions({ pickler: pickler(secret, clock), clock, storage: kept });
  const found: unknown[] = [];
  for (const session of kept.rows.keys()) {
    if (await fresh.use(session)) found.push(fresh.getValue(session, "user"));
  }
  return found;
}

Deno.test("two tabs that log in at once each have a session of their own, and the old one is dead", async () => {
  const all = nodes(), { here, there } = all;
  const before = here.change(here.begin().session, { values: { cart: 1 } });
  await before.done;
  equal(await there.use(before.session), true);
  const [one, two] = [
    here.change(before.session, { user: "alice" }),
    there.change(before.session, { user: "bob" }),
  ];
  await Promise.all([one.done, two.done]);
  notEqual(one.session, two.session);
  equal([await here.use(before.session), await there.use(before.session)], [false, false]);
  equal((await living(all)).sort(), ["alice", "bob"]);
});

Deno.test("two first values at once, on one node: each has its session with its value", async () => {
  const { here } = nodes(), old = here.begin().session;
  const one = here.change(old, { values: { a: 1 } }), two = here.change(old, { values: { b: 2 } });
  await Promise.all([one.done, two.done]);
  const values = [one, two].map(({ session }) => ["a", "b"].map((k) => here.getValue(session, k)));
  equal(values, [[1, undefined], [undefined, 2]]);
  equal(await here.use(old), false);
});

Deno.test("a logout while another node reads: what was read before is not what holds", async () => {
  const all = nodes(), { here, there, stop } = all, session = await loggedIn(here);
  const stopped = stop("load", session), using = there.use(session);
  const goOn = await stopped;
  await here.clear(session);
  goOn();
  // It was alive when it was asked; the next time it is not.
  equal(await using, true);
  equal(await there.use(session), false);
  equal(await living(all), []);
});

Deno.test("a logout on the node that reads makes stale what it reads", async () => {
  const { here, there, stop } = nodes(), session = await loggedIn(here);
  const stopped = stop("load", session), using = there.use(session), goOn = await stopped;
  const ending = there.clear(session);
  goOn();
  equal(await using, false);
  await ending;
  equal(await there.use(session), false);
});

Deno.test("a logout while another node prolongs: nothing brings the session back", async () => {
  const all = nodes({ ttl: 100 }), { here, there, stop, clock, kept } = all;
  const session = await loggedIn(here);
  equal(await there.use(session), true);
  clock.advance(60_000);
  const stopped = stop("set", session, "auth:used"), using = there.use(session);
  const goOn = await stopped;
  equal(await using, true);
  await here.clear(session);
  goOn();
  await there.setValue(session, "x", null); // waits for the writes before
  equal(kept.rows.get(session)?.has("auth"), false);
  equal([await here.use(session), await there.use(session)], [false, false]);
  equal(await living(all), []);
});

Deno.test("a logout while an event puts a value: nothing brings the session back", async () => {
  const all = nodes(), { here, there, stop } = all, session = await loggedIn(here);
  equal(await there.use(session), true);
  const stopped = stop("set", session, "cart"), putting = there.setValue(session, "cart", 1);
  const goOn = await stopped;
  await here.clear(session);
  goOn();
  await putting;
  equal([await here.use(session), await there.use(session)], [false, false]);
  equal(await living(all), []);
  await rejects(() => there.setValue(session, "cart", 2), N2oError, "ended");
});

for (
  const [what, key] of [
    ["the link", "auth:next"],
    ["the new session", "auth"],
    ["its values", "user"],
  ] as const
) {
  Deno.test(`a logout while another node gives the session another id, stopped at ${what}: nobody is left logged in`, async () => {
    const all = nodes(), { here, there, stop } = all, session = await loggedIn(here);
    equal(await there.use(session), true);
    const stopped = key === "auth:next" ? stop("set", session, key) : stop("set", undefined, key);
    const changed = there.change(session, { roles: ["admin"] }), goOn = await stopped;
    await here.clear(session);
    goOn();
    await rejects(() => changed.done, N2oError, "ended");
    equal([await there.use(session), await there.use(changed.session)], [false, false]);
    equal(await living(all), []);
  });
}

Deno.test("a logout when the other node has looked whether the session lives ends its successor", async () => {
  const all = nodes(), { here, there, stop } = all, session = await loggedIn(here);
  equal(await there.use(session), true);
  const stopped = stop("load", session);
  const changed = there.change(session, { roles: ["admin"] }), goOn = await stopped;
  await here.clear(session);
  goOn();
  await changed.done;
  equal(await there.use(changed.session), false);
  equal(await living(all), []);
});

Deno.test("a logout a moment after another tab of the process got another id ends that, too", async () => {
  const all = nodes(), { here } = all, session = await loggedIn(here);
  const changed = here.change(session, { roles: ["admin"] });
  await Promise.all([here.clear(session), changed.done.catch(() => {})]);
  equal(await here.use(changed.session), false);
  equal(await living(all), []);
});

Deno.test("ids that change one after the other, without waiting, leave the last one alone", async () => {
  const all = nodes(), { here, there } = all;
  let session = await loggedIn(here);
  const done: Promise<void>[] = [];
  for (let each = 0; each < 20; each++) {
    const changed = here.change(session, { roles: [`role ${each}`] });
    done.push(changed.done);
    session = changed.session;
  }
  await Promise.all(done);
  equal(await living(all), ["alice"]);
  equal(await there.use(session), true);
  equal(there.getValue(session, "roles"), ["role 19"]);
});

Deno.test("a login that the storage refuses leaves nobody logged in, and the process says so", async () => {
  const clock = virtualClock(), kept = mapStorage();
  const storage = { ...kept, set: () => Promise.reject(new Error("the disk is full")) };
  const made = sessions({ pickler: pickler(secret, clock), clock, storage });
  const { session, done } = made.change(made.begin().session, { user: "alice" });
  await rejects(() => done, Error);
  equal([await made.use(session), made.getValue(session, "user")], [false, undefined]);
});

/** Two nodes whose storage can tell whose sessions there are. */
function listing(): Nodes {
  const all = nodes(), { kept } = all;
  const sessionsOf = (user: string) =>
    Promise.resolve(
      [...kept.rows].filter(([, rows]) => rows.get("user")?.value === user).map(([id]) => id),
    );
  const clock = virtualClock(), stopped = stoppable(Object.assign(kept, { sessionsOf }));
  const made = (storage: SessionOptions["storage"]) =>
    sessions({ pickler: pickler(secret, clock), clock, ...storage && { storage } });
  return { kept, clock, stop: stopped.stop, here: made(kept), there: made(stopped.storage) };
}

for (const key of ["cart", "auth"]) {
  for (const isFirst of [true, false]) {
    const who = isFirst ? "the first login" : "one login more";
    Deno.test(`all sessions of somebody end while another node writes "${key}" of ${who}: that ends, too`, async () => {
      const all = listing(), { here, there, stop } = all;
      if (!isFirst) await loggedIn(here);
      const before = there.change(there.begin().session, { values: { cart: 1 } });
      await before.done;
      const stopped = stop("set", undefined, key);
      const login = there.change(before.session, { user: "alice" }), goOn = await stopped;
      equal(await here.endAll("alice"), isFirst ? 1 : 2);
      goOn();
      await rejects(() => login.done, N2oError, "ended");
      equal(await there.use(login.session), false);
      equal(await living(all), [undefined], "the session of nobody, from before the login");
      equal([...all.kept.rows.get(login.session) ?? []], [], "nothing is left of the login");
      await loggedIn(there);
      equal(await living(all), [undefined, "alice"], "who logs in afterwards stays");
    });
  }
}

for (const where of ["memory", "storage"]) {
  Deno.test(`all sessions of somebody end a moment after a login of the same process began: that ends, too (${where})`, async () => {
    const clock = virtualClock(), seals = pickler(secret, clock), { kept } = listing();
    const all = sessions({ pickler: seals, clock, ...where === "storage" && { storage: kept } });
    await loggedIn(all);
    const login = all.change(all.begin().session, { user: "alice" });
    const other = all.change(all.begin().session, { user: "bob" });
    equal(await all.endAll("alice"), 2);
    await Promise.all([login.done.catch(() => {}), other.done]);
    equal(await all.use(login.session), false);
    equal((await all.list("alice")).length, 0);
    equal((await all.list("bob")).length, 1);
  });
}

Deno.test("all sessions of somebody end while one of them gets another id on another node, at whatever step", async () => {
  for (const [method, key] of [["set", "auth:next"], ["set", "user"], ["set", "auth"]] as const) {
    const all = listing(), { here, there, stop } = all, session = await loggedIn(here);
    equal(await there.use(session), true);
    const stopped = stop(method, undefined, key);
    const changed = there.change(session, { roles: ["admin"] }), goOn = await stopped;
    await here.endAll("alice");
    goOn();
    await rejects(() => changed.done, N2oError, "ended");
    equal(await living(all), [], key);
  }
});
