import { atom } from "../../../n2o/term/atom.ts";
import { N2oError } from "../../../n2o/error.ts";
import { cookieOf } from "../../../n2o/session/cookie.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import type { SessionRows } from "../../../n2o/session/rows.ts";
import { type SessionOptions, type Sessions, sessions } from "../../../n2o/session/session.ts";
import { table } from "../../../n2o/table.ts";
import { tuple } from "../../../n2o/term/term.ts";
import { equal, notEqual, rejects } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { virtualClock } from "../../_support/clock.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import { secret } from "../page.ts";
import { inEveryPlace, mapStorage } from "./storages.ts";

const clock = virtualClock();

function made(options: Partial<SessionOptions> = {}): Sessions {
  return sessions({ pickler: pickler(secret, clock), clock, ...options });
}

async function loggedIn(at: Sessions): Promise<string> {
  const { session, done } = at.change(at.begin().session, { user: "alice" });
  await done;
  return session;
}

Deno.test("a cookie that is cut, changed, another application's, a token's, a ticket's or a pickle's opens nothing", async () => {
  const all = made(), session = await loggedIn(all), text = all.seal(session);
  const foreign = sessions({ pickler: pickler("another secret of many letters", clock), clock });
  const pickles = pickler(secret, clock), till = clock.now() + 60_000;
  const others = [
    "",
    session,
    foreign.seal(session),
    (await all.authenticate("")).token,
    all.ticket(session, ""),
    pickles.pickle(session, "", till),
    pickles.pickle(tuple(tuple(session, atom("auth")), tuple(till, [])), "", till),
    pickles.purpose("token").pickle(session, "", till),
    `${text}${text}`,
    `${text}; n2o=${text}`,
  ];
  const { next } = random(SEED);
  for (let each = 0; each < rounds(300, 20_000); each++) {
    const at = Math.floor(next() * text.length);
    others.push(text.slice(0, at), text.slice(0, at) + letter(next()) + text.slice(at + 1));
  }
  for (const each of others) {
    const found = await all.open(each);
    if (each !== text) equal(found, undefined, `seed ${SEED}: ${each}`);
  }
  equal(await all.open(text), session);
});

function letter(at: number): string {
  return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_%;= é\0"[
    Math.floor(at * 70)
  ] ?? "~";
}

Deno.test("a stolen cookie or token is dead with the logout, and with the login that it was stolen before", async () => {
  const all = made(), before = await all.authenticate(""), stolen = all.seal(before.session);
  const inside = all.change(before.session, { user: "alice" }), cookie = all.seal(inside.session);
  equal(await all.open(stolen), undefined);
  notEqual((await all.authenticate(before.token)).session, before.session);
  await all.change(inside.session, { user: "" }).done;
  equal(await all.open(cookie), undefined);
  notEqual((await all.authenticate(inside.token)).session, inside.session);
});

Deno.test("a well-signed token of a session that nobody began begins a new one", async () => {
  const all = made(), till = clock.now() + 60_000;
  const token = pickler(secret, clock).purpose("token")
    .pickle(tuple(tuple("chosen", atom("auth")), tuple(till, [])), "", till);
  equal(all.named(token), "chosen");
  notEqual((await all.authenticate(token)).session, "chosen");
});

Deno.test("the cookie is found among others, and nowhere where its name is there twice", () => {
  const found: [string | undefined, string | undefined][] = [
    [undefined, undefined],
    ["", undefined],
    ["n2o=a", "a"],
    ["x=1; n2o=a; y=2", "a"],
    ["n2o=a; __Host-n2o=b", "b"],
    ["n2o=a; n2o=b", undefined],
    ["n2o=a; n2o=a", undefined],
    ["__Host-n2o=a; n2o=c; __Host-n2o=b", undefined],
    ["xn2o=a; n2o2=b; N2O=c", undefined],
    ["n2o", undefined],
    ["n2o=", ""],
    [`n2o=a; x=${"y".repeat(20_000)}`, undefined],
    [";;;n2o=a;;", "a"],
  ];
  for (const [header, value] of found) equal(cookieOf(header), value, header);
});

