import { cookieName } from "../../n2o/session/cookie.ts";
import { connection } from "../../n2o/connection.ts";
import { context } from "../../n2o/context.ts";
import { decode, encode } from "../../n2o/bert/bert.ts";
import { N2oError } from "../../n2o/error.ts";
import * as n2o from "../../n2o/n2o.ts";
import { type Table, table } from "../../n2o/table.ts";
import { type Server, server, type ServerOptions } from "../../n2o/server.ts";
import { heart } from "../../n2o/proto.ts";
import { type Term, text, Tuple } from "../../n2o/term/term.ts";
import { event as on } from "../../nitro/event.ts";
import { eventId } from "../../nitro/q.ts";
import * as nitro from "../../nitro/nitro.ts";
import { nitro as protocol } from "../../nitro/protocol/protocol.ts";
import { wire } from "../../nitro/wire/wire.ts";
import { assert, equal, notEqual } from "../_support/assert.ts";
import { type VirtualClock, virtualClock } from "../_support/clock.ts";
import { bindings, classicPickles, io, notebook, shown, tokenOf } from "../_support/server/wire.ts";
import { data, hello, pickle, scene, secret } from "./page.ts";
import { mapStorage } from "./session/storages.ts";

const POSTBACKS = ["in", "bob", "out", "admin", "value", "who", "fail", "redirect", "all"];

interface Seen {
  user: string;
  roles: readonly string[];
  cx: readonly [string, readonly string[]];
  value: unknown;
}

/** A page by which people log in and out, and what its handlers saw. */
function page() {
  const seen: Seen[] = [], sids: string[] = [];
  async function event(event: unknown): Promise<void> {
    if (event === "init") {
      for (const each of POSTBACKS) {
        wire(on({ target: each, postback: each }));
      }
    }
    if (event === "in" || event === "redirect") n2o.user("alice");
    if (event === "redirect") nitro.redirect("/inside");
    if (event === "bob") n2o.user("bob");
    if (event === "out") n2o.user("");
    if (event === "admin") n2o.roles(["admin"]);
    if (event === "value") n2o.session("room", "lobby");
    if (event === "all") await n2o.logoutEverywhere();
    if (event === "fail") {
      n2o.user("alice");
      throw new Error("after the login");
    }
    const { cx } = context();
    sids.push(n2o.sid());
    seen.push({
      user: n2o.user(),
      roles: n2o.roles(),
      cx: [cx.user, cx.roles],
      value: n2o.session("room"),
    });
  }
  return { event, seen, sids };
}

const ack = (seq: number) => ["{}", ":ack", seq];
const expected = (seq: number) => ["{}", ":error", seq, "EV expected"];

Deno.test("the id changes at the first value, at login, with roles and at logout; the connection goes on under the new one", async () => {
  const { event, seen, sids } = page(), { greeted } = scene(event);
  const client = await greeted();
  let seq = 0;
  for (const each of ["value", "in", "in", "admin", "admin", "who", "out", "out"]) {
    client.term(pickle(each, client.pickles[`${each} click`] ?? "", [], ++seq));
    equal(await data(client), ack(seq), each);
    await client.settled();
  }
  const changes = sids.slice(1).map((id, at) => id !== sids[at]);
  equal(changes, [true, true, false, true, false, false, true, false]);
  equal(new Set(sids).size, 5);
  equal(seen.map(({ user }) => user), [
    "",
    "",
    ..."in in admin admin who".split(" ").map(() => "alice"),
    "",
    "",
  ]);
  equal(seen[5]?.roles, ["admin"]);
  equal(seen[6]?.cx, ["alice", ["admin"]]);
  equal([seen[6]?.value, seen[7]?.value, seen[7]?.roles], ["lobby", undefined, []]);
});

