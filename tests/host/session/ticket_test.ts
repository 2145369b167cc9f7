import { type Config, kvs, n2o, nitro } from "../../../mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { bindings, link } from "../../_support/server/wire.ts";
import { atom } from "../../../n2o/term/atom.ts";
import { tuple } from "../../../n2o/term/term.ts";
import { made } from "../made.ts";
import { person, ticketOf } from "./person.ts";

/** A page on which everybody is alice at once, and leaves by a click. */
const page: n2o.Page = {
  event(event) {
    if (event === "init") n2o.user("alice");
    if (event === "init") nitro.wire(nitro.event({ target: "logout", postback: "logout" }));
    if (event === "logout") n2o.user("");
  },
};

const config: Partial<Config> = {
  routes: { "/p": page },
  app: (app) => void app.get("/who", (c) => c.text(n2o.user())),
};

type Made = Awaited<ReturnType<typeof made>>;

/** A ticket as a browser with this cookie gets it. */
async function ticketFor({ server }: Made, cookie = ""): Promise<string> {
  const headers: Record<string, string> = { origin: "http://host", ...cookie !== "" && { cookie } };
  const wire = link(server, "/p", "", headers);
  wire.term(tuple(atom("hello"), 1, "", "client-client"));
  const ticket = ticketOf(await wire.next());
  assert(ticket !== undefined, "no ticket");
  return ticket;
}

async function post(
  shop: Made,
  ticket: BodyInit,
  headers: Record<string, string> = {},
): Promise<[number, string[]]> {
  const answer = await shop.app.request("http://host/n2o/session", {
    method: "POST",
    body: ticket,
    headers: { host: "host", origin: "http://host", ...headers },
  });
  await answer.body?.cancel();
  equal(answer.headers.get("cache-control"), "no-store");
  return [answer.status, answer.headers.getSetCookie().map((line) => line.replace(/=.*/, ""))];
}

Deno.test("a ticket is taken once, also when twenty come with it at a time", async () => {
  const shop = await made(config), ticket = await ticketFor(shop);
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(shop, ticket)));
  equal(answers.filter(([status]) => status === 204), [[204, ["n2o"]]]);
  equal(answers.filter(([status, cookies]) => status === 403 && cookies.length === 0).length, 19);
  equal((await post(shop, ticket))[0], 403);
});

Deno.test("a ticket is taken once by all nodes of a store", async () => {
  const kv = kvs.memoryKv(),
    nodes = [await made({ ...config, kv }), await made({ ...config, kv })] as const;
  const ticket = await ticketFor(nodes[0]);
  const answers = await Promise.all(
    nodes.flatMap((node) => Array.from({ length: 5 }, () => post(node, ticket))),
  );
  equal(answers.filter(([status]) => status === 204).length, 1);
});

Deno.test("a ticket lives for half a minute", async () => {
  for (const [ms, status] of [[29_000, 204], [31_000, 403], [3_600_000, 403]] as const) {
    const clock = virtualClock(),
      shop = await made({ ...config, clock }),
      ticket = await ticketFor(shop);
    clock.advance(ms);
    equal((await post(shop, ticket))[0], status, `${ms}`);
  }
});

Deno.test("a ticket is for the browser whose cookie the socket came with", async () => {
  const shop = await made(config), alice = person(shop), bob = person(shop);
  await alice.open("/p");
  await bob.open("/p");
  // Without a cookie: whoever has one is another.
  const bare = await ticketFor(shop);
  equal((await post(shop, bare, { cookie: alice.cookie() }))[0], 403);
  equal((await post(shop, bare, { cookie: "n2o=other; theme=dark" }))[0], 204);
  // With one: who has none, or another's.
  const cookie = alice.cookie(),
    session = shop.server.sessions.unseal(cookie.slice("n2o=".length)) ?? "";
  const own = shop.server.sessions.ticket(session, session);
  equal((await post(shop, own))[0], 403);
  equal((await post(shop, own, { cookie: bob.cookie() }))[0], 403);
  equal((await post(shop, own, { cookie: cookie.slice(0, -1) }))[0], 403);
  equal((await post(shop, own, { cookie }))[0], 204);
});

Deno.test("a logout on any node has the browser forget the cookie on any other", async () => {
  const shared = { ...config, kv: kvs.memoryKv(), bus: n2o.localBus() };
  const one = await made(shared),
    two = await made(shared),
    alice = person(one),
    elsewhere = person(two);
  await alice.open("/p");
  const cookie = alice.cookie();
  elsewhere.jar.set("n2o", cookie.slice("n2o=".length));
  equal(await (await elsewhere.ask("/who")).text(), "alice");
  const wire = link(one.server, "/p", "", { origin: "http://host", cookie });
  wire.term(tuple(atom("hello"), 1, "", "client-client"));
  const answer = await wire.next();
  equal(ticketOf(answer), undefined, "the cookie is that of the session");
  wire.term(tuple(atom("pickle"), "logout", bindings(answer)["logout click"] ?? "", [], 1));
  const ticket = ticketOf(await wire.next()) ?? "";
  equal(await elsewhere.exchange(ticket), 204);
  equal(elsewhere.jar.size, 0);
  equal(await (await elsewhere.ask("/who", { headers: { cookie } })).text(), "");
});

Deno.test("only a page of this origin exchanges a ticket, and only by POST", async () => {
  const shop = await made({ ...config, origin: ["http://host", "http://friend"] });
  for (
    const headers of [
      { origin: "http://evil" },
      { origin: "null" },
      { origin: "http://host", "sec-fetch-site": "cross-site" },
      { origin: "http://host", "sec-fetch-site": "same-site" },
      { origin: "http://host", "sec-fetch-site": "none" },
      { origin: "" },
    ]
  ) {
    equal(
      await post(shop, await ticketFor(shop), headers).catch(() => [403, []]),
      [403, []],
      JSON.stringify(headers),
    );
  }
  const silent = await shop.app.request("http://host/n2o/session", {
    method: "POST",
    body: await ticketFor(shop),
  });
  equal([silent.status, silent.headers.getSetCookie()], [403, []]);
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const answer = await shop.app.request("http://host/n2o/session", {
      method,
      headers: { host: "host", origin: "http://host" },
    });
    equal([answer.status, answer.headers.get("allow")], [405, "POST"]);
  }
});

Deno.test("what is no ticket is refused, whatever it is, and the log keeps it to itself", async () => {
  const shop = await made(config),
    other = await made({ ...config, secret: "another secret of sixteen" });
  const ticket = await ticketFor(shop), { sessions, pickler } = shop.server;
  const { session, token } = sessions.begin();
  const bad: BodyInit[] = [
    "",
    " ",
    "\0",
    ticket.slice(1),
    ticket.slice(0, -1),
    ticket + ticket,
    `${ticket.slice(0, 20)}x${ticket.slice(21)}`,
    await ticketFor(other),
    token,
    sessions.seal(session),
    pickler.pickle("x", "", Infinity),
    new Uint8Array([0xff, 0xfe]),
    "x".repeat(4_000),
  ];
  for (const each of bad) equal((await post(shop, each))[0], 403, String(each).slice(0, 40));
  equal((await post(shop, "x".repeat(5_000)))[0], 413);
  equal((await post(shop, new Uint8Array(5_000_000)))[0], 413);
  const lines = JSON.stringify(shop.book.entries);
  assert(!lines.includes(ticket.slice(0, 20)) && !lines.includes(token.slice(0, 20)), lines);
  equal((await post(shop, `${ticket}\n`))[0], 204, "and the ticket is good still");
});
