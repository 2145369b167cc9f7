import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { groups, Room } from "../../../kvs/rows/room.ts";

const weigh = (bytes: number) => ({ checks: 0, mutations: 1, bytes, keyBytes: 0 });

Deno.test("things are parted in their order, as many to a group as fit, what fits none alone", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const from = random(seed), most = 1 + from.below(8);
    const sizes = Array.from({ length: from.below(40) }, () => from.below(120));
    const found = [...groups(sizes, weigh, { bytes: 100, most })];
    equal(found.flat(), sizes, `seed ${seed}`);
    found.forEach((group, i) => {
      const sum = group.reduce((a, b) => a + b, 0), next = found[i + 1]?.[0];
      equal(group.length === 1 || (sum <= 100 && group.length <= most), true, `seed ${seed}`);
      const isFull = next === undefined || group.length === most || sum + next > 100;
      equal(isFull, true, `seed ${seed}`);
    });
  }
});

Deno.test("room that was filled takes nothing more", () => {
  const room = new Room();
  equal([room.take(weigh(819_200)), room.take(weigh(1)), room.taken.bytes], [true, false, 819_200]);
  const full = new Room();
  full.fill();
  equal(full.take(weigh(0)), false);
});
