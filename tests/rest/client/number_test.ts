import { get, memoryKv, table } from "../../../kvs/mod.ts";
import { client } from "../../../rest/client/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { z } from "../../form/schema/deps.ts";

interface Point {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly of: readonly number[];
}

const kinds = { points: { y: "number", of: { list: "number" } } } as const;
const points = resource({
  name: "points",
  table: table<Point>("point", { fields: ["id", "x", "y", "of"] }),
  // As: zod's numbers are finite, and a kind may be of others.
  schema: z.object({
    id: z.string(),
    x: z.number(),
    y: z.any(),
    of: z.array(z.any()),
  }) as unknown as z.ZodType<Point>,
  kinds: kinds.points,
  may: "anyone",
});

Deno.test("a client sends -0 as 0, and where the kind is number its sign comes back as it went", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [points] }), declared = { points };
  const asked = client<typeof declared>({
    base: "http://localhost/rest",
    fetch: (request) => api.fetch(request),
    kinds,
  });
  const point: Point = { id: "a", x: -0, y: -0, of: [-0, 0, NaN] };
  const { record } = await asked.points.create(point);
  equal(record, { ...point, x: 0 });
  equal(await get(kv, "point", "a"), { ...point, x: 0 });
  equal((await asked.points.put("a", record)).record, record);
  equal((await asked.points.patch("a", { y: -Infinity })).record, { ...record, y: -Infinity });
  equal((await asked.points.patch("a", { y: -0 })).record, record);
});
