import { tuple } from "../../../n2o/bert/bert.ts";
import { context, current } from "../../../n2o/context.ts";
import * as n2o from "../../../n2o/n2o.ts";
import { event as on } from "../../../nitro/event.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { q } from "../../../nitro/q.ts";
import { wire } from "../../../nitro/wire/wire.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { bindings, io, shown, shownAnswer } from "../../_support/server/wire.ts";
import { type Guest, hello, pickle, scene } from "../../n2o/page.ts";

const KINDS = [
  "now",
  "soon",
  "later",
  "thenable",
  "broken",
  "rejected",
  "writes",
  "reads",
] as const;
type Kind = typeof KINDS[number];

/** A page whose handlers answer at once, after some turns, or not; each tells what it was and whose message it found itself in. */
function page(turns: () => number) {
  const told: string[] = [], lost: string[] = [];
  const say = (kind: string, client: string, number: string) => {
    const found = context();
    if (found.cx.client !== client || q("n") !== number) lost.push(`${kind} ${number}`);
    told.push(`${client} ${number}`);
    nitro.hook("said", `${kind} ${number}`);
  };
  function event(event: unknown): unknown {
    if (event === "init") {
      for (const kind of KINDS) wire(on({ target: kind, postback: kind, source: ["n"] }));
    }
    if (!KINDS.some((kind) => kind === event)) return undefined;
    const kind = String(event), { cx: { client } } = context(), number = q("n");
    switch (kind) {
      case "soon":
      case "later":
      case "rejected":
        return (async () => {
          for (let left = kind === "soon" ? 1 : turns(); left > 0; left--) await undefined;
          say(kind, client, number);
          if (kind === "rejected") throw new Error("rejected");
        })();
      case "thenable":
        return {
          then: (done: () => void) => {
            say(kind, client, number);
            done();
          },
        };
      case "writes":
        n2o.session("last", number);
        return say(kind, client, number);
      case "broken":
        say(kind, client, number);
        throw new Error("broken");
      default:
        return say(kind, client, number);
    }
  }
  return { event, told, lost };
}

/** What an answer says, shortly. */
async function heard(client: Guest): Promise<string> {
  for (;;) {
    const answer = await client.next(), { data } = io(answer), said = shown(data);
    // A session that changed its id tells its token between two answers.
    if (!Array.isArray(said) || said[1] === ":Token") continue;
    const whole = shownAnswer(answer), code = Array.isArray(whole) ? whole[2] : [];
    const hooks = (Array.isArray(code) ? code : []).filter((each) =>
      Array.isArray(each) && each[1] === ":hook"
    );
    return `${said.slice(1).join(" ")} ${hooks.map((each) => String(each[3])).join()}`.trim();
  }
}

for (const seed of [1, 2, 3]) {
  Deno.test(`answers come in the order of the events, and each handler is in its own message, whatever of them returns a promise (seed ${seed})`, async () => {
    const { pick, below } = random(seed), { event, told, lost } = page(() => below(40));
    const { greeted } = scene(event, { limits: { strikes: 1_000 } });
    const clients = [
      await greeted("", "client-1"),
      await greeted("", "client-2"),
      await greeted("", "client-3"),
    ] as const;
    const sent = new Map<Guest, Kind[]>(clients.map((client) => [client, []]));
    for (let each = 0; each < 300; each++) {
      const client = pick(clients),
        kind = pick(KINDS),
        kinds = sent.get(client) ?? [],
        seq = kinds.push(kind);
      client.term(
        pickle(kind, client.pickles[`${kind} click`] ?? "", [tuple("n", String(seq))], seq),
      );
      equal(current(), undefined);
      for (let left = below(4); left > 0; left--) await undefined;
    }
    for (const [at, client] of clients.entries()) {
      const kinds = sent.get(client) ?? [];
      for (const [index, kind] of kinds.entries()) {
        const failed = kind === "broken" || kind === "rejected", seq = index + 1;
        equal(await heard(client), failed ? `:error ${seq} failed` : `:ack ${seq} ${kind} ${seq}`);
      }
      const own = told.filter((each) => each.startsWith(`client-${at + 1} `));
      equal(own, kinds.map((_, index) => `client-${at + 1} ${index + 1}`));
    }
    equal(lost, []);
  });
}

