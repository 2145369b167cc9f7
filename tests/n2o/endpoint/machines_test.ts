/**
 * Several machines on one broker, a broker that is killed under traffic, and what an access list keeps apart.
 *
 * @module
 */
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { processesOf } from "../../../n2o/process.ts";
import { mqtt, mqttCarrier, type MqttEndpoint } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { connect } from "../../../n2o/mqtt/deps.ts";
import { type Server, server, stop } from "../../../n2o/server.ts";
import type { Cx, Req } from "../../../n2o/cx.ts";
import { heart } from "../../../n2o/proto.ts";
import { silentLog } from "../../../base/mod.ts";
import * as n2o from "../../../n2o/n2o.ts";
import { nitro as protocol } from "../../../nitro/protocol/protocol.ts";
import { event as on } from "../../../nitro/event.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { wire as wired } from "../../../nitro/wire/wire.ts";
import { assert, equal } from "../../_support/assert.ts";
import { long, rounds } from "../../_support/long.ts";
import { mosquittoAbsent, startMosquitto } from "../../_support/server/mosquitto.ts";
import { connectOptions, dialMqtt, endLink } from "../../_support/server/mqtt.ts";
import { bindings, shownAnswer, tokenOf } from "../../_support/server/wire.ts";
import { type Child, start } from "../../_support/process.ts";
import { data, hello, pickle, secret } from "../page.ts";
import { persistent } from "./persistent.ts";

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `MQTT: ${name}`, ignore: mosquittoAbsent, fn });

/** A machine, and which events its page carried out: `client-1 7`. */
interface Machine {
  readonly server: Server;
  readonly endpoint: MqttEndpoint;
  leave(): Promise<void>;
}

/** Starts a machine; what its page carries out is written into `done`. */
async function machine(url: string, done: string[] = []): Promise<Machine> {
  const event = (event: unknown) => {
    if (event === "init") wired(on({ target: "go", postback: "go", source: ["text"] }));
    if (event === "go") {
      done.push(`${n2o.sid()}`);
      nitro.update("went", "there");
    }
  };
  const made = server({
    secret,
    routes: { "/p": { event } },
    protocols: [heart, protocol],
    services: { ws: ["app"], mqtt: ["app"] },
    log: silentLog,
  });
  const endpoint = await mqtt(made, { url });
  return {
    server: made,
    endpoint,
    async leave() {
      await stop(made);
      await endpoint.close();
      await processesOf(made).supervisor.stop();
    },
  };
}

