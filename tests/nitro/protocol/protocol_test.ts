import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { Sent } from "../../../n2o/bus/news.ts";
import * as n2o from "../../../n2o/n2o.ts";
import { event as on } from "../../../nitro/event.ts";
import { panel } from "../../../nitro/elements/group/group.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { eventId, q, qc, qv } from "../../../nitro/q.ts";
import { wire } from "../../../nitro/wire/wire.ts";
import { assert, equal } from "../../_support/assert.ts";
import { classicPickles, io, link, shown, tokenOf } from "../../_support/server/wire.ts";
import { text } from "../../../n2o/term/term.ts";
import { data, hello, instructions, pickle, scene } from "../../n2o/page.ts";

const KEYS = ["name", "list", "day", "box"];

/** A page that keeps what its events brought. */
function page() {
  const told: unknown[] = [];
  return {
    told,
    async event(event: unknown) {
      if (event === "init") wire(on({ target: "go", postback: "went", source: KEYS }));
      if (event === "went") {
        await undefined;
        told.push(KEYS.map((key) => qv(key)));
        nitro.update("out", panel({ id: "out", body: q("name") }));
      }
    },
  };
}

const refused = (seq: number, reason: string) => ["{}", ":error", seq, reason];
const ack = (seq: number) => ["{}", ":ack", seq];

Deno.test("hello is answered with the page's instructions and a token; an event with its own and an ack", async () => {
  const { told, event } = page(), { greeted } = scene(event), client = await greeted();
  assert(tokenOf(client.hello).length > 20);
  const go = client.pickles["go click"] ?? "";
  equal(instructions(client.hello), [["{}", ":bind", "go", "click", go, KEYS, ["#{}"]]]);
  client.term(pickle("go", go, [tuple("name", "<Олена>")], 1));
  const answer = await client.next();
  equal(shown(io(answer).data), ack(1));
  equal(instructions(answer), [["{}", ":update", "out", '<div id="out">&lt;Олена&gt;</div>']]);
  equal(told, [["<Олена>", undefined, undefined, undefined]]);
});

Deno.test("an event that comes again is acknowledged and not carried out again, also over another connection", async () => {
  const { told, event } = page(), { greeted } = scene(event), first = await greeted();
  const said = (seq: number, sealed: string) =>
    pickle("go", sealed, [tuple("name", String(seq))], seq);
  first.term(said(1, first.pickles["go click"] ?? ""));
  first.term(said(2, first.pickles["go click"] ?? ""));
  equal([await data(first), await data(first)], [ack(1), ack(2)]);
  await first.leave();
  const second = await greeted(tokenOf(first.hello)), go = second.pickles["go click"] ?? "";
  for (const seq of [1, 2, 2, 3]) second.term(said(seq, go));
  for (const seq of [1, 2, 2, 3]) equal(await data(second), ack(seq));
  equal(told.map((values) => Array.isArray(values) && values[0]), ["1", "2", "3"]);
});

Deno.test("numbers are each client's own: another life of the page begins at 1 again", async () => {
  const { told, event } = page(), { greeted } = scene(event), first = await greeted("", "client-1");
  const second = await greeted(tokenOf(first.hello), "client-2");
  for (const client of [first, second]) {
    client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
    equal(await data(client), ack(1));
  }
  equal(told.length, 2);
});

Deno.test("hello may come again: the page is initialised anew, the session stays, topics do not double", async () => {
  const heard: unknown[] = [];
  const { greeted, server } = scene((event) => {
    if (event === "init") n2o.reg("room");
    else heard.push(event);
  });
  const client = await greeted(), token = tokenOf(client.hello);
  for (const again of [token, "", "garbage"]) {
    client.term(hello(again));
    assert(tokenOf(await client.next()) !== "");
  }
  equal(server.bus.send("room", "once"), 1);
  await client.settled();
  equal(heard, [new Sent("room", "once")]);
  equal(server.tables.get("cookies")?.size, 1);
});

