import { chat } from "../../examples/sample/index.ts";
import { login } from "../../examples/sample/login.ts";
import { type Config, kvs, n2o } from "../../mod.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { files, made } from "./made.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("net");

Deno.test("production without a secret is refused; development makes one, says so once, and keeps it in the store", async () => {
  const none = { secret: undefined };
  const { message } = await rejects(
    () => made({ ...none, production: true }),
    n2o.N2oError,
    "config",
  );
  assert(message.startsWith("secret:"));
  const kv = kvs.memoryKv(), one = await made({ ...none, production: false, kv });
  equal(one.book.entries.map(({ level }) => level), ["warning"]);
  const two = await made({ ...none, production: false, kv });
  const sealed = one.server.pickler.pickle(1, "session", Infinity);
  equal(two.server.pickler.depickle(sealed, "session"), 1);
  const other = await made({ ...none, production: false });
  await rejects(() => other.server.pickler.depickle(sealed, "session"), n2o.N2oError, "forged");
});

test("every answer carries the policy of contents, also those that are errors", async () => {
  const { app } = await made({ static: { "/app/": files } });
  app.get("/broken", () => {
    throw new Error("broken");
  });
  app.onError((_, c) => c.text("broken", 500));
  const expected = {
    "/app/sample.css": 200,
    "/n2o/n2o.js": 200,
    "/app/none": 404,
    "/none": 404,
    "/ws/app/p": 426,
    "/broken": 500,
  };
  for (const [path, status] of Object.entries(expected)) {
    const answer = await app.request(path);
    await answer.body?.cancel();
    equal(answer.status, status, path);
    assert(answer.headers.get("content-security-policy")?.startsWith("default-src 'self'"), path);
    equal(answer.headers.get("x-content-type-options"), "nosniff");
  }
});

Deno.test("the policy can be another, or none", async () => {
  for (
    const [csp, header] of [["default-src 'none'", "default-src 'none'"], [false, null]] as const
  ) {
    const answer = await (await made({ csp })).app.request("/n2o/n2o.js");
    await answer.body?.cancel();
    equal(answer.headers.get("content-security-policy"), header);
  }
});

Deno.test("what an own route answers stays as it is, wherever its answer comes from", async () => {
  const { app, book } = await made({
    app(app) {
      app.get("/policy", (c) => c.text("own", 200, { "content-security-policy": "sandbox" }));
      app.get("/fetched", () => fetch("data:text/plain,fetched"));
      app.get("/led", () => Response.redirect("http://x/else", 302));
    },
  });
  const got = async (path: string) => {
    const answer = await app.request(path), text = await answer.text();
    const policy = answer.headers.get("content-security-policy")?.slice(0, 11);
    return [answer.status, text, policy, answer.headers.get("x-content-type-options")];
  };
  equal(await got("/policy"), [200, "own", "sandbox", "nosniff"]);
  equal(await got("/fetched"), [200, "fetched", "default-src", "nosniff"]);
  equal(await got("/led"), [302, "", "default-src", "nosniff"]);
  equal((await app.request("/led")).headers.get("location"), "http://x/else");
  equal(book.take(), []);
});

Deno.test("a route that throws is answered with 500 and reported to the log, unless it throws an answer", async () => {
  const answer = () => new Response("tea only", { status: 418 });
  const { app, book } = await made({
    app(app) {
      app.get("/broken", () => {
        throw new Error("broken");
      });
      app.get("/answer", () => {
        throw Object.assign(new Error("tea"), { getResponse: answer });
      });
    },
  });
  const broken = await app.request("/broken");
  equal([broken.status, await broken.text()], [500, "Internal Server Error"]);
  equal(book.take(), ["a route failed"]);
  const thrown = await app.request("/answer");
  equal([thrown.status, await thrown.text()], [418, "tea only"]);
  equal(book.take(), []);
});

Deno.test("pages of other origins may not connect, those that are named may", async () => {
  const ask = async (config: Partial<Config>, headers: Record<string, string>) => {
    const { app, book } = await made(config);
    const answer = await app.request("http://host:80/ws/app/p", {
      headers: { upgrade: "websocket", ...headers },
    });
    await answer.body?.cancel();
    equal(book.take().length, answer.status === 403 ? 1 : 0);
    // What is let in fails here as a handshake, since this request is none.
    return answer.status !== 403;
  };
  const own = { host: "host:8001", origin: "http://host:8001" };
  equal(await ask({}, own), true);
  equal(await ask({}, { host: "host:8001" }), true);
  equal(await ask({}, { ...own, origin: "https://host:8001" }), true);
  for (
    const origin of [
      "http://evil",
      "http://host",
      "http://host:80",
      "http://host:8001.evil",
      "http://evil/host:8001",
      "http://host:8001@evil",
      "null",
      "",
      "file://",
      "host:8001",
    ]
  ) {
    equal(await ask({}, { ...own, origin }), false, origin);
  }
  equal(await ask({}, { origin: "null" }), false);
  const named = { origin: ["https://a.example", "https://b.example:444"] };
  equal(await ask(named, { ...own, origin: "https://b.example:444" }), true);
  for (
    const origin of ["https://b.example", "http://a.example", "https://a.example.evil", own.origin]
  ) {
    equal(await ask(named, { ...own, origin }), false, origin);
  }
  equal(await ask({ origin: "*" }, { ...own, origin: "http://evil" }), true);
  equal(await ask({ origin: [] }, own), false);
});

