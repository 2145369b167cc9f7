import { Buffer } from "node:buffer";
import {
  AT_LEAST_ONCE,
  CONNACK,
  CONNECT,
  DISCONNECT,
  DUP,
  int16,
  message,
  packet,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBLISH,
  reader,
  string,
  SUBACK,
  SUBSCRIBE,
} from "../../../../nitro/client/mqtt/packet.ts";
import { equal, throws } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { type Random, random } from "../../../_support/random.ts";
import { generate, type Packet, parser } from "../../../_support/server/mqtt_packet.ts";

/** A packet as its first byte and the rest. */
type Split = readonly [head: number, body: readonly number[]];

/** What the other implementation reads in bytes; its own bookkeeping is left out. */
function read(...parts: Uint8Array[]): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [], reading = parser({ protocolVersion: 4 });
  reading.on("packet", (each) => found.push({ ...each }));
  reading.on("error", (error) => {
    throw error;
  });
  for (const part of parts) reading.parse(Buffer.from(part));
  return found;
}

/** What our reader finds in pieces; `error` where it gives up. */
function split(pieces: readonly Uint8Array[]): (Split | "error")[] {
  const found: (Split | "error")[] = [];
  const push = reader((head, body) => found.push([head, [...body]]));
  try {
    pieces.forEach(push);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    found.push("error");
  }
  return found;
}

/** The packets in bytes, by the words of the standard (2.2.3): a multiplier, one digit after the other. */
function plainly(bytes: Uint8Array): (Split | "error")[] {
  const found: (Split | "error")[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = bytes[at++]!;
    let multiplier = 1, length = 0, digit = 128;
    while (digit >= 128) {
      if (multiplier === 128 ** 3) return [...found, "error"];
      if (at === bytes.length) return found;
      digit = bytes[at++]!;
      length += (digit % 128) * multiplier;
      multiplier *= 128;
    }
    if (multiplier === 128 ** 3 && digit >= 128) return [...found, "error"];
    if (at + length > bytes.length) return found;
    found.push([head, [...bytes.subarray(at, at + length)]]);
    at += length;
  }
  return found;
}

/** Bytes cut anywhere, an empty piece now and then. */
function cut(bytes: Uint8Array, { below }: Random): Uint8Array[] {
  const pieces: Uint8Array[] = [], longest = 1 + below(bytes.length + 1);
  for (let at = 0; at < bytes.length;) {
    const to = at + below(longest + 1);
    pieces.push(bytes.subarray(at, to));
    at = Math.min(to, bytes.length);
  }
  return pieces;
}

/** A packet that a broker may send a page. */
function said(draw: Random): Packet {
  const { below, pick } = draw, messageId = 1 + below(65_535);
  switch (below(5)) {
    case 0:
      return { cmd: "connack", returnCode: below(6), sessionPresent: false };
    case 1:
      return { cmd: "suback", messageId, granted: [pick([0, 1, 128])] };
    case 2:
      return { cmd: "puback", messageId };
    case 3:
      return { cmd: "pingresp" };
    default:
      return publish(draw);
  }
}

function publish({ below, pick }: Random): Packet & { cmd: "publish" } {
  const qos = pick<0 | 1>([0, 1]),
    payload = Buffer.alloc(below(pick([3, 200, 20_000])), below(256));
  const topic = pick(["a", "actions/1/їжак", "t".repeat(300)]);
  const id = qos > 0 ? { messageId: 1 + below(65_535) } : {};
  return {
    cmd: "publish",
    qos,
    topic,
    payload,
    dup: qos > 0 && below(2) > 0,
    retain: false,
    ...id,
  };
}

Deno.test("packets come out as they went in, however the broker's bytes are cut", () => {
  for (let seed = SEED; seed < SEED + rounds(300, 3_000); seed++) {
    const draw = random(seed), sent = Array.from({ length: 1 + draw.below(8) }, () => said(draw));
    const whole = sent.map((each) => new Uint8Array(generate(each)));
    const found = split(cut(Buffer.concat(whole), draw));
    equal(found.map((each) => each !== "error" && packet(...each)), whole, `seed ${seed}`);
  }
});

Deno.test("a message is what the other implementation wrote", () => {
  for (let seed = SEED; seed < SEED + rounds(200, 5_000); seed++) {
    const { topic, payload, messageId = 0, ...rest } = publish(random(seed));
    reader((head, body) => {
      const read = message(head, body);
      equal(read, [topic, new Uint8Array(payload as Buffer), messageId], `seed ${seed}`);
      equal((head & DUP) > 0, rest.dup, `seed ${seed}`);
    })(new Uint8Array(generate({ ...rest, topic, payload, messageId })));
  }
});

