import { type Id, type IdPart, memoryKv, put, table } from "../../../kvs/mod.ts";
import { alike, feeds, idText, resource, rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

interface Row {
  readonly id: Id;
  readonly n?: number;
}

const rows = table<Row>("row", { fields: ["id", "n"] });
const IMPORTS = ["application/x-ndjson", "text/csv"];
const unsaid = resource({ name: "rows", table: rows, imports: IMPORTS, may: "anyone" });

/** What is told of every record, by the store's own list. */
async function ids(api: RestApp): Promise<readonly Id[]> {
  const told = await (await api.request("/rest/rows?limit=1000")).json();
  return told.rows.map(({ id }: Row) => id);
}

/** By another way than the code's: what a person would write down for an id. */
const written = (id: Id): string => JSON.stringify([id].flat().map(String));

Deno.test("to an id are alike what reads as it does, and nothing else; of two that are alike each is to the other", () => {
  const { pick } = random(1);
  const parts: readonly [IdPart, ...IdPart[]] = [
    "a",
    "1",
    1,
    1n,
    "1.5",
    1.5,
    "01",
    "true",
    true,
    "-3",
    -3,
    "1e3",
    1000,
    "~n1",
    ",",
  ];
  for (let n = 0; n < 500; n++) {
    const id: Id = pick<Id>([
      pick(parts),
      [pick(parts), pick(parts)],
      [pick(parts), pick(parts), pick(parts)],
    ]);
    const own = idText(id), others = alike(id), texts = others.map((each) => idText(each));
    equal(new Set([own, ...texts]).size, others.length + 1);
    for (const other of others) {
      equal(written(other), written(id));
      assert(alike(other).some((each) => idText(each) === own), `${own} and ${idText(other)}`);
    }
  }
  const many: Id = ["1", "1", "1", "1", "1", "1", "1"];
  equal(alike(many).length, 3 ** 4 - 1);
});

Deno.test("however records are made, there are no two whose ids read the same where nothing says what these are", async () => {
  const { below, pick } = random(2);
  const values: readonly [Id, ...Id[]] = [1, "1", 2, "2", true, "true", 1.5, "1.5", "a", ["s", 1], [
    "s",
    "1",
  ], [
    "s",
    2,
  ]];
  for (let round = 0; round < 60; round++) {
    using kv = memoryKv();
    const api = rest({ kv, resources: [unsaid] });
    const send = (method: string, path: string, type: string, body: string) =>
      api.request(`/rest/rows${path}`, { method, headers: { "content-type": type }, body });
    for (let n = 0; n < 12; n++) {
      const id = pick(values), more = pick(values), json = JSON.stringify({ id });
      const before = await ids(api);
      switch (below(6)) {
        case 0: {
          const { status } = await send("POST", "", "application/json", json);
          equal(status, before.some((each) => written(each) === written(id)) ? 409 : 201, json);
          break;
        }
        case 1: {
          const { status } = await send(
            "POST",
            "",
            "application/json",
            JSON.stringify([{ id }, { id: more }]),
          );
          const isTwice = written(id) === written(more);
          const isThere = before.some((each) =>
            [written(id), written(more)].includes(written(each))
          );
          equal(status, isTwice ? 422 : isThere ? 409 : 201);
          break;
        }
        case 2:
          await send(
            "POST",
            "",
            "application/x-www-form-urlencoded",
            `id=${encodeURIComponent(String(id))}`,
          );
          break;
        case 3:
          await send(
            "POST",
            "",
            "application/x-ndjson",
            `${json}\n${JSON.stringify({ id: more })}\n`,
          );
          break;
        case 4: {
          const cell = (value: unknown) =>
            typeof value === "object"
              ? `"${JSON.stringify(value).replaceAll('"', '""')}"`
              : String(value);
          await send(
            "POST",
            "",
            "text/csv",
            `id,n\n${cell(id)},1\n${cell(more)},2\n"${cell(id).replaceAll('"', "")}",3\n`,
          );
          break;
        }
        default:
          // Renamed.
          await send("PUT", `/${pick(["1", "2", "a", "true", "~n1"])}`, "application/json", json);
      }
      const after = await ids(api);
      equal(new Set(after.map(written)).size, after.length, JSON.stringify(after));
    }
  }
});

Deno.test("who comes second is told of it with the pointer, or the line, whatever kind the first is of", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [unsaid] });
  await put(kv, rows, [{ id: 7 }, { id: "8" }]);
  const post = async (type: string, body: string) => {
    const answer = await api.request("/rest/rows", {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    return await answer.text();
  };
  for (
    const [type, body] of [["application/json", '{"id":"7"}'], ["application/json", '{"id":8}'], [
      "application/x-www-form-urlencoded",
      "id=7",
    ]] as const
  ) {
    const { status, code, errors } = JSON.parse(await post(type, body));
    equal([status, code, errors[0].pointer], [409, "conflict", "/id"], body);
  }
  for (
    const [type, body, line] of [
      ["application/x-ndjson", '{"id":"x"}\n{"id":"7"}\n', 2],
      ["text/csv", "id\ny\n8\n", 3],
      ["text/csv", 'id\nz\n"7"\n', 3],
    ] as const
  ) {
    const [, second] = (await post(type, body)).split("\n");
    const told = JSON.parse(second ?? "");
    equal([told.line, told.status, told.problem.code], [line, 409, "conflict"]);
  }
  equal((await ids(api)).length, 5);
});

Deno.test("when numbers and texts race for what reads the same one of them is made", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [unsaid] });
  for (let n = 0; n < 20; n++) {
    const made = await Promise.all(Array.from({ length: 8 }, (_, at) =>
      api.request("/rest/rows", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id: at % 2 === 0 ? n : String(n) }),
      })));
    equal(made.map(({ status }) => status).toSorted(), [201, 409, 409, 409, 409, 409, 409, 409]);
  }
  equal((await ids(api)).length, 20);
});

Deno.test("entries of a feed, too, and a declared kind needs no looking", async () => {
  using kv = memoryKv();
  const log = feeds<Row>({ prefix: "/log", may: "anyone" });
  const said = resource({ name: "said", table: "said", id: "number", may: "anyone" });
  const api = rest({ kv, feeds: [log], resources: [said] });
  const post = async (path: string, body: string) =>
    (await api.request(`/rest${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    })).status;
  equal([await post("/kvs/0/log", '{"id":1}'), await post("/kvs/0/log", '{"id":"1"}')], [201, 409]);
  equal([await post("/said", '{"id":1}'), await post("/said", '{"id":1}')], [201, 409]);
});
