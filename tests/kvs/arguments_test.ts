/**
 * Every function of kvs with everything that is no argument of it: what is thrown is a KvsError, and
 * the store is whole afterwards.
 */
import { long, rounds, SEED } from "../_support/long.ts";
import { types } from "node:util";
import * as altering from "../../kvs/alter.ts";
import * as checking from "../../kvs/check/check.ts";
import * as consuming from "../../kvs/consumer/mod.ts";
import * as expiring from "../../kvs/expiry/mod.ts";
import * as core from "../../kvs/mod.ts";
import * as paging from "../../kvs/page/page.ts";
import { groupCommit, split } from "../../kvs/tool.ts";
import * as watching from "../../kvs/watch.ts";
import {
  Batch,
  type Kv,
  type Kvs,
  kvs,
  KvsError,
  memoryKv,
  type Reader,
  systemClock,
  table,
  type Writer,
} from "../../kvs/mod.ts";
import { idText } from "../../kvs/rows/record.ts";
import { assert, equal } from "../_support/assert.ts";

/** What applications use: the room and its entries. */
const module = {
  ...core,
  ...altering,
  ...checking,
  ...consuming,
  ...expiring,
  ...paging,
  ...watching,
  groupCommit,
  split,
};

/** What right arguments are made of: a store with a feed, a feed below it, and a table. */
interface Setting {
  readonly kv: Kv;
  readonly db: Kvs;
  readonly reader: Reader;
  readonly writer: Writer;
}

interface User {
  readonly id: string;
  readonly city?: string;
}

const users = table<User>("user", { fields: ["id", "city"], keys: ["city"] });
const record = { id: "new", text: "hello" };
const schema = { name: "app", tables: [users] };
const batch = () => new Batch("one").set(["app", 1], 1);
const weight = { checks: 0, mutations: 1, bytes: 9, keyBytes: 3 };
const signal = AbortSignal.abort();

/** The right arguments of each function behind the store, each of which is replaced by others in turn. */
const RIGHT: Record<string, (setting: Setting) => readonly unknown[]> = {
  all: () => ["/f"],
  alter: () => [users, [{ id: "bob", record: { id: "bob" }, version: null }]],
  alterInto: () => [batch(), users, [{ id: "bob", record: { id: "bob" }, version: null }]],
  count: () => ["/f"],
  delete: () => ["/f", 1],
  get: () => ["/f", 1],
  keyMatch: () => ["/f", "a"],
  keys: () => ["/f"],
  put: () => [users, { id: "bob", city: "Lviv" }, { split: true }],
  destroy: () => [users],
  dir: () => [],
  dump: () => [],
  index: () => [users, "city", "Kyiv"],
  indexMatch: () => [users, { city: "Kyiv" }, "city"],
  match: () => [users, { city: "Kyiv" }],
  create: () => [record, "/f", { expireIn: 9_000 }],
  read: () => ["/f", 1],
  getMany: () => [users, ["ann", "bob"]],
  update: () => [users, "ann", () => undefined, { expireIn: 9_000 }],
  putInto: () => [batch(), [{ id: "bob", city: "Lviv" }], users, { version: null, expireIn: 9 }],
  join: () => [schema],
  tables: () => [],
  seq: () => ["a", 2],
  sweep: () => [1000, { now: () => 0 }],
  append: () => [record, "/f"],
  appendInto: ({ kv }) => [kv.atomic(), [record], "/f", { fresh: false }],
  appendMany: () => [[record], "/f", { split: true }],
  appendNew: () => [record, "/f"],
  bot: ({ reader }) => [reader],
  top: ({ reader }) => [reader],
  next: ({ reader }) => [reader],
  prev: ({ reader }) => [reader],
  take: ({ reader }) => [reader, 2],
  drop: ({ reader }) => [reader, 1],
  reader: () => ["/f", "mine"],
  save: ({ reader }) => [reader],
  loadReader: () => ["mine"],
  cut: () => ["/f", 1],
  remove: () => [1, "/f"],
  removeInto: () => [batch(), 1, "/f"],
  feed: () => ["/f"],
  entries: ({ reader }) => ["/f", { after: reader.cache, reverse: false, limit: 2, own: true }],
  watchFeed: () => ["/f", { from: "start", signal }],
  lastCursor: () => ["/f", { own: true }],
  add: ({ writer }) => [writer],
  ensure: ({ writer }) => [writer],
  writer: () => ["/f"],
  writers: () => ["/f"],
  groupCommit: () => [],
  check:
    () => [{ mend: false, source: "/f", onFault: () => {}, onStep: () => {}, clock: systemClock }],
  page: () => [users, {
    limit: 2,
    index: "city",
    from: "A",
    to: "Z",
    reverse: false,
    own: true,
    after: undefined,
    equal: undefined,
    before: undefined,
  }],
  consumer: () => ["/f", "group", { name: "ann", lease: 9, from: "start", clock: systemClock }],
  consumerGroups: () => ["/f"],
  setConsumerGroup: () => ["/f", "group", "start"],
  removeConsumerGroup: () => ["/f", "group"],
  watchRecord: () => ["/f", 1, { signal }],
  retain: () => ["/f", { entries: 10, age: 9_000 }],
  retention: () => ["/f"],
  expire: () => [{ clock: systemClock, limit: 2, signal }],
  maintain: () => [{ every: 1000, clock: systemClock, signal, log: () => {} }],
  // bound ones only
  deleteRange: () => ["/f", 1],
  getTable: () => ["user"],
  fields: () => ["user"],
};

