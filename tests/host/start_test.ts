import { type App, kvs, n2o } from "../../mod.ts";
import { retain } from "../../kvs/expiry/mod.ts";
import { pi, supervisor } from "../../n2o/process.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";
import { run } from "../_support/process.ts";
import { virtualClock } from "../_support/clock.ts";
import { made } from "./made.ts";

const test = testWith("net", "read", "run", "write");

const local = { port: 0, hostname: "127.0.0.1" };

test("an application says where it listens, as a person can open it", async () => {
  const cases = [["127.0.0.1", "127.0.0.1"], ["0.0.0.0", "localhost"], ["localhost", "localhost"]];
  for (const [hostname = "", shown] of cases) {
    const { start, book } = await made({ port: 0, hostname });
    const { port, stop } = await start();
    equal(book.entries.map(({ level, message }) => [level, message]), [
      ["info", `listening on http://${shown}:${port}/`],
    ]);
    await stop();
  }
});

test("a port that is taken and an address of others are settings that cannot work", async () => {
  const first = await made(local), { port, stop } = await first.start();
  const second = await made({ ...local, port });
  const taken = await rejects(() => second.start(), n2o.N2oError, "config");
  equal(taken.message, `port: ${port} is taken by another program; end that one or choose another`);
  assert(taken.cause instanceof Deno.errors.AddrInUse);
  await stop();
  const again = await second.start(); // which did no harm
  equal(again.port, port);
  await again.stop();
  for (const hostname of ["192.0.2.1", "no.such.host.invalid"]) {
    const other = await made({ port: 0, hostname });
    const { message } = await rejects(() => other.start(), n2o.N2oError, "config");
    equal(message, `hostname: "${hostname}" is no address of this machine`);
  }
});

