/**
 * The endpoint of MQTT at a real broker: versions and qualities of service, topics that are none, sessions of others, vanishing clients,
 * limits, and members as processes.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { pi, processesOf, supervisor } from "../../../n2o/process.ts";
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { mqtt, type MqttOptions, send } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { N2oError } from "../../../n2o/error.ts";
import { connect } from "../../../n2o/mqtt/deps.ts";
import * as n2o from "../../../n2o/n2o.ts";

import { type ServerOptions, stop, sweep } from "../../../n2o/server.ts";
import { event as on } from "../../../nitro/event.ts";
import { qc } from "../../../nitro/q.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { wire as wired } from "../../../nitro/wire/wire.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import {
  type Mosquitto,
  mosquittoAbsent,
  startMosquitto,
} from "../../_support/server/mosquitto.ts";
import {
  dialMqtt,
  endLink,
  type MqttClientOptions,
  type MqttWire,
} from "../../_support/server/mqtt.ts";
import { bindings, shownAnswer, tokenOf } from "../../_support/server/wire.ts";
import { data, hello, nonsense, pickle, type Scene, scene } from "../page.ts";

/** A server whose page says who is there, on a broker. */
interface Stage extends Scene {
  readonly broker: Mosquitto;
  readonly said: string[];
  dial(options?: Partial<MqttClientOptions>): Promise<MqttWire>;
  /** Publishes as somebody else would. */
  publish(topic: string, payload: string | Uint8Array, retain?: boolean): Promise<void>;
}

async function onBroker(
  run: (stage: Stage) => Promise<void>,
  { server: options = {}, endpoint = {}, conf = [] }: {
    readonly server?: Partial<ServerOptions>;
    readonly conf?: readonly string[];
    readonly endpoint?: MqttOptions;
  } = {},
): Promise<void> {
  const said: string[] = [];
  const made = scene((event) => {
    said.push(String(event));
    if (event === "init") wired(on({ target: "go", postback: "go", source: [] }));
    const long = Number(qc("long") ?? 0);
    if (event === "init" && long > 0) nitro.update("went", "x".repeat(long));
    if (event === "go") nitro.update("went", `${n2o.user() || "nobody"}`);
  }, { services: { ws: ["app"], mqtt: ["app"] }, ...options });
  await using broker = await startMosquitto({ conf });
  const links = new Set<MqttWire>(), { server } = made;
  const running = await mqtt(server, { url: broker.url, ...endpoint });
  const stage: Stage = {
    ...made,
    broker,
    said,
    async dial(given = {}) {
      const wire = await dialMqtt(broker.url, { page: "/p", ...given });
      links.add(wire);
      return wire;
    },
    async publish(topic, payload, retain = false) {
      const other = connect(broker.url, { reconnectPeriod: 0 });
      // The broker itself drops who says what is no name of a topic at all.
      const dropped = new Promise<void>((resolve) => other.once("close", () => resolve()));
      const sent = other.publishAsync(topic, Buffer.from(payload), { qos: 1, retain });
      await Promise.race([sent.catch(() => {}), dropped]);
      await endLink(other);
    },
  };
  try {
    await run(stage);
  } finally {
    for (const { link } of links) await endLink(link);
    await stop(server);
    await running.close();
    await processesOf(server).supervisor.stop();
  }
  equal(server.connections.size, 0);
}

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `MQTT: ${name}`, ignore: mosquittoAbsent, fn });

/** Resolves when a condition holds that a message of the broker brings about. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A client that was greeted, and the pickle of its button. */
async function greeted(wire: MqttWire, token = ""): Promise<{ token: string; go: string }> {
  wire.term(hello(token, "client-1"));
  const answer = await wire.next();
  return { token: tokenOf(answer), go: bindings(answer)["go click"] ?? "" };
}

for (const version of ["3.1.1", "5"] as const) {
  test(`${version} serves each quality of service, on either side`, () =>
    onBroker(async ({ dial }) => {
      for (const qos of [0, 1, 2] as const) {
        const wire = await dial({ version, qos, node: qos + 1 });
        wire.text("PING");
        equal(await wire.next(), { text: "PONG" });
        const { go } = await greeted(wire);
        for (let seq = 1; seq <= 30; seq++) wire.term(pickle("go", go, [], seq));
        for (let seq = 1; seq <= 30; seq++) equal(await data(wire), ["{}", ":ack", seq]);
        await wire.leave();
      }
    }, { endpoint: { version, qos: version === "5" ? 2 : 1 } }));
}

