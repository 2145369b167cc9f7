/**
 * Changes records of its own, and some that others change too, in one feed, one log and one table, until it is killed. Before each
 * operation it tells on a line what its own records then are, `do {"/f a": "7", "/f b": null}`, and after it `ok`; `hit` for each
 * that it has counted, `fault` and a
 * reason where something is not as it has just made it.
 *
 * Arguments: the store's file, or the socket of a Redis; a name that begins its own ids; a name for this life; a seed.
 */
import {
  append,
  appendMany,
  cut,
  delete as del,
  get,
  index,
  type Kv,
  KvsError,
  openKv,
  put,
  remove,
  table,
  update,
} from "../../../../kvs/mod.ts";
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { random } from "../../../_support/random.ts";

type Counter = { id: string; n: number };
type Row = { id: string; v: string; city: string };

const [address = "", name = "", life = "", seed = ""] = Deno.args;
const kv: Kv = address.endsWith("/s")
  ? await redisKv({ url: address, prefix: "race" })
  : await openKv(address);
const { below } = random(Number(seed)), out = Deno.stdout.writable.getWriter();
const text = new TextEncoder(), own = new Map<string, string | null>();
const tell = (line: string) => out.write(text.encode(`${line}\n`));
const rows = table<Row>("t", { keys: ["city"] });
let n = 0;

const ownId = () => `${name}${below(4)}`;
const sharedId = () => `s${below(3)}`;
const body = () =>
  "x".repeat([10, 10, 10, 10, 70_000, 800_000][below(60) === 0 ? 5 : below(5)] ?? 0);
const record = (id: string) => ({ id, v: `${life}.${++n}`, body: body() });

/** One operation, and what it makes of its own records. */
type Step = readonly [own: Record<string, string | null>, run: () => Promise<unknown>];

const steps: readonly (() => Step)[] = [
  () => {
    const one = record(ownId());
    return [{ [`/f ${one.id}`]: one.v }, () => append(kv, one, "/f")];
  },
  () => {
    const ids = new Set([sharedId(), ownId(), ownId(), sharedId(), ownId()]);
    const several = [...ids].map(record), mine = several.filter(({ id }) => id.startsWith(name));
    return [
      Object.fromEntries(mine.map(({ id, v }) => [`/f ${id}`, v])),
      () => appendMany(kv, several, "/f"),
    ];
  },
  () => {
    const id = ownId();
    return [{ [`/f ${id}`]: null }, () => remove(kv, id, "/f")];
  },
  () => [{}, () => remove(kv, sharedId(), "/f")],
  () => [{}, () => append(kv, record(sharedId()), "/f")],
  () => [{}, () => appendMany(kv, ["s0", "s1", `${name}0`, `${name}1`].map(record), "/log")],
  () => [{}, () => remove(kv, `${name}${below(2)}`, "/log")],
  () => [{}, () => cutUpTo(sharedId())],
  () => [{}, () => cutUpTo()],
  () => {
    const several = [...new Set([ownId(), ownId()])].map((id) => ({
      ...record(id),
      city: `c${below(3)}`,
    }));
    return [
      Object.fromEntries(several.map(({ id, v }) => [`t ${id}`, v])),
      () => put(kv, rows, [...several, { ...record(sharedId()), city: `c${below(3)}` }]),
    ];
  },
  () => {
    const id = ownId();
    return [{ [`t ${id}`]: null }, () => del(kv, rows, id)];
  },
  () => [{}, () => counts("/hits")],
  () => [{}, () => counts("hits")],
  () => [{}, () => index(kv, rows, "city", `c${below(3)}`)],
  () => [{}, looks],
];

/** All processes count the same, and tell it. */
async function counts(source: string): Promise<void> {
  await update<Counter>(kv, source, "all", (all) => ({ id: "all", n: (all?.n ?? 0) + 1 }));
  await tell(`hit ${source}`);
}

async function cutUpTo(id?: string): Promise<void> {
  try {
    await cut(kv, "/log", id);
  } catch (error) {
    if (!KvsError.is(error, "not_found")) throw error;
  }
}

/** What it has changed itself nobody else changes. */
async function looks(): Promise<void> {
  for (const [key, v] of own) {
    const [source = "", id = ""] = key.split(" ");
    const found = await get<Row>(kv, source, id);
    if ((found?.v ?? null) !== v) await tell(`fault ${key} is ${found?.v}, not ${v}`);
  }
  for (const id of ["s0", "s1", "s2"]) {
    if (await get(kv, "/f", id) === null) await tell(`fault ${id} is null`);
  }
}

await tell("ready");
for (;;) {
  const [changes, run] = (steps[below(steps.length)] ?? steps[0]!)(); // there are some
  await tell(`do ${JSON.stringify(changes)}`);
  try {
    await run();
  } catch (error) {
    await tell(`fault ${run}: ${error}`);
  }
  for (const [key, v] of Object.entries(changes)) own.set(key, v);
  await tell("ok");
}
