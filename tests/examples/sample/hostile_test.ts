import { deflateSync } from "node:zlib";
import { atom, encode, tuple } from "../../../n2o/bert/bert.ts";
import { assert, equal } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
import { random } from "../../_support/random.ts";
import { codeOf } from "./recording.ts";
import {
  classicPickles,
  dial,
  io,
  notebook,
  sampleApplication,
  shown,
  tokenOf,
  type Wire,
} from "../../_support/server/wire.ts";

needs("net");

/** The sample, and a client that is in its room all the time. */
async function room() {
  const book = notebook(), limits = { lines: 10_000 };
  const sample = await sampleApplication({ log: book.log, limits });
  const { port, stop } = await sample.start(), origin = `ws://127.0.0.1:${port}`;
  const login = await dial(`${origin}/ws/app/login.htm`);
  login.text("N2O,");
  const welcome = await login.next();
  const args = [tuple("user", "witness"), tuple("pass", "hall")];
  login.term(tuple(atom("pickle"), "loginButton", pickleOf(welcome, "loginButton"), args));
  // Who logs in has another session from then on.
  const token = tokenOf(await login.next());
  await login.leave();
  const chat = await dial(`${origin}/ws/app/index.htm`);
  chat.text(`N2O,${token}`);
  const send = pickleOf(await chat.next(), "send");
  let said = 0;
  return {
    book,
    port,
    origin,
    server: sample.server,
    /** Says something in the room and finds it there, behind all that was said before. */
    async alive(): Promise<void> {
      chat.term(tuple(atom("pickle"), "send", send, [tuple("message", `message ${said++}`)]));
      const answers = await chat.settled();
      equal(answers.map((answer) => shown(io(answer).data)), ["", []]);
      assert(codeOf(answers[1] ?? "empty").includes(`message ${said - 1}`));
      const kept = await Array.fromAsync(
        sample.db.entries<{ id: string; text: string }>("/chat/hall"),
      );
      equal(
        kept.map(({ record }) => record.text),
        Array.from({ length: said }, (_, at) => `message ${at}`),
      );
    },
    async [Symbol.asyncDispose]() {
      await chat.leave();
      await stop();
    },
  };
}

function pickleOf(answer: Parameters<typeof io>[0] & object | "empty", target: string): string {
  const found = classicPickles(codeOf(answer))[target];
  if (found === undefined) throw new Error(`nothing is bound to ${target}`);
  return found;
}

const BAD: readonly string[] = ["{}", ":error", "bad frame"];

/** A term of the compressed form that says it is `claimed` bytes long. */
function compressed(content: Uint8Array, claimed: number): Uint8Array {
  const packed = deflateSync(content, { level: 9 }), bytes = new Uint8Array(6 + packed.length);
  bytes.set([131, 80]);
  new DataView(bytes.buffer).setUint32(2, claimed);
  bytes.set(packed, 6);
  return bytes;
}

/** A list of small integers, without the version: 2 bytes each. */
function longList(length: number): Uint8Array {
  const bytes = new Uint8Array(6 + 2 * length).fill(97);
  bytes[0] = 108;
  new DataView(bytes.buffer).setUint32(1, length);
  bytes[bytes.length - 1] = 106;
  return bytes;
}

function nested(head: readonly number[], depth: number, ...end: readonly number[]): Uint8Array {
  return Uint8Array.from([131, ...Array(depth).fill(head).flat(), ...end]);
}

const event = encode(tuple(atom("pickle"), "target", "sealed", [tuple("source", "value")], 1));
const four = [255, 255, 255, 255];