test("user and password come from the address, and who has another is not let in", async () => {
  await using broker = await startMosquitto({ users: { n2o: "p@ss:word" } });
  const { server } = scene(() => {}, { services: { mqtt: ["app"] } });
  const address = (password: string) => broker.url.replace("//", `//n2o:${password}@`);
  for (const version of ["3.1.1", "5"] as const) {
    await rejects(() => mqtt(server, { url: address("wrong"), version }), N2oError, "unavailable");
  }
  const endpoint = await mqtt(server, { url: address(encodeURIComponent("p@ss:word")) });
  await rejects(() => mqtt(server, { url: broker.url }), N2oError, "already_started");
  await endpoint.close();
  await processesOf(server).supervisor.stop();
});

test("settings that cannot be a part of a topic, and servers without a ring, are refused", async () => {
  const { server } = scene(() => {}, { services: { mqtt: ["app"] } });
  for (const owner of ["", "a/b", "+", "#", "a+b", "a\0b", "дім", "x".repeat(65)]) {
    await rejects(() => mqtt(server, { owner }), N2oError, "config");
  }
  for (const app of ["a/b", "+", "#", "x\0"]) {
    const { server } = scene(() => {}, { services: { mqtt: [app] } });
    await rejects(() => mqtt(server), N2oError, "config");
  }
  await rejects(() => mqtt(server, { qos: 3 as 2 }), N2oError, "config");
  await rejects(() => mqtt(server, { version: "4" as "5" }), N2oError, "config");
  await rejects(() => mqtt(server, { browser: { url: "https://x" } }), N2oError, "config");
  await rejects(() => mqtt(scene().server), N2oError, "config");
  await rejects(() => mqtt(server, { url: "mqtt://127.0.0.1:1" }), N2oError, "unavailable");
});