/** Those that take no store: the function itself, and its right arguments. */
const APART: Record<string, () => readonly unknown[]> = {
  feedPath: () => ["a", "b"],
  feedParts: () => ["/a/b"],
  defined: () => [record, "text"],
  field: () => [record, "text"],
  setfield: () => [record, "text", "bye"],
  table: () => ["t", { fields: ["id"], keys: ["id"] }],
  groups: () => [[1, 2], () => weight, { most: 2, mutations: 1 }],
  split: () => [[batch(), batch()], { mutations: 1 }],
  core: () => [],
  isU64: () => [1],
  memoryKv: () => [{}],
  kvs: () => [memoryKv(), { schema: [schema] }],
  openKv: () => [":memory:", {}],
  ver: () => [],
};

/** They last until the store is closed, or the signal is aborted. */
const LASTING: readonly string[] = ["maintain"];

const throwing = () => {
  throw new RangeError("hostile");
};
const TRAPS = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"] as const;

/** What is no argument of anything, or seldom one; new with each call. */
function oddArguments(): readonly unknown[] {
  const circle: unknown[] = [];
  circle.push(circle);
  const revoked = Proxy.revocable<unknown[]>([], {});
  revoked.revoke();
  let deep: unknown = 1;
  for (let n = 0; n < 3000; n++) deep = [deep];
  return [
    undefined,
    null,
    NaN,
    -1,
    0,
    1.5,
    Infinity,
    2 ** 53,
    true,
    -1n,
    10n ** 700n,
    "",
    "\ud800",
    "x".repeat(3000),
    `/${"x".repeat(3000)}`,
    `/${"a/".repeat(40)}`,
    "writer",
    "id_seq",
    "__proto__",
    Symbol("s"),
    () => {},
    {},
    [],
    [undefined],
    [Symbol("s")],
    ["a", {}],
    circle,
    deep,
    { id: {} },
    { id: Symbol("s") },
    { id: "x".repeat(3000) },
    { id: 1, value: () => {} },
    {
      id: 1,
      get value() {
        return throwing();
      },
    },
    {
      get id() {
        return throwing();
      },
    },
    { name: "" },
    { name: Symbol("s") },
    { name: "user", fields: 1, keys: 1 },
    { name: "user", fields: [Symbol("s")], keys: [{}] },
    Object.create(null),
    new Proxy({}, {}),
    new Proxy([], {}),
    new Proxy({}, Object.fromEntries(TRAPS.map((trap) => [trap, throwing]))),
    new Proxy([], Object.fromEntries(TRAPS.map((trap) => [trap, throwing]))),
    revoked.proxy,
    new Date(NaN),
    new Map(),
    new Uint8Array(3000),
    new DataView(new ArrayBuffer(1)),
    Object.assign([], { length: 3 }),
    Promise.resolve(),
  ];
}

/** One of each kind. */
function fewOddArguments(): readonly unknown[] {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  return [
    undefined,
    null,
    NaN,
    -1,
    10n ** 700n,
    "",
    "x".repeat(3000),
    "writer",
    Symbol("s"),
    () => {},
    {},
    ["a", {}],
    new Proxy({}, Object.fromEntries(TRAPS.map((trap) => [trap, throwing]))),
    revoked.proxy,
    Object.assign([], { length: 3 }),
  ];
}