inEveryPlace(
  "a ticket is used once, by whom it was made for, within half a minute",
  async ({ clock, here, there }) => {
    const at = (storage: typeof here) =>
      sessions({
        pickler: pickler(secret, clock),
        clock,
        ...(storage === undefined ? {} : { storage }),
      });
    const all = at(here), session = await loggedIn(all), held = all.begin().session;
    const ticket = all.ticket(session, held);
    for (const other of ["", session, "somebody else's"]) {
      equal(await all.redeem(ticket, other), undefined);
    }
    const both = await Promise.all([all.redeem(ticket, held), all.redeem(ticket, held)]);
    equal(both.sort(), [session, undefined]);
    if (there?.claim !== undefined) equal(await at(there).redeem(ticket, held), undefined);
    const late = all.ticket(session, ["", held]);
    clock.advance(29_000);
    equal(await all.redeem(late, held), session);
    const later = all.ticket(session, held);
    clock.advance(30_000);
    equal(await all.redeem(later, held), undefined);
    equal(await all.redeem(all.ticket(held, held), held), "", "one that holds nothing");
    await all.clear(session);
    equal(await all.redeem(all.ticket(session, held), held), "", "one that has ended");
    for (const text of ["", "x", all.seal(session), ticket.slice(1)]) {
      equal(await all.redeem(text, held), undefined);
    }
  },
);

Deno.test("the first secret seals and all open; what a secret sealed that was taken away opens no more", async () => {
  const old = "the secret of the year before", storage = mapStorage();
  const of = (...secrets: string[]) => made({ pickler: pickler(secrets, clock), storage });
  const before = of(old), session = await loggedIn(before), text = before.seal(session);
  equal(await of(secret, old).open(text), session);
  const after = of(secret, old).seal(session);
  equal([of(old).unseal(after), of(secret).unseal(after)], [undefined, session]);
  equal(of(secret).unseal(text), undefined);
  for (const wrong of [[], [secret, "short"], Array.from({ length: 17 }, () => secret)]) {
    await rejects(() => pickler(wrong), N2oError, "config");
  }
});

Deno.test("newcomers push out one another, and nobody who is logged in", async () => {
  const cookies = table<SessionRows>({ limit: 100, clock }), all = made({ cookies });
  const inside: string[] = [];
  for (let each = 0; each < 50; each++) inside.push(await loggedIn(all));
  for (let each = 0; each < 1_000; each++) {
    equal(await all.use((await all.authenticate("")).session), true);
  }
  for (const session of inside) equal(all.getValue(session, "user"), "alice");
  equal(cookies.size, 100);
});

Deno.test("where all that a table holds are logged in newcomers are served all the same, and a login is refused", async () => {
  const cookies = table<SessionRows>({ limit: 10, clock }), all = made({ cookies });
  const inside: string[] = [];
  for (let each = 0; each < 10; each++) inside.push(await loggedIn(all));
  const { session, token } = await all.authenticate("");
  equal([session.length, token === ""], [20, false]);
  await rejects(() => all.change(session, { user: "bob" }), N2oError, "full");
  for (const each of inside) equal(all.getValue(each, "user"), "alice");
});

Deno.test("with a storage a full table forgets copies, and no session", async () => {
  const cookies = table<SessionRows>({ limit: 10, clock }), storage = mapStorage();
  const all = made({ cookies, storage }), inside: string[] = [];
  for (let each = 0; each < 30; each++) inside.push(await loggedIn(all));
  for (const session of inside) equal(await all.use(session), true);
  equal(cookies.size, 10);
});

Deno.test("what comes over the topic of sessions and is no announcement of ours ends nothing", async () => {
  const bus = localBus(), storage = mapStorage(), all = made({ bus, storage });
  const session = await loggedIn(all), topic = ["n2o", "sessions"];
  for (
    const message of [null, 1, "x", [], {}, { session: 1 }, { session }, { message: { session } }, {
      message: null,
    }]
  ) bus.send(topic, message);
  equal(await all.use(session), true);
  equal(all.getValue(session, "user"), "alice");
  all.close();
  equal(bus.send(topic, { session }), 0);
});

Deno.test("values may have any name but those of the session itself", async () => {
  const all = made({ storage: mapStorage() }), session = await loggedIn(all);
  for (const key of ["constructor", "__proto__", "toString", "", "🙂", "a\0b"]) {
    equal(all.getValue(session, key), undefined);
    await all.setValue(session, key, key);
    equal(all.getValue(session, key), key);
  }
  for (const key of ["auth", "auth:used", "auth:next"]) {
    await rejects(() => all.setValue(session, key, 1), N2oError, "value");
    await rejects(() => all.change(session, { values: { [key]: 1 } }), N2oError, "value");
  }
});
