/**
 * What is bounded by the address of a peer, over TCP and UDP.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { equalBytes } from "../../../base/mod.ts";
import { tcp } from "../../../n2o/endpoint/tcp.ts";
import { udp } from "../../../n2o/endpoint/udp.ts";
import { encode } from "../../../n2o/bert/bert.ts";
import { frameOf, from } from "../../../n2o/endpoint/carry.ts";
import { unpacker } from "../../../n2o/endpoint/packet.ts";
import { stop } from "../../../n2o/server.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { needs } from "../../_support/permission.ts";
import { random } from "../../_support/random.ts";
import { dialTcp, dialUdp, framed, plainTcp, plainUdp } from "../../_support/server/carriers.ts";
import { hello, scene } from "../page.ts";

needs("net");

Deno.test("an address is in one text, whichever family the socket has", () => {
  const req = { path: "/", query: "", headers: {} };
  for (
    const [given, told] of [
      ["127.0.0.1", "127.0.0.1"],
      ["::ffff:127.0.0.1", "127.0.0.1"],
      ["::FFFF:10.0.0.1", "10.0.0.1"],
      ["::1", "::1"],
      ["2001:db8::1", "2001:db8::1"],
      [undefined, undefined],
    ] as const
  ) equal(from(req, given).address, told);
});

Deno.test("of one address only so many are let in over TCP and UDP together, and when one leaves another may come", async () => {
  const { server, book } = scene(undefined, { limits: { address: 3, lines: 2 } });
  const stream = await tcp(server, { path: "/p" }), datagrams = await udp(server, { path: "/p" });
  const first = await dialTcp(stream),
    second = await dialTcp(stream),
    third = await dialUdp(datagrams);
  for (const each of [first, second, third]) {
    each.text("PING");
    equal(await each.next(), { text: "PONG" });
  }
  for (let more = 0; more < 5; more++) {
    equal(await (await dialTcp(stream)).closed, [1013, "too many connections of one address"]);
  }
  const peer = await plainUdp(datagrams);
  peer.send(`COOKIE,${"-".repeat(22)}`);
  const cookie = await peer.next();
  peer.send(cookie);
  // What was answered to it would be here before this answer.
  peer.send("-".repeat(29));
  equal((await peer.next()).length, 29);
  equal(peer.inbox, []);
  equal(server.connections.size, 3);
  const told = book.entries.filter(({ message }) => message.startsWith("refused: too many"));
  equal(told.length, 2, "a flood is no flood of lines");
  const left = first.leave();
  while (server.connections.size > 2) await new Promise((resolve) => setTimeout(resolve, 1));
  await left;
  peer.send(cookie);
  equal(await peer.next(), cookie);
  equal(server.connections.size, 3);
  await stop(server);
  await Promise.all([stream.close(), datagrams.close()]);
  await peer.close();
  for (const each of [second, third]) await each.leave();
  equal([server.connections.size, server.peers.refusal("127.0.0.1", 0)], [0, "the server stops"]);
});

Deno.test("a page knows where its peer is, and a flood of bad frames is few lines", async () => {
  const { server, book } = scene(undefined, { limits: { lines: 3, frame: 100 } });
  const endpoint = await tcp(server, { path: "/p" });
  for (let peer = 0; peer < 6; peer++) {
    const client = await dialTcp(endpoint);
    client.socket.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    equal((await client.closed)[0], 1009);
  }
  equal(book.entries.filter(({ level }) => level === "warning").length, 3);
  await stop(server);
  await endpoint.close();
});

Deno.test("an endless frame, one that is announced only, and one that dribbles hold no more than came", async () => {
  const { server, clock } = scene(undefined, { limits: { frame: 50_000 } });
  const endpoint = await tcp(server, { path: "/p" });
  const peers = await Promise.all(Array.from({ length: 20 }, () => plainTcp(endpoint)));
  const gone = peers.map((peer) => once(peer, "close"));
  for (const peer of peers) {
    peer.on("error", () => peer.destroy());
    peer.on("end", () => peer.destroy());
    peer.resume();
    peer.write(Uint8Array.of(...framed("PING"), 0, 0, 0xc3, 0x50));
  }
  while (server.connections.size < 20) await new Promise((resolve) => setTimeout(resolve, 1));
  // A byte each two seconds does not prolong the time of a frame.
  for (let second = 0; second < 12; second += 2) {
    for (const peer of peers) if (!peer.destroyed) peer.write("x");
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(2_000);
  }
  await Promise.all(gone);
  equal(server.connections.size, 0);
  const frames = unpacker(2 ** 31), before = Deno.memoryUsage().external;
  for (const _ of Array(100)) {
    unpacker(2 ** 31).push(Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 1), () => {});
  }
  frames.push(Uint8Array.of(0x7f, 0xff, 0xff, 0xff), () => {});
  assert(Deno.memoryUsage().external - before < 10_000_000);
  await stop(server);
  await endpoint.close();
});

/** A frame, or what was one. */
function mutated(frame: Uint8Array, below: (n: number) => number): Uint8Array {
  const bytes = Uint8Array.from(frame);
  for (let count = below(4); count > 0; count--) bytes[below(bytes.length)] = below(256);
  return below(3) === 0 ? bytes.slice(0, below(bytes.length + 1)) : bytes;
}

