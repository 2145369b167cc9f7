/** Odd requests that were thought of, one after another: each is answered by a status, headers and a body that the document tells. */
import { assert, equal } from "../../_support/assert.ts";
import { broken, read } from "./check.ts";
import { Contract } from "./document.ts";
import { ORIGIN } from "./request.ts";
import { sample } from "./sample.ts";

const J = { "content-type": "application/json" };
const MERGE = { "content-type": "application/merge-patch+json" };
const STEPS = { "content-type": "application/json-patch+json" };
const CSV = { "content-type": "text/csv" };
const A = { authorization: "Bearer ann" }, B = { authorization: "Bearer bob" };

/** A method, an address, headers, a body. */
type Ask = readonly [string, string, Record<string, string>?, BodyInit?];

/** In their order: what comes later finds what was made before. */
const ASKS: readonly Ask[] = [
  ["POST", "/users", J, '{"id":"ann","name":"A"}'],
  ["POST", "/users", J, '{"id":"ann"}'],
  ["POST", "/users", J, '{"id":1}'],
  ["POST", "/users", J, "{"],
  ["POST", "/users", J],
  ["POST", "/users", { "content-type": "text/plain" }, "x"],
  ["POST", "/users", { ...J, "content-encoding": "gzip" }, "nogzip"],
  ["POST", "/users", { ...J, "content-encoding": "br" }, "x"],
  ["POST", "/users", { ...J, "idempotency-key": "k1" }, '{"id":"k"}'],
  ["POST", "/users", { ...J, "idempotency-key": "k1" }, '{"id":"k2"}'],
  ["POST", "/users", { ...J, "idempotency-key": "" }, '{"id":"k3"}'],
  ["POST", "/users?each=true", J, '[{"id":"e1"},{"id":"ann"}]'],
  ["POST", "/users", J, "[]"],
  ["POST", "/users", J, JSON.stringify(Array.from({ length: 60 }, (_, n) => ({ id: `m${n}` })))],
  ["POST", "/users", J, `{"id":"${"x".repeat(2 << 20)}"}`],
  ["POST", "/users", CSV, "id\na1\n"],
  ["POST", "/users", CSV, ""],
  ["POST", "/users", CSV, "nosuch\n1"],
  ["POST", "/users", { ...J, "if-none-match": "*" }, '{"id":"inm"}'],
  ["POST", "/users", { ...J, "if-match": '"1"' }, '{"id":"im"}'],
  ["POST", "/users", { ...J, prefer: "return=minimal" }, '{"id":"pm"}'],
  ["POST", "/users", { ...J, prefer: "handling=strict, foo" }, '{"id":"ps"}'],
  ["POST", "/users", { ...J, expect: "x" }, '{"id":"ex"}'],
  ["POST", "/users", { ...J, origin: "https://evil.test" }, '{"id":"ev"}'],
  ["POST", "/users", { ...J, "sec-fetch-site": "cross-site" }, '{"id":"ev2"}'],
  ["GET", "/users"],
  ["GET", "/users/"],
  ["GET", "/users?limit=0"],
  ["GET", "/users?limit=9999"],
  ["GET", "/users?after=x"],
  ["GET", "/users?nosuch=1"],
  ["GET", "/users?name=A&age=1"],
  ["GET", "/users?limit=1&limit=2"],
  ["GET", "/users?%zz"],
  ["GET", "/users", { accept: "image/png" }],
  ["GET", "/users", { accept: "text/csv" }],
  ["GET", "/users", { accept: "text/html" }],
  ["GET", "/users", { accept: "application/x-ndjson" }],
  ["GET", "/users?after=1", { accept: "text/event-stream" }],
  ["GET", "/users", { accept: "text/event-stream", "last-event-id": "zz" }],
  ["GET", "/users?limit=1", { accept: "text/event-stream" }],
  ["GET", "/users", { "if-none-match": "*" }],
  ["GET", "/users", { "if-match": '"x"' }],
  ["GET", "/users", { prefer: "count=exact" }],
  ["GET", "/users", { "accept-encoding": "gzip" }],
  ["GET", "/users", { "if-match": "nonsense" }],
  ["GET", "/users/ann"],
  ["GET", "/users/none"],
  ["GET", "/users/%zz"],
  ["GET", "/users/%00"],
  ["GET", "/users/ann", { "if-none-match": "*" }],
  ["GET", "/users/ann", { range: "bytes=0-1" }],
  ["GET", "/users/ann?x=1"],
  ["GET", "/users/ann", { accept: "text/html" }],
  ["GET", "/users/" + "y".repeat(5000)],
  ["HEAD", "/users/ann"],
  ["HEAD", "/users/none"],
  ["HEAD", "/users", { accept: "text/csv" }],
  ["HEAD", "/users", { accept: "text/event-stream" }],
  ["OPTIONS", "/users"],
  ["OPTIONS", "/users/ann"],
  ["OPTIONS", "/users", { origin: "https://a.test", "access-control-request-method": "PUT" }],
  ["PUT", "/users/ann", J, '{"name":"B"}'],
  ["PUT", "/users/new", J, '{"name":"N"}'],
  ["PUT", "/users/ann", { ...J, "if-match": '"0"' }, '{"name":"C"}'],
  ["PUT", "/users/ann", { ...J, "if-none-match": "*" }, "{}"],
  ["PUT", "/users/ann", J, '{"id":"k"}'],
  ["PUT", "/users/ann", J, '{"id":"renamed"}'],
  ["PUT", "/users/zz", { ...J, "if-match": "*" }, "{}"],
  ["PUT", "/users/a", { "content-type": "application/x-www-form-urlencoded" }, "name=%zz"],
  ["PUT", "/users/q", { ...J, prefer: "return=minimal" }, "{}"],
  ["PATCH", "/users/renamed", MERGE, '{"age":5}'],
  ["PATCH", "/users/renamed", STEPS, '[{"op":"test","path":"/age","value":6}]'],
  ["PATCH", "/users/renamed", STEPS, '[{"op":"remove","path":"/nope"}]'],
  ["PATCH", "/users/renamed", STEPS, "{}"],
  ["PATCH", "/users/none", J, "{}"],
  ["PATCH", "/users/renamed", J, "5"],
  ["PATCH", "/users/renamed", J, '{"__proto__":{}}'],
  ["PATCH", "/users/renamed", { ...J, prefer: "return=minimal" }, '{"age":7}'],
  ["PATCH", "/users/renamed", J],
  ["DELETE", "/users/renamed"],
  ["DELETE", "/users/renamed"],
  ["DELETE", "/users/k", {}, "x"],
  ["DELETE", "/users/k", { "if-match": '"0"' }],
  ["POST", "/ledger-entries", J, '{"id":1,"at":"2026-01-01T00:00:00Z","sum":"5"}'],
  ["PUT", "/ledger-entries/1", J, '{"at":"2026-01-01T00:00:00Z","sum":"6"}'],
  ["DELETE", "/ledger-entries/1"],
  ["GET", "/ledger-entries/x"],
  ["PATCH", "/ledger-entries/1", J, "{}"],
  ["GET", "/notes"],
  ["GET", "/notes", A],
  ["GET", "/notes", B],
  ["GET", "/notes", { authorization: "Basic x" }],
  ["POST", "/notes", { ...J, ...A }, '{"id":"n","owner":"ann","secret":"s"}'],
  ["POST", "/notes", { ...J, ...A }, '{"id":"n2","owner":"bob"}'],
  ["GET", "/notes/n", B],
  ["DELETE", "/notes/n", B],
  ["DELETE", "/notes/n"],
  ["PUT", "/notes/n", { ...J, ...A }, '{"owner":"bob"}'],
  ["QUERY", "/users", J, '{"age":{"gt":1}}'],
  ["QUERY", "/users", J, '{"x":1}'],
  ["QUERY", "/users?limit=1", J, "{}"],
  ["QUERY", "/users", J, "[]"],
  ["QUERY", "/users"],
  ["QUERY", "/things", J, '{"limit":1}'],
  ["QUERY", "/posts", J, '{"order":"desc"}'],
  ["QUERY", "/notes", J, "{}"],
  ["QUERY", "/users", CSV, "x"],
  ["POST", "/kvs/0/fin/pay", J, '{"id":"p","amount":5}'],
  ["GET", "/kvs/0/fin/pay"],
  ["GET", "/kvs/0/fin/pay/a/b"],
  ["GET", "/kvs/0/fin/pay//b"],
  ["POST", "/kvs/0/fin/pay/%00", J, '{"id":"p","amount":5}'],
  ["GET", "/kvs/1/p/fin/pay"],
  ["GET", "/kvs/1/none/fin/pay"],
  ["PUT", "/kvs/1/p/fin/pay", J, '{"amount":"x"}'],
  ["DELETE", "/kvs/1/p/fin/pay"],
  ["QUERY", "/kvs/0/fin/pay/x", J, "{}"],
  ["GET", "/kvs/0/fin/pay/" + Array(60).fill("a").join("/")],
  ["HEAD", "/kvs/0/fin/pay/a"],
  ["POST", "/things", J, '{"id":"t"}'],
  ["POST", "/things", J, '{"id":"t"}'],
  ["PUT", "/things/t", J, '{"color":"red"}'],
  ["PUT", "/things/t", J, '{"id":"u"}'],
  ["PATCH", "/things/u", J, '{"color":null}'],
  ["GET", "/things?after=mnone"],
  ["DELETE", "/things/u"],
  ["POST", "/things", { ...J, "idempotency-key": "a" }, '{"id":"w"}'],
  ["POST", "/things", J, '[{"id":"v"}]'],
  ["POST", "/posts", J, '{"id":"a"}'],
  ["POST", "/posts", J, '{"id":"a"}'],
  ["GET", "/posts?by=x"],
  ["DELETE", "/posts/none"],
];

