import { pickler } from "../../../n2o/session/pickle.ts";
import type { SessionStorage } from "../../../n2o/session/rows.ts";
import { type SessionOptions, type Sessions, sessions } from "../../../n2o/session/session.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import { equal, notEqual, rejects } from "../../_support/assert.ts";
import { N2oError } from "../../../n2o/error.ts";
import { secret } from "../page.ts";
import { inEveryPlace, mapStorage, type Place } from "./storages.ts";
import { virtualClock } from "../../_support/clock.ts";

type Options = Partial<SessionOptions>;

function node(place: Place, storage: SessionStorage | undefined, options: Options = {}): Sessions {
  const { clock } = place, kept = storage === undefined ? {} : { storage };
  return sessions({ pickler: pickler(secret, clock), clock, ...kept, ...options });
}

/** Somebody who logged in, durably. */
async function loggedIn(at: Sessions, user = "alice"): Promise<string> {
  const { session, done } = at.change(at.begin().session, { user });
  await done;
  return session;
}

inEveryPlace(
  "a login gives the session a new id with its values, and the old one is dead",
  async (place) => {
    const { authenticate, change, getValue, use } = node(place, place.here);
    const first = await authenticate("");
    const second = change(first.session, { values: { room: "lobby" } });
    await second.done;
    const third = change(second.session, { user: "alice" });
    await third.done;
    equal([getValue(third.session, "user"), getValue(third.session, "room")], ["alice", "lobby"]);
    for (const old of [first, second]) {
      equal(await use(old.session), false);
      equal(getValue(old.session, "room"), undefined);
      notEqual((await authenticate(old.token)).session, old.session);
    }
    equal((await authenticate(third.token)).session, third.session);
  },
);

inEveryPlace(
  "a logout drops all values but those that are to stay, and rights go with the user",
  async (place) => {
    const { begin, change, getValue, holds } = node(place, place.here);
    const values = { language: "uk", cart: [1, 2] };
    const first = change(begin().session, { user: "alice", roles: ["admin"], values });
    await first.done;
    equal(getValue(first.session, "roles"), ["admin"]);
    const other = change(first.session, { user: "bob" });
    await other.done;
    equal([getValue(other.session, "user"), getValue(other.session, "roles")], ["bob", undefined]);
    const out = change(other.session, { user: "", keep: ["language", "user", "roles"] });
    await out.done;
    const left = ["language", "cart", "user", "roles"].map((key) => getValue(out.session, key));
    equal(left, ["uk", undefined, undefined, undefined]);
    const last = change(out.session, { user: "", keep: [] });
    await last.done;
    equal(holds(last.session), false);
  },
);

inEveryPlace(
  "a session is idle after ttl seconds and over after lifetime seconds, however much it is used",
  async (place) => {
    const { clock } = place,
      { use } = await (async () => {
        const made = node(place, place.here, { ttl: 100, lifetime: 250 });
        const session = await loggedIn(made);
        return { use: (isUse?: boolean) => made.use(session, isUse) };
      })();
    clock.advance(80_000);
    equal(await use(false), true);
    equal(await use(), true);
    clock.advance(80_000);
    equal(await use(), true);
    clock.advance(80_000);
    equal(await use(), true, "240 seconds");
    clock.advance(10_000);
    equal(await use(), false, "250 seconds");
  },
);

inEveryPlace(
  "what is no use does not prolong, and without prolongate nothing does",
  async (place) => {
    const { clock } = place;
    for (const prolongate of [true, false]) {
      const made = node(place, place.here, { ttl: 100, prolongate });
      const session = await loggedIn(made);
      for (let each = 0; each < 9; each++) {
        clock.advance(11_000);
        equal(await made.use(session, !prolongate), true);
      }
      clock.advance(1_000);
      equal(await made.use(session), false);
    }
  },
);

inEveryPlace(
  "a session is known to the other node as long as it lives, and to no other once it ended",
  async (place) => {
    const here = node(place, place.here), there = node(place, place.there);
    const session = await loggedIn(here), text = here.seal(session);
    equal(await there.open(text), session);
    equal(there.getValue(session, "user"), "alice");
    await there.clear(session);
    place.clock.advance(1_000);
    equal([await there.open(text), await here.open(text)], [undefined, undefined]);
    equal(here.getValue(session, "user"), undefined);
  },
  { shared: true },
);

