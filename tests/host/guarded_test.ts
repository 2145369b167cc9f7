import { application } from "../../mod.ts";
import { guarded } from "../../host/node/mod.ts";
import { equal } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";
import { notebook } from "../_support/server/wire.ts";
import { secret } from "./made.ts";

const test = testWith("net", "read");

test("the guarded listener, on Deno too, closes connections beyond its limit at once, and serves the others", async () => {
  const book = notebook(), routes = { "/p": { event() {} } };
  const { start } = await application({
    routes,
    secret,
    log: book.log,
    port: 0,
    hostname: "127.0.0.1",
    listener: guarded,
    limits: { connections: 3 },
  });
  const { port, stop } = await start();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`);
  const answer = Promise.withResolvers<unknown>(), closed = Promise.withResolvers<number>();
  socket.onopen = () => socket.send("PING");
  socket.onmessage = ({ data }) => answer.resolve(data);
  socket.onclose = ({ code }) => closed.resolve(code);
  equal(await answer.promise, "PONG");
  const half = async () => {
    const conn = await Deno.connect({ port, hostname: "127.0.0.1" });
    await conn.write(new TextEncoder().encode("GET /p HTTP/1.1\r\nX: "));
    return conn;
  };
  const held = [await half(), await half()], beyond = await half();
  equal(await beyond.read(new Uint8Array(1)).catch(() => null), null);
  for (const conn of [...held, beyond]) conn.close();
  await stop();
  equal(await closed.promise, 1001);
  equal(book.take(), []);
});
