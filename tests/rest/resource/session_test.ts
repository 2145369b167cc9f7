import { memoryKv, table } from "../../../kvs/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

interface User {
  readonly id: string;
  readonly cn?: string;
  readonly name?: string;
}

const users = resource({
  name: "users",
  table: table<User>("user", { fields: ["id", "cn", "name"] }),
  may: "anyone",
});

Deno.test("the README's session of curl does line by line what it means", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [users] });
  const ask = async (method: string, path: string, form?: string) => {
    const body = form === undefined ? {} : { body: new URLSearchParams(form) };
    const answer = await api.request(path, { method, ...body });
    return [answer.status, answer.headers.get("location"), await answer.text()];
  };
  equal(await ask("POST", "/rest/users", "id=vlad"), [201, "/rest/users/vlad", '{"id":"vlad"}']);
  equal(await ask("POST", "/rest/users", "id=doxtop"), [
    201,
    "/rest/users/doxtop",
    '{"id":"doxtop"}',
  ]);
  equal(await ask("GET", "/rest/users"), [
    200,
    null,
    '{"users":[{"id":"doxtop"},{"id":"vlad"}]}',
  ]);
  equal(await ask("PUT", "/rest/users/vlad", "id=5HT"), [200, null, '{"id":"5HT"}']);
  equal(await ask("GET", "/rest/users/5HT"), [200, null, '{"id":"5HT"}']);
  equal(await ask("DELETE", "/rest/users/5HT"), [204, null, ""]);
  equal(await ask("GET", "/rest/users"), [200, null, '{"users":[{"id":"doxtop"}]}']);
});
