/** Operations by their names: all that are declared, and a process from its file to its end. */
import { openRuntime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes as served } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { apiKeys, keyOperations, loginOperations } from "../../../rest/auth/mod.ts";
import {
  follow,
  keys,
  operations,
  pagesOf,
  ProblemError,
  processes,
  sessions,
} from "../../../rest/client/mod.ts";
import { type Operation, rest, type RestOptions } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";

const caught = async (asked: Promise<unknown>): Promise<ProblemError> => {
  const error: unknown = await asked.catch((error) => error);
  if (!ProblemError.is(error)) throw error;
  return error;
};

/** Routes as operations declare them. */
function routesOf(declared: readonly Operation[], at = ""): string[] {
  return declared.map(({ id, method, path, body }) => {
    const [type] = Object.keys(body?.content ?? {});
    const other = type === undefined || type.endsWith("json") ? "" : ` ${type}`;
    return `${id}: ${method} ${path.slice(at.length)}${other}`;
  }).sort();
}

/** What a client of operations asks, each with whatever its path needs. */
async function asking(made: (fetch: (request: Request) => Response) => object): Promise<string[]> {
  const asked: string[] = [];
  let id = "";
  const all = made(({ method, url, headers }) => {
    const { pathname } = new URL(url), type = headers.get("content-type");
    const path = decodeURIComponent(pathname).replace(/^\/rest(\/bpe)?/, "");
    asked.push(`${id}: ${method} ${path}${type?.endsWith("json") === false ? ` ${type}` : ""}`);
    return Response.json({});
  });
  const names = ["process", "id", "incident", "instance", "element"];
  const path = Object.fromEntries(names.map((name) => [name, `{${name}}`]));
  for (const [name, call] of Object.entries(all)) {
    id = name;
    await call({ path, ...["deployProcess", "checkProcess"].includes(name) && { body: "<a/>" } });
  }
  return asked.sort();
}

Deno.test("the client has every operation of processes, keys and sessions where it is declared, and no other", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv);
  const base = "http://localhost/rest";
  const told = await asking((fetch) => processes({ base, fetch }));
  equal(told, routesOf(served(runtime, { may: "known" }), "/bpe"));
  const kept = keyOperations(apiKeys(kv), { own: "known" });
  equal(await asking((fetch) => keys({ base, fetch })), routesOf(kept));
  const check = () => undefined;
  const login = loginOperations({ check, sessions: { begin: () => {}, end: () => {} } });
  equal(await asking((fetch) => sessions({ base, fetch })), routesOf(login));
});

Deno.test("a process is deployed, started, done and followed by its types; what is refused says its code", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv);
  const file = await Deno.readTextFile(
    new URL("../../../examples/erp/processes/leave.bpmn", import.meta.url),
  );
  const options: RestOptions = {
    operations: served(runtime, { may: "known" }),
    errors: [BPE_ERRORS],
    who: () => ({ id: "ann", by: "token", user: { roles: ["Manager", "Employee"] } }),
  };
  const server = rest(options),
    place = { base: "http://localhost/rest", fetch: (ask: Request) => server.fetch(ask) };
  const bpe = processes(place);
  const { value: { processes: [version] } } = await bpe.deployProcess({ body: file });
  equal(version?.key, "leave:1");
  const body = { process: "leave", variables: { kind: "holiday" } };
  const { value: { id }, etag, location } = await bpe.startInstance({ body, key: "k" });
  equal((await bpe.startInstance({ body, key: "k" })).value.id, id);
  equal(location, `/rest/bpe/instances/${id}`);
  equal((await bpe.getInstance({ path: { id }, ifNoneMatch: etag })).value, undefined);
  const stale = await caught(bpe.cancelInstance({ path: { id }, ifMatch: '"0-0"' }));
  equal(stale.status, 412);
  const tasks = await Array.fromAsync(pagesOf(bpe.listTasks, { query: { limit: 1 } }));
  const [task] = tasks.flatMap(({ tasks }) => tasks);
  equal([task?.instance, typeof task?.created], [id, "string"]);
  const picture = await bpe.getPicture({ path: { id } });
  assert(picture.value?.includes("<svg") === true, "no picture");
  for await (const { event, data } of follow(place, `/bpe/instances/${id}`)) {
    assert(JSON.stringify(data).includes("leave:1"), `${event} of another instance`);
    break;
  }
  equal((await caught(bpe.getInstance({ path: { id: "none" } }))).code, "not_found");
  equal((await bpe.cancelInstance({ path: { id } })).value.status, "cancelled");
  equal((await bpe.eraseInstance({ path: { id } })).value, undefined);
});

Deno.test("what is sent as JSON is a value, and all else goes as it is, by the type of its route", async () => {
  const sent: string[] = [], said = '{"n":1}\n';
  const fetch = async (request: Request) => {
    sent.push(await request.text());
    return new Response(null, { status: 204 });
  };
  type Sent = { readonly send: { readonly body: unknown; readonly answer: undefined } };
  const sendAs = (type: string) =>
    operations<Sent>({ base: "http://localhost", fetch }, { send: `POST /all ${type}` }).send;
  for (const type of ["application/json", "application/merge-patch+json"]) {
    await sendAs(type)({ body: { n: 1 } });
  }
  for (
    const type of ["application/x-ndjson", "application/json-seq", "text/csv", "image/svg+xml"]
  ) {
    await sendAs(type)({ body: said });
  }
  equal(sent, ['{"n":1}', '{"n":1}', said, said, said, said]);
});

/** Compiled, never run: what the types refuse. */
function types(): void {
  const bpe = processes({ base: "" });
  // @ts-expect-error: the instance must be named
  void bpe.getInstance();
  // @ts-expect-error: an element is a number
  void bpe.getTask({ path: { instance: "a", element: "b" } });
  interface Own {
    readonly ask: { readonly answer: number };
  }
  // @ts-expect-error: where it is must be told
  operations<Own>({ base: "" }, {});
}
void types;
