import { BpeError, openRuntime, type Runtime, type Task } from "../../bpe/mod.ts";
import { type Kv, kvs } from "../../kvs/mod.ts";
import type { VirtualClock } from "../_support/clock.ts";
import { expected, oldFile, onOldStores } from "../_support/store/old_store.ts";
import { equal, rejects } from "../_support/assert.ts";
import { audit } from "./runtime/audit.ts";
import { needs } from "../_support/permission.ts";

needs("read", "write");

const HOUR = 3_600_000, DAY = 24 * HOUR;
const ANN = { id: "ann" }, MAX = { id: "max", roles: ["bosses"] };

/** A runtime over an old store, with what it needs to go on. */
interface Office {
  readonly kv: Kv;
  readonly bpe: Runtime;
  /** Moves the time on by so many milliseconds, and lets the runtime look whenever something is due. */
  pass(ms: number): Promise<void>;
}

/** A test on old stores; at its end nothing has failed and every index agrees with what it indexes. */
function onOffices(name: string, run: (office: Office) => Promise<void>): void {
  onOldStores(name, async (kv, clock) => {
    const errors: unknown[] = [];
    const bpe = openRuntime(kv, {
      clock,
      manual: true,
      index: ["nr"],
      handlers: {
        printing: () => ({ printed: true }),
        shipping: ({ variables }) => ({ parcel: `to ${variables.to}` }),
      },
      log: (_level, message, details) => errors.push(details?.error ?? message),
    });
    await run({ kv, bpe, pass: (ms) => pass(bpe, clock, ms) });
    await bpe.close();
    equal(errors, []);
    await audit(kv);
  });
}

async function pass(bpe: Runtime, clock: VirtualClock, ms: number): Promise<void> {
  const end = clock.now() + ms;
  for (;;) {
    await bpe.tick();
    await bpe.idle();
    const next = await bpe.nextDue() ?? Infinity;
    if (next > end) return clock.advance(end - clock.now());
    clock.advance(Math.max(0, next - clock.now()));
  }
}

/** The one task of an instance at a node. */
async function taskAt({ bpe }: Office, node: string, instance?: string): Promise<Task> {
  const all = await Array.fromAsync(
    bpe.tasks({ node, ...instance === undefined ? {} : { instance } }),
  );
  const [task] = all;
  if (task === undefined || all.length > 1) throw new Error(`${all.length} tasks at ${node}`);
  return task;
}

async function places({ bpe }: Office): Promise<unknown[]> {
  const all = await Array.fromAsync(bpe.tasks());
  return all.map(({ instance, process, node, assignee }) =>
    [instance.replace(/^visit-1\..*/, "visit-1..."), `${process}/${node}`, assignee ?? ""].join(" ")
  ).sort();
}

onOffices("processes of an old store are there, in all their versions", async ({ bpe }) => {
  const ids = [
    "deal",
    "hear",
    "leave",
    "noon",
    "order",
    "pause",
    "print",
    "review",
    "ship",
    "sign",
  ];
  const latest = await Array.fromAsync(bpe.processes());
  equal(latest.map(({ key }) => key), [...ids.map((id) => `${id}:2`), "greet:1", "visit:1"].sort());
  const versions = await Array.fromAsync(bpe.versions("leave"));
  equal(versions.map(({ key, name }) => [key, name]), [
    ["leave:1", "Leave"],
    ["leave:2", "Leave of absence"],
  ]);
  const text = new TextDecoder().decode(oldFile("office.bpmn"));
  equal(await bpe.source("leave:1"), text);
  equal(await bpe.source("leave"), text.replace('"Leave"', '"Leave of absence"'));
  equal(await bpe.source("greet"), undefined);
  const nodes = (await bpe.definition("leave:1")).nodes.map(({ id }) => id);
  equal(
    nodes.toSorted(),
    ["approve", "book", "granted", "l1", "l2", "l3", ...nodesBut("leave")].toSorted(),
  );
});

