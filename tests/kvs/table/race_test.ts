import {
  all,
  append,
  Batch,
  create,
  delete as del,
  feed,
  getMany,
  index,
  join,
  put,
  putInto,
  read,
  table,
  type TableChange,
  update,
} from "../../../kvs/mod.ts";
import { atEachPoint, interleaved, none } from "../race/race.ts";
import {
  type Model,
  type Operation,
  Refused,
  type Subject,
  type World,
} from "../race/operation.ts";
import { expireRows } from "../../../kvs/table/change.ts";
import { long, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { short } from "../race/exact.ts";
import { stores } from "../../_support/store/stores.ts";

interface Row {
  readonly id: string;
  readonly email?: string;
  readonly n: number;
}

const declared = (name: string) =>
  table<Row>(name, { keys: ["n"], indexes: [["n", "email"]], unique: ["email"], changes: true });

/** Records by id, of which no two have the same email. */
class Rows implements Model<Rows> {
  rows: ReadonlyMap<string, { readonly row: Row; readonly changes: number }>;

  constructor(rows: Rows["rows"] = new Map()) {
    this.rows = rows;
  }

  clone(): Rows {
    return new Rows(this.rows);
  }

  text(): string {
    return short(this.all());
  }

  all(): Row[] {
    return [...this.rows.values()].map(({ row }) => row).sort((a, b) => a.id < b.id ? -1 : 1);
  }

  get(id: string): Row | undefined {
    return this.rows.get(id)?.row;
  }

  put(...rows: readonly Row[]): void {
    const after = new Map(this.rows);
    for (const row of rows) {
      after.set(row.id, { row, changes: (this.rows.get(row.id)?.changes ?? 0) + 1 });
    }
    const emails = [...after.values()].flatMap(({ row }) => row.email ?? []);
    if (new Set(emails).size < emails.length) throw new Refused("taken");
    this.rows = after;
  }

  delete(id: string): void {
    this.rows = new Map([...this.rows].filter(([each]) => each !== id));
  }

  /** Refuses a record that is not as it was when the race began. */
  unchanged(id: string): void {
    if (this.rows.get(id)?.changes !== 1) throw new Refused("conflict");
  }

  absent(id: string): void {
    if (this.rows.has(id)) throw new Refused("conflict");
  }
}

type RowOperation = Operation<Rows>;

const puts = (...rows: readonly Row[]): RowOperation => ({
  name: `put ${short(rows)}`,
  run: ({ kv, name }) => put(kv, declared(name), rows),
  model: (model) => model.put(...rows),
});

const conditional = (row: Row): RowOperation => ({
  name: `put if unchanged ${short(row)}`,
  run: ({ kv, name, versions }) =>
    put(kv, declared(name), row, { version: versions.get(row.id) ?? "0".repeat(20) }),
  model(model) {
    model.unchanged(row.id);
    model.put(row);
  },
});

/** With an entry of a feed; one attempt, told whether it was made. */
const putsInto = (...rows: readonly Row[]): RowOperation => ({
  name: `put into ${short(rows)}`,
  async run({ kv, name }) {
    for (;;) {
      const batch = new Batch();
      await putInto(kv, batch, rows, declared(name));
      if (await batch.commit(kv) !== undefined) return;
    }
  },
  model: (model) => model.put(...rows),
});

function kinds(n: number): readonly RowOperation[] {
  return [
    puts({ id: "a", email: "a", n }),
    puts({ id: "a", email: `${n}`, n }),
    puts({ id: "n", email: "a", n }),
    puts({ id: "n", email: "new", n }),
    puts({ id: "a", email: "b", n }, { id: "b", email: "a", n }),
    puts({ id: "a", n }, { id: "n", email: "a", n }),
    conditional({ id: "a", email: "new", n }),
    putsInto({ id: "a", email: "new", n }, { id: "c", n }),
    {
      name: "create n",
      run: ({ kv, name }) => create(kv, { id: "n", email: "new", n }, declared(name)),
      model(model) {
        model.absent("n");
        model.put({ id: "n", email: "new", n });
        return "n";
      },
    },
    {
      name: "update a",
      run: ({ kv, name }) =>
        update(kv, declared(name), "a", (row) => ({ ...row, id: "a", n: (row?.n ?? 0) + 1 })),
      model(model) {
        const row = { ...model.get("a"), id: "a", n: (model.get("a")?.n ?? 0) + 1 };
        model.put(row);
        return row;
      },
    },
    {
      name: "delete a",
      run: ({ kv, name }) => del(kv, declared(name), "a"),
      model: (model) => model.delete("a"),
    },
    {
      name: "delete b if unchanged",
      run: ({ kv, name, versions }) =>
        del(kv, declared(name), "b", { version: versions.get("b") ?? "0".repeat(20) }),
      model(model) {
        model.unchanged("b");
        model.delete("b");
      },
    },
    {
      name: "take out what has expired",
      run: ({ kv, name }) => expireRows(kv, name, ["a", "b"]),
      model: () => 0,
    },
    {
      name: "read a",
      run: async ({ kv, name }) => (await read(kv, declared(name), "a"))?.record,
      model: (model) => model.get("a"),
    },
    {
      name: "get a, b",
      run: ({ kv, name }) => getMany(kv, declared(name), ["a", "b"]),
      model: (model) => [model.get("a"), model.get("b")],
    },
    {
      name: "by email",
      run: ({ kv, name }) => index(kv, declared(name), "email", "a"),
      model: (model) => model.all().filter(({ email }) => email === "a"),
      // The index is read, then the record: between them another may have come to have the email.
      accepts: (answer, states) => {
        const own = (state: Rows) => short(state.all().filter(({ email }) => email === "a"));
        const owners = new Set(states.map(own));
        return owners.has(short(answer)) || (owners.size > 1 && short(answer) === "[]");
      },
    },
  ];
}

/** What was told of the changes must make the table what it is. */
const subject: Subject<Rows> = {
  name: "t",
  async text(kv, name) {
    const told = new Map<string, unknown>();
    for (const { op, of, record } of await feed<TableChange<Row>>(kv, ["table", name])) {
      if (op === "put") told.set(String(of), record);
      else told.delete(String(of));
    }
    const rows = await all<Row>(kv, name), replayed = rows.map(({ id }) => told.get(id));
    const isTold = short(replayed) === short(rows) && told.size === rows.length;
    return `${short(rows)}${isTold ? "" : `, told ${short([...told])}`}`;
  },
};

const old: readonly Row[] = [{ id: "a", email: "a", n: 0 }, { id: "b", email: "b", n: 0 }];

const world = (name: string, rows: readonly Row[]): World<Rows> => ({
  name,
  async prepare(kv, table) {
    await join(kv, { name: "race", tables: [declared(table)] });
    await append(kv, { id: "before" }, "/other");
    const versions = new Map<string, string>();
    for (const row of rows) {
      await put(kv, declared(table), row);
      versions.set(row.id, (await read(kv, table, row.id))?.version ?? "");
    }
    return versions;
  },
  model() {
    const model = new Rows();
    model.put(...rows);
    return model;
  },
});

const worlds = [world("two records", old), world("nothing", [])];
/** So many of the pairs are tried where the store is far, and all in a long run. */
const DRAWN: Record<string, number> = { memory: 0.2, native: 0.1, redis: 0.03 };

for (const [kind, open] of Object.entries(stores)) {
  for (const [n, world] of worlds.entries()) {
    Deno.test(`unique values, versions and changes of ${world.name} are exact whichever operation comes between two steps of another (${kind})`, async () => {
      const { next } = random(SEED + n), wrong: string[] = [];
      for (const first of kinds(1)) {
        for (const second of kinds(2)) {
          if (!long && next() > (DRAWN[kind] ?? 1) / (n + 1)) continue;
          if (wrong.length > 20) break;
          const found = await atEachPoint(open, { subject, world, first, second });
          wrong.push(...found.map((each) => `${first.name} / ${second.name} ${each}`));
        }
      }
      none(wrong);
    });
  }

  Deno.test(`five operations on unique values whose steps mix leave the table exact, seed ${SEED} (${kind})`, async () => {
    const drawn = random(SEED), wrong: string[] = [];
    for (let round = 0; round < (long ? 300 : kind === "redis" ? 5 : 20); round++) {
      const operations = Array.from({ length: 5 }, (_, i) => {
        const all = kinds(i + 1), operation = all[drawn.below(all.length)];
        if (operation === undefined) throw new Error("one is drawn");
        return operation;
      });
      const kv = await open(), world = worlds[round % 2];
      try {
        if (world) wrong.push(...await interleaved(kv, { subject, world, operations }, drawn));
      } finally {
        kv.close();
      }
      if (wrong.length > 10) break;
    }
    none(wrong);
  });
}