/** The arguments with one of them odd, or one part of one. */
function* wrong(
  right: readonly unknown[],
  odds: () => readonly unknown[] = oddArguments,
): Generator<[string, readonly unknown[]]> {
  for (const [i, argument] of right.entries()) {
    for (const [n, odd] of odds().entries()) {
      yield [`argument ${i} is ${shown(odd, n)}`, right.with(i, odd)];
    }
    if (typeof argument !== "object" || argument === null) continue;
    if (Object.getPrototypeOf(argument) !== Object.prototype && !Array.isArray(argument)) continue;
    for (const name of Object.keys(argument)) {
      for (const [n, odd] of fewOddArguments().entries()) {
        const changed = Array.isArray(argument)
          ? argument.with(Number(name), odd)
          : { ...argument, [name]: odd };
        yield [`${name} of argument ${i} is ${shown(odd, n)}`, right.with(i, changed)];
      }
    }
  }
}

for (
  const [kind, open] of Object.entries({
    memory: memoryKv,
    native: () => Deno.openKv(":memory:"),
  })
) {
  Deno.test(`each wrong argument of a function is a KvsError, and the store stays whole (${kind})`, async () => {
    await trial(
      open,
      (kv, name, args) => Reflect.apply(functionOf(module, name), undefined, [kv, ...args]),
      (name) => Object.hasOwn(module, name),
      {
        odds: kind === "memory" && long ? oddArguments : fewOddArguments,
        every: kind === "memory" ? 1 : rounds(3, 1),
      },
    );
  });
}

Deno.test("each wrong argument of a method of kvs(kv) is a KvsError, and the store stays whole", async () => {
  await trial(
    memoryKv,
    (kv, name, args) =>
      Reflect.apply(functionOf(kvs(kv, { schema: [schema] }), name), undefined, args),
    (name) => Object.hasOwn(kvs(memoryKv()), name),
    { odds: fewOddArguments, every: rounds(2, 1) },
  );
});

Deno.test("each wrong argument of what takes no store is a KvsError", async () => {
  const failures: string[] = [];
  for (const [name, right] of Object.entries(APART)) {
    for (const [what, args] of wrong(right())) {
      if (name === "openKv" && typeof args[0] === "string" && args[0] !== ":memory:") continue; // a file
      await attempt(
        `${name}: ${what}`,
        () => Reflect.apply(functionOf(module, name), undefined, args),
        failures,
      );
    }
  }
  equal(failures, []);
});

Deno.test("what is no store is a KvsError of each function", async () => {
  const failures: string[] = [];
  for (const no of [undefined, null, 1, {}, "kv", Symbol("s")]) {
    for (const [name, right] of Object.entries(RIGHT)) {
      if (!Object.hasOwn(module, name)) continue;
      const args = right(await setting(memoryKv()));
      const waits = await attempt(
        `${name}: the store is ${shown(no, 0)}`,
        () => Reflect.apply(functionOf(module, name), undefined, [no, ...args]),
        failures,
      );
      await waits?.waits;
    }
  }
  equal(failures, []);
});

Deno.test("every function that is public stands in these tests", () => {
  const left = ["Batch", "KvU64", "KvsError", "CodedError", "Room", "leave"];
  const tried = [...Object.keys(RIGHT), ...Object.keys(APART), ...left];
  const functions = Object.entries(module).filter(([, value]) => typeof value === "function");
  equal(functions.map(([name]) => name).filter((name) => !tried.includes(name)), []);
});

type Call = (kv: Kv, name: string, args: readonly unknown[]) => unknown;

/** What is tried: odd arguments, each or every so many. */
interface Trying {
  readonly odds: () => readonly unknown[];
  readonly every?: number;
}

async function trial(
  open: () => Kv | Promise<Kv>,
  call: Call,
  has: (name: string) => boolean,
  { odds, every = 1 }: Trying,
): Promise<void> {
  const failures: string[] = [];
  for (const [name, right] of Object.entries(RIGHT)) {
    if (!has(name)) continue;
    using kv = await open();
    const waiting: Promise<void>[] = [], first = right(await setting(kv));
    let count = SEED;
    for (const [what, args] of wrong(first, odds)) {
      // Of stores that are slow every third is tried, from another one on with another seed.
      if (count++ % every !== 0) continue;
      // What was changed before is put right again: each call finds something to do.
      const own = right(await setting(kv)).map((each, i) =>
        isCommit(each) && args[i] === first[i] ? each : args[i]
      );
      const waits = await attempt(`${name}: ${what}`, () => call(kv, name, own), failures);
      if (waits !== undefined) waiting.push(waits.waits);
    }
    await attempt(`${name}: the store`, () => whole(kv), failures);
    kv.close();
    await Promise.all(waiting);
  }
  equal(failures, []);
}

