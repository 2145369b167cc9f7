/**
 * A broker of MQTT for development, without a program beside Deno: `deno task broker`, then `mqtt://localhost:1883`, and
 * `ws://localhost:8083` for browsers. Whoever comes may do everything; nothing is kept.
 *
 * @module
 */
import { connect, createServer } from "node:net";
import { Aedes } from "./deps.ts";

const [port = 1883, web = 8083] = Deno.args.map(Number), hostname = "127.0.0.1";
const broker = await Aedes.createBroker();

createServer(broker.handle).listen(port, hostname);

// Its own stream of a WebSocket does not run here: each is bridged to a socket of TCP.
Deno.serve({ port: web, hostname, onListen: () => {} }, (request) => {
  if (request.headers.get("upgrade") !== "websocket") return new Response(null, { status: 426 });
  const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "mqtt" });
  const stream = connect(port, hostname);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => stream.write(new Uint8Array(data));
  socket.onclose = () => stream.destroy();
  stream.on("data", (bytes: Uint8Array) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(bytes));
  });
  stream.on("error", () => stream.destroy());
  stream.on("close", () => socket.close());
  return response;
});
// deno-lint-ignore no-console -- whoever started it reads where it is
console.log(`mqtt://${hostname}:${port} ws://${hostname}:${web}`);
