import { application, type Config, kvs, n2o, nitro } from "../../mod.ts";
import { virtualClock } from "../_support/clock.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { link } from "../_support/server/wire.ts";
import { files, made, page, secret } from "./made.ts";

Deno.test("a setting that cannot work is refused with its key", async () => {
  const wrong: Record<string, readonly unknown[]> = {
    routes: [null, "x", {}, [], { "/p": {} }, { "/p": { event: 1 } }, { "/p": null }, {
      home: page,
    }],
    kv: [null, {}, "path", new Map()],
    protocols: [{}, [{}], [null], "x", ["bpe_n2o"], ["toString"], [""], "n2o_heart"],
    tables: ["cookies", [1], [""], ["ws"], []],
    services: [null, ["ws"], { ws: "chat" }, { ws: [""] }, { ws: [1] }],
    secret: ["", "short", 12345678901234567890, new Uint8Array(32)],
    port: [-1, 65_536, 1.5, "8001", NaN, null],
    hostname: ["", 1, null],
    origin: [
      "",
      "example.com",
      "https://example.com/",
      "https://example.com/path",
      ["https://x", 1],
      {},
      null,
    ],
    static: [
      "./static",
      { "/app/": "./static/" },
      { "app/": files },
      { "/app": files },
      {
        "/app/": new URL("file:///no/slash"),
      },
      { "/app/": new URL("file:///none/here/") },
      { "/app/": [files, null] },
      { "/../": files },
      { "/a/./": files },
      { "//": files },
      { "/a//b/": files },
      { "/a\\b/": files },
      { "/a\nb/": files },
      null,
    ],
    csp: [true, "", 1, null, "default-src 'self'\nx: y"],
    ttl: [0, -1, 1.5, Infinity, "900"],
    limits: [null, { frame: 0 }, { frame: "1" }, { frames: 1 }, { strikes: Infinity }, [1]],
    log: [null, console, "x"],
    production: [1, "true", null],
    prolongate: [1, "true", null],
    cookie: ["", 1, null, "a b", "a=b", "a;b", "é", "__Host-shop", "__Secure-shop", "x".repeat(65)],
    pickleTtl: [0, -1, 1.5, Infinity, "900"],
    scripts: [1, "true", null],
    storage: [null, {}, new Map(), { load() {} }],
    bus: [null, {}, () => {}, { send() {}, reg() {} }],
    metrics: [
      null,
      true,
      {},
      { port: -1 },
      { port: 1, hostname: "" },
      { guard: 1 },
      { port: 1, guard: () => true },
    ],
    requests: [false, "all", null, {}],
    once: ["never", true, null, "store"], // a store is not there
    clock: [null, {}, 0, Date, { now: () => 0 }],
    listener: [null, "guarded", {}, { listen() {} }],
    app: [null, {}, "x"],
    shell: [null, 1, "<p>"],
    proxy: [-1, 1.5, 17, "1", "10.0.0.1", [""], ["host"], ["10.0.0.0/33"], [1], {}, null],
    identify: [null, {}, "x"],
  };
  for (const [key, values] of Object.entries(wrong)) {
    for (const value of values) {
      const error = await rejects(
        () => made({ [key]: value } as Partial<Config>),
        n2o.N2oError,
        "config",
      );
      assert(
        error.message.startsWith(`${key}:`),
        `${key} ${JSON.stringify(value)}: ${error.message}`,
      );
    }
  }
});

Deno.test("a protocol that is none is told by its place, and what the original has by what to give", async () => {
  const cases: readonly [list: readonly unknown[], words: readonly string[]][] = [
    [["bpe_n2o", "nitro_n2o", "n2o_ftp", "n2o_heart"], ['number 1, "bpe_n2o"', "bpeN2o(bpe)"]],
    [["n2o_heart", "n2o_ftp"], ['number 2, "n2o_ftp"', "uploads(given, sink)"]],
    [["nitro_n2o", "n2o_heart", null], ["number 3, object", "n2o_heart"]],
    [["x".repeat(1_000)], [`"${"x".repeat(40)}"`]],
  ];
  for (const [list, words] of cases) {
    // As: programs without types give anything.
    for (const protocols of [list, () => list] as unknown as Config["protocols"][]) {
      const error = await rejects(() => made({ protocols }), n2o.N2oError, "config");
      assert(["protocols: ", ...words].every((each) => error.message.includes(each)));
    }
  }
  await made({ protocols: ["nitro_n2o", "n2o_heart"] });
});

Deno.test("a setting that there is not is refused with the ones that there are", async () => {
  for (const key of ["rotues", "Port", "__proto__x", "constructor", "toString"]) {
    const { message } = await rejects(
      () => made({ [key]: 1 } as Partial<Config>),
      n2o.N2oError,
      "config",
    );
    assert(message.startsWith(`${key}:`) && message.includes("routes"), message);
  }
});