inEveryPlace(
  "a logout that a bus announces ends the copies of other nodes at once",
  async (place) => {
    const bus = localBus();
    const here = node(place, place.here, { bus }), there = node(place, place.there, { bus });
    const session = await loggedIn(here);
    equal(await there.use(session), true);
    await here.clear(session);
    equal([await there.use(session), there.getValue(session, "user")], [false, undefined]);
  },
  { shared: true },
);

inEveryPlace(
  "neither a use, a renewal nor a value on another node brings back who logged out",
  async (place) => {
    const here = node(place, place.here, { ttl: 100 }),
      there = node(place, place.there, { ttl: 100 });
    const session = await loggedIn(here);
    equal(await there.use(session), true);
    place.clock.advance(60_000);
    await here.clear(session);
    await Promise.all([there.use(session), there.renew(session)]);
    await there.setValue(session, "cart", 1).catch((error) => {
      if (!N2oError.is(error, "ended")) throw error;
    });
    place.clock.advance(1_000);
    for (const each of [here, there, node(place, place.there)]) {
      equal(await each.use(session), false);
      notEqual((await each.renew(session)).session, session);
    }
  },
  { shared: true },
);

inEveryPlace("the other node's use counts", async (place) => {
  const here = node(place, place.here, { ttl: 100 }),
    there = node(place, place.there, { ttl: 100 });
  const session = await loggedIn(here);
  for (let each = 0; each < 10; each++) {
    place.clock.advance(50_000);
    equal(await there.use(session), true);
    // Waits for the writes before it, which nobody waits for otherwise.
    await there.setValue(session, "visits", each);
  }
  equal(await here.use(session), true);
}, { shared: true });

inEveryPlace("everybody's sessions are listed and ended for one alone", async (place) => {
  if (place.here !== undefined && place.here.sessionsOf === undefined) {
    const made = node(place, place.here);
    await rejects(() => made.list("alice"), N2oError, "config");
    return await rejects(() => made.endAll("alice"), N2oError, "config").then(() => {});
  }
  const here = node(place, place.here), there = node(place, place.there);
  const one = await loggedIn(here), two = await loggedIn(place.here ? there : here);
  const bob = await loggedIn(here, "bob");
  equal((await here.list("alice")).map(({ session }) => session).sort(), [one, two].sort());
  equal((await here.list("alic")).length + (await here.list("")).length, 0);
  equal(await here.endAll("alice"), 2);
  place.clock.advance(1_000);
  equal([await here.use(one), await here.use(two), await here.use(bob)], [false, false, true]);
  equal(await here.list("alice"), []);
});

Deno.test("sessions that hold nothing are not stored, and what ended leaves nothing", async () => {
  const storage = mapStorage(), place = { clock: virtualClock(), here: storage, there: storage };
  const made = node(place, storage);
  for (let each = 0; each < 100; each++) {
    const { token } = await made.authenticate("");
    await made.authenticate(token);
  }
  equal(storage.rows.size, 0);
  const session = await loggedIn(made);
  equal([...storage.rows.keys()], [session]);
  await made.change(session, { user: "" }).done;
  equal([...storage.rows.values()].map(({ size }) => size), [0]);
});

Deno.test("uses are written sparingly: at most nine times in a ttl, however many there are", async () => {
  const inner = mapStorage(), clock = virtualClock();
  let writes = 0;
  const storage = {
    ...inner,
    set: (...row: Parameters<SessionStorage["set"]>) => (writes++, inner.set(...row)),
  };
  const made = node({ clock, here: storage, there: storage }, storage, { ttl: 900 });
  const session = await loggedIn(made);
  writes = 0;
  for (let second = 0; second < 900; second++) {
    clock.advance(1_000);
    equal(await made.use(session), true);
  }
  equal(writes > 0 && writes <= 9, true, `${writes} writes`);
});

Deno.test("a copy serves for as long as its storage allows, and the storage is asked at each use otherwise", async () => {
  for (const copyAge of [undefined, 1_000]) {
    const inner = mapStorage(), clock = virtualClock();
    let loads = 0;
    const storage: SessionStorage = {
      ...inner,
      ...(copyAge === undefined ? {} : { copyAge }),
      load: (session) => (loads++, inner.load(session)),
    };
    const made = node({ clock, here: storage, there: storage }, storage);
    const session = await loggedIn(made);
    await made.use(session);
    loads = 0;
    for (let each = 0; each < 100; each++) {
      clock.advance(100);
      const alive = made.use(session);
      if (copyAge !== undefined && typeof alive === "boolean") equal(alive, true);
      else equal(await alive, true);
    }
    equal(loads, copyAge === undefined ? 100 : 10);
  }
});