Deno.test("a program is told of a new id by a token after the answer, the classic wire by the data of the answer", async () => {
  const { event } = page(), { greeted, open, server } = scene(event);
  const client = await greeted(), old = tokenOf(client.hello);
  client.term(pickle("in", client.pickles["in click"] ?? "", [], 1));
  equal(await data(client), ack(1));
  const token = tokenOf(await client.next());
  equal([server.sessions.named(old) === server.sessions.named(token)], [false]);
  equal((await server.sessions.authenticate(token)).session, server.sessions.named(token));
  const classic = open();
  classic.text("N2O,");
  const first = await classic.next(), { code } = io(first);
  const pickles = classicPickles(text(code) ?? "");
  classic.term(pickle("redirect", pickles.redirect ?? "", []));
  const answer = await classic.next();
  notEqual(tokenOf(answer), tokenOf(first));
  equal(server.sessions.getValue(server.sessions.named(tokenOf(answer)) ?? "", "user"), "alice");
  equal(await classic.settled(), []);
});

Deno.test("pickles: one for nobody opens after the login of the same connection, one for alice for no bob and for nobody", async () => {
  const { event } = page(), { greeted } = scene(event);
  const client = await greeted(), forNobody = client.pickles;
  let seq = 0;
  async function press(name: string, pickles = forNobody): Promise<unknown> {
    client.term(pickle(name, pickles[`${name} click`] ?? "", [], ++seq));
    const answer = await data(client);
    await client.settled();
    return answer;
  }
  async function again(): Promise<Record<string, string>> {
    client.term(hello(""));
    const answer = await client.next();
    return bindings(answer);
  }
  equal(await press("in"), ack(1));
  const forAlice = await again();
  equal([await press("who", forAlice), await press("who")], [ack(2), ack(3)]);
  equal(await press("admin", forAlice), ack(4));
  equal(await press("who", forAlice), ack(5), "alice is still the one");
  equal(await press("bob"), ack(6));
  equal(await press("who", forAlice), expected(7));
  equal(await press("out"), ack(8), "rendered for nobody");
  equal(await press("who", forAlice), expected(9));
  equal(await press("in"), ack(10), "the fifth id since");
  equal(await press("who"), expected(11), "the page's first one is forgotten");
});

Deno.test("a pickle opens on no connection that had another session", async () => {
  const { event } = page(), { greeted } = scene(event);
  const one = await greeted("", "client-1"), two = await greeted("", "client-2");
  one.term(pickle("in", one.pickles["in click"] ?? "", [], 1));
  await one.settled();
  for (const [client, pickles] of [[two, one.pickles], [one, two.pickles]] as const) {
    client.term(pickle("who", pickles["who click"] ?? "", [], 2));
    equal(await data(client), expected(2));
  }
});

Deno.test("an event that came once is run once, also where it changed the session's id", async () => {
  const { event, seen } = page(), { greeted } = scene(event);
  const client = await greeted();
  for (let each = 0; each < 3; each++) {
    client.term(pickle("in", client.pickles["in click"] ?? "", [], 1));
    await client.settled();
  }
  equal(seen.length, 2, "init and one login");
});

Deno.test("after a logout elsewhere an event rendered for alice is refused, and what is for nobody runs as nobody", async () => {
  const storage = mapStorage(), clock = virtualClock();
  const one = page(), two = page();
  const here = scene(one.event, { storage, clock }), there = scene(two.event, { storage, clock });
  const a = await here.greeted();
  a.term(pickle("in", a.pickles["in click"] ?? "", [], 1));
  await a.next();
  const token = tokenOf(await a.next()), b = await there.greeted(token, "client-2");
  b.term(pickle("who", b.pickles["who click"] ?? "", [], 1));
  equal(await data(b), ack(1));
  await here.server.sessions.clear(here.server.sessions.named(token) ?? "");
  b.term(pickle("who", b.pickles["who click"] ?? "", [], 2));
  equal(await data(b), expected(2));
  assert(tokenOf(await b.next()) !== token, "it is told of the session that begins");
  a.term(pickle("who", a.pickles["who click"] ?? "", [], 2));
  equal(await data(a), ack(2));
  equal(one.seen.at(-1)?.user, "");
  equal(one.seen.at(-1)?.cx, ["", []]);
});

