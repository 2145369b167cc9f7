import { all, KvsError, memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

interface User {
  readonly id: string;
  readonly mail?: string;
  readonly team?: string;
  readonly seat?: number;
}
const users = table<User>("user", {
  fields: ["id", "mail", "team", "seat"],
  unique: ["mail", ["team", "seat"]],
});
const api = resource({
  name: "users",
  table: users,
  may: "anyone",
  imports: ["application/x-ndjson"],
});
const ANN = { id: "ann", mail: "a@x", team: "red", seat: 1 };
const CASES = [
  [{ id: "bob", mail: "a@x" }, ["/mail"]],
  [{ id: "bob", mail: "b@x", team: "red", seat: 1 }, ["/team", "/seat"]],
] as const;

Deno.test("a value that only one may have is told by its fields, however it comes, and not whose it is", async () => {
  for (const [record, pointers] of CASES) {
    using kv = memoryKv();
    const served = rest({ kv, resources: [api] });
    await put(kv, users, ANN);
    await put(kv, users, { id: "cid" });
    const { id: _, ...fields } = record;
    const asked: readonly (readonly [string, string, unknown, string, (string | undefined)?])[] = [
      ["POST", "", record, ""],
      ["PUT", "/bob", record, ""],
      ["PUT", "/cid", { ...fields, id: "cid" }, ""],
      ["PATCH", "/cid", fields, "", "application/merge-patch+json"],
      ["POST", "", [{ id: "dan" }, record, { id: "eve" }], "/1"],
      ["POST", "?each=true", [record], ""],
      ["POST", "", record, "", "application/x-ndjson"],
    ];
    for (const [method, path, body, at, type = "application/json"] of asked) {
      const what = `${method} ${path} ${JSON.stringify(body)}`;
      const answer = await served.request(`/rest/users${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { "content-type": type },
      });
      const told = await answer.json(), [{ problem = undefined } = {}] = told.users ?? [];
      const { status, code, errors, detail } = problem ?? told.problem ?? told;
      const places = errors.map((each: { pointer: string; code: string }) =>
        `${each.code} ${each.pointer}`
      );
      const wanted = pointers.map((each) => `taken ${at}${each}`);
      equal([status, code, places], [409, "taken", wanted], what);
      equal(JSON.stringify([detail, errors]).includes("ann"), false, what);
    }
    equal((await all(kv, users)).map(({ id }) => id), ["ann", "cid"]);
  }
});

Deno.test("the error of the store says which record could not have the values of which fields", async () => {
  for (const [record, pointers] of CASES) {
    using kv = memoryKv();
    await put(kv, users, ANN);
    const error: unknown = await put(kv, users, record).catch((cause) => cause);
    if (!KvsError.is(error, "taken")) throw error;
    equal(error.taken, { id: "bob", fields: pointers.map((each) => each.slice(1)) });
  }
});