/** Polls for what messages of a broker bring about. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test("the broker is killed and started again under traffic: nothing acknowledged is lost or done twice, and clients go on", async () => {
  await using broker = await startMosquitto();
  const done: string[] = [], only = await machine(broker.url, done), events = long ? 600 : 60;
  const clients = [1, 2, 3, 4].map((node) => persistent(broker.url, { node, events }));
  for (let round = 1; round <= (long ? 5 : 1); round++) {
    await until(() => done.length >= round * events / 2);
    await broker.kill();
    await broker.start();
  }
  await Promise.all(clients);
  equal(done.length, 4 * events);
  await only.leave();
});

test("several machines part the members between them; one that leaves or vanishes is followed by others, and each client has one", async () => {
  await using broker = await startMosquitto();
  const all = ["/app/mqtt/1", "/app/mqtt/2", "/app/mqtt/3", "/app/mqtt/4"];
  const owned = (machines: readonly Machine[]) =>
    machines.flatMap(({ endpoint }) => endpoint.members).sort();
  const done: string[][] = [[], [], []], machines: Machine[] = [];
  for (const each of done) {
    machines.push(await machine(broker.url, each));
    await until(() => String(owned(machines)) === String(all));
  }
  const [first, second, third] = machines;
  assert(first && second && third);
  for (const { endpoint } of machines) assert(endpoint.members.length <= 2);
  const events = 40;
  const clients = [1, 2, 3, 4, 1, 2, 3, 4].map((node) => persistent(broker.url, { node, events }));
  await until(() => done.flat().length > 4 * events);
  await first.leave();
  await until(() => String(owned([second, third])) === String(all));
  await Promise.all(clients);
  // Once is by process: what a client had under way as its machine left, it sends again to another.
  const times = done.flat().length - 8 * events;
  assert(times >= 0 && times <= clients.length, `${times} more than were sent`);
  const counts = [second, third].map(({ server }) => server.connections.size);
  equal(counts, [0, 0], "they have left by their own word");
  await Promise.all([second.leave(), third.leave()]);
});

test("a machine that is killed under traffic is followed by another: what was acknowledged was carried out, and clients go on", async () => {
  await using broker = await startMosquitto();
  const script = new URL("./machine.ts", import.meta.url);
  await using one = start(script, [broker.url]);
  await using two = start(script, [broker.url]);
  for (const each of [one, two]) equal(await each.line(), "ready");
  const done = new Set<string>(), acknowledged: string[] = [], events = rounds(40, 400);
  const read = async (child: Child) => {
    for (let line = await child.line(); line !== undefined; line = await child.line()) {
      done.add(line.slice("did ".length));
    }
  };
  const reads = [one, two].map(read), half = Promise.withResolvers<void>();
  // Of each member some: the one that is killed has two of them.
  const clients = [1, 2, 3, 4].map((node) =>
    persistent(broker.url, {
      node,
      events,
      acknowledged: (text) => acknowledged.push(text) > events && half.resolve(),
    })
  );
  await half.promise;
  await one.kill();
  await Promise.all(clients);
  await two.kill();
  await Promise.all(reads);
  equal(new Set(acknowledged).size, 4 * events);
  equal(acknowledged.filter((text) => !done.has(text)), []);
});

test("an access list keeps clients to their own topics, and servers to theirs", async () => {
  const acl = await Deno.readTextFile(
    new URL("../../../n2o/endpoint/mqtt/mosquitto.acl", import.meta.url),
  );
  await using broker = await startMosquitto({ acl, users: { n2o: "the servers' own" } });
  const own = broker.url.replace("//", "//n2o:the%20servers'%20own@");
  const only = await machine(own), heard: string[] = [];
  const spy = connect(broker.url, connectOptions({ client: "spy", version: "3.1.1" }));
  spy.on("message", (topic) => heard.push(topic));
  await spy.subscribeAsync(["#", "/actions/#", "/events/#", "/nodes/#", "/actions/+/alice"], {
    qos: 1,
  });
  const alice = await dialMqtt(broker.url, { page: "/p", client: "alice" });
  alice.term(hello("", "client-1"));
  const { go = "" } = { go: bindings(await alice.next())["go click"] };
  for (const topic of [alice.events, alice.actions, "/nodes/n2o/spy", "/bus/app/x"]) {
    // Mosquitto cuts off who publishes what is not theirs.
    const thief = connect(broker.url, connectOptions({ client: "thief" }));
    const cut = new Promise<void>((resolve) => thief.once("close", () => resolve()));
    thief.on("error", () => {});
    thief.publish(topic, "CLOSE", { qos: 1 }, () => {});
    await cut;
    await endLink(thief);
  }
  alice.term(pickle("go", go, [tuple(atom("text"), "x")], 1));
  equal(await data(alice), ["{}", ":ack", 1]);
  equal(only.server.connections.size, 1);
  equal(heard, []);
  // What is the spy's own it hears.
  await spy.publishAsync(alice.events.replace("alice", "spy"), "PING", { qos: 1 });
  await until(() => heard.length > 0);
  equal(heard, ["/actions/%2Fp/spy"]);
  await endLink(spy);
  await alice.leave();
  await only.leave();
});

test("an invitation gives a browser the session of its cookie, on its own topic, for a minute", async () => {
  await using broker = await startMosquitto();
  const settings = { url: broker.url, browser: { url: "wss://broker.example/mqtt", user: "web" } };
  const carrier = mqttCarrier(settings), only = await machine(broker.url), { server } = only;
  const session = server.sessions.change(server.sessions.begin().session, { user: "alice" });
  await session.done;
  const cookie = `n2o=${server.sessions.seal(session.session)}`;
  const req = { path: "/p", query: "a=1", headers: { origin: "http://localhost", cookie } };
  const invited = () => {
    const made = carrier.invite(server, req);
    assert(made);
    return made;
  };
  equal(carrier.invite(server, { ...req, path: "/none" }), undefined);
  equal(mqttCarrier({ url: broker.url }).invite(server, req), undefined);
  const { client, events, ticket, url, user } = invited(),
    [, , , , , node = ""] = events.split("/");
  equal([url, user], ["wss://broker.example/mqtt", "web"]);
  const open = `OPEN,${ticket}`;
  const wire = await dialMqtt(broker.url, { page: "/p", client, node: Number(node), open });
  equal([wire.events, wire.actions], [events, wire.actions]);
  wire.term(hello("", "client-1"));
  equal(tokenOf(await wire.next()), "", "no script is told");
  const [made] = [...server.connections];
  assert(made !== undefined && "cx" in made && "req" in made);
  const { cx, req: asked } = made as unknown as { cx: Cx; req: Req }; // as: a connection has both
  equal([cx.session, cx.user, asked.query], [session.session, "alice", "a=1"]);
  // The same message twice is once.
  wire.text(open);
  wire.text("PING");
  equal(shownAnswer(await wire.next()), ["text", "PONG"]);
  const other = invited(), cut = `OPEN,${ticket.slice(0, -2)}`;
  for (const word of [open, cut, "OPEN,", `OPEN,${other.ticket}x`]) {
    const thief = await dialMqtt(broker.url, { page: "/p", client: other.client, open: word });
    equal(await thief.closed, [4003, "ticket"]);
  }
  await wire.leave();
  await only.leave();
});
