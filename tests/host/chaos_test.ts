import { guarded } from "../../host/node/mod.ts";
import { application, type n2o } from "../../mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { long, rounds } from "../_support/long.ts";
import { testWith } from "../_support/permission.ts";
import { notebook } from "../_support/server/wire.ts";
import { secret } from "./made.ts";

const test = testWith("net", "read", "run");

/** A WebSocket over a bare socket, which can go away without a word. */
class Bare {
  readonly #conn: Deno.Conn;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  static async open(port: number, path: string): Promise<Bare> {
    const bare = new Bare(await Deno.connect({ port, hostname: "127.0.0.1" }));
    await bare.#write(new TextEncoder().encode([
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "\r\n",
    ].join("\r\n")));
    let head = "";
    while (!head.endsWith("\r\n\r\n")) head += new TextDecoder().decode(await bare.#read(1));
    assert(head.startsWith("HTTP/1.1 101 "), head);
    return bare;
  }

  /** Sends a heartbeat, masked with zeros, and reads its answer. */
  async ping(): Promise<string> {
    await this.#write(Uint8Array.of(0x81, 0x84, 0, 0, 0, 0, ...new TextEncoder().encode("PING")));
    const [kind = 0, length = 0] = await this.#read(2);
    equal(kind, 0x81);
    return new TextDecoder().decode(await this.#read(length));
  }

  close(): void {
    this.#conn.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await this.#conn.write(bytes.subarray(at));
  }

  async #read(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const read = await this.#conn.read(bytes.subarray(at));
      if (read === null) throw new Error("the server closed the socket");
      at += read;
    }
    return bytes;
  }
}

/** Resolves when the server holds as many connections as this. */
async function holding({ connections }: n2o.Server, count: number): Promise<void> {
  while (connections.size !== count) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("of many connections half vanish without a word: the others answer, and all that was held comes back", async () => {
  const book = notebook(), count = rounds(200, 2_000), ended: unknown[] = [];
  const page = { event: (event: unknown) => void (event === "terminate" && ended.push(event)) };
  const { server, start } = await application({
    routes: { "/p": page },
    secret,
    log: book.log,
    port: 0,
    hostname: "127.0.0.1",
  });
  const { port, stop } = await start();
  const open: Bare[] = [];
  while (open.length < count) {
    open.push(...await Promise.all(Array.from({ length: 50 }, () => Bare.open(port, "/ws/p"))));
  }
  equal(server.connections.size, count);
  for (const gone of open.splice(0, count / 2)) gone.close();
  equal(new Set(await Promise.all(open.map((each) => each.ping()))), new Set(["PONG"]));
  await holding(server, count / 2);
  const newcomer = await Bare.open(port, "/ws/p");
  equal(await newcomer.ping(), "PONG");
  for (const each of [newcomer, ...open]) each.close();
  await holding(server, 0);
  equal(ended, [], "nobody was greeted, so that no page was told of an end");
  await stop();
  equal(book.take(), []);
});

test({
  name: "the guarded listener closes who never ends a header, while another is served",
  ignore: !long,
}, async () => {
  const book = notebook();
  const { start } = await application({
    routes: { "/p": { event() {} } },
    secret,
    log: book.log,
    port: 0,
    hostname: "127.0.0.1",
    listener: guarded,
  });
  const { port, stop } = await start(), other = await Bare.open(port, "/ws/p");
  const half = await Promise.all(Array.from({ length: 50 }, async () => {
    const conn = await Deno.connect({ port, hostname: "127.0.0.1" });
    await conn.write(new TextEncoder().encode("GET /p HTTP/1.1\r\nX: "));
    return conn;
  }));
  equal(await other.ping(), "PONG");
  for (const conn of half) {
    const said = await new Response(conn.readable).text().catch(() => "");
    assert(said === "" || /^HTTP\/1\.1 4\d\d /.test(said), said);
  }
  equal(await other.ping(), "PONG");
  other.close();
  await stop();
});