Deno.test("the other implementation reads what we write", () => {
  const long = new Uint8Array(300_000).fill(131);
  const sizes = [0, 1, 120, 121, 122, 123, 16_000, 16_383, 16_384, 262_144, 2_097_000];
  for (const size of sizes) {
    const payload = new Uint8Array(size).fill(7);
    const [{ payload: got, topic, qos, dup, messageId } = {}] = read(
      packet(PUBLISH | AT_LEAST_ONCE | DUP, string("t/їжак"), int16(65_535), payload),
    );
    equal([topic, qos, dup, messageId], ["t/їжак", 1, true, 65_535]);
    equal(new Uint8Array(got as Buffer), payload);
  }
  const all = read(
    packet(CONNECT, string("MQTT"), [4, 2], int16(100), string("client")),
    packet(SUBSCRIBE, int16(1), string("actions"), [1]),
    packet(PUBLISH, string("events"), new TextEncoder().encode("PING")),
    packet(PUBLISH | AT_LEAST_ONCE, string("events"), int16(258), long),
    packet(PUBACK, int16(1_000)),
    packet(PINGREQ),
    packet(DISCONNECT),
  );
  equal(all.map(({ cmd }) => cmd), [
    ...["connect", "subscribe", "publish", "publish", "puback", "pingreq", "disconnect"],
  ]);
  const [connect, subscribe, ping, sent, ack] = all;
  equal(
    [connect?.["protocolId"], connect?.["protocolVersion"], connect?.["clean"]],
    ["MQTT", 4, true],
  );
  equal([connect?.["keepalive"], connect?.["clientId"]], [100, "client"]);
  equal(subscribe?.["subscriptions"], [{ topic: "actions", qos: 1 }]);
  equal([ping?.["qos"], String(ping?.["payload"])], [0, "PING"]);
  equal([sent?.["qos"], sent?.["dup"], sent?.["messageId"]], [1, false, 258]);
  equal(ack?.["messageId"], 1_000);
});

// Five packets a round: a million in a long run.
Deno.test("what a hostile broker sends is cut as the standard says, or refused, whatever its pieces", () => {
  for (let seed = SEED; seed < SEED + rounds(1_000, 200_000); seed++) {
    const draw = random(seed), { below } = draw;
    const bytes = new Uint8Array(
      Buffer.concat(Array.from({ length: 1 + below(9) }, () => generate(said(draw)))),
    ).subarray(0, 900);
    for (let left = below(6); left > 0 && bytes.length > 0; left--) {
      bytes[below(bytes.length)] = draw.pick([below(256), 128, 255, 0]);
    }
    equal(split(cut(bytes, draw)), plainly(bytes), `seed ${seed}`);
  }
});

Deno.test("the message of any PUBLISH is read or refused", () => {
  for (let seed = SEED; seed < SEED + rounds(3_000, 300_000); seed++) {
    const { below, pick } = random(seed), head = PUBLISH + below(16);
    const body = Uint8Array.from({ length: below(12) }, () => pick([0, 0, 1, 2, below(256)]));
    const [a = 0, b = 0] = body, length = a * 256 + b, qos = head >> 1 & 3;
    const after = 2 + length, id = (body[after] ?? 0) * 256 + (body[after + 1] ?? 0);
    const from = after + (qos > 0 ? 2 : 0);
    const isSound = body.length >= from && qos < 2 && (qos === 0 ? (head & DUP) === 0 : id > 0);
    if (isSound) {
      equal(message(head, body).slice(1), [body.slice(from), qos && id], `seed ${seed}`);
    } else throws(() => message(head, body), RangeError);
  }
});

Deno.test("a packet that is too long is refused when its length is there, and the longest is read", () => {
  const refused = reader(() => {});
  refused(Uint8Array.of(PUBLISH, 255, 255));
  throws(() => refused(Uint8Array.of(255)), RangeError);
  const longest = packet(PUBLISH, new Uint8Array(2_097_151)), found: number[] = [];
  const push = reader((_, { length }) => found.push(length));
  // A byte at a time: that takes no time to speak of where each is held once.
  for (let at = 0; at < longest.length; at++) push(longest.subarray(at, at + 1));
  push(packet(PINGRESP));
  equal(found, [2_097_151, 0]);
  equal([CONNACK, SUBACK], [0x20, 0x90]);
});
