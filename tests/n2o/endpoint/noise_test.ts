/**
 * What a hostile or broken broker may deliver to the MQTT endpoint, and a broker that takes nothing.
 *
 * @module
 */
// Alone in its isolate: it tells how much of the heap is held.
import { encode } from "../../../n2o/bert/bert.ts";
import { processesOf } from "../../../n2o/process.ts";
import { mqtt } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { stop } from "../../../n2o/server.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { held } from "../../_support/memory.ts";
import { needs } from "../../_support/permission.ts";
import { type Random, random } from "../../_support/random.ts";
import { type Queue, queue } from "../../_support/server/wire.ts";
import { messageOf, type Scripted, startScripted } from "../../_support/server/scripted.ts";
import { hello, pickle, scene } from "../page.ts";

needs("net");

/** Connects a server to a broker whose bytes the test writes. */
async function onBroker(
  made: ReturnType<typeof scene>,
  run: (broker: Scripted) => Promise<void>,
): Promise<void> {
  await using broker = await startScripted();
  const endpoint = await mqtt(made.server, { url: broker.url, version: "3.1.1" });
  try {
    await run(broker);
  } finally {
    broker.acknowledge();
    await stop(made.server);
    await endpoint.close();
    await processesOf(made.server).supervisor.stop();
  }
}

const services = { ws: ["app"], mqtt: ["app"] };
/** What member 1 subscribes to begins so. */
const MEMBER = "/events/n2o/app/+/1/";
const events = (client: string, page = "%2Fp") => `/events/n2o/app/${page}/1/1/${client}`;
const actions = (client: string, page = "%2Fp") => `/actions/${page}/${client}`;

/** Frames that a client may send, before something happens to them. */
const SOUND: readonly [Uint8Array, ...Uint8Array[]] = [
  encode(hello("", "client")),
  encode(hello("forged", "client", 2)),
  encode(pickle("go", "forged", [], 1)),
  ...["PING", "", "N2O,", "N2O,forged", "OPEN,", "OPEN,forged", "CLOSE", "привіт"].map((said) =>
    new TextEncoder().encode(said)
  ),
];

/** Random bytes, or a frame with some of its bytes changed, cut or doubled. */
function frame({ below, pick }: Random): Uint8Array {
  if (below(2) === 0) return Uint8Array.from({ length: below(40) }, () => below(256));
  const sound = pick(SOUND), bytes = below(8) === 0 ? Uint8Array.of(...sound, ...sound) : sound;
  const changed = Uint8Array.from(bytes);
  for (let count = below(4); count > 0; count--) changed[below(changed.length)] = below(256);
  return below(3) === 0 ? changed.slice(0, below(changed.length + 1)) : changed;
}

/** Topics of strangers, and of nobody: a broker delivers what it was told to subscribe to, a broken one whatever it likes. */
function topic({ below, pick }: Random): string {
  const odd = ["", "+", "#", "$SYS", "a b", "я", "x".repeat(65), "\x01", "%", "%E0%A4%A", "//"];
  const oddity = () => pick(odd as [string, ...string[]]);
  switch (below(6)) {
    case 0:
      return events(oddity());
    case 1:
      return events(`stranger-${below(20)}`, pick([oddity(), "%2Fnone", "p", "%2Fp%3Froom%3D1"]));
    case 2:
      return pick(["/events/n2o/app", "$SYS/broker", "/actions/%2Fp/honest-1", events("a/b"), "+"]);
    default:
      return events(`stranger-${below(20)}`);
  }
}

/** A message as the broker sends it, and how many of its last bytes may be others; none of what an honest client is to have said. */
interface Message {
  readonly bytes: Uint8Array;
  readonly free: number;
}

function message(draw: Random): Message {
  const payload = frame(draw), { below, pick } = draw;
  // Noise of its own may end its connection as well: it begins another one and is answered still. One PING is asked by itself.
  const isOwn = below(20) === 0 && payload[0] !== 0x50;
  const bytes = messageOf(isOwn ? events(pick(HONEST)) : topic(draw), payload, below(20) === 0);
  return { bytes, free: isOwn ? 0 : payload.length };
}

/** The message, or one with another byte. */
function again({ below }: Random, { bytes, free }: Message): Uint8Array {
  if (free === 0 || below(2) === 0) return bytes;
  const other = bytes.slice();
  other[bytes.length - 1 - below(free)] = below(256);
  return other;
}

const HONEST = ["honest-1", "honest-2", "honest-3"] as const, BATCH = 500;