/** What the addresses of an operation look like; the more of it is said by name, the sooner it is taken. */
function fits(template: string, path: string): boolean {
  const parts = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  const rest = template.endsWith("/{path}") ? ".+" : "[^/]+";
  const last = parts.pop() ?? "";
  const head = parts.join("[^/]+");
  return new RegExp(`^${parts.length === 0 ? "" : `${head}${rest}`}${last}/?$`).test(path);
}

Deno.test("requests that nobody would make by chance are answered as the document says", async () => {
  using server = sample();
  const document = await server.fetch(new Request(`${ORIGIN}${server.document}`));
  const contract = new Contract(await document.json());
  const faults: string[] = [], seen = new Set<number>();
  for (const [method, path, headers = {}, body] of ASKS) {
    const request = new Request(`${ORIGIN}/rest${path}`, {
      method,
      headers,
      ...body !== undefined && { body },
    });
    const got = await read(await server.fetch(request));
    seen.add(got.status);
    const [address = ""] = path.split("?");
    const [op] = contract.operations
      .filter((each) => each.method === method && fits(each.path, address))
      .sort((one, other) => one.path.split("{").length - other.path.split("{").length);
    if (op === undefined) faults.push(`${method} ${path}: no operation`);
    else {
      for (const { rule, detail } of broken(contract, op, got)) {
        faults.push(`${op.id} ${method} ${path.slice(0, 60)}: ${rule}: ${detail.slice(0, 200)}`);
      }
    }
  }
  equal(faults, []);
  assert(seen.size >= 15, `only the statuses ${[...seen]} came`);
});