/** A commit is used once. */
const isCommit = (argument: unknown): boolean =>
  typeof argument === "object" && argument !== null && Reflect.has(argument, "sum");

/**
 * Runs a call to its end, or to the first thing that it gives, and notes what is thrown unless it is a
 * KvsError. Answers what still waits for something to be given, as a watch does until the store is closed.
 */
async function attempt(
  what: string,
  call: () => unknown,
  failures: string[],
): Promise<{ waits: Promise<void> } | undefined> {
  const note = (error: unknown) => {
    if (!KvsError.is(error)) failures.push(`${what}: ${messageOf(error)}`);
  };
  try {
    const told = call();
    if (types.isPromise(told) && LASTING.some((name) => what.startsWith(`${name}:`))) {
      return { waits: told.then(() => {}, note) };
    }
    const answer = types.isPromise(told) ? await told : told;
    if (iterates(answer, Symbol.asyncIterator)) {
      const each = (answer as AsyncIterable<unknown>)[Symbol.asyncIterator](); // as: just seen
      return { waits: each.next().then(() => each.return?.()).then(() => {}, note) };
    }
    if (iterates(answer, Symbol.iterator)) { for (const _ of answer as Iterable<unknown>) break; // as: just seen
     }
  } catch (error) {
    note(error);
  }
  return undefined;
}

/** Of a function that answers what it was given, that may be anything. */
function iterates(answer: unknown, how: symbol): boolean {
  try {
    return typeof answer === "object" && answer !== null && !Array.isArray(answer) && how in answer;
  } catch {
    return false;
  }
}

async function setting(kv: Kv): Promise<Setting> {
  const db = kvs(kv);
  await db.appendMany([{ id: 1, text: "one" }, { id: 2, text: "two" }], "/f");
  await db.append({ id: 3, text: "three" }, "/f");
  await db.append({ id: 1 }, "/f/below");
  await db.put(users, { id: "ann", city: "Kyiv" });
  const writer = { ...await db.writer("/f"), args: { id: 4 } };
  return { kv, db, reader: await db.reader("/f", "mine"), writer };
}

/** Count, entries, ids and index tell the same. */
async function whole(kv: Kv): Promise<void> {
  const db = kvs(kv);
  for (const { id: feed } of await db.all("writer")) {
    const ids: string[] = [];
    for await (const { record } of db.entries(feed, { own: true })) {
      ids.push(idText(record.id));
      assert(await db.get(feed, record.id) !== undefined, "an entry that no id reaches");
    }
    equal(new Set(ids).size, ids.length);
    equal(await db.count(feed), ids.length, "count and entries");
    equal((await db.keys(feed)).map(idText).sort(), ids.sort(), "ids and entries");
  }
  for (
    const name of (await db.dir()).filter((name) => !["writer", "reader", "id_seq"].includes(name))
  ) {
    const rows = await db.all(name);
    equal(await db.count(name), rows.length, "count and records");
    equal((await db.keys(name)).length, rows.length, "ids and records");
  }
  let indexed = 0;
  for await (const _ of kv.list({ prefix: ["kvs/index", "user", "city"] })) indexed++;
  equal(await Array.fromAsync(kv.list({ prefix: ["kvs/pending"] })), [], "what was not ended");
  equal((await checking.check(db.kv)).faults, [], "parts that nothing names, and more");
  equal(
    indexed,
    (await db.all<User>("user")).filter(({ city }) => city != null).length,
    "index and records",
  );
}

function functionOf(of: object, name: string): (...args: never[]) => unknown {
  const found: unknown = Reflect.get(of, name);
  if (typeof found !== "function") throw new Error(`${name} is no function`);
  return found as (...args: never[]) => unknown; // as: just seen
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 150) : String(error);
}

function shown(odd: unknown, n: number): string {
  try {
    return `${n} (${Deno.inspect(odd, { depth: 1, strAbbreviateSize: 12 }).slice(0, 40)})`;
  } catch {
    return `${n}`;
  }
}
