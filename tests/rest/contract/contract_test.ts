import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { drive } from "./drive.ts";
import { PLANTED } from "./planted.ts";
import { sample } from "./sample.ts";

for (let seed = SEED; seed < SEED + rounds(4, 200); seed++) {
  Deno.test(`every operation answers as its document says, seed ${seed}`, async () => {
    using server = sample();
    const { faults, seen } = await drive(server, seed, 400);
    equal(faults.slice(0, 3), []);
    const asked = new Set([...seen.keys()].map((key) => key.split(" ")[0]));
    assert(asked.size >= 40, `only ${asked.size} operations were asked`);
  });
}

Deno.test(`every list that is asked for by QUERY is answered, seed ${SEED}`, async () => {
  using server = sample();
  const { faults, seen } = await drive(server, SEED, 4_000);
  equal(faults.slice(0, 3), []);
  const asked = new Set([...seen.keys()].flatMap((key) => /^(query\w+) /.exec(key)?.[1] ?? []));
  assert(asked.size >= 1, "QUERY was asked nowhere");
  equal([...asked].filter((id) => !seen.has(`${id} 200`)), []);
});

for (const [name, planted] of Object.entries(PLANTED)) {
  Deno.test(`a fault that is planted is found: ${name}`, async () => {
    using server = sample();
    const plant = planted();
    const answer = async (request: Request) => await server.fetch(request);
    const fetch = (request: Request) => plant(request, answer);
    const { faults } = await drive({ ...server, fetch }, SEED, 12_000, 1);
    assert(faults.length > 0, "nothing was found");
  });
}
