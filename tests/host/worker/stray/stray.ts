/**
 * A program whose page, bus receiver, route and timers leave errors that nobody catches, one kind after the other, started by
 * `stray_test.ts` on Deno and, bundled, on Node: it says `logged` with what the log heard of each, then how the server answered.
 */
import type { Bootstrap } from "../../../../host/application.ts";
import type { Log } from "../../../../base/mod.ts";

const KINDS: Readonly<Record<string, () => unknown>> = {
  rejection: () => void Promise.reject(new Error("rejection")),
  nothing: () => void Promise.reject(undefined),
  later: () =>
    void (async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw new Error("later");
    })(),
  timer: () =>
    void setTimeout(() => {
      throw new Error("timer");
    }),
  listener: () => {
    const target = new EventTarget();
    target.addEventListener("x", () => {
      throw new Error("listener");
    });
    target.dispatchEvent(new Event("x"));
  },
  microtask: () =>
    queueMicrotask(() => {
      throw new Error("microtask");
    }),
};

/** Runs the program with the host's `application`. */
export async function stray(application: Bootstrap, say: (line: string) => void): Promise<void> {
  const kinds = Object.keys(KINDS), { promise, resolve } = Promise.withResolvers<void>();
  let heard = 0;
  const log: Log = (level, message, details) => {
    if (level !== "error") return;
    const { error, page } = details ?? {};
    say(`${message}: ${error instanceof Error ? error.message : error} of ${page ?? "nobody"}`);
    if (++heard === kinds.length + 2) resolve();
  };
  const { start, server } = await application({
    routes: {
      "/p": { event: (event) => event === "init" && Object.values(KINDS).forEach((run) => run()) },
    },
    app: (app) =>
      void app.get("/stray", (c) => {
        void Promise.reject(new Error("route"));
        return c.text("fine");
      }),
    port: 0,
    hostname: "127.0.0.1",
    secret: "a secret of more than sixteen letters",
    log,
  });
  const { port, stop } = await start();
  server.bus.reg("room", () => void Promise.reject(new Error("receiver")));
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`);
  socket.onopen = () => socket.send("N2O,");
  say(await (await fetch(`http://127.0.0.1:${port}/stray`)).text());
  server.bus.send("room", 1);
  await promise;
  say(String((await fetch(`http://127.0.0.1:${port}/p`)).status));
  socket.close();
  await stop();
}