Deno.test("settings that are no object are refused", async () => {
  for (const config of [undefined, null, 5, "routes", []]) {
    const { message } = await rejects(
      () => application(config as unknown as Config),
      n2o.N2oError,
      "config",
    );
    assert(/^(config|routes):/.test(message), message);
  }
});

Deno.test("an application without routes is refused", async () => {
  const { message } = await rejects(() => application({} as Config), n2o.N2oError, "config");
  assert(message.startsWith("routes:"));
});

Deno.test("everything that a server takes comes from the settings", async () => {
  const clock = virtualClock(), bus = n2o.localBus(), stored: string[] = [];
  const storage: n2o.SessionStorage = {
    load: (session) => Promise.resolve(stored.push(`load ${session.length}`) > 0 ? [] : []),
    set: (_session, key) => Promise.resolve(void stored.push(`set ${key}`)),
    delete: () => Promise.resolve(),
  };
  const tables = [...n2o.defaultTables, "own"];
  const { server } = await made({
    clock,
    bus,
    storage,
    tables,
    ttl: 60,
    prolongate: false,
    pickleTtl: 7,
    limits: { frame: 100 },
    kv: kvs.memoryKv(),
  });
  equal(server.bus === bus && server.clock === clock, true);
  equal([server.pickleTtl, server.sessions.ttl, server.sessions.prolongate], [7, 60, false]);
  equal([...server.tables.keys()], tables);
  equal(server.limits, { ...n2o.defaultLimits, frame: 100 });
  const { session } = await server.sessions.authenticate("");
  await server.sessions.setValue(session, "user", "ann");
  assert(stored.includes("set user"), String(stored)); // and not in the store of `kv`
});

Deno.test("routes, protocols and own routes are made of the server and the store", async () => {
  const kv = kvs.memoryKv(), seen: unknown[] = [];
  const { app, server } = await application({
    kv,
    secret,
    log: () => {},
    routes: async ({ server, kv: given }) => {
      seen.push(server, given);
      await given.set(["visits"], 1);
      return {
        "/p": { event: (event) => void (event === "init" && server.bus.send("topic", "came")) },
      };
    },
    protocols: ({ server }) => {
      seen.push(server);
      return [n2o.heart, nitro.nitro];
    },
    app: (app, { server, kv: given }) => {
      seen.push(server, given);
      app.get("/visits", async (c) => c.json((await given.get(["visits"])).value));
    },
  });
  equal(seen.every((each) => each === server || each === kv), true);
  equal(await (await app.request("/visits")).json(), 1);
  const news: unknown[] = [];
  server.bus.reg("topic", (message) => news.push(message));
  const client = link(server, "/p");
  client.text("N2O,");
  await client.next();
  equal(news, [new n2o.Sent("topic", "came")]);
});

Deno.test("what a function of the settings makes is checked, and what it opened is closed when it fails", async () => {
  const wrong: readonly [string, Partial<Config>][] = [
    ["routes:", { routes: () => ({}) }],
    ["routes:", { routes: () => ({ "/p": {} as n2o.Page }) }],
    ["protocols:", { protocols: () => [{} as n2o.Protocol] }],
  ];
  for (const [key, config] of wrong) {
    const { message } = await rejects(() => made(config), n2o.N2oError, "config");
    assert(message.startsWith(key), message);
  }
  const closed: number[] = [], failure = new Error("no processes");
  const attempt = made({
    routes: ({ onStop }) => {
      onStop(() => void closed.push(1));
      onStop(async () => void closed.push(await 2));
      return { "/p": page };
    },
    protocols: () => Promise.reject(failure),
  });
  equal(await attempt.catch((error) => error === failure), true);
  equal(closed, [2, 1]);
});

Deno.test("protocols are given by the names that they have, or as they are", async () => {
  const given = ["nitro_n2o", "n2o_heart"] as const;
  const { server } = await made({ protocols: given, production: true });
  equal(server.protocols, [nitro.nitro, n2o.heart]);
  const usual = await made({ production: true });
  equal(usual.server.protocols, [n2o.heart, nitro.nitro]);
});

Deno.test("in development two protocols that would answer one message are told once, by their names, and no handler runs twice", async () => {
  const heard: string[] = [];
  const echo: n2o.Protocol = {
    name: "echo",
    answers: (message) => message.type === "text",
    info(message) {
      if (message.type !== "text") return n2o.unknown;
      heard.push(message.text);
      return n2o.reply({ text: message.text });
    },
  };
  const secretive: n2o.Protocol = { info: () => n2o.unknown };
  for (const production of [false, true]) {
    const { server, book } = await made({ protocols: [secretive, echo, "n2o_heart"], production });
    const client = link(server, "/app/p");
    for (const text of ["PING", "PING", "hi"]) client.text(text);
    equal(heard.splice(0), ["PING", "PING", "hi"]);
    equal(
      book.take().map((line) => line.slice(0, 63)),
      production ? [] : [
        "protocols: echo and n2o_heart would both answer a message; echo",
      ],
    );
  }
});
