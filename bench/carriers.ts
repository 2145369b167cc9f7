/**
 * PING over TCP and UDP through the protocol chain beside a raw echo of the same sockets: 50 clients in the same process.
 *
 * @module
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { heart, server, silentLog } from "../n2o/mod.ts";
import { tcp } from "../n2o/endpoint/tcp.ts";
import { udp } from "../n2o/endpoint/udp.ts";
import { nitro } from "../nitro/mod.ts";
import { median, table } from "./report.ts";

const CLIENTS = 50, WINDOW_MS = 1_000, ROUNDS = 5, FRAME = "\0\0\0\x04PING";

/** Answers a second of 50 sockets that say PING again as soon as they are answered. */
async function streams(port: number): Promise<number> {
  let answers = 0;
  const sockets = await Promise.all(Array.from({ length: CLIENTS }, async () => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.on("data", () => {
      answers++;
      socket.write(FRAME);
    });
    await once(socket, "connect");
    return socket;
  }));
  const begun = performance.now();
  for (const socket of sockets) socket.write(FRAME);
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const rate = answers / (performance.now() - begun) * 1_000;
  for (const socket of sockets) socket.destroy();
  return rate;
}

async function datagrams(port: number): Promise<number> {
  let answers = 0;
  const sockets = Array.from({ length: CLIENTS }, () => createSocket("udp4"));
  await Promise.all(sockets.map(async (socket) => {
    const ask = (said: string | Uint8Array) => socket.send(said, port, "127.0.0.1");
    ask(`COOKIE,${"-".repeat(22)}`);
    const [cookie] = await once(socket, "message");
    ask(cookie);
    await once(socket, "message");
  }));
  const begun = performance.now();
  for (const socket of sockets) {
    socket.on("message", () => {
      answers++;
      socket.send("PING", port, "127.0.0.1");
    });
    socket.send("PING", port, "127.0.0.1");
  }
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const rate = answers / (performance.now() - begun) * 1_000;
  for (const socket of sockets) socket.close();
  return rate;
}

/** Measures both in turn and prints their ratio. */
async function beside(
  title: string,
  measure: (port: number) => Promise<number>,
  raw: number,
  chain: number,
): Promise<void> {
  const rates: { raw: number; chain: number }[] = [];
  for (const port of [raw, chain]) await measure(port);
  for (let round = 0; round < ROUNDS; round++) {
    rates.push({ raw: await measure(raw), chain: await measure(chain) });
  }
  table(`${title} PING, ${CLIENTS} clients in the same process`, [
    ["raw echo", `${Math.round(median(rates.map((each) => each.raw)))}/s`, "1.00"],
    [
      "protocol chain",
      `${Math.round(median(rates.map((each) => each.chain)))}/s`,
      median(rates.map((each) => each.chain / each.raw)).toFixed(2),
    ],
  ]);
}

const made = server({
  secret: "a secret for the benchmark",
  routes: { "/": { event: () => {} } },
  protocols: [heart, nitro],
  log: silentLog,
});
const stream = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (bytes) => socket.write(bytes));
  socket.on("error", () => socket.destroy());
}).listen(0, "127.0.0.1");
await once(stream, "listening");
const datagram = createSocket("udp4");
datagram.on("message", (bytes, { port, address }) => datagram.send(bytes, port, address));
datagram.bind(0, "127.0.0.1");
await once(datagram, "listening");
// As: what listens on a port has an address with one.
await beside("TCP", streams, (stream.address() as AddressInfo).port, (await tcp(made)).port);
await beside("UDP", datagrams, datagram.address().port, (await udp(made)).port);
Deno.exit(0);