Deno.test("a pickle that is forged, another session's, another page's or a token is refused", async () => {
  const { event, told } = page(),
    other = { event: () => wire(on({ target: "go", postback: "went" })) };
  const { server, greeted } = scene(event, { routes: { "/p": { event }, "/q": other } });
  const client = await greeted(), stranger = await greeted("", "client-2");
  const elsewhere = link(server, "/q");
  elsewhere.term(hello(tokenOf(client.hello), "client-3"));
  const [, there = ""] = Object.entries(scenePickles(await elsewhere.next()))[0] ?? [];
  const good = client.pickles["go click"] ?? "";
  const bad = [
    stranger.pickles["go click"] ?? "",
    there,
    tokenOf(client.hello),
    "",
    "garbage",
    `A${good}`,
  ];
  for (const [at, sealed] of bad.entries()) {
    client.term(pickle("go", sealed, [], at + 1));
    equal(await data(client), refused(at + 1, "EV expected"));
  }
  equal(told, []);
  client.term(pickle("go", good, [], 9));
  equal(await data(client), ack(9));
});

function scenePickles(answer: Parameters<typeof io>[0]): Record<string, string> {
  const found: Record<string, string> = {}, { code } = io(answer);
  const all = shown(code);
  if (Array.isArray(all)) { for (const each of all) found[String(each[2])] = String(each[4]); }
  return found;
}

Deno.test("a pickle past its expiry is refused as expired, and a new hello brings another that works", async () => {
  const { event, told } = page(), { clock, greeted } = scene(event, { pickleTtl: 100 });
  const client = await greeted(), old = client.pickles["go click"] ?? "";
  clock.advance(99_000);
  client.term(pickle("go", old, [], 1));
  equal(await data(client), ack(1));
  clock.advance(1_000);
  client.term(pickle("go", old, [], 2));
  equal(await data(client), refused(2, "expired"));
  client.term(hello(tokenOf(client.hello)));
  client.term(pickle("go", scenePickles(await client.next())["go"] ?? "", [], 3));
  equal(await data(client), ack(3));
  equal(told.length, 2);
});

Deno.test("values that a control has come through", async () => {
  const { event, told } = page(), { greeted } = scene(event), client = await greeted();
  const args = [
    tuple("name", "text"),
    tuple("list", ["a", "б"]),
    tuple("day", tuple(2026, 11, 22)),
    tuple("box", atom("true")),
  ];
  client.term(pickle("go", client.pickles["go click"] ?? "", args, 1));
  equal(await data(client), ack(1));
  client.term(
    pickle(
      "go",
      client.pickles["go click"] ?? "",
      [tuple("name", []), tuple("box", atom("false"))],
      2,
    ),
  );
  equal(await data(client), ack(2));
  equal(told, [
    ["text", ["a", "б"], { year: 2026, month: 11, day: 22 }, true],
    [null, undefined, undefined, false],
  ]);
});

Deno.test("the classic wire has no numbers: an event with one is refused there, one without on ours", async () => {
  const { told, event } = page(), { open, greeted } = scene(event), old = open();
  old.text("N2O,");
  const sealed = classicPickles(text(io(await old.next()).code) ?? "")["go"] ?? "";
  old.term(pickle("go", sealed, [], 1));
  await old.next();
  equal(told, []);
  old.term(pickle("go", sealed, [tuple(tuple("go", "detail"), []), tuple(atom("name"), "x")]));
  equal(await data(old), "");
  const ours = await greeted();
  ours.term(pickle("go", ours.pickles["go click"] ?? "", []));
  await ours.next();
  equal(told.length, 1);
});

Deno.test("names of events repeat for the same client and number and for nothing else", async () => {
  const names: string[] = [];
  const { greeted } = scene((event) => {
    if (event === "init") wire(on({ target: "go", postback: "go" }));
    else if (event === "go") names.push(eventId());
  });
  const first = await greeted(), second = await greeted(tokenOf(first.hello), "client-2");
  for (const [client, seq] of [[first, 1], [first, 2], [second, 1]] as const) {
    client.term(pickle("go", client.pickles["go click"] ?? "", [], seq));
    equal(await data(client), ack(seq));
  }
  equal(new Set(names).size, 3);
});

Deno.test("the query of the page's address is read by its parameters", async () => {
  const found: unknown[] = [];
  const { open } = scene((event) => {
    if (event === "init") found.push(qc("room"), qc("none"));
  });
  const client = open("room=%D0%BA%201&x=2");
  client.term(hello());
  await client.next();
  equal(found, ["к 1", undefined]);
});
