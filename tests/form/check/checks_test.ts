import {
  type AnyDocument,
  check,
  checks,
  type ChecksOptions,
  type Filled,
  type Issue,
  newest,
  type StandardResult,
  type StandardSchema,
} from "../../../form/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { filled } from "../../_support/filled.ts";
import { random } from "../../_support/random.ts";

const form = (declared: Omit<AnyDocument, "name">, values: Record<string, unknown>): Filled =>
  filled({ name: "order", ...declared }, values);
const told = (issues: readonly Issue[]) => issues.map(({ path, code }) => `${path} ${code}`).sort();
const lines = { id: "lines", type: "table", vector: true, fields: [{ id: "code", unique: true }] };

/** Lets what only waits for promises go on. */
const rest = () => new Promise<void>((resolve) => setTimeout(resolve));

Deno.test("the store is asked of each unique value, with its field and the record, and not of what is wrong already", async () => {
  const fields = [{ id: "name", unique: true, pattern: "[a-z]+" }, { ...lines, type: "group" }];
  const asked: unknown[] = [];
  const unique: ChecksOptions["unique"] = (path, value, record) => {
    asked.push([path, value, record]);
    return value !== "tea";
  };
  const values = { name: "Tea", lines: [{ code: "tea" }, { code: "milk" }, {}] };
  const issues = await checks(form({ fields }, values), { unique, record: "7" });
  equal(told(issues), ["lines/r1/code unique", "name pattern"]);
  equal(asked, [["lines/*/code", "tea", "7"], ["lines/*/code", "milk", "7"]]);
});

Deno.test("what cannot be asked is not taken for right: no store, one that throws, answers nonsense or never answers", async () => {
  const fields = [{ id: "name", unique: true }];
  const held = form({ fields }, { name: "tea" });
  const logged: string[] = [];
  const log: ChecksOptions["log"] = (level, message) => logged.push(`${level} ${message}`);
  equal(told(await checks(held, { log })), ["name failed"]);
  const unique = () => Promise.reject(new Error("down"));
  equal(told(await checks(held, { unique, log })), ["name failed"]);
  // As: what a store written in JavaScript may answer.
  equal(told(await checks(held, { unique: () => "yes" as unknown as boolean, log })), [
    "name failed",
  ]);
  assert(logged.length === 3 && logged.every((line) => line.startsWith("error a check of")));
  assert(logged[1]?.includes("down"));

  const clock = virtualClock();
  let signal: AbortSignal | undefined;
  const never = checks(held, {
    clock,
    log,
    unique: (_path, _value, _record, given) => {
      signal = given;
      return new Promise(() => {});
    },
  });
  await clock.advanceAsync(5_000);
  equal(told(await never), ["name failed"]);
  assert(signal?.aborted);
  equal(clock.pending, 0);
  assert(logged.at(-1)?.includes("in time"));
});

Deno.test("a check that is not waited for any longer is told so", async () => {
  const held = form({ fields: [{ id: "name", unique: true }] }, { name: "tea" });
  const stop = new AbortController();
  let asked: AbortSignal | undefined;
  const running = checks(held, {
    signal: stop.signal,
    unique: (_path, _value, _record, signal) => {
      asked = signal;
      return new Promise(() => {});
    },
  });
  await rest();
  stop.abort(new Error("the page is gone"));
  const error = await rejects(() => running, Error);
  equal(error.message, "the page is gone");
  assert(asked?.aborted);
});

Deno.test("an answer about what was changed meanwhile is asked for anew", async () => {
  const values: Record<string, unknown> = { name: "tea" };
  const held = form({ fields: [{ id: "name", unique: true }] }, values);
  const open: { value: unknown; answer: (isFree: boolean) => void }[] = [];
  const running = checks(held, {
    unique: (_path, value) => new Promise((answer) => open.push({ value, answer })),
  });
  await rest();
  values.name = "milk";
  open[0]?.answer(true);
  await rest();
  equal(open.map(({ value }) => value), ["tea", "milk"]);
  open[1]?.answer(false);
  equal(told(await running), ["name unique"]);

  // Somebody who types on and on is not waited for, and nothing is taken for right.
  let count = 0;
  const restless = await checks(held, {
    unique: () => {
      values.name = `tea ${++count}`;
      return true;
    },
  });
  equal(told(restless), ["name failed"]);
  assert(count <= 8);
});

