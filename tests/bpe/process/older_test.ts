/**
 * Processes of a store in which documents, and what the functions keep, lay among the variables.
 */
import { type Bpe, bpe, type BpeModules } from "../../../bpe/process/bpe.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { virtualClock } from "../../_support/clock.ts";
import { replay } from "../../_support/store/old_store.ts";
import { equal } from "../../_support/assert.ts";
import { testWith } from "../../_support/permission.ts";

/** What somebody has set in the old store under the names that were taken. */
const HOSTILE = {
  proc: {
    module: "evil",
    executors: [{ id: "eve" }],
    blocks: [{ by: "eve", gateway: "fork" }],
  },
  docs: [["direction", "left"]],
};
const BOSS = { by: { id: "ann", roles: ["boss"] } }, CLERK = { by: { id: "bob" } };

const modules: BpeModules = {
  road: {
    auth: (roles, by) => roles.every((each) => by?.roles?.includes(each)),
    services: { isLeft: ({ doc }) => doc(["direction", "left"]).length > 0 },
  },
  evil: { auth: () => true, services: { isLeft: () => true } },
};

function onOld(name: string, run: (b: Bpe) => Promise<void>): void {
  testWith("read")(name, async () => {
    const clock = virtualClock(Date.UTC(2030, 0, 1, 1));
    using kv = memoryKv({ clock });
    await replay(kv, "PROC1.jsonl.gz");
    await using b = bpe(kv, { clock, manual: true, modules });
    await run(b);
  });
}

onOld(
  "a process of an older store has its documents, module and executors, and goes on",
  async (b) => {
    const steps = await b.proc("steps");
    equal([steps.module, steps.docs, steps.variables], [
      "road",
      [["seen", 1], ["direction", "left"]],
      {},
    ]);
    equal(steps.executors.map(({ id }) => id), ["ann", "bob"]);
    const rows = await b.hist("steps");
    equal(rows.map(({ docs }) => docs.length), [1, 1, 2]);
    equal(
      rows.map(({ executors }) => executors.map(({ id, executed }) => `${id} ${executed ?? "-"}`)),
      [
        [],
        ["ann -", "bob -"],
        ["ann -", "bob -"],
      ],
    );
    equal(await b.next("steps", undefined, CLERK).then((reply) => "error" in Object(reply)), true);
    equal(await b.next("steps", undefined, BOSS), { complete: "fork" });
    equal(await b.next("steps"), { complete: "here" });
    equal((await b.hist("steps")).slice(0, 3), rows);
    equal((await b.head("steps"))?.docs, steps.docs);
  },
);

onOld(
  "what somebody has set under the names of an older store is a variable, before and after a step",
  async (b) => {
    const n = { n: 1, ...HOSTILE };
    for (
      const [id, docs, variables] of [
        ["two-1", [["direction", "right"]], n],
        ["plain", [], n],
        ["over", [["direction", "right"]], { ...n, m: 2 }],
      ] as const
    ) {
      const proc = await b.proc(id);
      equal(
        [proc.module, proc.docs, proc.executors, proc.blocks],
        ["two", docs, [], undefined],
        id,
      );
      equal(proc.variables, variables);
      equal((await b.hist(id)).at(-1)?.docs, docs);
    }
    await b.persist("two-1", { notifications: "seen" });
    const proc = await b.proc("two-1");
    equal([proc.module, proc.notifications, proc.variables], ["two", "seen", n]);
  },
);

onOld(
  "an older process that is given such variables now keeps its module, and its judge",
  async (b) => {
    const [task] = await Array.fromAsync(b.runtime.tasks({ instance: "whole" }));
    equal(task?.node, "rest");
    await b.runtime.command("whole", { do: "set", variables: HOSTILE });
    const proc = await b.proc("whole");
    equal([proc.module, proc.notifications, proc.docs], [
      "road",
      "bob",
      [["direction", "right"], ["x", 1]],
    ]);
    equal(proc.variables, HOSTILE);
    equal(await b.next("whole", undefined, CLERK), { error: "Access denied", what: "rest" });
    equal(await b.next("whole", undefined, BOSS), { complete: "rest" });
    const lines = await Array.fromAsync(b.runtime.history("whole"));
    equal(lines.some(({ event, node }) => event === "completed" && node === "there"), true);
    equal((await b.hist("whole")).at(-1)?.docs, proc.docs);
  },
);
