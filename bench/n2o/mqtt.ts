/**
 * Events over MQTT through pages beside a bare client of the library that answers each of them: the same broker, the same 50 clients in
 * the same process, the same bytes either way.
 *
 * @module
 */
import {
  atom,
  decode,
  encode,
  heart,
  server,
  silentLog,
  text,
  Tuple,
  tuple,
} from "../../n2o/mod.ts";
import { mqtt } from "../../n2o/endpoint/mqtt/mqtt.ts";
import { connect, type MqttClient } from "../../n2o/mqtt/deps.ts";
import { event as on, nitro, update, wire } from "../../nitro/mod.ts";
import { startMosquitto } from "../../tests/_support/server/mosquitto.ts";
import { median, table } from "../report.ts";

const CLIENTS = 50, WINDOW_MS = 1_000, ROUNDS = 7;

await using broker = await startMosquitto();

const page = {
  event(event: unknown) {
    if (event === "init") wire(on({ target: "go", postback: "go", source: [] }));
    if (event === "go") update("went", "there");
  },
};
const made = server({
  secret: "a secret for the benchmark",
  routes: { "/p": page },
  protocols: [heart, nitro],
  services: { ws: ["app"], mqtt: ["app"] },
  log: silentLog,
});
await mqtt(made, { url: broker.url });

/** The pickle that an answer binds. */
function pickleOf(bytes: Uint8Array): string {
  const io = decode(bytes.slice()), [, code] = io instanceof Tuple ? io.elements : [];
  const [bind] = Array.isArray(code) ? code : [];
  return (bind instanceof Tuple && text(bind.elements[3] ?? [])) || "";
}

interface Guest {
  readonly link: MqttClient;
  readonly actions: string;
  /** The next event, and what it is published to: pages, or a bare client. */
  next(): Uint8Array;
  readonly events: string;
  readonly bare: string;
}

async function guest(index: number): Promise<Guest> {
  const client = `bench-${index}-${crypto.randomUUID()}`, actions = `/actions/%2Fp/${client}`;
  const events = `/events/n2o/app/%2Fp/${1 + index % 4}/1/${client}`;
  const link = connect(broker.url, { clientId: client, protocolVersion: 5 });
  await link.subscribeAsync(actions, { qos: 1 });
  const answer = new Promise<Uint8Array>((resolve) =>
    link.once("message", (_topic, bytes) => resolve(bytes))
  );
  publish(link, events, new TextEncoder().encode("OPEN,"));
  publish(link, events, encode(tuple(atom("hello"), 1, "", "bench-client")));
  const sealed = pickleOf(await answer);
  let seq = 0;
  const next = () => encode(tuple(atom("pickle"), "go", sealed, [], ++seq)).slice();
  return { link, actions, next, events, bare: `/bare/%2Fp/${1 + index % 4}/${client}` };
}

function publish(link: MqttClient, topic: string, bytes: Uint8Array): void {
  // As: a Uint8Array is what the client writes.
  link.publish(topic, bytes as Parameters<MqttClient["publish"]>[1], { qos: 1 }, () => {});
}

const guests = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => guest(index)));
// As many connections as there are members, and an answer of the bytes that a page's has.
const reply = encode(
  tuple(atom("io"), [tuple(atom("update"), "went", "there")], tuple(atom("ack"), 1)),
).slice();
for (let node = 1; node <= 4; node++) {
  const link = connect(broker.url, { protocolVersion: 5 });
  await link.subscribeAsync(`/bare/+/${node}/+`, { qos: 1 });
  link.on("message", (topic) => {
    const [, , level, , client] = topic.split("/");
    publish(link, `/actions/${level}/${client}`, reply);
  });
}

/** Answers a second of clients that publish again as soon as they are answered. */
async function rate(topic: (guest: Guest) => string): Promise<number> {
  let answers = 0, isOn = true;
  for (const each of guests) {
    each.link.removeAllListeners("message");
    each.link.on("message", () => {
      answers++;
      if (isOn) publish(each.link, topic(each), each.next());
    });
    publish(each.link, topic(each), each.next());
  }
  const begun = performance.now();
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const found = answers / (performance.now() - begun) * 1_000;
  isOn = false;
  await new Promise((resolve) => setTimeout(resolve, 200));
  return found;
}

const rates: { bare: number; pages: number }[] = [];
for (const topic of ["bare", "events"] as const) await rate((each) => each[topic]);
for (let round = 0; round < ROUNDS; round++) {
  rates.push({ bare: await rate(({ bare }) => bare), pages: await rate(({ events }) => events) });
}
table(`events over MQTT, QoS 1, ${CLIENTS} clients in the same process`, [
  ["bare client", `${Math.round(median(rates.map(({ bare }) => bare)))}/s`, "1.00"],
  [
    "pages",
    `${Math.round(median(rates.map(({ pages }) => pages)))}/s`,
    median(rates.map(({ bare, pages }) => pages / bare)).toFixed(2),
  ],
]);
await broker.kill();
Deno.exit(0);