/** Frames that are no term, or one that inflates to more than a frame may hold. */
const FRAMES: Readonly<Record<string, Uint8Array>> = {
  "one byte": Uint8Array.of(131),
  "another version": Uint8Array.of(130, 97, 1),
  "text in a binary frame": new TextEncoder().encode("N2O,token"),
  "an unknown tag": Uint8Array.of(131, 7, 0, 0),
  "a binary of 4 GB": Uint8Array.of(131, 109, ...four, 1, 2),
  "a list of 4 G elements": Uint8Array.of(131, 108, ...four, 97, 1),
  "a tuple of 4 G elements": Uint8Array.of(131, 105, ...four, 97, 1),
  "a map of 4 G pairs": Uint8Array.of(131, 116, ...four, 97, 1),
  "an integer of 4 GB": Uint8Array.of(131, 111, ...four, 0, 1),
  "tuples nested 130,000 deep": nested([104, 1], 130_000, 106),
  "a compressed term that claims 1 GB": compressed(longList(10), 2 ** 30),
  "a compressed term that claims 4 GB": compressed(longList(10), 2 ** 32 - 1),
  "a compressed term that claims less than it is": compressed(longList(1_000), 10),
  "a compressed term of 20 MB": compressed(longList(10_000_000), 20_000_006),
  "a compressed term within a compressed term": compressed(
    compressed(longList(10), 26).subarray(1),
    40,
  ),
  "two thousand different atoms": encode(
    Array.from({ length: 2_000 }, (_, at) => atom(`noise ${at}`)),
  ),
  "an atom of 300 characters": Uint8Array.of(131, 118, 1, 44, ...Array(300).fill(97)),
  "an atom that is no UTF-8": Uint8Array.of(131, 119, 2, 0xff, 0xfe),
};

Deno.test("a frame that is no term is refused and logged once, and the connection and the room go on", async () => {
  await using hall = await room();
  for (const [name, bytes] of Object.entries(FRAMES)) {
    const client = await dial(`${hall.origin}/ws/app/login.htm`);
    client.bytes(bytes);
    equal(shown(io(await client.next()).data), BAD, name);
    client.text("N2O,");
    assert(tokenOf(await client.next()) !== "", name);
    equal(hall.book.take(), ["refused: a frame that is no term"], name);
    await client.leave();
    await hall.alive();
  }
});

Deno.test("an event cut short anywhere is refused, and so are 500 frames of noise (seed 7)", async () => {
  await using hall = await room();
  const next = random(7),
    frames = Array.from(
      { length: 500 },
      () =>
        Uint8Array.from(
          { length: 1 + next.below(60) },
          (_, at) => at === 0 ? 131 : next.below(256),
        ),
    );
  for (let length = 1; length < event.length; length++) frames.push(event.slice(0, length));
  let client: Wire | undefined;
  for (const [at, frame] of frames.entries()) {
    if (at % 16 === 0) {
      await client?.leave();
      client = await dial(`${hall.origin}/ws/app/login.htm`);
    }
    client?.bytes(frame);
    // A term by chance is nothing that anybody knows.
    const answer = await client?.next();
    if (answer !== "empty") equal(shown(io(answer).data), BAD);
    equal(hall.book.take().length, 1);
  }
  await client?.leave();
  await hall.alive();
});

Deno.test("terms that no protocol knows get an empty frame, however deep or long they are", async () => {
  await using hall = await room();
  const client = await dial(`${hall.origin}/ws/app/login.htm`);
  const unknown = [
    nested([104, 1], 99_000, 106),
    Uint8Array.from([[131], [...longList(130_000)]].flat()),
    Uint8Array.from([131, 111, 0, 3, 0x0d, 0x40, 0, ...Array(200_000).fill(255)]),
    compressed(longList(100_000), 200_006),
    encode(new Map([[tuple(atom("a")), [1, 2]]])),
    encode(tuple(atom("__proto__"), "x")),
    encode(tuple(atom("constructor"))),
    encode(tuple()),
    encode([]),
  ];
  for (const bytes of unknown) {
    client.bytes(bytes);
    equal(await client.next(), "empty");
    equal(hall.book.take(), ["refused: no protocol knows the message"]);
  }
  await client.leave();
  await hall.alive();
});