Deno.test("a logout while an event runs: it gets no rights and keeps no values in another's session", async () => {
  const gate = Promise.withResolvers<void>(), begun = Promise.withResolvers<void>();
  const errors: unknown[] = [];
  const { greeted, server } = scene(async (event) => {
    if (event === "init") {
      for (const each of ["in", "slow"]) wire(on({ target: each, postback: each }));
    }
    if (event === "in") n2o.user("alice");
    if (event !== "slow") return;
    begun.resolve();
    await gate.promise;
    for (const attempt of [() => n2o.roles(["admin"]), () => n2o.session("cart", 1)]) {
      try {
        attempt();
      } catch (error) {
        errors.push(N2oError.is(error, "ended"));
      }
    }
    n2o.user("carol");
  });
  const client = await greeted();
  client.term(pickle("in", client.pickles["in click"] ?? "", [], 1));
  await client.next();
  const session = server.sessions.named(tokenOf(await client.next())) ?? "";
  client.term(pickle("slow", client.pickles["slow click"] ?? "", [], 2));
  await begun.promise;
  await server.sessions.clear(session);
  gate.resolve();
  equal(await data(client), ack(2));
  equal(errors, [true, true]);
  const next = server.sessions.named(tokenOf(await client.next())) ?? "";
  const values = ["user", "roles", "cart"].map((key) => server.sessions.getValue(next, key));
  equal(values, ["carol", undefined, undefined]);
});

Deno.test("somebody logs out everywhere: every session of theirs ends, and nobody else's", async () => {
  const { event, seen } = page(), { greeted, server } = scene(event);
  const clients = [await greeted("", "client-1"), await greeted("", "client-2")];
  const bob = await greeted("", "client-3");
  for (const each of clients) each.term(pickle("in", each.pickles["in click"] ?? "", [], 1));
  bob.term(pickle("bob", bob.pickles["bob click"] ?? "", [], 1));
  for (const each of [...clients, bob]) await each.settled();
  equal((await server.sessions.list("alice")).length, 2);
  const [one, two] = clients;
  assert(one && two);
  one.term(pickle("all", one.pickles["all click"] ?? "", [], 2));
  equal(await data(one), ack(2));
  equal((await server.sessions.list("alice")).length, 0);
  two.term(pickle("who", two.pickles["who click"] ?? "", [], 2));
  await two.settled();
  equal(seen.at(-1)?.user, "");
  bob.term(pickle("who", bob.pickles["who click"] ?? "", [], 2));
  await bob.settled();
  equal(seen.at(-1)?.user, "bob");
});

interface Tab {
  say(term: Term | string): Promise<{ code: Term; data: unknown }>;
  readonly frames: unknown[];
}

/** A browser's tab on our wire: with an origin, and with this cookie. */
function tab(made: Server, cookie?: string): Tab {
  const frames: Term[] = [], waiting: (() => void)[] = [];
  const headers = {
    origin: "http://localhost",
    ...(cookie === undefined ? {} : { cookie: `${cookieName(false)}=${cookie}` }),
  };
  const client = connection(made, "/p", { path: "/p", query: "", headers }, {
    send: (frame) => {
      if (typeof frame !== "string") frames.push(decode(frame));
      waiting.shift()?.();
    },
    close() {},
    backlog: 0,
  });
  return {
    frames,
    async say(term) {
      const came = new Promise<void>((resolve) => waiting.push(resolve));
      client.receive(typeof term === "string" ? term : encode(term).slice().buffer);
      await came;
      const last = frames.at(-1);
      return last === undefined
        ? { code: [], data: undefined }
        : { ...io({ term: last }), data: shown(io({ term: last }).data) };
    },
  };
}

function browsers(options: Partial<ServerOptions> = {}) {
  const made = page(), clock: VirtualClock = virtualClock(), { log } = notebook();
  const routes = { "/p": made }, protocols = [heart, protocol];
  return { ...made, clock, server: server({ secret, routes, protocols, log, clock, ...options }) };
}

