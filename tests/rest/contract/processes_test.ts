import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { needs } from "../../_support/permission.ts";
import { drive } from "./drive.ts";
import { processSample } from "./processes.ts";

needs("read");

for (let seed = SEED; seed < SEED + rounds(2, 100); seed++) {
  Deno.test(`every operation of processes answers as its document says, seed ${seed}`, async () => {
    await using server = await processSample();
    const { faults } = await drive(server, seed, 300);
    equal(faults.slice(0, 3), []);
  });
}