Deno.test(`a million random and mutated frames over MQTT throw nothing, hold nothing, and cost nobody an answer (seed ${SEED})`, async () => {
  const draw = random(SEED),
    limits = {
      frame: 2_000,
      lines: 10,
      ...{ strikes: 10 ** 9, hellos: 10 ** 9, rate: 10 ** 9, bytes: 10 ** 12 },
    };
  const made = scene(undefined, { services, limits }), { server, book } = made;
  const honest = new Map(HONEST.map((client) => [actions(client), { client, asked: 0, heard: 0 }]));
  await onBroker(made, async (broker) => {
    let isWaiting = new Set<string>(), all = Promise.withResolvers<void>();
    const asking = (client: string) => {
      honest.get(actions(client))!.asked++;
      return ["OPEN,", "PING"].map((said) => messageOf(events(client), said));
    };
    broker.published = (topic, payload) => {
      const found = honest.get(topic), said = new TextDecoder().decode(payload);
      if (found === undefined) return;
      if (said === "PONG") {
        found.heard++;
        isWaiting.delete(found.client);
        if (isWaiting.size === 0) all.resolve();
      } else if (said.includes("close") && isWaiting.has(found.client)) {
        // What its noise ended took the question along.
        void broker.send(MEMBER, joined(asking(found.client)));
      }
    };
    // As: there are some.
    const pool = Array.from({ length: 2_000 }, () => message(draw)) as [Message, ...Message[]];
    const batches = rounds(4, 2_000), sizes: number[] = [];
    for (let batch = 1; batch <= batches; batch++) {
      const noise = Array.from({ length: BATCH }, () => again(draw, draw.pick(pool)));
      isWaiting = new Set(HONEST);
      all = Promise.withResolvers();
      await broker.send(MEMBER, joined([...noise, ...HONEST.flatMap(asking)]));
      await all.promise;
      if (batch % (batches / 4) === 0) sizes.push(held());
    }
    for (const { asked, heard } of honest.values()) assert(heard >= batches && heard <= asked);
    assert(server.connections.size <= HONEST.length + 20 + 20, `${server.connections.size}`);
    assert((sizes.at(-1) ?? 0) - (sizes[1] ?? 0) < 4_000_000, sizes.join());
  });
  equal(server.connections.size, 0);
  assert(book.take().length < 100);
});

/** What is published to a client's topic, one by one. */
function heard(broker: Scripted): (client: string) => Promise<string> {
  const inboxes = new Map<string, Queue>();
  const inbox = (topic: string) => inboxes.getOrInsertComputed(topic, queue);
  broker.published = (topic, payload) => inbox(topic).put(new TextDecoder().decode(payload));
  return async (client) => String(await inbox(actions(client)).next());
}

Deno.test("more than a client's mailbox holds ends its connection, which is told; it may begin anew, and others are served", async () => {
  const forEver = () => new Promise(() => {});
  const made = scene((event) => event === "init" ? forEver() : undefined, {
    services,
    limits: { mailbox: 4 },
  });
  await onBroker(made, async (broker) => {
    const next = heard(broker);
    const say = (client: string, ...all: (string | Uint8Array)[]) =>
      broker.send(MEMBER, joined(all.map((said) => messageOf(events(client), said))));
    await say("greedy", "OPEN,", encode(hello("", "client-1")), ..."123456789");
    assert((await next("greedy")).includes("more than 4 messages wait"));
    equal(made.server.connections.size, 0);
    await say("modest", "OPEN,", "PING");
    equal(await next("modest"), "PONG");
    await say("greedy", "OPEN,", "PING");
    // What was under way is answered first, that there is no connection.
    for (let said = ""; said !== "PONG";) said = await next("greedy");
  });
  equal(made.book.take().filter((line) => line.includes("more than 4 messages wait")).length, 1);
});

Deno.test("what a broker does not take is held up to a bound, for a client and for all of a member; whose answers wait is ended", async () => {
  const backlog = 20_000, answer = "x".repeat(5_000);
  const made = scene((event) => event === "init" ? void nitro.update("big", answer) : undefined, {
    services,
    limits: { backlog, lines: 1_000 },
  });
  const CLIENTS = 60, reason = "connection closed: the broker takes too long";
  await onBroker(made, async (broker) => {
    const { server, book } = made, greeting = encode(hello("", "client-1"));
    broker.withhold();
    for (let each = 0; each < CLIENTS; each++) {
      // The first asks for more than may wait for one, the others for three answers each.
      const all = ["OPEN,", ...Array(each === 0 ? 6 : 3).fill(greeting)];
      const client = `slow-${each}`;
      await broker.send(MEMBER, joined(all.map((said) => messageOf(events(client), said))));
    }
    // Sixteen times what may wait for one may wait for all.
    const most = Math.ceil(16 * backlog / answer.length / 3) + 1, ended: string[] = [];
    while (ended.length < CLIENTS - most) {
      ended.push(...book.take().filter((line) => line === reason));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert(server.connections.size <= most, `${server.connections.size}`);
  });
});

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
