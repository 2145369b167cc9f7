import { type Operation, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { lacks } from "../../_support/permission.ts";

const operation = (method: Operation["method"]): Operation => ({
  id: method,
  method,
  path: "/door",
  summary: "Takes no body",
  tag: "door",
  parameters: [],
  responses: { 204: { description: "it is done" } },
  guarded: false,
  run: () => Promise.resolve({ status: 204 }),
});

const api = rest({ operations: (["GET", "POST", "DELETE"] as const).map(operation) });

/** What a request by a connection of our own is answered: a client of the platform would add to its headers. */
async function status(port: number, request: string): Promise<string | undefined> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(request));
  const text = await new Response(connection.readable).text();
  return /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];
}

Deno.test({
  name: "a type of no body is of nothing where no body is taken, and one that comes is refused",
  ignore: lacks("net"),
  async fn() {
    await using server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      (request) => api.fetch(request),
    );
    const { port } = server.addr;
    const ask = (method: string, more: string) =>
      status(port, `${method} /rest/door HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${more}`);
    const json = "content-type: application/json\r\n";
    for (const method of ["GET", "POST", "DELETE"]) {
      equal([method, await ask(method, "\r\n")], [method, "204"]);
      equal([method, await ask(method, `${json}\r\n`)], [method, "204"]);
      equal([method, await ask(method, `${json}content-length: 0\r\n\r\n`)], [method, "204"]);
    }
    for (const method of ["POST", "DELETE"]) {
      for (const type of ["", json]) {
        equal([method, await ask(method, `${type}content-length: 2\r\n\r\n{}`)], [method, "415"]);
      }
    }
  },
});
