import { N2oError } from "../../../n2o/error.ts";
import { table } from "../../../n2o/table.ts";
import { once } from "../../../nitro/protocol/once.ts";
import { equal, rejects, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

/** The first event of a client, remembered for ever. */
const first = { session: "session", client: "client", seq: 1, till: Infinity };

Deno.test("an event is carried out once, and who asks again waits for the same end", async () => {
  const seen = table(), gate = Promise.withResolvers<void>();
  let runs = 0;
  const run = async () => {
    runs++;
    await gate.promise;
  };
  const both = [
    once({ ...first, table: seen }, run),
    once({ ...first, table: seen }, run),
  ];
  const ended: number[] = [];
  both.forEach((end, at) => Promise.resolve(end).then(() => ended.push(at)));
  await undefined;
  equal([runs, ended], [1, []]);
  gate.resolve();
  await Promise.all(both);
  equal([runs, ended.length], [1, 2]);
});

Deno.test("an earlier number is done, a later one is run, and clients are apart", async () => {
  const seen = table(), ran: string[] = [];
  const say = (client: string, seq: number) =>
    once(
      { ...first, table: seen, client, seq },
      () => Promise.resolve(void ran.push(`${client}${seq}`)),
    );
  for (const seq of [1, 3, 2, 3, 4, 1]) await say("a", seq);
  for (const seq of [1, 1]) await say("b", seq);
  equal(ran, ["a1", "a3", "a4", "b1"]);
});

Deno.test("a failure is told to everybody who asks, and is not tried again", async () => {
  const seen = table();
  let runs = 0;
  const fail = () => {
    runs++;
    return Promise.reject(new TypeError("broken"));
  };
  for (let each = 0; each < 3; each++) {
    await rejects(
      async () => await once({ ...first, table: seen }, fail),
      TypeError,
    );
  }
  equal(runs, 1);
});

Deno.test("what is known of a client is forgotten at its time", async () => {
  const clock = virtualClock(), seen = table({ clock }), ran: number[] = [];
  const say = (seq: number) =>
    once(
      { ...first, table: seen, seq, till: clock.now() + 1_000 },
      () => Promise.resolve(void ran.push(seq)),
    );
  await say(5);
  await say(5);
  clock.advance(1_000);
  await say(5);
  equal(ran, [5, 5]);
});

Deno.test("where the table is full an event is refused and not run", async () => {
  const seen = table({ limit: 1 });
  let runs = 0;
  const run = () => Promise.resolve(void runs++);
  await once({ ...first, table: seen, session: "one" }, run);
  await rejects(
    async () => await once({ ...first, table: seen, session: "two" }, run),
    N2oError,
    "full",
  );
  equal(runs, 1);
});

Deno.test("a session that makes up names of clients has one row, and its latest clients are remembered", async () => {
  const seen = table();
  let runs = 0;
  const say = (at: number) =>
    once(
      { ...first, table: seen, client: `client-${at}` },
      () => Promise.resolve(void runs++),
    );
  for (let at = 0; at < 1_000; at++) await say(at);
  equal([seen.size, runs], [1, 1_000]);
  for (let at = 950; at < 1_000; at++) await say(at);
  equal(runs, 1_000);
});

Deno.test("without a promise an event is carried out once as well, its end is there at once, and its failure is everybody's", () => {
  const seen = table(), at = (seq: number) => ({ ...first, table: seen, seq });
  let runs = 0;
  const run = () => ++runs;
  equal([once(at(1), run), once(at(1), run), once(at(2), run)], [1, 1, 2]);
  equal(once(at(1), run), undefined);
  const broken = () => {
    runs++;
    throw new TypeError("broken");
  };
  throws(() => once(at(3), broken), TypeError);
  equal(runs, 3);
});

Deno.test("a failure without a promise is told to who asks again, and is not tried again", async () => {
  const seen = table(), numbered = { ...first, table: seen };
  let runs = 0;
  const broken = () => {
    runs++;
    throw new TypeError("broken");
  };
  throws(() => once(numbered, broken), TypeError);
  await rejects(async () => await once(numbered, broken), TypeError);
  equal(runs, 1);
});

Deno.test("who asks again while an event runs without a promise waits for its end, whatever that is", async () => {
  for (const fails of [false, true]) {
    const seen = table(), numbered = { ...first, table: seen };
    let runs = 0, again: unknown;
    const run = (): string => {
      runs++;
      again ??= once(numbered, run);
      if (fails) throw new TypeError("broken");
      return "done";
    };
    if (fails) throws(() => once(numbered, run), TypeError);
    else equal(once(numbered, run), "done");
    if (fails) await rejects(async () => await again, TypeError);
    else equal(await again, "done");
    equal(runs, 1);
  }
});
