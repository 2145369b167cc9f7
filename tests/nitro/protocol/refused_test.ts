import { atom, float, tuple } from "../../../n2o/bert/bert.ts";
import * as n2o from "../../../n2o/n2o.ts";
import type { SessionStorage } from "../../../n2o/session/rows.ts";
import { event as on } from "../../../nitro/event.ts";
import { panel } from "../../../nitro/elements/group/group.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { qv } from "../../../nitro/q.ts";
import { wire } from "../../../nitro/wire/wire.ts";
import { assert, equal } from "../../_support/assert.ts";
import { io, shownAnswer, tokenOf } from "../../_support/server/wire.ts";
import { text } from "../../../n2o/term/term.ts";
import { data, hello, instructions, pickle, scene } from "../../n2o/page.ts";
import { mapStorage } from "../../n2o/session/storages.ts";

const KEYS = ["name", "list", "day", "box"];

/** A page that keeps what its events brought. */
function page() {
  const told: unknown[] = [];
  return {
    told,
    event(event: unknown) {
      if (event === "init") wire(on({ target: "go", postback: "went", source: KEYS }));
      else if (event === "went") told.push(KEYS.map((key) => qv(key)));
    },
  };
}

const refused = (seq: number, reason: string) => ["{}", ":error", seq, reason];
const ack = (seq: number) => ["{}", ":ack", seq];

Deno.test("another version is closed with 4001, a client name that is none is refused", async () => {
  for (const version of [0, 2, 1.5, 2 ** 60]) {
    const client = scene().open();
    client.term(hello("", "client-1", version));
    equal((await client.closed)[0], 4001);
  }
  for (const name of ["", "short", "x".repeat(65), "with space", "naïve-one", "client-1\n"]) {
    const { open, book } = scene(), client = open();
    client.term(hello("", name));
    equal(await data(client), refused(0, "bad arguments"), JSON.stringify(name));
    equal(book.take().length, 1);
  }
});

Deno.test("what is refused before any hello is refused in the words of the wire that it was said on", async () => {
  const client = scene().open();
  client.term(pickle("go", "x", [], 7));
  equal(shownAnswer(await client.next()), ["{}", ":io", [], refused(7, "no session")]);
  client.term(pickle("go", "x", []));
  equal(shownAnswer(await client.next()), ["{}", ":io", "", ["{}", ":error", "no session"]]);
});

Deno.test("a number that is none is refused and carries nothing out", async () => {
  const { told, event } = page(), { greeted } = scene(event), client = await greeted();
  for (const number of [0, -1, 1.5, float(1), 2n ** 64n, "1", atom("one"), []]) {
    const sealed = client.pickles["go click"] ?? "";
    client.term(tuple(atom("pickle"), "go", sealed, [], number));
    equal(await data(client), refused(0, "bad arguments"), String(number));
  }
  equal(told, []);
});

Deno.test("arguments that name anything but the event's sources, or hold what no control has, are refused", async () => {
  const { event, told } = page(), { greeted, book } = scene(event, { limits: { strikes: 1_000 } });
  const client = await greeted(), go = client.pickles["go click"] ?? "";
  const bad = [
    [tuple("context", "x")],
    [tuple(atom("context"), "x")],
    [tuple("__proto__", "x")],
    [tuple("constructor", "x")],
    [tuple("name", "x"), tuple("name", "y")],
    [tuple("name", tuple(atom("ev"), "x"))],
    [tuple("name", atom("undefined"))],
    [tuple("name", new Map())],
    [tuple("name", Uint8Array.of(0xff, 0xfe))],
    [tuple("name", ["a", 1])],
    [tuple("name", [["a"]])],
    [tuple("day", tuple(2026, 13, 1))],
    [tuple("day", tuple(2026, 1))],
    [tuple("day", tuple(2026, 1, 1.5))],
    [tuple("name")],
    [tuple("name", "x", "y")],
    ["name"],
    "name",
    atom("name"),
    tuple("name", "x"),
    new Map([["name", "x"]]),
    Array(1_000).fill(tuple(tuple("go", "detail"), [])),
  ];
  for (const [at, args] of bad.entries()) {
    client.term(pickle("go", go, args, at + 1));
    equal(await data(client), refused(at + 1, "bad arguments"), `case ${at}`);
  }
  equal(book.take().length, bad.length);
  for (
    const target of ["other", atom("other"), [300, 0x110000], Array(130_000).fill(65), new Map(), 1]
  ) {
    const seq = 100;
    client.term(pickle(target, go, [], seq));
    equal(await data(client), refused(seq, "bad arguments"));
  }
  equal(book.entries.every(({ level }) => level === "warning"), true);
  equal(told, []);
  client.term(pickle("go", go, [tuple("name", "still here")], 101));
  equal(await data(client), ack(101));
});

Deno.test("a page that throws is refused and logged once; its actions are dropped, the connection and the page stay", async () => {
  const { book, greeted } = scene((event) => {
    if (event === "init") {
      for (const name of ["fail", "went"]) wire(on({ target: name, postback: name }));
    }
    nitro.update("out", panel({ id: "out", body: String(event) }));
    if (event === "fail") throw new Error("the page is broken");
  });
  const client = await greeted();
  client.term(pickle("fail", client.pickles["fail click"] ?? "", [], 1));
  equal(shownAnswer(await client.next()), ["{}", ":io", [], refused(1, "failed")]);
  equal(book.entries.map(({ level, message }) => [level, message]), [[
    "error",
    "the page failed to handle an event",
  ]]);
  client.term(pickle("went", client.pickles["went click"] ?? "", [], 2));
  equal(await data(client), ack(2));
});

/** What a client hears whose page could not get ready. */
const UNREADY = [["{}", ":hook", "error", "init"]];

Deno.test("an address that runs something never leaves the server, on neither wire", async () => {
  for (const greeting of ["terms", "classic"]) {
    const { book, open } = scene((event) => {
      if (event === "init") nitro.redirect("java\tscript:alert(1)");
    });
    const client = open();
    if (greeting === "terms") client.term(hello());
    else client.text("N2O,");
    const answer = await client.next();
    // What is left says that the page is not there.
    if (greeting === "terms") equal(instructions(answer), UNREADY);
    else equal(text(io(answer).code), "");
    equal(book.take().length, 1);
  }
});

Deno.test("a store that fails is the session's trouble: hello is refused once, a renewal is tried again a minute later", async () => {
  let broken = false;
  const kept = mapStorage();
  const storage: SessionStorage = {
    ...kept,
    load: (session) => broken ? Promise.reject(new Error("the disk is full")) : kept.load(session),
  };
  const { greeted, open, clock, book } = scene((event) => {
    if (event === "init") wire(on({ target: "in", postback: "in" }));
    if (event === "in") n2o.user("alice");
  }, { storage });
  const client = await greeted();
  client.term(pickle("in", client.pickles["in click"] ?? "", [], 1));
  equal(await data(client), ack(1));
  const token = tokenOf(await client.next());
  broken = true;
  const late = open();
  late.term(hello(token, "client-2"));
  equal(await data(late), refused(0, "failed"));
  equal(book.take().length, 1);
  clock.advance(450_000);
  for (let each = 0; each < 5; each++) equal(await client.settled(), []);
  equal(book.take().length, 1);
  client.term(pickle("in", client.pickles["in click"] ?? "", [], 2));
  equal(await data(client), refused(2, "failed"));
  equal(book.take().length, 1);
  broken = false;
  clock.advance(60_000);
  client.text("PING");
  equal(await client.next(), { text: "PONG" });
  assert(tokenOf(await client.next()) !== "");
});
