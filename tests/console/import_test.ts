import { importItems, importStore } from "../../console/command/import.ts";
import { ConsoleError } from "../../console/error.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { exported, fill, linesIn, testIo, withStores } from "./console.ts";
import { stores } from "../_support/store/stores.ts";
import { random } from "../_support/random.ts";

Deno.test("a dry run reads every line, tells what is there, and writes nothing", () =>
  withStores(stores.memory!, async (from, to) => {
    await fill(from, 1);
    const io = testIo({ input: await exported(from) });
    await importStore(to, io, { dryRun: true });
    equal(await linesIn(to), []);
    assert(/^checked .*; none of them was there\n$/.test(io.printed.err), io.printed.err);
    await rejects(
      () =>
        importStore(to, testIo({ input: '{"seq":"a","last":1}\n{"seq":"a"}' }), { dryRun: true }),
      ConsoleError,
      "bad_line",
    );
  }));

const BAD: readonly (readonly [line: string, why: string])[] = [
  ["{", "JSON"],
  ["7", "no object"],
  ["{}", "none of"],
  ['{"kvs":2}', "version 2"],
  ['{"key":["a"]}', "no value"],
  ['{"key":"a","value":1}', "no key"],
  ['{"key":[null],"value":1}', "no key"],
  ['{"key":[{"bytes":"*"}],"value":1}', "no key"],
  ['{"key":["kvs/entry","f"],"value":1}', "belong to tables and feeds"],
  ['{"key":["a"],"v8":"AAAA"}', "not a stored value"],
  ['{"key":["a"],"v8":7}', "base64"],
  ['{"key":["a"],"u64":"-1"}', "digits"],
  ['{"key":["a"],"u64":"99999999999999999999"}', ""],
  ['{"key":["a"],"value":"x","meta":{"values":[["custom","evil"]]}}', ""],
  ['{"key":["a"],"value":{},"meta":{"values":{"__proto__.x":["Date"]}}}', ""],
  ['{"feed":"f","value":{"id":1}}', "does not begin with /"],
  ['{"feed":"/","value":{"id":1}}', "must name a feed"],
  ['{"feed":"/f","value":{}}', 'feed "/f"'],
  ['{"feed":"/f","value":7}', "must be an object"],
  ['{"table":"writer","value":{"id":1}}', 'table "writer"'],
  ['{"table":"t","value":{"id":null}}', 'table "t"'],
  ['{"schema":"t","fields":[1],"keys":[]}', '"fields"'],
  ['{"retain":"/f","entries":-1}', '"entries"'],
  ['{"retain":"/","age":1}', "must name a feed"],
  ['{"seq":"n","last":-1}', '"last"'],
  ['{"reader":"r","value":{},"at":{"feed":"x"}}', "does not begin with /"],
  [`{"key":["${"k".repeat(3000)}"],"value":1}`, "too large"],
  [`{"key":["a"],"value":"${"v".repeat(70_000)}"}`, "too large"],
];

Deno.test("a bad line is refused with its number and why; what stands before it is written", async () => {
  for (const [line, why] of BAD) {
    using kv = await stores.memory!();
    const input = `{"key":["good"],"value":1}\n\n${line}\n`;
    const error = await rejects(() => importStore(kv, testIo({ input }), {}), ConsoleError);
    assert(/\bline 3\b/.test(error.message), `${line}: ${error.message}`);
    assert(error.message.includes(why), `${line}: ${error.message}`);
    equal(await linesIn(kv), [`{"key":["good"],"value":1}`], line);
    equal(({} as { x?: unknown }).x, undefined);
  }
  const bytes = new Uint8Array([0x7b, 0xff, 0x0a]);
  const error = await rejects(
    () => Array.fromAsync(importItems(toAsync(bytes))),
    ConsoleError,
    "bad_line",
  );
  assert(error.message.includes("line 1 is not UTF-8"), error.message);
});

async function* toAsync(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

Deno.test("lines are the same however the bytes are cut, and an export cut short is told", async () => {
  using kv = await stores.memory!();
  await fill(kv, 3);
  const bytes = new TextEncoder().encode(await exported(kv)), draw = random(3);
  const whole = await Array.fromAsync(importItems(toAsync(bytes)));
  const pieces = async function* () {
    for (let at = 0; at < bytes.length;) {
      const size = 1 + draw.below(5000);
      yield await Promise.resolve(bytes.subarray(at, at += size));
    }
  };
  equal(await Array.fromAsync(importItems(pieces())), whole);
  const last = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
  const cut = () => Array.fromAsync(importItems(toAsync(bytes.subarray(0, last))));
  await rejects(cut, ConsoleError, "cut_short");
  const second = bytes.indexOf(0x0a) + 1, third = bytes.indexOf(0x0a, second) + 1;
  const lost = new Uint8Array([...bytes.subarray(0, second), ...bytes.subarray(third)]);
  await rejects(() => Array.fromAsync(importItems(toAsync(lost))), ConsoleError, "cut_short");
});