/** The ids of the nodes of the other processes of the file. */
function nodesBut(process: string): string[] {
  const text = new TextDecoder().decode(oldFile("office.bpmn"));
  return [...text.matchAll(/<process id="(\w+)"[\s\S]*?<\/process>/g)]
    .filter(([, id]) => id !== process)
    .flatMap(([body]) => [...body.matchAll(/<(?:\w*Event|\w*[tT]ask|callActivity) id="(\w+)"/g)])
    .map(([, id]) => id ?? "");
}

onOffices("instances of an old store stand as they were left", async ({ bpe }) => {
  const all = await Array.fromAsync(bpe.instances());
  const own = all.filter(({ id }) => !id.startsWith("visit-1."));
  const over: Record<string, string> = { "leave-3": "completed", "leave-6": "cancelled" };
  const started = Object.entries(expected.started).filter(([id]) => id !== "leave-5");
  equal(
    own.map(({ id, status, started }) => [id, status, started]),
    started.map(([id, time]) => [id, over[id] ?? "active", time]).toSorted(),
  );
  equal(own.find(({ id }) => id === "leave-3")?.ended, expected.ended["leave-3"]);
  equal(all.length - own.length, 1, "the called one");
  const active = await Array.fromAsync(bpe.instances({ status: "active", process: "leave" }));
  equal(active.map(({ id, definition }) => [id, definition]), [
    ["leave-1", "leave:1"],
    ["leave-2", "leave:1"],
    ["leave-4", "leave:2"],
    ["leave-7", "leave:2"],
  ]);
  const found = await Array.fromAsync(bpe.instances({ variable: { name: "nr", value: 7 } }));
  equal(found.map(({ id }) => id), ["order-1"]);
});

onOffices("variables of an old store are as they were given", async ({ bpe }) => {
  const variables = async (id: string) => (await bpe.instance(id)).state.elements[0]?.variables;
  equal(await variables("leave-1"), { days: 3, who: "ann" });
  const note = { why: "rest", since: new Date(Date.UTC(2030, 0, 1)) };
  equal(await variables("leave-2"), { days: 6, note, who: "ann" });
  equal(await variables("leave-7"), { text: "h".repeat(100_000) });
  equal((await bpe.instance("leave-3")).state.result, { days: 1, who: "ann", grant: false });
});

onOffices("the work list of an old store has every task, and whose it is", async (office) => {
  const { bpe } = office;
  equal(await places(office), [
    "deal-1 sign/signing ",
    "greet-1 greet/hello ",
    "leave-1 leave/approve max",
    "leave-2 leave/approve ",
    "leave-4 leave/approve ",
    "leave-7 leave/approve ",
    "review-1 review/reading ",
    "review-1 review/reading ",
    "visit-1... greet/hello ",
  ]);
  const ids = async (query: Parameters<Runtime["tasks"]>[0]) =>
    (await Array.fromAsync(bpe.tasks(query))).map(({ instance }) => instance);
  equal(await ids({ assignee: "max" }), ["leave-1"]);
  equal(await ids({ role: "bosses" }), ["leave-2", "leave-4", "leave-7"]);
  const task = await taskAt(office, "leave/approve", "leave-1"),
    created = expected.started["leave-1"] ?? 0;
  const { name, roles, users, formKey, due, definition } = task;
  equal({ name, roles, users, formKey, due, definition, created: task.created }, {
    name: "Approve",
    roles: ["bosses"],
    users: [],
    formKey: "leave",
    due: created + 3 * DAY,
    definition: "leave:1",
    created,
  });
});

onOffices("histories of an old store tell what was done, when and by whom", async ({ bpe }) => {
  const lines = await Array.fromAsync(bpe.history("leave-3"));
  const steps = [
    ...new Set(lines.map(({ step, command, by, time }) => [step, command, by, time].join(" "))),
  ];
  equal(steps, [
    `1 start ann ${expected.started["leave-3"]}`,
    `2 complete max ${expected.ended["leave-3"]}`,
  ]);
  const flows = lines.flatMap(({ flow }) => flow ?? []);
  equal(flows, ["lf1", "lf2", "lf3"]);
  const completed = lines.filter(({ event, node }) => event === "completed" && node !== "leave");
  equal(completed.map(({ node }) => node), ["l1", "approve", "granted", "l2"]);
  equal(lines.findLast(({ event }) => event === "set")?.data, { grant: false });
  const commands = await Array.fromAsync(bpe.history("leave-2"), ({ step, by }) => `${step} ${by}`);
  equal([...new Set(commands)], ["1 ann", "2 ann"]);
  equal(await Array.fromAsync(bpe.history("leave-5")), []);
});

