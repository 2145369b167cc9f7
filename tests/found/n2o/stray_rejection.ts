/**
 * A server whose page forgets to await a promise that rejects, and a client of it, started by `stray_rejection_test.ts`: it says
 * `connected`, then `alive` where the server answers half a second after that.
 */
import { application } from "../../../mod.ts";

const say = (word: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${word}\n`));
const page = { event: () => void Promise.reject(new Error("nobody awaits me")) };
const { start } = await application({
  routes: { "/p": page },
  port: 0,
  hostname: "127.0.0.1",
  secret: "a secret of more than sixteen letters",
  log: () => {},
});
const { port, stop } = await start();
const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`);
socket.onopen = () => {
  say("connected");
  socket.send("N2O,");
};
await new Promise((resolve) => setTimeout(resolve, 500));
const { ok, body } = await fetch(`http://127.0.0.1:${port}/n2o/n2o.js`);
await body?.cancel();
if (ok) say("alive");
socket.close();
await stop();
