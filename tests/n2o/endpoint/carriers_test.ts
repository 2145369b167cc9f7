/**
 * One suite over every carrier: the same application gives the same answers over a WebSocket, over TCP, over UDP and over MQTT.
 *
 * @module
 */
import { atom, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { processesOf } from "../../../n2o/process.ts";
import { isSent } from "../../../n2o/bus/news.ts";
import { mqtt } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { tcp } from "../../../n2o/endpoint/tcp.ts";
import { udp } from "../../../n2o/endpoint/udp.ts";
import { ws } from "../../../n2o/endpoint/ws.ts";
import * as n2o from "../../../n2o/n2o.ts";
import { type Server, stop } from "../../../n2o/server.ts";
import { event as on } from "../../../nitro/event.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { q } from "../../../nitro/q.ts";
import { wire as wired } from "../../../nitro/wire/wire.ts";
import { equal } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
import { mosquittoAbsent, startMosquitto } from "../../_support/server/mosquitto.ts";
import { dialMqtt } from "../../_support/server/mqtt.ts";
import { dialTcp, dialUdp } from "../../_support/server/carriers.ts";
import {
  type Answer,
  bindings,
  dial,
  type Shown,
  shownAnswer,
  type Wire,
} from "../../_support/server/wire.ts";
import { hello, nonsense, pickle, scene } from "../page.ts";

needs("net");

/** A carrier of a server: how a client gets to it, and its end. */
interface Carrier {
  dial(): Promise<Wire>;
  close(): Promise<void>;
}

const carriers: Record<string, (server: Server) => Promise<Carrier>> = {
  ws(server) {
    const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
    const host = Deno.serve(options, (request) => {
      const { socket, response } = Deno.upgradeWebSocket(request);
      const events = ws(server, "/p", { path: "/p", query: "", headers: {} });
      socket.binaryType = "arraybuffer";
      socket.onopen = (event) => events.onOpen(event, socket);
      socket.onmessage = (event) => events.onMessage(event, socket);
      socket.onclose = (event) => events.onClose(event);
      return response;
    });
    return Promise.resolve({
      dial: () => dial(`ws://127.0.0.1:${host.addr.port}/`),
      close: () => host.shutdown(),
    });
  },
  async tcp(server) {
    const endpoint = await tcp(server, { path: "/p" });
    return { dial: () => dialTcp(endpoint), close: () => endpoint.close() };
  },
  async udp(server) {
    const endpoint = await udp(server, { path: "/p" });
    return { dial: () => dialUdp(endpoint), close: () => endpoint.close() };
  },
  "mqtt 5": (server) => overMqtt(server, "5", 1),
  "mqtt 3.1.1": (server) => overMqtt(server, "3.1.1", 2),
};

async function overMqtt(server: Server, version: "5" | "3.1.1", qos: 1 | 2): Promise<Carrier> {
  const broker = await startMosquitto();
  const endpoint = await mqtt(server, { url: broker.url, version, qos });
  return {
    dial: () => dialMqtt(broker.url, { version, qos, page: "/p" }),
    async close() {
      await endpoint.close();
      await processesOf(server).supervisor.stop();
      await broker[Symbol.asyncDispose]();
    },
  };
}

/** A page with a greeting, a counter of its own and a room; its event `fail` fails, `late` answers later. */
async function event(event: unknown): Promise<void> {
  if (isSent(event)) return nitro.update("room", String(event.message));
  switch (event) {
    case "init":
      n2o.reg("room");
      for (const target of ["say", "fail", "late", "login"]) {
        wired(on({ target, postback: target, source: target === "say" ? ["text"] : [] }));
      }
      return nitro.update("user", n2o.user() || "nobody");
    case "say":
      n2o.send("room", `${n2o.user()}: ${q("text")}`);
      return nitro.update("said", q("text"));
    case "login":
      await n2o.user("alice");
      return nitro.update("user", n2o.user());
    case "late":
      await new Promise((resolve) => setTimeout(resolve, 5));
      return nitro.update("late", "done");
    case "fail":
      throw new Error("the page failed");
  }
}

/** An answer, without what differs from run to run, and without the kind of an empty frame: TCP and UDP have one only. */
function told(answer: Answer): Shown {
  if (answer !== "empty" && "text" in answer && answer.text === "") return "empty";
  return without(shownAnswer(answer));
}

function without(shown: Shown): Shown {
  if (Array.isArray(shown)) {
    return shown[1] === ":Token" ? ["{}", ":Token", "T"] : shown.map(without);
  }
  if (typeof shown !== "string") return shown;
  return shown.startsWith("{var x=") ? "JS" : shown.replace(/[\w-]{80,}/g, "PICKLE");
}

/** What two clients say, and all that they hear. */
async function conversation(dial: () => Promise<Wire>): Promise<Shown[]> {
  const heard: Shown[] = [], a = await dial(), b = await dial();
  const ask = async (wire: Wire, say: string | Uint8Array | Term) => {
    if (typeof say === "string") wire.text(say);
    else if (say instanceof Uint8Array) wire.bytes(say);
    else wire.term(say);
    const answer = await wire.next();
    heard.push(told(answer));
    return answer;
  };
  for (const text of ["PING", "", "nobody knows", "привіт"]) await ask(a, text);
  for (const bytes of [new Uint8Array(0), nonsense]) await ask(a, bytes);
  await ask(a, tuple(atom("nobody"), "knows"));
  await ask(a, pickle("say", "forged", [], 1));
  const go = bindings(await ask(a, hello("", "client-a")));
  await ask(a, pickle("say", go["say click"] ?? "", [tuple("text", "tea & cake")], 1));
  heard.push(told(await a.next()));
  await ask(a, pickle("say", go["say click"] ?? "", [tuple("text", "tea & cake")], 1));
  await ask(a, pickle("login", go["login click"] ?? "", [], 2));
  heard.push(told(await a.next()));
  await ask(a, pickle("late", go["late click"] ?? "", [], 3));
  await ask(a, pickle("fail", go["fail click"] ?? "", [], 4));
  await ask(a, pickle("say", "forged", [], 5));
  await ask(a, pickle("say", go["say click"] ?? "", [tuple("other", 1)], 6));
  await ask(a, hello("", "client-a", 2)).catch((error) => heard.push(String(error)));
  await ask(b, "N2O,");
  heard.push((await a.closed)[0]);
  for (let each = 0; each < 16; each++) await ask(b, nonsense);
  b.bytes(nonsense);
  heard.push([...await b.closed]);
  const c = await dial();
  c.text("x".repeat(2_001));
  heard.push([...await c.closed]);
  const d = await dial();
  heard.push((await ask(d, "PING")) !== "empty" ? "alive" : "");
  await d.leave();
  return heard;
}

const io = (code: Shown, data: Shown): Shown => ["{}", ":io", code, data];
const ack = (seq: number): Shown => ["{}", ":ack", seq];
const refused = (seq: number, reason: string): Shown => io([], ["{}", ":error", seq, reason]);
const bind = (target: string, ...source: string[]): Shown => [
  ...["{}", ":bind", target, "click", "PICKLE"],
  source,
  ["#{}"],
];
const update = (target: string, html: string): Shown => ["{}", ":update", target, html];
const badFrame = io("", ["{}", ":error", "bad frame"]);
const token: Shown = ["{}", ":Token", "T"];

/** What WIRE.md says that is heard. */
const expected: Shown[] = [
  ...[["text", "PONG"], "empty", "empty", "empty", "empty", badFrame, "empty"],
  refused(1, "no session"),
  io([
    bind("say", "text"),
    ...["fail", "late", "login"].map((each) => bind(each)),
    update("user", "nobody"),
  ], token),
  io([update("said", "tea &amp; cake")], ack(1)),
  io([update("room", ": tea &amp; cake")], []),
  io([], ack(1)),
  io([update("user", "alice")], ack(2)),
  io([], token),
  io([update("late", "done")], ack(3)),
  refused(4, "failed"),
  refused(5, "EV expected"),
  refused(6, "bad arguments"),
  "Error: closed with 4001 this server speaks version 1",
  io("JS", token),
  4001,
  ...Array(16).fill(badFrame),
  [1008, "refused more than 16 times"],
  [1009, "a frame of more than 2000 bytes"],
  ["text", "PONG"],
  "alive",
];

for (const [name, open] of Object.entries(carriers)) {
  const ignore = name.startsWith("mqtt") && mosquittoAbsent;
  const what = `the answers over ${name} are those of the wire, and nobody stays connected`;
  Deno.test({ name: what, ignore }, async () => {
    const services = { ws: ["app"], mqtt: ["app"] };
    const { server } = scene(event, { limits: { frame: 2_000 }, services });
    const carrier = await open(server);
    try {
      equal(await conversation(carrier.dial), expected);
    } finally {
      await stop(server);
      await carrier.close();
    }
    equal(server.connections.size, 0);
  });
}
