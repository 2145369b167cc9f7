import { application, type Config } from "../../../mod.ts";
import { type RequestEntry, requestId } from "../../../host/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { testWith } from "../../_support/permission.ts";
import { dial, notebook } from "../../_support/server/wire.ts";
import { hello, nonsense } from "../../n2o/page.ts";
import { secret } from "../made.ts";

async function logged(config: Partial<Config> = {}) {
  const entries: RequestEntry[] = [], book = notebook();
  const made = await application({
    secret,
    routes: { "/p": { event() {} } },
    log: book.log,
    port: 0,
    hostname: "127.0.0.1",
    requests: (entry) => void entries.push(entry),
    app(app) {
      app.get("/known/:length", (c) => c.body("ї".repeat(Number(c.req.param("length")))));
      app.get("/stream", () =>
        new Response(
          new ReadableStream({
            start(controller) {
              for (let each = 0; each < 3; each++) controller.enqueue(new Uint8Array(1_000));
              controller.close();
            },
          }),
        ));
      app.get("/broken", () => {
        throw new Error("broken");
      });
      app.get("/id", (c) => c.text(requestId(c.req.raw) ?? "none"));
      app.get("/moved", () => Response.redirect("http://localhost/p"));
    },
    ...config,
  });
  return { ...made, entries, book };
}

Deno.test("each request has an entry with its id, method, path, status, bytes, and nothing of its query or headers", async () => {
  const { app, entries } = await logged();
  for (const path of ["/known/7?token=secret", "/stream", "/nowhere", "/broken", "/moved", "/p"]) {
    const answer = await app.request(path, {
      headers: { cookie: "secret", authorization: "secret" },
    });
    const bytes = (await answer.arrayBuffer()).byteLength, entry = entries.at(-1);
    const { pathname } = new URL(path, "http://localhost");
    equal(
      [entry?.kind, entry?.method, entry?.path, entry?.status, entry?.bytes],
      ["request", "GET", pathname, answer.status, bytes],
    );
    equal(answer.headers.get("x-request-id"), entry?.id);
  }
  equal(entries.length, 6);
  equal(new Set(entries.map(({ id }) => id)).size, 6);
  assert(!JSON.stringify(entries).includes("secret"));
  const head = await app.request("/known/7", { method: "HEAD" });
  equal([head.status, entries.at(-1)?.method, entries.at(-1)?.bytes], [200, "HEAD", 0]);
});

Deno.test("an id comes from the request only in a safe form, from a trace where there is one", async () => {
  const { app } = await logged(), trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const idOf = async (headers: Record<string, string>) =>
    (await app.request("/id", { headers })).headers.get("x-request-id") ?? "";
  equal(await idOf({ "x-request-id": "req-1234.5" }), "req-1234.5");
  equal(await idOf({ traceparent: `00-${trace}-00f067aa0ba902b7-01` }), trace);
  equal(
    await idOf({ "x-request-id": "req-1234", traceparent: `00-${trace}-00f067aa0ba902b7-01` }),
    "req-1234",
  );
  for (
    const headers of [
      {},
      { "x-request-id": "short" },
      { "x-request-id": "x".repeat(65) },
      { "x-request-id": "<script>alert</script>" },
      { "x-request-id": "with a space" },
      { traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` },
      { traceparent: `ff-${trace}-00f067aa0ba902b7-01` },
      { traceparent: `00-${trace.toUpperCase()}-00f067aa0ba902b7-01` },
      { traceparent: `00-${trace}-${"0".repeat(16)}-01` },
    ]
  ) assert(/^[0-9a-z]{20}$/.test(await idOf(headers)), JSON.stringify(headers));
  equal(
    await (await app.request("/id", { headers: { "x-request-id": "req-1234" } })).text(),
    "req-1234",
  );
});

Deno.test("the line of an error bears the id of its request", async () => {
  const { app, book } = await logged();
  await app.request("/broken", { headers: { "x-request-id": "req-1234" } });
  equal(book.entries.at(-1)?.details?.request, "req-1234");
});

Deno.test("entries go to the log where no function takes them; without the setting there are none, and no ids", async () => {
  const loud = await logged({ requests: true }), quiet = await logged({ requests: undefined });
  await (await loud.app.request("/known/2")).text();
  const { level, message, details } = loud.book.entries.at(-1)!;
  equal([level, message, details?.bytes], ["info", "GET /known/2 200", 4]);
  const answer = await quiet.app.request("/id", { headers: { "x-request-id": "req-1234" } });
  equal([await answer.text(), answer.headers.get("x-request-id")], ["none", null]);
});

testWith("net")(
  "a WebSocket has an entry when it opens and one when it closes, and its lines of the log bear the id",
  async () => {
    const { start, entries, book } = await logged(), { port, stop } = await start();
    const client = await dial(`ws://127.0.0.1:${port}/ws/p?token=secret`);
    client.term(hello());
    await client.next();
    client.text("PING");
    await client.next();
    client.bytes(nonsense);
    await client.next();
    await client.leave();
    await stop();
    const [open, close] = entries;
    equal([open?.kind, open?.path, open?.status], ["open", "/ws/p", 101]);
    equal([close?.kind, close?.path, close?.id], ["close", "/ws/p", open?.id]);
    assert((close?.received ?? 0) > 30 && (close?.bytes ?? 0) > 30, JSON.stringify(close));
    const refused = book.entries.find(({ message }) => message.startsWith("refused"));
    equal(refused?.details?.request, open?.id);
  },
);