Deno.test("a text over the frame limit closes with 1009, the seventeenth bad frame with 1008, and the room goes on", async () => {
  await using hall = await room();
  const long = await dial(`${hall.origin}/ws/app/login.htm`);
  long.text("x".repeat(262_145));
  equal((await long.closed)[0], 1009);
  equal(hall.book.take().length, 1);
  const bad = await dial(`${hall.origin}/ws/app/login.htm`);
  for (let each = 0; each < 17; each++) bad.bytes(Uint8Array.of(131));
  for (let each = 0; each < 17; each++) equal(shown(io(await bad.next()).data), BAD);
  equal((await bad.closed)[0], 1008);
  equal(hall.book.take().length, 18);
  await hall.alive();
});

Deno.test("a flood of hellos and of events ends its own connection only, and begins one session at most", async () => {
  await using hall = await room();
  const before = hall.server.tables.get("cookies")?.size ?? 0;
  const client = await dial(`${hall.origin}/ws/app/login.htm`);
  for (let each = 0; each < 3_000; each++) client.text(`N2O,garbage ${each}`);
  await client.closed;
  equal(hall.book.take().length, 1);
  await hall.alive();
  equal((hall.server.tables.get("cookies")?.size ?? 0) - before, 1);
});

Deno.test("a hundred sockets that say nothing, break off or speak no WebSocket leave nothing behind", async () => {
  await using hall = await room();
  const head = (extra = "") =>
    new TextEncoder().encode(
      `GET /ws/app/login.htm HTTP/1.1\r\nHost: 127.0.0.1:${hall.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${extra}\r\n`,
    );
  const sockets = await Promise.all(Array.from({ length: 100 }, async (_, at) => {
    const socket = await Deno.connect({ port: hall.port });
    await socket.write(head());
    const answer = new Uint8Array(1_024), read = await socket.read(answer);
    assert(new TextDecoder().decode(answer.subarray(0, read ?? 0)).startsWith("HTTP/1.1 101"));
    // A frame of 2^62 bytes; half a frame; reserved bits and an unknown opcode; a control frame in pieces.
    const broken = [
      [0x82, 0xff, 0x3f, 255, 255, 255, 255, 255, 255, 255],
      [0x81, 0xfe, 1],
      [0xff, 0x80, 1, 2, 3, 4],
      [0x09, 0x80, 1, 2, 3, 4],
      [],
    ];
    await socket.write(Uint8Array.from(broken[at % broken.length] ?? []));
    return socket;
  }));
  await hall.alive();
  for (const socket of sockets) socket.close();
  while (hall.server.connections.size > 1) await hall.alive();
  equal(hall.book.take(), []);
});

Deno.test("a request that is no handshake gets 4xx and is no incident", async () => {
  await using hall = await room();
  const headers = (...lines: string[]) => ["Host: x", ...lines].join("\r\n");
  const cases = [
    ["400", "GET", "/ws/app/login.htm", headers("Upgrade: websocket", "Connection: Upgrade")],
    [
      "400",
      "GET",
      "/ws/app/login.htm",
      headers(
        "Upgrade: websocket",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
      ),
    ],
    ["426", "GET", "/ws/app/login.htm", headers()],
    [
      "404",
      "GET",
      "/ws/app/none.htm",
      headers(
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
      ),
    ],
    [
      "403",
      "GET",
      "/ws/app/login.htm",
      headers("Upgrade: websocket", "Connection: Upgrade", "Origin: https://evil.example"),
    ],
    [
      "403",
      "GET",
      "/ws/app/login.htm",
      headers("Upgrade: websocket", "Connection: Upgrade", "Origin: null"),
    ],
  ] as const;
  for (const [status, method, path, lines] of cases) {
    const socket = await Deno.connect({ port: hall.port });
    await socket.write(new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\n${lines}\r\n\r\n`));
    const answer = new Uint8Array(1_024), read = await socket.read(answer);
    equal(new TextDecoder().decode(answer.subarray(9, Math.min(12, read ?? 0))), status, lines);
    socket.close();
    equal(hall.book.take(), status === "403" ? ["refused: a foreign origin"] : []);
  }
  await hall.alive();
});
