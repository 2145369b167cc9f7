import { Buffer } from "node:buffer";
import { client, clientParts } from "../../../../nitro/client.gen.ts";
import { equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { type Random, random } from "../../../_support/random.ts";
import {
  answered,
  CONNACK,
  connected,
  dialled,
  NAMES,
  open,
  opened,
  pageTest,
  type Sent,
  SUBACK,
  time,
} from "./broker.ts";
import { generate, type Packet } from "../../../_support/server/mqtt_packet.ts";

const TERM = Uint8Array.of(131, 104, 0), LATE = 9_001;
const { actions: topic } = NAMES;

/** A message of the server. */
function message(
  payload: Uint8Array | string,
  more: Partial<Packet & { cmd: "publish" }> = {},
): Packet {
  return {
    cmd: "publish",
    topic,
    payload: Buffer.from(payload),
    qos: 0,
    dup: false,
    retain: false,
    ...more,
  };
}

/** `{close, Code, <<"r">>}` as the server writes it. */
function farewell(code: number): Uint8Array {
  return Uint8Array.from([
    ...[131, 104, 3, 100, 0, 5],
    ...new TextEncoder().encode("close"),
    ...[98, 0, 0, code >> 8, code & 255, 109, 0, 0, 0, 1, 114],
  ]);
}

Deno.test("nothing of it is in the client, but where it is loaded from", () => {
  equal(client.includes("mqtt.js"), true);
  for (const word of ["MQTT", "CLOSE", "/n2o/mqtt"]) {
    equal([client.includes(word), clientParts["mqtt"]?.text.includes(word)], [false, true]);
  }
});

const events = (sent: readonly Sent[]) =>
  sent.map(({ cmd, qos, dup, messageId, payload }) => [cmd, qos, dup, messageId, payload]);

pageTest(
  "a page asks for a broker, connects with its will, subscribes, and opens with its ticket",
  async () => {
    const broker = await dialled(), fixed = { retain: false, dup: false };
    equal(opened(), [NAMES.url, "mqtt"]);
    equal(broker.carrier.readyState, 0);
    open();
    equal(broker.sent(), [{
      ...{ cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clean: true, keepalive: 120 },
      ...{ clientId: "page-1", ...fixed, qos: 0 },
      will: { retain: false, qos: 1, topic: NAMES.events, payload: Buffer.from("CLOSE") },
    }]);
    await broker.say(CONNACK);
    equal(broker.sent(), [{
      ...{ cmd: "subscribe", messageId: 1, ...fixed, qos: 1, subscriptions: [{ topic, qos: 1 }] },
    }]);
    equal([broker.told, broker.carrier.readyState], [[], 0]);
    await broker.say(SUBACK);
    equal(broker.sent(), [{
      ...{
        cmd: "publish",
        topic: NAMES.events,
        payload: "OPEN,TICKET",
        messageId: 1,
        ...fixed,
        qos: 1,
      },
    }]);
    equal([broker.told, broker.carrier.readyState], [["open"], 1]);
  },
);

pageTest("a broker that wants a user and a password gets them", async () => {
  const broker = await dialled(() => answered({ ...NAMES, user: "їжак", password: "p&ss" }));
  open();
  const [{ username, password, clientId, will } = {}] = broker.sent();
  equal([username, password, clientId], ["їжак", "p&ss", "page-1"]);
  equal(will, { retain: false, qos: 1, topic: NAMES.events, payload: Buffer.from("CLOSE") });
});

pageTest("what the server refuses fails, and what it cannot answer is tried again", async () => {
  for (const status of [403, 404]) {
    equal((await dialled(() => answered({}, status))).told, [[4101, `broker ${status}`]]);
  }
  const again = [
    () => Promise.reject(new TypeError("no network")),
    () =>
      Promise.resolve({ status: 503, json: () => Promise.reject(new SyntaxError()) } as Response),
    () => answered(null),
    () => answered({ ...NAMES, url: "no address" }),
  ];
  for (const answer of again) equal((await dialled(answer)).told, [[1006, ""]]);
});

pageTest("what the broker refuses fails, one that is not ready is asked again", async () => {
  for (const [code, told] of [[1, 4101], [2, 4101], [3, 1013], [4, 4101], [5, 4101]] as const) {
    const broker = await dialled();
    open();
    await broker.say({ cmd: "connack", returnCode: code, sessionPresent: false }, SUBACK);
    equal(broker.told, [[told, told === 1013 ? "" : `broker ${code}`]]);
    equal([broker.isClosed, broker.carrier.readyState], [true, 0]);
  }
  const broker = await dialled();
  open();
  await broker.say(CONNACK, { cmd: "suback", messageId: 1, granted: [128] });
  equal(broker.told, [[4101, "broker 128"]]);
});

pageTest(
  "frames of bytes go out at least once under numbers of their own, texts at most once",
  async () => {
    const { carrier, sent } = await connected();
    carrier.send(TERM);
    carrier.send("PING");
    carrier.send(TERM);
    equal(events(sent()), [
      ["publish", 1, false, 2, TERM],
      ["pingreq", 0, false, undefined, undefined],
      ["publish", 0, false, undefined, "PING"],
      ["publish", 1, false, 3, TERM],
    ]);
  },
);

pageTest("what is not acknowledged is sent once more, marked, under its number", async () => {
  const { carrier, sent, say } = await connected();
  const beat = async () => {
    carrier.send("PING");
    await say({ cmd: "pingresp" });
    return events(sent()).filter(([cmd, qos]) => cmd === "publish" && qos === 1);
  };
  for (const byte of [1, 2, 3]) carrier.send(Uint8Array.of(131, byte));
  sent();
  await say({ cmd: "puback", messageId: 3 });
  equal(await beat(), []);
  time.now += LATE;
  equal(await beat(), [
    ["publish", 1, true, 2, Uint8Array.of(131, 1)],
    ["publish", 1, true, 4, Uint8Array.of(131, 3)],
  ]);
  time.now += LATE;
  equal(await beat(), []);
});

pageTest("numbers come round, and a broker that acknowledges none is left", async () => {
  const { carrier, sent, say, skip, told } = await connected();
  const numbers = () => sent().map(({ messageId }) => messageId);
  for (let id = 2; id < 65_534; id++) {
    carrier.send(TERM);
    skip();
    if (id !== 3) await say({ cmd: "puback", messageId: id });
  }
  for (let each = 0; each < 4; each++) carrier.send(TERM);
  equal(numbers(), [65_534, 65_535, 1, 2]);
  carrier.send(TERM); // 3 was not acknowledged
  equal([numbers(), told], [[], [[1002, ""]]]);
});

pageTest(
  "a broker that does not answer PINGREQ is left, one that does is kept, however often it is asked",
  async () => {
    const { carrier, say, told, isClosed } = await connected();
    for (let each = 0; each < 20; each++) {
      carrier.send("PING"); // as when a page is hidden and shown
      time.now += each % 2 ? 1 : 5_000;
      await say({ cmd: "pingresp" });
    }
    equal([told, isClosed], [[], false]);
    carrier.send("PING");
    time.now += 5_000;
    carrier.send("PING");
    equal(told, []);
    time.now += 5_000;
    carrier.send("PING");
    equal(told, [[1006, ""]]);
  },
);

pageTest(
  "what comes on the page's topic is handed up in its order, and acknowledged where that is asked for",
  async () => {
    const { say, heard, sent, told } = await connected();
    await say(
      message("PONG"),
      message(TERM, { qos: 1, messageId: 7 }),
      message(""),
      message("їжак", { qos: 1, messageId: 65_535 }),
    );
    equal(heard(), ["PONG", TERM, "", "їжак"]);
    equal(events(sent()).map(([cmd, , , id]) => [cmd, id]), [["puback", 7], ["puback", 65_535]]);
    await say(message(TERM, { topic: "/actions/%2Fp/page-2", qos: 1, messageId: 8 }));
    await say(message(TERM, { retain: true }));
    equal([heard(), sent().length, told], [[], 1, []]);
  },
);

pageTest("what the broker sends again is acknowledged again and handed up once", async () => {
  const { say, heard, sent } = await connected();
  const one = (payload: string, messageId: number, dup = false) =>
    message(payload, { qos: 1, messageId, dup });
  await say(one("a", 1), one("b", 2), one("a", 1, true), one("c", 3, true), one("c", 3, true));
  await say(one("d", 1)); // another message: its number was free again
  equal(heard(), ["a", "b", "c", "d"]);
  equal(sent().map(({ messageId }) => messageId), [1, 2, 1, 3, 3, 1]);
});

pageTest("a farewell of the server ends it with its code, after what came before", async () => {
  for (const code of [1001, 1009, 1013, 4001, 4003]) {
    const broker = await connected();
    await broker.say(
      message("PONG"),
      message(farewell(code), { qos: 1, messageId: 1 }),
      message("PONG"),
    );
    equal(broker.told, [[code, ""]]);
    equal([broker.heard()[0], broker.isClosed, broker.carrier.readyState], ["PONG", true, 0]);
  }
});

pageTest("a broker that is lost ends it once, and no code of its own means anything", async () => {
  for (
    const [code, told] of [[1006, 1006], [1000, 1000], [1009, 1009], [4001, 1015], [
      4999,
      1015,
    ]] as const
  ) {
    const broker = await connected();
    await broker.close(code);
    await broker.close(code);
    broker.carrier.close();
    equal(broker.told, [[told, ""]]);
  }
});

pageTest("closed before its server answered, it opens nothing", async () => {
  const answer = Promise.withResolvers<Response>();
  const broker = await dialled(() => answer.promise);
  broker.carrier.close();
  answer.resolve(await answered(NAMES));
  for (let turns = 0; turns < 9; turns++) await undefined;
  equal([opened(), broker.told], [undefined, [[1006, ""]]]);
});

/** What the standard, or the page, does not allow a broker to say, by what is wrong; the first three before it is connected. */
const wrong: Record<string, string | number[]> = {
  "a message before CONNACK": [0x30, 3, 0, 1, 97],
  "an answer to no question": [0xd0, 0],
  "a session that was kept": [0x20, 2, 1, 0],
  "text": "PING",
  "text that is a number": "20",
  "type 0": [0, 0],
  "type 15": [0xf0, 0],
  "a packet of a client": [0x10, 0],
  "a second CONNACK": [0x20, 2, 0, 0],
  "a second SUBACK": [0x90, 3, 0, 1, 1],
  "a SUBACK of another subscription": [0x90, 3, 1, 1, 1],
  "flags that are fixed": [0x41, 2, 0, 1],
  "a PUBACK with more": [0x40, 3, 0, 1, 0],
  "a PINGRESP with something": [0xd0, 1, 0],
  "exactly once": [0x34, 5, 0, 1, 97, 0, 1],
  "no quality of service at all": [0x36, 5, 0, 1, 97, 0, 1],
  "the number 0": [0x32, 5, 0, 1, 97, 0, 0],
  "a duplicate without a number": [0x38, 3, 0, 1, 97],
  "a topic that is longer than its packet": [0x30, 3, 0, 2, 97],
  "a packet without a topic": [0x30, 1, 0],
  "a packet without its number": [0x32, 4, 0, 1, 97, 0],
  "a packet of 2 MiB": [0x30, 128, 128, 128, 1],
  "a length without an end": [0x30, 255, 255, 255, 255, 255],
};

for (const [name, data] of Object.entries(wrong)) {
  pageTest(`a broker that sends ${name} is left, and nothing of that is told`, async () => {
    const isEarly = Object.keys(wrong).indexOf(name) < 3;
    const broker = isEarly ? await dialled() : await connected();
    if (isEarly) open();
    await broker.raw(typeof data === "string" ? data : Uint8Array.from(data));
    equal([broker.told, broker.heard(), broker.isClosed], [[[1002, ""]], [], true]);
  });
}

/** A message, whole or not, that a broker might send, and what becomes of it. */
function any(draw: Random): Buffer {
  const { below, pick } = draw;
  const bytes = generate(pick<Packet>([
    CONNACK,
    { ...SUBACK, messageId: 1 + below(2) } as Packet,
    { cmd: "puback", messageId: 1 + below(9) },
    { cmd: "pingresp" },
    message("PONG", {
      qos: pick([0, 1, 2]),
      messageId: 1 + below(9),
      dup: below(2) > 0,
      retain: below(4) < 1,
    }),
    message(TERM, { qos: pick([0, 1]), messageId: 1 + below(9), topic: pick([topic, "x"]) }),
    message(farewell(1000 + below(14))),
  ]));
  if (below(12) === 0) bytes[below(bytes.length)] = pick([0, 255, below(256)]);
  return bytes;
}

pageTest("whatever a broker sends, in whatever pieces, comes to the same end", async () => {
  for (let seed = SEED; seed < SEED + rounds(500, 20_000); seed++) {
    const draw = random(seed), { below } = draw, isEarly = below(4) === 0;
    const bytes = Buffer.concat(Array.from({ length: 1 + below(20) }, () => any(draw)));
    const ends = [];
    for (const longest of [bytes.length, 1 + below(9)]) {
      const broker = isEarly ? await dialled() : await connected();
      if (isEarly) open();
      for (let at = 0; at < bytes.length;) {
        const to = at + (longest < bytes.length ? 1 + below(longest) : longest);
        await broker.raw(bytes.subarray(at, to));
        at = to;
      }
      const { told, isClosed, carrier } = broker;
      const closed = told.filter((each) => each !== "open");
      equal(closed, isClosed ? closed.slice(0, 1) : [], `seed ${seed}`);
      if (isClosed) equal(carrier.readyState, 0, `seed ${seed}`);
      broker.sent(); // the other implementation can read it
      ends.push([closed, broker.heard()]);
    }
    equal(ends[0], ends[1], `seed ${seed}`);
  }
});