test("only a handshake as RFC 6455 has it opens a WebSocket", async () => {
  const { start, server } = await made({ port: 0, hostname: "127.0.0.1" });
  const { port, stop } = await start();
  const whole = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
  };
  const ask = async (changed: Record<string, string>, method = "GET") => {
    const socket = await Deno.connect({ port, hostname: "127.0.0.1" });
    const headers = Object.entries({ Host: "x", ...whole, ...changed }).filter(([, to]) => to);
    const lines = [`${method} /ws/app/p HTTP/1.1`, ...headers.map((header) => header.join(": "))];
    await socket.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
    const bytes = new Uint8Array(2_048), length = await socket.read(bytes) ?? 0;
    socket.close();
    return new TextDecoder().decode(bytes.subarray(0, length)).toLowerCase();
  };
  const refused: [number, Record<string, string>, string?][] = [
    [400, {}, "HEAD"],
    [404, {}, "POST"],
    [400, { "Sec-WebSocket-Key": "" }],
    [400, { "Sec-WebSocket-Key": "abc" }],
    [400, { "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ" }],
    [400, { "Sec-WebSocket-Version": "" }],
    [400, { "Connection": "close" }],
    [426, { "Sec-WebSocket-Version": "8" }],
    [426, { "Upgrade": "h2c" }],
    [426, { "Upgrade": "" }],
  ];
  for (const [status, changed, method] of refused) {
    const answer = await ask(changed, method);
    assert(answer.startsWith(`http/1.1 ${status} `), `${status} ${answer}`);
    equal(/\nupgrade: websocket\r/.test(answer), status === 426, answer);
    equal(
      answer.includes("\nsec-websocket-version: 13\r"),
      changed["Sec-WebSocket-Version"] === "8",
    );
  }
  equal(server.connections.size, 0);
  for (const changed of [{}, { Upgrade: "WebSocket" }, { Connection: "keep-alive, upgrade" }]) {
    const answer = await ask(changed);
    assert(answer.startsWith("http/1.1 101 "), answer);
  }
  await stop();
});

test("more connections than the limit are sent away, and that is logged", async () => {
  const { start, book } = await made({
    port: 0,
    hostname: "127.0.0.1",
    limits: { connections: 2 },
  });
  const { port, stop } = await start(), url = `ws://127.0.0.1:${port}/ws/app/p`;
  const open = () => {
    const socket = new WebSocket(url),
      done = Promise.withResolvers<boolean>(),
      closed = Promise.withResolvers<void>();
    socket.onopen = () => done.resolve(true);
    socket.onerror = () => done.resolve(false);
    socket.onclose = () => closed.resolve();
    return { opened: done.promise, closed: closed.promise };
  };
  const sockets = [];
  for (const expected of [true, true, false]) {
    const socket = open();
    equal(await socket.opened, expected);
    sockets.push(socket);
  }
  equal(book.take().length, 1);
  await stop();
  await Promise.all(sockets.map(({ closed }) => closed));
});

test("an application stops with its sockets open, half-open ones too", async () => {
  const { start } = await made({ port: 0, hostname: "127.0.0.1" }),
    { port, stop, finished } = await start();
  const socket = await Deno.connect({ port });
  await socket.write(new TextEncoder().encode(
    `GET /ws/app/p HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  ));
  await socket.read(new Uint8Array(1_024));
  await stop();
  await finished;
  socket.close();
});

Deno.test("two applications on one store share sessions by their secret, and two on two nothing", async () => {
  const kv = kvs.memoryKv(),
    config = { kv, routes: { "/app/login.htm": login, "/app/index.htm": chat(kvs.kvs(kv)) } };
  const one = await made(config),
    two = await made(config),
    other = await made({ ...config, kv: kvs.memoryKv() });
  const { session, token } = await one.server.sessions.authenticate("");
  await one.server.sessions.setValue(session, "user", "alice");
  equal((await two.server.sessions.authenticate(token)).session, session);
  equal(two.server.sessions.getValue(session, "user"), "alice");
  assert((await other.server.sessions.authenticate(token)).session !== session);
});
