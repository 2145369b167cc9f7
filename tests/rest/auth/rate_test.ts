import { memoryKv, openKv } from "../../../kvs/mod.ts";
import { counter, type Person, rate, rest, RestError } from "../../../rest/mod.ts";
import { sharedCounter } from "../../../rest/auth/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { random } from "../../_support/random.ts";

Deno.test("keys, persons and networks are counted apart, and nobody knows whom together", async () => {
  const count = rate({
    limit: 1,
    window: 60,
    clock: virtualClock(),
    address: ({ headers }) => headers.get("x-address") ?? undefined,
  });
  const ask = async (address: string, person?: Person) => {
    const headers: HeadersInit = address === "" ? {} : { "x-address": address };
    return (await count(new Request("http://x", { headers }), person)).remaining;
  };
  const ann: Person = { id: "ann", by: "cookie" };
  equal([await ask("", ann), await ask("a", { ...ann, by: "token" })], [0, -1]);
  equal([await ask("", { ...ann, by: "key", key: "k1" })], [0]);
  equal([await ask("b", { ...ann, by: "key", key: "k1" })], [-1]);
  equal([await ask("", { ...ann, by: "key", key: "k2" })], [0]);
  equal([await ask("a"), await ask("b"), await ask("a")], [0, 0, -1]);
  equal([await ask(""), await ask("")], [0, -1]);
  // A person is no address, whatever they are called.
  equal(await ask("", { id: "address a", by: "cookie" }), 0);
});

Deno.test("a flood of addresses takes no more memory than its bound, and nothing from who was there before, or is known", async () => {
  const clock = virtualClock(), count = counter({ limit: 20, window: 60, most: 100, clock });
  for (let n = 0; n < 15; n++) count("early");
  for (let n = 0; n < 100_000; n++) count(`flood ${n}`);
  // There is no count of its own for one more: all that are shared are used up, and no more are made.
  for (let n = 0; n < 50; n++) assert(count(`late ${n}`).remaining < 0);
  equal(count("early").remaining, 4);
  const each = rate({ limit: 20, window: 60, most: 100, clock, address: ({ url }) => url });
  for (let n = 0; n < 5_000; n++) await each(new Request(`http://x/${n}`), undefined);
  equal((await each(new Request("http://x/"), { id: "ann", by: "cookie" })).remaining, 19);
  clock.advance(60_000);
  equal(count("flood 7").remaining, 19);
});

Deno.test("over several programs on a store never more than the limit pass, and in the end all of it", async () => {
  const { pick } = random(1);
  for (const [limit, share] of [[1, 1], [7, 1], [60, 3], [200, 50]] as const) {
    using kv = await openKv(":memory:");
    const clock = virtualClock(), options = { name: "api", limit, window: 60, share, clock };
    const one = sharedCounter(kv, options);
    const programs = [one, sharedCounter(kv, options), sharedCounter(kv, options)] as const;
    for (let window = 0; window < 2; window++) {
      let passed = 0;
      const ask = async () => {
        const { remaining } = await pick(programs)("ann");
        if (remaining >= 0) passed++;
      };
      await Promise.all(Array.from({ length: limit * 2 + 20 }, ask));
      assert(passed <= limit, `${passed} of ${limit}`);
      // What the programs hold is given to who asks them.
      for (const program of programs) {
        for (let n = 0; n < share; n++) if ((await program("ann")).remaining >= 0) passed++;
      }
      equal(passed, limit, `by ${share}`);
      equal((await one("bob")).remaining, limit - 1);
      clock.advance(60_000);
    }
  }
});

Deno.test("a name that asks on and on costs the store few commits, and none when it is over", async () => {
  using kv = memoryKv();
  let commits = 0;
  const counted = new Proxy(kv, {
    get(target, name) {
      if (name === "atomic" || name === "get") commits++;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const count = sharedCounter(counted, {
    name: "api",
    limit: 1_000,
    window: 60,
    clock: virtualClock(),
  });
  for (let n = 0; n < 1_000; n++) await count("ann");
  equal(commits, 40); // a read and a commit for each share
  for (let n = 0; n < 1_000; n++) equal((await count("ann")).remaining, -1);
  assert(commits <= 41, String(commits));
  for (const wrong of [{ limit: 0 }, { window: 0.5 }, { share: -1 }, { most: NaN }]) {
    await rejects(
      () => sharedCounter(kv, { name: "x", limit: 1, window: 1, ...wrong }),
      RestError,
      "config",
    );
  }
});

Deno.test("fields of RateLimit tell what is left, and 429 when to ask again", async () => {
  const clock = virtualClock(Date.UTC(2026, 0, 1, 0, 0, 13)),
    operation = {
      id: "x",
      method: "GET",
      path: "/x",
      summary: "",
      tag: "",
      parameters: [],
      responses: { 204: { description: "" } },
      guarded: false,
      run: () => Promise.resolve({ status: 204 }),
    } as const;
  using kv = memoryKv();
  for (
    const each of [
      rate({ limit: 2, window: 60, clock }),
      rate({
        limit: 2,
        window: 60,
        counter: sharedCounter(kv, { name: "api", limit: 2, window: 60, clock }),
      }),
    ]
  ) {
    const api = rest({ operations: [operation], rate: each });
    const ask = async () => {
      const { status, headers } = await api.request("/rest/x");
      return [
        status,
        headers.get("ratelimit-policy"),
        headers.get("ratelimit"),
        headers.get("retry-after"),
      ];
    };
    const policy = '"default";q=2;w=60';
    equal(await ask(), [204, policy, '"default";r=1;t=47', null]);
    equal(await ask(), [204, policy, '"default";r=0;t=47', null]);
    equal(await ask(), [429, policy, '"default";r=0;t=47', "47"]);
  }
});
