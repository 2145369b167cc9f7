/**
 * Requests with one key that meet: each is stopped between what it has read and its commit, and let go in every order.
 */
import { all, count, type Kv, memoryKv, table } from "../../../kvs/mod.ts";
import { feeds, resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

interface Order {
  readonly id: string;
  readonly by?: string;
}

/** A store whose commits wait until each of so many requests has come to its first one; they are then made in the order told. */
function meeting(order: readonly number[]): Kv {
  const kv = memoryKv(), atomic = kv.atomic.bind(kv), waiting: (() => void)[] = [];
  let isOver = false;
  kv.atomic = () => {
    const made = atomic(), commit = made.commit.bind(made);
    made.commit = async () => {
      if (isOver) return await commit();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      if (waiting.length === order.length) {
        isOver = true;
        for (const each of order) {
          waiting[each]?.();
          await Promise.resolve();
        }
      }
      await promise;
      return await commit();
    };
    return made;
  };
  return kv;
}

const orders = resource({
  name: "orders",
  table: table<Order>("order", { fields: ["id", "by"] }),
  may: "anyone",
  fromJson: (json) => ({ id: crypto.randomUUID(), ...json }),
});
const events = feeds<Order>({
  prefix: "/events",
  may: "anyone",
  fields: ["id", "by"],
  fromJson: (json) => ({ id: crypto.randomUUID(), ...json }),
});

function post(kv: Kv, path: string, body: string, key: string): Promise<Response> {
  const api = rest({ kv, resources: [orders], feeds: [events] });
  const headers = { "content-type": "application/json", "idempotency-key": key };
  return Promise.resolve(api.request(`/rest${path}`, { method: "POST", headers, body }));
}

for (const [path, source] of [["/orders", "order"], ["/kvs/0/events", "/events"]] as const) {
  for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
    Deno.test(`three requests to ${path} with one key that have all read before one commits, let go as ${order}: one is carried out, and all tell of it`, async () => {
      using kv = meeting(order);
      const answers = await Promise.all(order.map(() => post(kv, path, "{}", "k1")));
      const told = await Promise.all(
        answers.map(async (
          answer,
        ) => [
          answer.status,
          await answer.text(),
          answer.headers.get("etag"),
          answer.headers.get("location"),
        ]),
      );
      equal(told, [told[0], told[0], told[0]]);
      equal([told[0]?.[0], await count(kv, source), await count(kv, "rest.answers")], [201, 1, 1]);
      equal(JSON.parse(String(told[0]?.[1])), (await all(kv, source))[0]);
    });
  }

  Deno.test(`two requests to ${path} with one key and other bodies that meet: one is carried out, the other refused`, async () => {
    using kv = meeting([0, 1]);
    const answers = await Promise.all(
      ["a", "b"].map((by) => post(kv, path, `{"by":"${by}"}`, "k1")),
    );
    equal(answers.map(({ status }) => status).sort(), [201, 422]);
    equal(await count(kv, source), 1);
    for (const { body } of answers) await body?.cancel();
  });

  Deno.test(`two requests to ${path} with keys of their own and one id that meet: one is carried out, the other told of the conflict`, async () => {
    using kv = meeting([0, 1]);
    const answers = await Promise.all(["k1", "k2"].map((key) => post(kv, path, '{"id":"a"}', key)));
    equal(answers.map(({ status }) => status).sort(), [201, 409]);
    equal([await count(kv, source), await count(kv, "rest.answers")], [1, 1]);
    for (const { body } of answers) await body?.cancel();
  });
}
