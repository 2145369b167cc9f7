import { atom } from "../../../n2o/term/atom.ts";
import { N2oError } from "../../../n2o/error.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import type { SessionRow, SessionStorage } from "../../../n2o/session/rows.ts";
import { type SessionOptions, type Sessions, sessions } from "../../../n2o/session/session.ts";
import { tuple } from "../../../n2o/term/term.ts";
import { equal, notEqual, rejects } from "../../_support/assert.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";

const secret = "a secret of more than sixteen letters";

function make(options: Partial<SessionOptions> = {}): Sessions & { clock: VirtualClock } {
  const clock = virtualClock();
  return { ...sessions({ pickler: pickler(secret, clock), clock, ...options }), clock };
}

/** A storage that counts what is in it. */
function memory(): SessionStorage & { readonly rows: Map<string, Map<string, SessionRow>> } {
  const rows = new Map<string, Map<string, SessionRow>>();
  return {
    rows,
    load: (session) => Promise.resolve([...rows.get(session) ?? []]),
    set: (session, key, row) =>
      Promise.resolve(void rows.set(session, new Map(rows.get(session)).set(key, row))),
    delete: (session, key) => Promise.resolve(void rows.get(session)?.delete(key)),
  };
}

// The steps of the recorded scenarios, by their names there.

Deno.test("authenticate without a token begins a session of 20 characters that lives 900 seconds", async () => {
  const { authenticate, getValue, setValue, clock } = make({ prolongate: false });
  const { session, token } = await authenticate("");
  equal(session.length, 20);
  await setValue(session, "k", "v");
  clock.advance(899_000);
  equal((await authenticate(token)).session, session);
  equal(getValue(session, "k"), "v");
  clock.advance(1_000);
  notEqual((await authenticate(token)).session, session);
  equal(getValue(session, "k"), undefined);
});

Deno.test("a valid token is returned as it is where sessions are not prolonged", async () => {
  const { authenticate } = make({ prolongate: false }), { token } = await authenticate("");
  equal((await authenticate(token)).token, token);
});

Deno.test("a garbage token, and a pickle that is no token, begin a new session", async () => {
  const clock = virtualClock(),
    seals = pickler(secret, clock),
    { authenticate } = make({ pickler: seals, clock });
  const known = await authenticate("");
  const till = clock.now() + 60_000;
  const event = seals.pickle(tuple(atom("ev"), "x"), known.session, till),
    other = seals.pickle(tuple(atom("ev"), "x"), "", till);
  for (const token of ["garbage", event, other]) {
    const { session } = await authenticate(token);
    equal(session.length, 20);
    notEqual(session, known.session);
  }
});

Deno.test("a well-signed token of a session that nobody began, or that was cleared, begins a new one", async () => {
  const clock = virtualClock(),
    seals = pickler(secret, clock),
    { authenticate, clear } = make({ pickler: seals, clock });
  const till = clock.now() + 60_000;
  const invented = seals.pickle(tuple(tuple("chosen", atom("auth")), tuple(till, [])), "", till);
  notEqual((await authenticate(invented)).session, "chosen");
  const { session, token } = await authenticate("");
  await clear(session);
  notEqual((await authenticate(token)).session, session);
});

Deno.test("a prolonged session keeps its id and values and gets a new token with a new end", async () => {
  const { authenticate, getValue, setValue, clock } = make();
  const first = await authenticate("");
  await setValue(first.session, "user", "alice");
  clock.advance(800_000);
  const second = await authenticate(first.token);
  equal(second.session, first.session);
  notEqual(second.token, first.token);
  clock.advance(800_000);
  equal(getValue(first.session, "user"), "alice");
  equal((await authenticate(second.token)).session, first.session);
});

Deno.test("an expired token begins a new session also where sessions are prolonged", async () => {
  const { authenticate, clock } = make({ ttl: 2 }), { session, token } = await authenticate("");
  clock.advance(3_000);
  notEqual((await authenticate(token)).session, session);
});

Deno.test("values: existing, missing with its fallback, expired, removed", async () => {
  const { authenticate, getValue, setValue, clock } = make({ ttl: 60 });
  const { session } = await authenticate("");
  await setValue(session, "user", "joe");
  equal(getValue(session, "user", "def"), "joe");
  equal(getValue(session, "nokey", "def"), "def");
  await setValue(session, "user", null);
  equal(getValue(session, "user"), undefined);
  await setValue(session, "k", { deep: [1, "two", true, null] });
  equal(getValue(session, "k"), { deep: [1, "two", true, null] });
  clock.advance(60_000);
  equal(getValue(session, "k"), undefined);
});

Deno.test("clear removes every value of a session and leaves the others", async () => {
  const { authenticate, getValue, setValue, clear } = make();
  const [one, two] = [await authenticate(""), await authenticate("")];
  for (const { session } of [one, two]) await setValue(session, "k", session);
  await clear(one.session);
  equal(getValue(one.session, "k"), undefined);
  equal(getValue(two.session, "k"), two.session);
});

Deno.test("an application cannot set the value that makes a session", async () => {
  const { authenticate, setValue } = make(), { session } = await authenticate("");
  await rejects(() => setValue(session, "auth", "x"), N2oError, "value");
});

Deno.test("a session outlives the process in a storage, and ends there when it is cleared", async () => {
  const storage = memory(),
    first = make({ storage }),
    { session, token } = await first.authenticate("");
  await first.setValue(session, "user", "alice");
  const second = make({ storage });
  equal((await second.authenticate(token)).session, session);
  equal(second.getValue(session, "user"), "alice");
  await second.clear(session);
  equal(storage.rows.get(session)?.size, 0);
  notEqual((await make({ storage }).authenticate(token)).session, session);
});

Deno.test("a write under way is not undone by what the storage still says", async () => {
  const storage = memory(), slow = Promise.withResolvers<void>();
  const { authenticate, getValue, setValue } = make({
    prolongate: false,
    storage: {
      ...storage,
      set: async (session, key, row) =>
        key === "room" ? await slow.promise : await storage.set(session, key, row),
    },
  });
  const { session, token } = await authenticate("");
  const writing = setValue(session, "room", "lobby");
  await authenticate(token);
  equal(getValue(session, "room"), "lobby");
  slow.resolve();
  await writing;
});

Deno.test("a thousand sessions that expired are forgotten by one sweep", async () => {
  const { authenticate, invalidateSessions, clock } = make({ ttl: 10 });
  for (let each = 0; each < 1_000; each++) await authenticate("");
  equal(invalidateSessions(), 0);
  clock.advance(10_000);
  equal(invalidateSessions(), 1_000);
});
