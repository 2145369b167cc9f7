import { openRuntime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { type Kv, memoryKv } from "../../../kvs/mod.ts";
import { rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { disturbed } from "../../bpe/runtime/world.ts";

/** Hears a signal again and again: each is one turn of the loop. */
const LOOP =
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">
  <signal id="s" name="tick"/>
  <process id="loop" isExecutable="true"><startEvent id="a"/><exclusiveGateway id="g"/>
    <intermediateCatchEvent id="c"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>
    <sequenceFlow id="f" sourceRef="a" targetRef="g"/><sequenceFlow id="h" sourceRef="g" targetRef="c"/>
    <sequenceFlow id="k" sourceRef="c" targetRef="g"/></process></definitions>`;

async function world(
  kv: Kv,
  run: (
    on: {
      throwing: (key: string, body?: string) => Promise<[status: number, told: unknown]>;
      heard: () => Promise<number[]>;
    },
  ) => Promise<void>,
): Promise<void> {
  await using runtime = openRuntime(kv, { log: () => {} });
  await runtime.deploy(LOOP);
  for (const id of ["a", "b", "c"]) await runtime.start("loop", { id });
  const api = rest({
    operations: processes(runtime, { may: "anyone" }),
    errors: [BPE_ERRORS],
    log: () => {},
  });
  await run({
    async throwing(key, body = '{"name":"tick"}') {
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const answer = await api.request("/rest/bpe/signals", { method: "POST", headers, body });
      const told = await answer.json();
      return [answer.status, told.heard ?? told.code];
    },
    async heard() {
      const counts: number[] = [];
      for (const id of ["a", "b", "c"]) {
        const history = await Array.fromAsync(runtime.history(id));
        counts.push(
          history.filter(({ event, node }) => event === "completed" && node === "c").length,
        );
      }
      return counts;
    },
  });
}

Deno.test("a signal that is sent again with its key is heard once, and answers the same; with another key it is another", async () => {
  using kv = memoryKv();
  await world(kv, async ({ throwing, heard }) => {
    const three = [200, 3];
    equal(await Promise.all([1, 2, 3].map(() => throwing("k1"))), [three, three, three]);
    equal([await throwing("k1"), await heard()], [three, [1, 1, 1]]);
    equal([await throwing("k2"), await heard()], [three, [2, 2, 2]]);
    equal(await throwing("k1", '{"name":"tick","payload":{"n":1}}'), [422, "reused"]);
  });
});

for (let seed = 1; seed <= 200; seed++) {
  Deno.test(`a signal that is sent five times at once with its key tells all of them who heard it, seed ${seed}`, async () => {
    const { below } = random(seed);
    using store = memoryKv();
    // Writes come through in another order than they were begun.
    const kv = disturbed(store, {
      async write(apply) {
        for (let turns = below(60); turns > 0; turns--) await Promise.resolve();
        return await apply();
      },
    });
    await world(kv, async ({ throwing, heard }) => {
      const told = await Promise.all([1, 2, 3, 4, 5].map(() => throwing("k1")));
      equal(told, told.map(() => [200, 3]));
      equal([await throwing("k1"), await heard()], [[200, 3], [1, 1, 1]]);
    });
  });
}

for (let cut = 1; cut <= 6; cut++) {
  Deno.test(`a signal whose throw stops at write ${cut} and is sent again with its key is heard once by each`, async () => {
    using store = memoryKv();
    let left = Infinity, isCut = false;
    const kv = disturbed(store, {
      write(apply) {
        if (left-- > 0) return apply();
        isCut = true;
        return Promise.reject(new Error("the store is gone"));
      },
    });
    await world(kv, async ({ throwing, heard }) => {
      left = cut;
      const [status] = await throwing("k1");
      left = Infinity;
      equal(status >= 500, isCut);
      equal((await throwing("k1"))[0], 200);
      equal((await throwing("k1"))[0], 200);
      equal(await heard(), [1, 1, 1]);
    });
  });
}