test("what is published on topics of no client is dropped, and told, within bounds (seed 20261128)", () =>
  onBroker(async ({ publish, dial, server, book, said }) => {
    const seed = random(20_261_128),
      at = (page: string, client: string) => `/events/n2o/app/${page}/1/1/${client}`;
    const bad = [at("%2Fp", "a b"), at("%2Fp", "я"), at("%2Fp", "x".repeat(65)), at("", "client")];
    bad.push(
      at("%2Fp", ""),
      at("%E0%A4%A", "client"),
      at("%2Fnone", "client"),
      at("none", "client"),
    );
    bad.push(
      at("x".repeat(1_100), "client"),
      "/events/n2o/app/%2Fp/1/one/client",
      at("%2Fp\x01", "c"),
    );
    for (let each = 0; each < (long ? 2_000 : 40); each++) {
      const level = Array.from(
        { length: 1 + seed.below(12) },
        () => String.fromCodePoint(32 + seed.below(200)).replace(/[+#/\x7f-\x9f]/, "%"),
      ).join("");
      // The page by the name that the original's client says.
      if (level !== "p") bad.push(at(level, `c${each}`));
    }
    for (const topic of bad) await publish(topic, "OPEN,");
    const wire = await dial();
    wire.text("PING");
    equal(await wire.next(), { text: "PONG" });
    equal(server.connections.size, 1);
    equal(said, []);
    assert(book.take().length <= server.limits.lines + 1);
  }));

test("a greeting of another session than its topic's is not handled, and its client goes on", () =>
  onBroker(async ({ dial, publish, book, said, server }) => {
    const [alice, mallory] = [await dial(), await dial()];
    const her = await greeted(alice), his = await greeted(mallory);
    const { encode } = await import("../../../n2o/bert/bert.ts");
    said.length = 0;
    for (
      const attempt of [
        ...[his.token, "", "forged", her.token.slice(1)].map((each) =>
          encode(hello(each, "client-2"))
        ),
        encode(tuple(atom("init"), his.token)),
        `N2O,${his.token}`,
        `OPEN,${his.token}`,
        "OPEN,",
      ]
    ) await publish(alice.events, attempt);
    alice.term(pickle("go", her.go, [], 1));
    equal(await data(alice), ["{}", ":ack", 1]);
    equal(said, ["go"]);
    equal(book.take().length, 8);
    // Pickles of one session are nothing in another's, here as anywhere.
    mallory.term(pickle("go", her.go, [], 1));
    equal(await data(mallory), ["{}", ":error", 1, "EV expected"]);
    for (let each = 0; each < 3 * server.limits.lines; each++) {
      mallory.link.publish(alice.events, "OPEN,", { qos: 1 });
    }
    alice.term(hello(her.token, "client-1"));
    tokenOf(await alice.next());
    assert(book.take().length <= server.limits.lines);
  }));

test("who opens with the token of the session that is there gets another connection of it", () =>
  onBroker(async ({ dial, publish, said, server }) => {
    const wire = await dial({ client: "program-1" }), { token } = await greeted(wire);
    await publish(wire.events, `OPEN,${token}`);
    const again = await greeted(wire, token);
    equal(said, ["init", "terminate", "init"]);
    equal(server.sessions.named(again.token), server.sessions.named(token));
    equal(server.connections.size, 1);
  }));

test("a client that vanishes ends by its last will, one without by its silence, a polite one at once", () =>
  onBroker(async ({ dial, server, said, clock }) => {
    const [first, second, third] = [await dial(), await dial({ will: false }), await dial()];
    for (const wire of [first, second, third]) await greeted(wire);
    first.link.stream.destroy();
    await until(() => server.connections.size === 2);
    third.text("CLOSE");
    await until(() => server.connections.size === 1);
    second.link.stream.destroy();
    clock.advance(server.limits.silence + 1);
    sweep(server);
    await until(() => said.filter((each) => each === "terminate").length === 3);
  }));

test("whoever has no connection is told to begin one, but not for every word", () =>
  onBroker(async ({ dial }) => {
    for (const word of ["PING", "", "hello?"]) {
      const wire = await dial({ open: "" });
      wire.text(word);
      equal(await wire.closed, [1001, "no connection"]);
    }
    const wire = await dial({ open: "" });
    wire.term(pickle("go", "forged", [], 1));
    equal(await wire.closed, [1001, "no connection"]);
    const lost = await dial({ level: "none" });
    equal(await lost.closed, [4004, "no page"]);
    const uninvited = await dial({ client: "n2o_guessed" });
    equal(await uninvited.closed, [4003, "ticket"]);
  }));

test("limits of connections, frames, strikes and of what waits hold", () =>
  onBroker(async ({ dial }) => {
    const wires = [await dial(), await dial()];
    for (const wire of wires) await greeted(wire);
    const third = await dial();
    equal(await third.closed, [1013, "too many connections"]);
    const [first, second] = wires;
    first?.text("x".repeat(2_001));
    equal(await first?.closed, [1009, "a frame of more than 2000 bytes"]);
    for (let each = 0; each < 4; each++) second?.bytes(nonsense);
    equal(await second?.closed, [1008, "refused more than 3 times"]);
    const fast = await dial();
    const { go } = await greeted(fast);
    for (let seq = 1; seq < 500; seq++) fast.term(pickle("go", go, [], seq));
    equal((await fast.closed)[0], 1013);
  }, { server: { limits: { connections: 2, frame: 2_000, strikes: 3, rate: 100 } } }));

const BOUNDS = {
  "5": { packet: 2_000, endpoint: { version: "5" } },
  // The older version has no way to say it.
  "3.1.1": { packet: 2_000, endpoint: { version: "3.1.1", packet: 2_000 } },
  "3.1.1, untold": { packet: 1_048_576, endpoint: { version: "3.1.1" } },
} as const;
for (const [version, { packet, endpoint }] of Object.entries(BOUNDS)) {
  const conf = [`max_packet_size ${packet}`];
  test(`an answer that is longer than the broker takes over ${version} ends its own connection, and is told`, () =>
    onBroker(async ({ dial }) => {
      const other = await dial(), { go } = await greeted(other);
      for (const long of [packet / 2, packet, packet + 500, 2 * packet, 1_000]) {
        const wire = await dial({ page: `/p?long=${long}` });
        if (long < packet) await greeted(wire);
        else {
          wire.term(hello());
          const [code, reason] = await wire.closed;
          equal([code, reason.replace(/\d+/, "N")], [
            1009,
            `an answer of N bytes, the broker takes ${packet - wire.actions.length - 16}`,
          ]);
        }
      }
      other.term(pickle("go", go, [], 1));
      equal(await data(other), ["{}", ":ack", 1]);
    }, { endpoint, conf }));
}

test("one client has one connection, on whichever page it is", () =>
  onBroker(async ({ dial, publish, server, said }) => {
    const wire = await dial({ client: "walker" });
    await greeted(wire);
    for (let each = 0; each < 20; each++) {
      await publish(`/events/n2o/app/%2Fp%3Froom%3D${each}/1/1/walker`, "OPEN,");
    }
    await until(() => said.includes("terminate"));
    equal(server.connections.size, 1);
  }));

test("the original's client is served: its topics, its bare page, its greeting, an owner of its own", () =>
  onBroker(async ({ broker }) => {
    const client = connect(broker.url, { clientId: "emqttd_abc", protocolVersion: 4 });
    const answer = new Promise<string>((resolve) =>
      client.once("message", (topic, bytes) => resolve(`${topic} ${bytes[0]}`))
    );
    await client.subscribeAsync("/actions/p/#", { qos: 2 });
    const { encode } = await import("../../../n2o/bert/bert.ts");
    const init = Buffer.from(encode(tuple(atom("init"), "")));
    await client.publishAsync("/events/34239034/p/p/1/3/emqttd_abc", init, { qos: 2 });
    equal(await answer, "/actions/p/emqttd_abc 131");
    await client.endAsync();
  }, {
    endpoint: { owner: "34239034", qos: 2 },
    server: { services: { mqtt: ["p"] } },
  }));

test("members are supervised processes of their table; one that fails is begun again and its clients come anew", () =>
  onBroker(async ({ server, dial, book, publish }) => {
    const children = supervisor.whichChildren("n2o", server).filter(({ id }) =>
      Array.isArray(id) && id[0] === "mqtt"
    );
    equal(
      children.map(({ id, modules }) => [String(id), String(modules)]),
      [4, 3, 2, 1].map((each) => [
        `mqtt,/app/mqtt/${each}`,
        "n2o_mqtt",
      ]),
    );
    const wire = await dial({ node: 2 });
    await greeted(wire);
    // What a broker keeps is heard again by who subscribes anew, and is nobody's.
    await publish("/events/n2o/app/%2Fp/2/1/kept", "OPEN,", true);
    await until(() => server.connections.size === 2);
    const member = pi.pid("mqtt", "/app/mqtt/2", server);
    member?.exit("shot");
    equal((await wire.closed)[0], 1001);
    await until(() => pi.pid("mqtt", "/app/mqtt/2", server) !== undefined);
    for (;;) {
      const again = await dial({ node: 2 });
      const heard = await Promise.race([
        greeted(again).then(() => true, () => false),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 100)),
      ]);
      if (heard) break;
      await endLink(again.link);
    }
    assert(book.take().some((line) => line.includes("a retained message")));
    assert([...server.connections].length <= 2);
  }));

test("a member publishes to any topic that is one, and says so where it cannot", () =>
  onBroker(async ({ server, broker }) => {
    const member = pi.pid("mqtt", "/app/mqtt/1", server);
    assert(member);
    const client = connect(broker.url);
    const heard = new Promise<string>((resolve) =>
      client.once("message", (_, bytes) => resolve(String(bytes)))
    );
    await client.subscribeAsync("/news", { qos: 1 });
    await send(member, "/news", "tea");
    equal(await heard, "tea");
    await client.endAsync();
    for (const topic of ["", "/a/+", "/a/#", "a\0b", "x".repeat(65_536), "\ud800"]) {
      await rejects(() => send(member, topic, "tea"), N2oError, "value");
    }
    await broker.kill();
    await rejects(() => send(member, "/news", "tea"), N2oError, "unavailable");
    equal(shownAnswer({ text: String(member.alive) }), ["text", "true"]);
  }));