onOffices(
  "a task of an old store is its owner's, who completes it, and the process goes on",
  async (office) => {
    const { bpe } = office, task = await taskAt(office, "leave/approve", "leave-1");
    await rejects(() => bpe.claim(task, { by: { ...MAX, id: "mia" } }), BpeError, "denied");
    await rejects(() => bpe.complete(task, {}, { by: ANN }), BpeError);
    await bpe.complete(task, { grant: true }, { by: MAX });
    const next = await taskAt(office, "leave/book", "leave-1");
    equal([next.users, next.created], [["clerk"], expected.now]);
    await bpe.complete(next, { booked: 3 }, { by: { id: "clerk" } });
    const { state, ended } = await bpe.instance("leave-1");
    equal([state.status, ended], ["completed", expected.now]);
    equal(state.result, { days: 3, who: "ann", grant: true, booked: 3 });
    const done = await Array.fromAsync(bpe.history("leave-1"), ({ by }) => by);
    equal([...new Set(done)], ["ann", "max", "clerk"]);
  },
);

onOffices(
  "a task of an old store is claimed, with all that is large about its instance",
  async (office) => {
    const { bpe } = office,
      task = await bpe.claim(await taskAt(office, "leave/approve", "leave-7"), { by: MAX });
    equal(task.assignee, "max");
    await bpe.complete(task, { grant: false }, { by: MAX });
    equal((await bpe.instance("leave-7")).state.result, {
      text: "h".repeat(100_000),
      grant: false,
    });
  },
);

onOffices("a timer of an old store fires at its time", async (office) => {
  const { bpe } = office, left = (expected.started["pause-1"] ?? 0) + HOUR - expected.now;
  const at = async () =>
    (await Array.fromAsync(bpe.tasks({ instance: "pause-1" }))).map(({ node }) => node);
  await office.pass(left - 1);
  equal(await at(), []);
  await office.pass(1);
  equal(await at(), ["resume"]);
});

onOffices("a start by the clock of an old store comes at its time, once", async (office) => {
  const begun = async () =>
    (await Array.fromAsync(office.bpe.instances({ process: "noon" }))).length;
  await office.pass(Date.UTC(2030, 0, 1, 12) - expected.now - 1);
  equal(await begun(), 0);
  await office.pass(1);
  equal(await begun(), 1);
  await office.pass(DAY);
  equal(await begun(), 1);
});

onOffices("a wait for a message of an old store takes the one of its key", async ({ bpe }) => {
  const offer = (nr: number) => ({
    name: "offer",
    keys: { ck: `[${nr}]` },
    payload: { price: nr * 10 },
  });
  equal((await bpe.publish(offer(6))).taken, "kept");
  equal(await bpe.publish(offer(7)), { taken: "instance", instance: "order-1" });
  equal((await bpe.instance("order-1")).state.result, { nr: 7, price: 70 });
});

onOffices(
  "what is too long for a key of an old store is found by its fingerprint",
  async ({ bpe }) => {
    const nr = "9".repeat(300);
    const found = await Array.fromAsync(bpe.instances({ variable: { name: "nr", value: nr } }));
    equal(found.map(({ id }) => id), ["order-2"]);
    const taken = await bpe.publish({ name: "offer", keys: { ck: JSON.stringify([nr]) } });
    equal(taken, { taken: "instance", instance: "order-2" });
  },
);