test("what the settings opened is closed when the application has stopped, the last first, once", async () => {
  const closed: string[] = [];
  const { start, server, book } = await made({
    ...local,
    routes: ({ onStop }) => {
      onStop(() => void closed.push(`first, ${server.connections.size} connections`));
      onStop(() => Promise.reject(new Error("stuck")));
      return { "/p": { event() {} } };
    },
    protocols: ({ onStop }) => {
      onStop(async () => void closed.push(await Promise.resolve("last")));
      return [n2o.heart];
    },
  });
  const { port, stop, finished } = await start();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`);
  await new Promise((resolve) => socket.onopen = resolve);
  const left = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  await Promise.all([stop(), stop()]);
  await finished;
  await stop();
  equal(await left, 1001);
  equal(closed, ["last", "first, 0 connections"]);
  equal(book.take(), ["something could not be closed"]);
});

test("an application that listens maintains its store, and leaves it alone when it has stopped", async () => {
  const clock = virtualClock(), kv = kvs.memoryKv({ clock }), log = kvs.kvs(kv);
  await kvs.append(kv, { id: 1 }, "/notes", { expireIn: 1_000 });
  await retain(kv, "/log", { entries: 2 });
  await log.appendMany([1, 2, 3].map((id) => ({ id })), "/log");
  clock.advance(1_000);
  const { start, book } = await made({ ...local, kv });
  equal([await log.count("/notes"), await log.count("/log")], [1, 3], "it does not listen yet");
  const { stop } = await start();
  for (let turns = 0; await log.count("/notes") + await log.count("/log") > 2; turns++) {
    assert(turns < 10_000, "it is not maintained");
  }
  await stop();
  kv.close(); // nobody asks it any more, or the log would hear of it
  equal(book.entries.filter(({ level }) => level !== "info"), []);
});

test("an application that listens sweeps what expired, and ends the processes of its server", async () => {
  const clock = virtualClock();
  const { start, server } = await made({ ...local, clock });
  const ids = () => supervisor.whichChildren("n2o", server).map(({ id }) => `${id}`);
  const { stop } = await start();
  for (const minute of [1, 2]) {
    server.tables.get("async")?.set("old", 1, clock.now() + 1);
    await clock.advanceAsync(60_000);
    equal(server.tables.get("async")?.size, 0, `minute ${minute}`);
  }
  let ended: unknown;
  const module = { proc() {}, terminate: (reason: unknown) => void (ended = reason) };
  await pi.start({ sup: server, table: "async", name: "/own", module });
  equal(ids(), ["async,/own"]);
  await stop();
  equal([ids(), ended, clock.pending], [[], "shutdown", 0]);
});

/** The sample with these variables and permissions: its exit code and what it wrote of errors. */
async function sample(env: Record<string, string>, ...permissions: string[]) {
  const main = new URL("../../examples/sample/main.ts", import.meta.url);
  const { code, err } = await run(main, [], {
    flags: ["--quiet", "--no-prompt", ...permissions],
    env: { N2O_SECRET: "a secret of more than sixteen letters", NO_COLOR: "1", ...env },
  });
  return [code, err];
}

test("a program whose port, address, store or permission is missing says so in one line and ends with 1", async () => {
  const folder = await Deno.makeTempDir({ prefix: "start-" }), taken = Deno.listen({ port: 0 });
  const all = ["--allow-net", "--allow-read", "--allow-write", "--allow-env", "--allow-sys"];
  const KV_PATH = `${folder}/sample.sqlite3`, { port } = taken.addr as Deno.NetAddr;
  try {
    equal(await sample({ KV_PATH, PORT: String(port) }, ...all), [
      1,
      `error: port: ${port} is taken by another program; end that one or choose another\n`,
    ]);
    equal(await sample({ KV_PATH, PORT: "eighty" }, ...all), [
      1,
      "error: port: give an integer from 0 to 65535\n",
    ]);
    equal(await sample({ KV_PATH, PORT: "0" }, ...all.slice(1)), [
      1,
      "error: port: this program may not listen; run it with --allow-net\n",
    ]);
    const [code, text] = await sample({ KV_PATH: `${folder}/too/deep/x`, PORT: "0" }, ...all);
    assert(
      code === 1 && /^error: cannot open ".*\/too\/deep\/x": .*\n$/.test(String(text)),
      String(text),
    );
  } finally {
    taken.close();
    await Deno.remove(folder, { recursive: true });
  }
});

test("a stop has requests under way answered, takes no more, and cuts off in the end who never reads or is never answered", async () => {
  const clock = virtualClock(),
    asked = Promise.withResolvers<void>(),
    slow = Promise.withResolvers<void>();
  const { start, book } = await made({
    ...local,
    clock,
    app(app) {
      app.get("/slow", async (c) => {
        asked.resolve();
        await slow.promise;
        return c.text("slow".repeat(100_000));
      });
      app.get("/never", () => new Promise<Response>(() => {}));
      app.get("/endless", () => new Response(endless()));
    },
  });
  const { port, stop } = await start();
  const text = fetch(`http://127.0.0.1:${port}/slow`).then((answer) => answer.text());
  await asked.promise;
  const lines = ["GET /never", "GET /endless", "POST /app/p", "GET", ""];
  const sockets = await Promise.all(lines.map((line) => half(port, line)));
  const stopped = stop();
  const { status } = await fetch(`http://127.0.0.1:${port}/app/p`).then(
    async (answer) => (await answer.body?.cancel(), answer),
    () => ({ status: 503 }), // a host may close the port at once
  );
  equal(status, 503);
  slow.resolve();
  equal((await text).length, 400_000);
  equal(book.take(), []);
  await clock.advanceAsync(5_000);
  await stopped;
  equal(book.take(), ["requests under way are cut off: the server stops"]);
  for (const socket of sockets) socket.close();
  Deno.listen({ port, hostname: "127.0.0.1" }).close();
});

/** A socket that has begun a request and goes no further. */
async function half(port: number, line: string): Promise<Deno.TcpConn> {
  const socket = await Deno.connect({ port, hostname: "127.0.0.1" });
  const head = line.includes(" ") ? " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n" : "";
  await socket.write(new TextEncoder().encode(line + head));
  return socket;
}

function endless(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
}

test("an own route knows from where it is asked", async () => {
  const own = (app: App) =>
    void app.get("/who", (c) => c.json((c.env as Deno.ServeHandlerInfo<Deno.NetAddr>).remoteAddr));
  const { start } = await made({ ...local, app: own }), { port, stop } = await start();
  const { hostname, transport } = await (await fetch(`http://127.0.0.1:${port}/who`)).json();
  equal([hostname, transport], ["127.0.0.1", "tcp"]);
  await stop();
});

test("an application starts once", async () => {
  const { start } = await made(local), { stop } = await start();
  const again = "start: the application was started before; make another";
  equal((await rejects(() => start(), n2o.N2oError, "config")).message, again);
  await stop();
  equal((await rejects(() => start(), n2o.N2oError, "config")).message, again);
});