function ticketOf(code: Term): string | undefined {
  const first = Array.isArray(code) ? code[0] : undefined;
  return first instanceof Tuple && shown(first)[1 as never] === ":session"
    ? text(first.elements[1] ?? [])
    : undefined;
}

Deno.test("a browser that logs in gets a ticket before the redirect, and no token of a session that holds anything", async () => {
  const { server } = browsers(), { sessions } = server, one = tab(server);
  const { code, data } = await one.say(hello(""));
  const anonymous = String((data as string[])[2]),
    pickles = bindings({ term: one.frames[0] as Term });
  equal(sessions.holds(sessions.named(anonymous) ?? ""), false);
  equal(ticketOf(code), undefined);
  const answer = await one.say(pickle("redirect", pickles["redirect click"] ?? "", [], 1));
  equal(answer.data, ack(1));
  const kinds = (answer.code as Term[]).map((each) => shown(each)[1 as never]);
  equal(kinds, [":session", ":redirect"]);
  const ticket = ticketOf(answer.code) ?? "";
  const session = await sessions.redeem(ticket, "") ?? "";
  equal(sessions.getValue(session, "user"), "alice");
  equal(await sessions.redeem(ticket, ""), undefined, "used once");
  await one.say("PING");
  equal(one.frames.length, 2, "nothing else is told");
  // A new tab with the cookie, and any script with the token of before.
  const two = tab(server, sessions.seal(session));
  equal((await two.say(hello(anonymous))).data, ["{}", ":Token", ""]);
  const three = tab(server), other = (await three.say(hello(sessions.begin().token))).data;
  notEqual(other, ["{}", ":Token", ""]);
});

Deno.test("in a browser a token that names a session with anything in it is not honoured", async () => {
  const { server, seen } = browsers(), { sessions } = server;
  const inside = sessions.change(sessions.begin().session, { user: "alice" });
  const one = tab(server), { data } = await one.say(hello(inside.token));
  notEqual((data as string[])[2], "");
  equal(seen.at(-1)?.user, "");
  const anonymous = sessions.begin();
  const two = tab(server), again = (await two.say(hello(anonymous.token))).data as string[];
  equal(sessions.named(again[2] ?? ""), anonymous.session, "one that holds nothing is");
});

Deno.test("a browser's roles and logout come with tickets that its later cookies may bring", async () => {
  const { server } = browsers(), { sessions } = server, one = tab(server);
  await one.say(hello(""));
  const pickles = bindings({ term: one.frames[0] as Term });
  let held = "", seq = 0;
  for (const each of ["value", "in", "admin"]) {
    const { code } = await one.say(pickle(each, pickles[`${each} click`] ?? "", [], ++seq));
    const session = await sessions.redeem(ticketOf(code) ?? "", held);
    assert(session, each);
    held = session;
  }
  equal(sessions.getValue(held, "roles"), ["admin"]);
  const { code } = await one.say(pickle("out", pickles["out click"] ?? "", [], ++seq));
  equal(await sessions.redeem(ticketOf(code) ?? "", held), "", "the cookie is to be removed");
  equal(await sessions.use(held), false);
});

Deno.test("a login whose handler then fails comes with its ticket beside the failure", async () => {
  const { server } = browsers(), one = tab(server);
  await one.say(hello(""));
  const pickles = bindings({ term: one.frames[0] as Term });
  const { code, data } = await one.say(pickle("fail", pickles["fail click"] ?? "", [], 1));
  equal(data, ["{}", ":error", 1, "failed"]);
  const session = await server.sessions.redeem(ticketOf(code) ?? "", "");
  equal(server.sessions.getValue(session ?? "", "user"), "alice");
});

