import { append, memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { lacks } from "../../_support/permission.ts";
import { browserTest } from "../../_support/server/browser.ts";

interface Row {
  readonly id: string;
}

const TABLE = table<Row>("row", { fields: ["id"], changes: true });
const types = ["application/json", "text/event-stream"];
const resources = [
  resource({ name: "rows", table: TABLE, may: "anyone", types }),
  resource<Row>({ name: "log", feed: "/log", may: "anyone", types }),
];

browserTest(
  "EventSource of Chromium hears each change once, cut and come again by itself",
  async (browser) => {
    using kv = memoryKv();
    const api = rest({ kv, resources, streams: { retryMs: 1 } }), open = new Set<AbortController>();
    const asked: (string | null)[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      if (!new URL(request.url).pathname.startsWith("/rest/")) {
        return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
      }
      asked.push(request.headers.get("last-event-id"));
      const answer = await api.fetch(request), cutting = new AbortController();
      open.add(cutting);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      answer.body?.pipeTo(writable, { signal: cutting.signal }).catch(() => {}); // it is cut here
      return new Response(readable, answer);
    };
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, fetch);
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.addr.port}/`);
      for (
        const [path, write] of [
          ["/rest/rows", (id: string) => put(kv, TABLE, { id })],
          ["/rest/log", (id: string) => append(kv, { id }, "/log/under")],
        ] as const
      ) {
        asked.length = 0;
        // In the page: what it hears is kept there.
        await page.evaluate(`new Promise((resolve) => {
        globalThis.heard = [];
        globalThis.source = new EventSource("${path}");
        source.onmessage = ({ data }) => heard.push(JSON.parse(data).record.id);
        source.onopen = resolve;
      })`);
        for (let n = 0; n < 20; n++) {
          await write(`r${n}`);
          if (n % 5 !== 4) continue;
          await page.waitForFunction(`heard.length === ${n + 1}`);
          for (const each of open) each.abort(new Error("cut"));
          open.clear();
          await write(`while away ${n}`);
          await page.waitForFunction(`heard.length === ${n + 2}`);
          await page.evaluate("heard.pop()");
        }
        equal(await page.evaluate("heard"), Array.from({ length: 20 }, (_, n) => `r${n}`));
        equal([asked.length, asked[0], asked.slice(1).every((id) => id !== null)], [5, null, true]);
        await page.evaluate("source.close()");
      }
    } finally {
      for (const each of open) each.abort(new Error("over"));
      await server.shutdown();
    }
  },
  lacks("net", "run", "read", "env", "sys"),
);