Deno.test("a handler that returns no promise is answered before the frame's sender goes on", async () => {
  const { event, told } = page(() => 0), { greeted } = scene(event), client = await greeted();
  for (const seq of [1, 2, 3]) {
    client.term(pickle("now", client.pickles["now click"] ?? "", [tuple("n", String(seq))], seq));
    equal([client.sent, told.length], [seq + 1, seq]);
  }
  client.term(pickle("soon", client.pickles["soon click"] ?? "", [tuple("n", "4")], 4));
  equal([client.sent, told.length], [4, 3]);
  for (const seq of [1, 2, 3]) equal(await heard(client), `:ack ${seq} now ${seq}`);
  equal(await heard(client), ":ack 4 soon 4");
});

Deno.test("what is wired after the answer, by what a handler left behind, reaches nobody", async () => {
  const gate = Promise.withResolvers<void>(), late: unknown[] = [];
  const { greeted } = scene((event) => {
    if (event === "init") wire(on({ target: "go", postback: "go" }));
    if (event !== "go") return;
    void gate.promise.then(() => {
      late.push(context().cx.client);
      nitro.hook("late");
    });
  });
  const first = await greeted("", "client-1"), second = await greeted("", "client-2");
  for (const client of [first, second]) {
    client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
  }
  equal([await heard(first), await heard(second)], [":ack 1", ":ack 1"]);
  gate.resolve();
  await undefined;
  equal(late, ["client-1", "client-2"]);
  for (const client of [first, second]) {
    equal(await client.settled(), []);
    client.term(pickle("go", client.pickles["go click"] ?? "", [], 2));
    equal(await heard(client), ":ack 2");
  }
});

Deno.test("a postback that a handler changes comes to the next event as it was rendered", async () => {
  const told: string[] = [];
  const { greeted } = scene((event) => {
    if (event === "init") wire(on({ target: "go", postback: { list: [1, { deep: ["x"] }] } }));
    if (typeof event !== "object" || event === null || !("list" in event)) return;
    told.push(JSON.stringify(event));
    if (!Array.isArray(event.list)) return;
    event.list[1].deep.push("y");
    event.list.push(2);
    Object.assign(event, { more: true });
  });
  const client = await greeted();
  for (const seq of [1, 2, 3]) {
    client.term(pickle("go", client.pickles["go click"] ?? "", [], seq));
    equal(await heard(client), `:ack ${seq}`);
  }
  equal(told, Array(3).fill('{"list":[1,{"deep":["x"]}]}'));
});

Deno.test("a control has the same pickle until its session, its user or its time changes", async () => {
  const bound = () => wire(on({ target: "go", postback: "go" }));
  const { greeted, clock } = scene((event) => {
    if (event === "init") {
      for (const each of ["in", "roles", "bob", "out", "look"]) {
        wire(on({ target: each, postback: each }));
      }
    }
    if (event === "in") n2o.user("alice");
    if (event === "bob") n2o.user("bob");
    if (event === "roles") n2o.roles(["admin"]);
    if (event === "out") n2o.user("");
    bound();
  }, { pickleTtl: 100, ttl: 1_000 });
  const client = await greeted(), texts = [client.pickles["go click"]];
  let seq = 0;
  const look = async (kind: string) => {
    client.term(pickle(kind, client.pickles[`${kind} click`] ?? "", [], ++seq));
    for (;;) {
      const answer = await client.next(), found = bindings(answer)["go click"];
      if (found !== undefined) return found;
    }
  };
  for (const kind of ["look", "in", "look", "roles", "look", "bob", "look", "out", "look"]) {
    texts.push(await look(kind));
  }
  const changes = texts.slice(1).map((text, at) => text !== texts[at]);
  equal(changes, [false, true, false, true, false, true, false, true, false]);
  equal(new Set(texts).size, 5);
  client.term(hello("", "client-1"));
  equal(bindings(await client.next())["go click"], texts.at(-1));
  clock.advance(49_999);
  equal(await look("look"), texts.at(-1));
  clock.advance(1);
  const renewed = await look("look");
  assert(renewed !== texts.at(-1), "it is not sealed anew at half of its time");
  const other = await greeted("", "client-2");
  assert(other.pickles["go click"] !== renewed, "two sessions share one");
});