onOffices("a message that lies in an old store is taken by who comes for it", async (office) => {
  const { bpe } = office;
  const again = await bpe.publish({
    name: "offer",
    keys: { ck: "[8]" },
    payload: {},
    key: "offer 8",
  });
  equal(again.taken, "repeated");
  await bpe.start("order", { id: "order-8", variables: { nr: 8 } });
  await office.pass(0);
  equal((await bpe.instance("order-8")).state.result, { nr: 8, price: 80 });
});

onOffices(
  "a message of an old store is lost after its day, as another was before",
  async (office) => {
    const lost = async () =>
      (await kvs(office.kv).feed("/bpe/lost")).map((row) => JSON.stringify(row));
    const before = await lost();
    equal([before.length, before.some((row) => row.includes("90"))], [1, true]);
    await office.pass(DAY);
    const after = await lost();
    equal([after.length, after[0] === before[0], after[1]?.includes("80")], [2, true, true]);
  },
);

onOffices("an incident of an old store is resolved", async (office) => {
  const { bpe } = office, [incident, ...more] = await Array.fromAsync(bpe.incidents());
  if (incident === undefined) throw new Error("no incident");
  equal(more, []);
  equal([incident.instance, incident.node, incident.time], [
    "print-1",
    "printing",
    expected.started["print-1"],
  ]);
  equal(incident.message.includes("the printer is out of paper"), true);
  await bpe.resolve("print-1", incident.incident);
  await office.pass(0);
  equal((await bpe.instance("print-1")).state.result, { printed: true });
  equal(await Array.fromAsync(bpe.incidents()), []);
});

onOffices("a job that nobody of an old store could do is done by who can", async (office) => {
  await office.pass(2_000);
  equal((await office.bpe.instance("ship-1")).state.result, { to: "Lviv", parcel: "to Lviv" });
});

onOffices("a wait for a signal of an old store hears it", async ({ bpe }) => {
  equal(await bpe.signal("go"), 1);
  equal((await bpe.instance("hear-1")).state.status, "completed");
});

onOffices(
  "a called process of an old store answers its caller, in its instance and in one of its own",
  async (office) => {
    const { bpe } = office;
    await bpe.complete(await taskAt(office, "sign/signing"), { signed: true });
    equal((await bpe.instance("deal-1")).state.status, "completed");
    const called = (await bpe.instance("visit-1")).called ?? {}, [id = ""] = Object.values(called);
    await bpe.complete(await taskAt(office, "greet/hello", id));
    await office.pass(0);
    const ends = await Promise.all([id, "visit-1"].map((each) => bpe.instance(each)));
    equal(ends.map(({ state }) => state.status), ["completed", "completed"]);
    equal((await bpe.instance("greet-1")).state.status, "active");
  },
);

onOffices("an activity of an old store that is done three times has two left", async ({ bpe }) => {
  for await (const task of bpe.tasks({ instance: "review-1" })) {
    equal((await bpe.instance("review-1")).state.status, "active");
    await bpe.complete(task);
  }
  equal((await bpe.instance("review-1")).state.status, "completed");
});

onOffices(
  "a command of an old store that is given again with its key is not carried out again",
  async ({ bpe }) => {
    const set = { do: "set", variables: { days: 99 } } as const;
    equal((await bpe.command("leave-2", set, { key: "six" })).repeated, true);
    equal((await bpe.instance("leave-2")).state.elements[0]?.variables?.days, 6);
    equal((await bpe.command("leave-2", set, { key: "seven" })).repeated, false);
    equal((await bpe.instance("leave-2")).state.elements[0]?.variables?.days, 99);
  },
);

onOffices(
  "an instance that was erased is not in an old store, and its id is free",
  async ({ bpe }) => {
    await rejects(() => bpe.instance("leave-5"), BpeError, "instance");
    await bpe.start("leave", { id: "leave-5", variables: { days: 1 } });
    equal((await bpe.instance("leave-5")).state.status, "active");
  },
);

onOffices(
  "an instance of an old store moves to the next version of its process",
  async (office) => {
    const { bpe } = office;
    await bpe.migrate("leave-1", "leave:2");
    const task = await taskAt(office, "leave/approve", "leave-1");
    equal([task.definition, task.assignee], ["leave:2", "max"]);
  },
);
