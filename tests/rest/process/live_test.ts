import { openRuntime, type Runtime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { type Person, rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { ORDER } from "../suite/process.ts";

type Row = Readonly<Record<string, unknown>>;

interface World {
  readonly runtime: Runtime;
  readonly other: Runtime;
  readonly api: RestApp;
  readonly clock: VirtualClock;
  /** What people may do now. */
  readonly roles: Map<string, string[]>;
}

async function world(run: (on: World) => Promise<void>): Promise<void> {
  const clock = virtualClock(), roles = new Map([["ann", ["Sales", "Warehouse"]]]);
  using kv = memoryKv({ clock });
  const handlers = { reserve: () => ({ reserved: 1 }) };
  await using runtime = openRuntime(kv, { handlers, clock });
  await using other = openRuntime(kv, { handlers, clock });
  await runtime.deploy(ORDER);
  const who = ({ headers }: Request): Person | undefined => {
    const id = headers.get("x-person") ?? "";
    return id === "" ? undefined : { id, by: "key" };
  };
  const api = rest({
    operations: processes(runtime, {
      may: {
        instances: "known",
        tasks: (person) => roles.has(person.id),
        oversee: ({ id }) => id === "root",
      },
      identity: ({ id }) => ({ id, roles: roles.get(id) ?? [] }),
    }),
    errors: [BPE_ERRORS],
    who,
    clock,
  });
  await run({ runtime, other, api, clock, roles });
}

/** A page that is followed: what is told of it, and what the page is by that. */
class Follower {
  readonly rows = new Map<string, Row>();
  /** The events that have come, with those that have only a comment. */
  readonly told: string[] = [];
  id = "";
  isOver = false;
  readonly #reader: ReadableStreamDefaultReader<string> | undefined;
  readonly #place: readonly string[];
  #text = "";

  constructor(answer: Response, place: readonly string[]) {
    this.#reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    this.#place = place;
  }

  /** Reads what comes, until the stream ends or is left. */
  async read(): Promise<void> {
    for (let part = await this.#reader?.read(); part?.done === false;) {
      const blocks = (this.#text + part.value).split("\n\n");
      this.#text = blocks.pop() ?? "";
      for (const block of blocks) this.#take(block);
      part = await this.#reader?.read();
    }
    this.isOver = true;
  }

  async leave(): Promise<void> {
    await this.#reader?.cancel();
  }

  #take(block: string): void {
    const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
    this.told.push(fields.event ?? block);
    if (fields.data === undefined) return;
    const data = JSON.parse(fields.data);
    if (fields.event === "page") {
      this.rows.clear();
      for (const row of Object.values<Row[]>(data)[0] ?? []) this.rows.set(this.#keyOf(row), row);
    } else {
      for (const row of data.gone) assert(this.rows.delete(this.#keyOf(row)), block);
      for (const row of data.put) this.rows.set(this.#keyOf(row), row);
    }
    this.id = fields.id;
  }

  #keyOf(row: Row): string {
    return JSON.stringify(this.#place.map((name) => row[name]));
  }
}

const TASK = ["instance", "element"];

async function follow(
  { api }: World,
  path: string,
  { as = "ann", last = "", place = TASK } = {},
): Promise<Follower> {
  const headers = { accept: "text/event-stream", "x-person": as, "last-event-id": last };
  const answer = await api.request(`/rest/bpe/${path}`, { headers });
  equal([answer.status, answer.headers.get("content-type")], [200, "text/event-stream"]);
  return new Follower(answer, place);
}

async function page({ api }: World, path: string, as = "ann"): Promise<readonly Row[]> {
  const answer = await api.request(`/rest/bpe/${path}`, { headers: { "x-person": as } });
  return Object.values<Row[]>(await answer.json())[0] ?? [];
}

/** Lets time pass until it is so; what then is not is said by the check behind it. */
async function until(clock: VirtualClock, is: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 400 && !await is(); n++) {
    await clock.advanceAsync(100);
    // Streams go on in tasks of the platform's own.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const inOrder = (rows: Iterable<Row>) => [...rows].map((row) => JSON.stringify(row)).toSorted();

for (const seed of [SEED, SEED + 1, SEED + 2]) {
  Deno.test(`who follows a work list, cut now and then, has at every rest what its page shows, whichever process changes it, seed ${seed}`, () =>
    world(async (on) => {
      const { below } = random(seed), { runtime, other, clock, roles } = on;
      roles.set("bob", ["Sales"]);
      const lists = [
        { path: "tasks", as: "ann" },
        { path: "tasks?limit=3&order=desc", as: "bob" },
        { path: "tasks?process=order&limit=500", as: "ann" },
        { path: "instances?status=active&limit=4", as: "bob", place: ["id"] },
      ];
      const open = async (which: number, last = "") => {
        const list = lists[which] ?? { path: "", as: "" },
          made = await follow(on, list.path, { ...list, last });
        return { made, reading: made.read(), list };
      };
      let followers = await Promise.all(lists.map((_, which) => open(which)));
      for (let round = 0; round < 12; round++) {
        for (let n = below(4); n >= 0; n--) {
          const by = below(2) === 0 ? runtime : other;
          const tasks = await Array.fromAsync(by.tasks()), task = tasks[below(tasks.length + 1)];
          const person = { id: ["ann", "bob"][below(2)] ?? "", roles: ["Sales", "Warehouse"] };
          if (task === undefined) await by.start("order");
          else if (below(2) === 0) await by.complete(task, {});
          else if (task.assignee === undefined) await by.claim(task, { by: person });
          else await by.release(task, { by: { ...person, id: task.assignee } });
        }
        for (const { made, list } of followers) {
          const shown = async () => inOrder(await page(on, list.path, list.as)).join();
          await until(clock, async () => inOrder(made.rows.values()).join() === await shown());
          equal(inOrder(made.rows.values()), inOrder(await page(on, list.path, list.as)));
        }
        followers = await Promise.all(followers.map(async (each, which) => {
          if (below(3) > 0) return each;
          const { made, reading } = each;
          await made.leave();
          await reading;
          const next = await open(which, made.id);
          for (const [key, row] of made.rows) next.made.rows.set(key, row);
          next.made.id = made.id;
          return next;
        }));
      }
      for (const { made, reading } of followers) {
        assert(made.told.length < 40, `${made.told.length} events`);
        await made.leave();
        await reading;
      }
    }));
}

Deno.test("who comes again with the id of a page that still stands is told nothing of it, with another one the whole page", () =>
  world(async (on) => {
    const { runtime, clock } = on;
    await runtime.start("order");
    const first = await follow(on, "tasks"), reading = first.read();
    await until(clock, () => first.rows.size === 1);
    await first.leave();
    await reading;
    const again = await follow(on, "tasks", { last: first.id }),
      other = await follow(on, "tasks", { last: "7" });
    const both = [again.read(), other.read()];
    await until(clock, () => [again, other].every(({ told }) => told.at(-1) === ":"));
    equal([again.told.slice(1), other.told.slice(1)], [[":"], ["page", ":"]]);
    equal([...other.rows], [...first.rows]);
    await Promise.all([again.leave(), other.leave(), ...both]);
  }));

Deno.test("a reader who takes nothing is told of a hundred changes by one, and what is changed together costs one look", () =>
  world(async (on) => {
    const { runtime, clock } = on;
    const slow = await follow(on, "instances?limit=500", { place: ["id"] });
    await clock.advanceAsync(1_000);
    for (let n = 0; n < 100; n++) {
      await runtime.start("order");
      if (n % 10 === 0) await clock.advanceAsync(50);
    }
    const reading = slow.read();
    await until(clock, () => slow.rows.size === 100);
    equal(slow.rows.size, 100);
    assert(slow.told.length <= 4, slow.told.join());
    await slow.leave();
    await reading;
  }));

Deno.test("a stream of a list ends for who may see it no longer, and has no tasks of a role that was taken away", () =>
  world(async (on) => {
    const { runtime, clock, roles } = on;
    await runtime.start("order");
    const ann = await follow(on, "tasks"), reading = ann.read();
    await until(clock, () => ann.rows.size === 1);
    equal(ann.rows.size, 1);
    roles.set("ann", []);
    await until(clock, () => ann.rows.size === 0);
    equal([ann.rows.size, ann.isOver], [0, false]);
    roles.delete("ann");
    await until(clock, () => ann.isOver);
    equal(ann.isOver, true);
    await reading;
  }));

Deno.test("what is wrong with a list that is to be followed is answered as for its page", () =>
  world(async ({ api }) => {
    const ask = async (path: string, as = "ann") => {
      const headers = { accept: "text/event-stream", "x-person": as };
      const answer = await api.request(`/rest/bpe/${path}`, { headers });
      return [answer.status, (await answer.json()).code];
    };
    equal(await ask("tasks?after=x"), [400, "bad_cursor"]);
    equal(await ask("tasks?node=check"), [400, "bad_parameter"]);
    equal(await ask("tasks?limit=0"), [400, "bad_parameter"]);
    equal(await ask("tasks", ""), [401, "unauthorized"]);
    equal(await ask("tasks", "eve"), [403, "forbidden"]);
    equal(await ask("instances", ""), [401, "unauthorized"]);
  }));
