/** The client in a browser, as a page of the API's own origin uses it. */
import { memoryKv, table } from "../../../kvs/mod.ts";
import type { Client } from "../../../rest/client/mod.ts";
import { feeds, resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";

interface User {
  readonly id: string;
  readonly sum?: bigint;
}

const users = resource({
  name: "users",
  table: table<User>("user", { fields: ["id", "sum"] }),
  kinds: { sum: "bigint" },
  may: "anyone",
  types: ["application/json", "application/x-ndjson"],
  imports: ["application/x-ndjson"],
});
const payments = feeds<User>({
  prefix: "/fin/pay",
  may: "anyone",
  types: ["application/json", "text/event-stream"],
});

/** The client as one file. */
async function bundled(): Promise<string> {
  const { href } = new URL("../../../rest/client/mod.ts", import.meta.url);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--format=esm", "--minify", href],
  }).output();
  return new TextDecoder().decode(stdout);
}

browserTest(
  "the client runs in a browser: it creates, lists, streams, imports, asks by QUERY, follows a feed, and throws problems",
  async (browser) => {
    using kv = memoryKv();
    const api = rest({ kv, resources: [users], feeds: [payments] }), script = await bundled();
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/client.js") {
        return new Response(script, { headers: { "content-type": "text/javascript" } });
      }
      return pathname === "/" ? new Response("") : api.fetch(request);
    });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.addr.port}/`);
      const seen = await page.evaluate(async () => {
        const name = "/client.js", { client, ProblemError } = await import(name);
        const people: Client<{ users: typeof users; payments: typeof payments }> = client({
          base: "/rest",
          feeds: { payments: "/fin/pay" },
          kinds: { users: { sum: "bigint" } },
        });
        for (const id of ["a", "b", "c"]) await people.users.create({ id, sum: 2n ** 70n });
        const listed: string[] = [], streamed: string[] = [];
        for await (const { id, sum } of people.users.each({ limit: 2 })) listed.push(`${id}${sum}`);
        for await (const { id } of people.users.stream()) streamed.push(id);
        const problem = await people.users.create({ id: "a" }).catch((error: unknown) =>
          ProblemError.is(error, "conflict")
        );
        const imported: number[] = [], queried: string[] = [], heard: string[] = [];
        for await (const { status } of people.users.import([{ id: "d" }, { id: "a" }])) {
          imported.push(status);
        }
        for await (const { id } of people.users.each({ via: "QUERY", order: "desc" })) {
          queried.push(id);
        }
        await people.payments.append({ id: "p" }, { key: "k" });
        const ending = new AbortController();
        const following = { after: "start", signal: ending.signal };
        for await (const change of people.payments.changes(following)) {
          if (change.op === "put") heard.push(change.record.id);
          ending.abort();
        }
        const count = await people.users.count();
        return { listed, streamed, problem, imported, queried, heard, count };
      });
      const sum = 2n ** 70n;
      equal(seen, {
        listed: [`a${sum}`, `b${sum}`, `c${sum}`],
        streamed: ["a", "b", "c"],
        problem: true,
        imported: [201, 409],
        queried: ["d", "c", "b", "a"],
        heard: ["p"],
        count: 4,
      });
    } finally {
      await server.shutdown();
    }
  },
);
