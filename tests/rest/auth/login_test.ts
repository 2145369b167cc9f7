import { memoryKv } from "../../../kvs/mod.ts";
import { counter, rest, RestError } from "../../../rest/mod.ts";
import {
  type KnownNetworks,
  knownNetworks,
  loginOperations,
  type LoginRates,
  passwordCheck,
} from "../../../rest/auth/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

const DAY = 86_400;

interface Made {
  readonly known?: KnownNetworks;
  readonly rates?: LoginRates;
  readonly isBlind?: boolean;
}

/** An API that ann logs in to with tea, and how often a password was verified. */
function made({ known, rates, isBlind = false }: Made = {}) {
  const clock = virtualClock(), verified: string[] = [];
  const limits = {
    address: counter({ limit: 30, window: 300, clock }),
    pair: counter({ limit: 10, window: 300, clock }),
    name: counter({ limit: 100, window: DAY, clock }),
  };
  const api = rest({
    operations: loginOperations({
      sessions: { begin() {}, end() {} },
      check: passwordCheck({
        find: (id) => id === "ann" ? { id, hash: "tea" } : undefined,
        verify(password, hash) {
          verified.push(hash);
          return password === hash;
        },
        nobody: "nothing",
      }),
      ...!isBlind && { address: ({ headers }) => headers.get("x-from") ?? "" },
      rates: isBlind ? { pair: limits.pair } : { ...limits, ...rates },
      ...known !== undefined && { known },
    }),
  });
  const log = async (user: string, password: string, from: string) => {
    const headers = { "x-from": from }, body = new URLSearchParams({ user, password });
    const answer = await api.request("/rest/login", { method: "POST", headers, body });
    await answer.body?.cancel();
    return answer.status;
  };
  return { clock, verified, log };
}

Deno.test("who guesses from one network is stopped there, and locks nobody out elsewhere", async () => {
  const { clock, log } = made();
  for (let round = 1; round <= 8; round++) {
    for (let n = 0; n < 10; n++) equal(await log("ann", `${n}`, "evil"), 401);
    // What is stopped here takes nothing of the name's own limit: with these it would be reached.
    for (let n = 0; n < 19; n++) equal(await log("ann", "tea", "evil"), 429);
    equal(await log("ann", "tea", `new ${round}`), 200);
    clock.advance(300_000);
  }
  equal(await log("ann", "tea", "new 9"), 200);
});

Deno.test("who guesses from many networks is stopped after a hundred, but for her who is at home", async () => {
  const { clock, log, verified } = made();
  equal(await log("ann", "tea", "home"), 200);
  for (let n = 1; n < 100; n++) equal(await log("ann", "guess", `net ${n}`), 401);
  const before = verified.length;
  equal(await log("ann", "tea", "net 100"), 429);
  equal(verified.length, before);
  for (let n = 0; n < 5; n++) equal(await log("ann", "tea", "home"), 200);
  equal([await log("ann", "oil", "home"), await log("bob", "tea", "net 100")], [401, 401]);
  clock.advance(DAY * 1_000);
  equal(await log("ann", "tea", "net 100"), 200);
});

Deno.test("a name that there is not is counted as one that there is, and costs as much", async () => {
  const answers = async (name: string) => {
    const { log, verified } = made(), all: number[] = [];
    for (let n = 0; n < 12; n++) all.push(await log(name, "guess", "one"));
    for (let n = 0; n < 100; n++) all.push(await log(name, "guess", `net ${n}`));
    return [all, verified.length];
  };
  equal(await answers("nobody"), await answers("ann"));
});

Deno.test("a network that tries many names is stopped, known or not", async () => {
  const { log } = made();
  equal(await log("ann", "tea", "home"), 200);
  for (let n = 1; n < 30; n++) equal(await log(`name ${n}`, "x", "home"), 401);
  equal(await log("ann", "tea", "home"), 429);
});

Deno.test("networks that a store knows are known to each program on it, for as many days as told", async () => {
  const clock = virtualClock();
  using kv = memoryKv({ clock });
  const [one, other] = [1, 2].map(() => made({ known: knownNetworks(kv, { days: 2 }) }));
  equal(await one?.log(" Ann ", "x", "away"), 401);
  equal(await one?.log("ann", "tea", "home"), 200);
  for (let n = 0; n < 100; n++) await other?.log("ann", "guess", `net ${n}`);
  equal([await other?.log("ann", "tea", "away"), await other?.log("ＡNN", "x", "home")], [
    429,
    401,
  ]);
  clock.advance(2 * DAY * 1_000);
  equal(await other?.log("ann", "tea", "home"), 429);
  throws(() => knownNetworks(kv, { days: 0 }), RestError, "config");
});

Deno.test("a name has its tries once, however it is spelt", async () => {
  for (
    const spelt of [
      [
        "ann",
        "ANN",
        " Ann\t",
        "ＡＮＮ",
        "a\u200bnn",
        "\ufeffann",
        "an\u00adn",
        "ann\0",
        "a\u{e0100}nn",
      ],
      ["straße", "STRASSE", "Strasse", "STRAẞE"],
      ["νικος", "ΝΙΚΟΣ", "νικοσ"],
      ["jose\u0301", "jos\u00e9", "JOSE\u0301"],
      ["ﬁsh", "fish", "FISH"],
    ]
  ) {
    const { log } = made();
    for (let n = 0; n < 10; n++) {
      equal(await log(spelt[n % spelt.length] ?? "", "guess", "one"), 401);
    }
    for (const name of spelt) equal([name, await log(name, "guess", "one")], [name, 429]);
    equal(await log(`${spelt[0]}x`, "guess", "one"), 401);
  }
});

Deno.test("where no network is told a name is counted by itself", async () => {
  const { clock, log } = made({ isBlind: true });
  for (let n = 0; n < 10; n++) equal(await log("ann", "guess", `net ${n}`), 401);
  equal(await log("ann", "tea", "home"), 429);
  clock.advance(300_000);
  equal(await log("ann", "tea", "home"), 200);
});