Deno.test(`mutated streams are taken apart as by a plain reading, whatever they say (seed ${SEED})`, () => {
  const { below } = random(SEED), limit = 300;
  for (let round = 0; round < rounds(2_000, 200_000); round++) {
    const frames = Array.from(
      { length: 5 },
      () => Uint8Array.from({ length: below(16) }, () => below(256)),
    );
    const stream = mutated(Uint8Array.from(frames.flatMap((each) => [...framed(each)])), below);
    const found: Uint8Array[] = [], tested = unpacker(limit);
    let over: number | undefined;
    for (let at = 0; at < stream.length && over === undefined;) {
      const end = at + 1 + below(20);
      over = tested.push(stream.slice(at, end), (frame) => found.push(new Uint8Array(frame)));
      at = end;
    }
    const view = new DataView(stream.buffer), expected: Uint8Array[] = [];
    let at = 0, excess: number | undefined;
    while (at + 4 <= stream.length) {
      const length = view.getUint32(at);
      if (length > limit) {
        excess = length;
        break;
      }
      if (at + 4 + length > stream.length) break;
      expected.push(stream.slice(at + 4, at + 4 + length));
      at += 4 + length;
    }
    // A million of them: what takes long is to show how they differ.
    const isSame = over === excess && found.length === expected.length &&
      found.every((frame, at) => equalBytes(frame, expected[at] ?? new Uint8Array(0)));
    if (!isSame) equal([found, over], [expected, excess], `seed ${SEED}, round ${round}`);
  }
});

Deno.test(`a datagram is a text where it is UTF-8 and no term, else its bytes, whatever it says (seed ${SEED})`, () => {
  const { below, pick } = random(SEED), utf8 = new TextEncoder();
  const sound = [
    encode(hello("", "client")),
    ...["PING", "", "N2O,", "привіт 👋".repeat(5)]
      .map((each) => utf8.encode(each)),
  ] as [Uint8Array, ...Uint8Array[]];
  for (let round = 0; round < rounds(20_000, 1_000_000); round++) {
    const bytes = below(3) === 0
      ? Uint8Array.from({ length: below(80) }, () => below(256))
      : mutated(pick(sound), below);
    const frame = frameOf(Uint8Array.from(bytes).buffer);
    const isText = bytes[0] !== 131 && isUtf8(bytes);
    if (isText !== (typeof frame === "string")) throw new Error(`${bytes} is ${typeof frame}`);
    const again = typeof frame === "string" ? utf8.encode(frame) : new Uint8Array(frame);
    if (!equalBytes(again, bytes)) throw new Error(`${bytes} came as ${again}`);
  }
});

/** Whether bytes are UTF-8, by Buffer: what it cannot read it replaces. */
function isUtf8(bytes: Uint8Array): boolean {
  return equalBytes(new Uint8Array(Buffer.from(Buffer.from(bytes).toString("utf8"))), bytes);
}

Deno.test(`mutated terms over TCP and UDP harm nobody, and nobody stays (seed ${SEED})`, async () => {
  const { below, pick } = random(SEED);
  const { server } = scene(undefined, {
    limits: { frame: 5_000, strikes: 1_000_000, lines: 10, hellos: 10 ** 9, rate: 10 ** 9 },
  });
  const stream = await tcp(server, { path: "/p" }), datagrams = await udp(server, { path: "/p" });
  const seeds = [
    encode(hello("", "client")),
    new TextEncoder().encode("PING"),
    new TextEncoder().encode("N2O,"),
  ];
  for (let round = 0; round < rounds(10, 700); round++) {
    const socket = await plainTcp(stream), gone = once(socket, "close");
    socket.on("error", () => socket.destroy());
    socket.on("end", () => socket.destroy());
    socket.resume();
    for (let each = 0; each < 100; each++) {
      const frame = framed(mutated(pick(seeds as [Uint8Array]), below));
      socket.write(each > 90 ? mutated(frame, below) : frame);
    }
    socket.end();
    await gone;
  }
  const peer = await plainUdp(datagrams);
  for (let round = 0; round < rounds(10, 700); round++) {
    peer.send(`COOKIE,${"-".repeat(22)}`);
    let cookie = await peer.next();
    while (new TextDecoder().decode(cookie.slice(0, 7)) !== "COOKIE,") cookie = await peer.next();
    peer.send(cookie);
    for (let each = 0; each < 100; each++) {
      peer.send(mutated(pick([cookie, ...seeds] as [Uint8Array]), below));
    }
  }
  const after = await dialTcp(stream);
  after.text("PING");
  equal(await after.next(), { text: "PONG" });
  await stop(server);
  await Promise.all([stream.close(), datagrams.close()]);
  await peer.close();
  equal(server.connections.size, 0);
});