const seed = 20261130;
Deno.test(`of checks that answer in any order the latest counts (seed ${seed})`, async () => {
  const from = random(seed);
  for (let run = 0; run < 60; run++) {
    const latest = newest(), shown: number[] = [];
    const open: { at: number; end: () => void }[] = [];
    const all: Promise<void>[] = [];
    let begun = 0;
    while (begun < 6 || open.length > 0) {
      if (begun < 6 && (open.length === 0 || from.below(2) === 0)) {
        const at = begun++, fails = from.below(4) === 0;
        const answer = latest(() =>
          new Promise<number>((resolve, reject) => {
            open.push({ at, end: () => fails ? reject(new Error(`${at}`)) : resolve(at) });
          })
        );
        all.push(answer.then((value) => {
          if (value !== undefined) shown.push(value);
        }, (error: Error) => {
          shown.push(Number(error.message));
        }));
      } else {
        open.splice(from.below(open.length), 1)[0]?.end();
        await rest();
      }
    }
    await Promise.all(all);
    // What was shown came in the order in which it was begun, and the last is among it.
    equal(shown, [...shown].sort((one, other) => one - other));
    equal(shown.at(-1), 5);
  }
});

/** A schema of the standard that says what `find` finds. */
const schema = (
  find: (value: unknown) => StandardResult | Promise<StandardResult>,
): StandardSchema => ({ "~standard": { version: 1, vendor: "test", validate: find } });

Deno.test("issues of a schema stand at the paths of the form, sooner or later", async () => {
  const found = {
    issues: [
      { message: "one", path: ["lines", 1, "code"] },
      { message: "two", path: [{ key: "lines" }, { key: 0 }] },
      { message: "three", path: ["lines", 9, "code"] },
      { message: "four", path: ["name", "first"] },
      { message: "five", path: ["nobody"] },
      { message: "six" },
    ],
  };
  const fields = [{ id: "name" }, { ...lines, type: "group" }];
  const values = { name: "a", lines: [{ code: "x" }, { code: "y" }] };
  const expected = [
    " five",
    " six",
    "lines three",
    "lines/r1 two",
    "lines/r2/code one",
    "name four",
  ];
  const texts = (issues: readonly Issue[]) =>
    issues.map(({ path, message }) => `${path} ${message}`).sort();
  equal(texts(check(form({ fields, schema: schema(() => found) }, values))), expected);
  const later = form({ fields, schema: schema(() => Promise.resolve(found)) }, values);
  equal(texts(check(later)), []);
  equal(texts(await checks(later, { unique: () => true })), expected);
  equal(texts(await checks(later, { at: "name", unique: () => true })), ["name four"]);
  // At a field it is asked for that value, where there is one.
  const asked: unknown[] = [];
  const own = schema((value) => {
    asked.push(value);
    return { issues: [{ message: "no" }] };
  });
  const validations = [{ for: "lines/*/code", holds: own }, { for: "name", holds: own }];
  const each = form({ fields, validations }, { lines: values.lines });
  equal(texts(check(each)), ["lines/r1/code no", "lines/r2/code no"]);
  equal(asked, ["x", "y"]);
});

Deno.test("functions that answer later are heard once by those who wait, and never by those who do not", async () => {
  let calls = 0;
  const validations = [{
    for: "name",
    holds: () => {
      calls++;
      return Promise.resolve("taken");
    },
  }] as const;
  const held = form({ fields: [{ id: "name" }], validations }, { name: "a" });
  equal(told(await checks(held)), ["name invalid"]);
  equal(calls, 1);
  equal(check(held), []);
  equal(calls, 1);
});