Deno.test("a heartbeat is no use of a cookie's session unless that is asked for, and its page hears of no token", async () => {
  for (const keepAlive of [false, true]) {
    const { server, clock } = browsers({ ttl: 100, keepAlive }), { sessions } = server;
    const { session } = sessions.change(sessions.begin().session, { user: "alice" });
    const one = tab(server, sessions.seal(session));
    await one.say(hello(""));
    for (let each = 0; each < 20; each++) {
      clock.advance(10_000);
      await one.say("PING");
      await Promise.resolve();
    }
    equal(await sessions.use(session, false), keepAlive);
    equal(one.frames.length, 1, "and tells nobody of a token");
  }
});

/** What may give a session another id, and whether the values that it had are anybody's afterwards. */
const CHANGES: Readonly<Record<string, () => unknown>> = {
  "a first value": () => n2o.session("cart", 1),
  "a login": () => n2o.user("alice"),
  "a login and a logout": () => [n2o.user("alice"), n2o.user("")],
  roles: () => n2o.roles(["clerk"]),
};

for (const [what, change] of Object.entries(CHANGES)) {
  Deno.test(`the answer to an event with ${what} is lost, and it comes again: run once, and nobody hears that it is done who has nothing of it`, async () => {
    const names: string[] = [],
      { greeted } = scene((event) => {
        if (event === "init") wire(on({ target: "go", postback: "go" }));
        if (event !== "go") return;
        names.push(eventId());
        change();
        names.push(eventId());
      }, { storage: mapStorage() });
    const before = await greeted("", "client-1"), sealed = before.pickles["go click"] ?? "";
    before.term(pickle("go", sealed, [], 1));
    await before.settled();
    const again = await greeted(tokenOf(before.hello), "client-1");
    again.term(pickle("go", sealed, [], 1));
    equal(await data(again), ["{}", ":error", 1, "unknown"]);
    before.term(pickle("go", sealed, [], 1));
    equal(await data(before), ack(1), "on the connection that has the session");
    again.term(pickle("go", again.pickles["go click"] ?? "", [], 2));
    equal(await data(again), ack(2));
    equal(names.length, 4, "run once each");
    equal(new Set(names).size, 2, "one name for each event, whatever its session's id is by then");
  });
}

Deno.test("visitors that send an event each and never log in keep nobody's events from being carried out", async () => {
  const ran: unknown[] = [],
    { greeted, server } = scene((event) => {
      if (event === "init") wire(on({ target: "go", postback: "go" }));
      else ran.push(event);
    });
  (server.tables as Map<string, Table>).set("ws", table({ clock: server.clock, limit: 3 }));
  for (let each = 1; each <= 8; each++) {
    const client = await greeted("", `client-${each}`);
    client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
    equal(await data(client), ack(1));
  }
  equal(ran.length, 8);
});

Deno.test("a user and roles are names, whoever gives them; anything else is refused and changes nothing", async () => {
  const refused: unknown[] = [], users: string[] = [];
  // As: programs without types give anything, what a client sent for one.
  const bad = [5, true, {}, [], ["alice"], 10n, Symbol("x"), "x".repeat(513), "\ud800"] as never[];
  const { greeted } = scene((event) => {
    if (event !== "init") return;
    n2o.user("x".repeat(512));
    n2o.user("alice");
    n2o.roles(["reader"]);
    for (
      const attempt of [
        ...bad.map((each) => () => n2o.user(each)),
        () => n2o.user(null as never),
        ...bad.slice(0, 3).map((each) => () => n2o.session("user", each)),
        ...bad.filter((each) => !Array.isArray(each)).map((each) => () => n2o.roles(each)),
        ...bad.map((each) => () => n2o.roles(["reader", each])),
        () => n2o.session("roles", 5),
      ]
    ) {
      try {
        refused.push(attempt());
      } catch (error) {
        refused.push(N2oError.is(error) ? error.code : error);
      }
    }
    users.push(n2o.user(), ...n2o.roles());
    n2o.session("user", null);
    users.push(n2o.user());
  });
  await greeted();
  equal([new Set(refused), users], [new Set(["value"]), ["alice", "reader", ""]]);
});
