/**
 * What the durable runtime is to do on every store. The scenarios check what the models mean, and answer all that has become of it as
 * text.
 *
 * @module
 */
import { assert, equal, rejects } from "../../../_support/assert.ts";
import type { Kv } from "../../../../kvs/kv.ts";
import { BpeError } from "../../../../bpe/error.ts";
import type { Handler } from "../../../../bpe/mod.ts";
import { durableDriver, type Given, open, type Opened } from "../drivers.ts";
import { show } from "../transcript.ts";
import { audit } from "../../runtime/audit.ts";
import { file, list, places, proc, quiet } from "../../runtime/world.ts";
import type { DurableScenario } from "./scenario.ts";

const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;
const big = (letter: string) => letter.repeat(100_000);
const HOUR = 3_600_000;

/** Runs with a durable runtime, ends it, and compares the indexes of the store with what they index. */
async function withRuntime(
  kv: Kv,
  given: Partial<Given> & { readonly more?: object },
  run: (on: Opened) => Promise<unknown>,
): Promise<string> {
  const on = await open(
    kv,
    { files: given.files ?? [], handlers: given.handlers ?? {} },
    given.more,
  );
  const result = await run(on);
  const all = await durableDriver(on).transcript({ given: undefined });
  await on.runtime.close();
  equal(on.errors, []);
  await audit(kv);
  return `${show(result)}\n${all}`;
}

const tasksAlone = (id: string, ...tasks: string[]) => {
  const path = ["s", ...tasks, "e"];
  return file(proc(
    id,
    `${START}${tasks.map((each) => `<userTask id="${each}" name="do ${each}"/>`).join("")}${END}`,
    path.slice(1).map((to, i) => `${path[i]}>${to}`).join(";"),
  ));
};

/** What needs a store. */
export const DURABLE: readonly DurableScenario[] = [
  {
    name:
      "tries that fail come again after longer and longer pauses, then there is an incident, which is resolved",
    run(kv) {
      const tried: unknown[] = [];
      let now = () => 0;
      const handlers: Record<string, Handler> = {
        a: ({ attempt, key, variables }) => {
          tried.push([attempt, key, now()]);
          if (variables.fixed !== true) throw new Error("not now");
        },
      };
      const files = [file(proc("tries", `${START}<serviceTask id="a"/>${END}`, "s>a;a>e"))];
      return withRuntime(kv, { files, handlers, more: { retries: 3 } }, async (on) => {
        const begun = on.clock.now();
        now = () => on.clock.now() - begun;
        await on.runtime.start("tries", { id: "i" });
        await quiet(on, on.runtime, HOUR);
        equal(tried, [[1, "i/2", 0], [2, "i/2", 1_000], [3, "i/2", 3_000]]);
        const [incident] = await list(on.runtime.incidents());
        assert(incident !== undefined && incident.message.includes("not now"));
        await on.runtime.resolve("i", incident.incident, { fixed: true });
        await quiet(on, on.runtime);
        equal((await on.runtime.instance("i")).state.status, "completed");
        equal(await list(on.runtime.incidents()), []);
        return tried;
      });
    },
  },
  {
    name: "a task is found by who may do it, claimed by one, given back, and done by another",
    run(kv) {
      const files = [
        file(proc(
          "work",
          `${START}<userTask id="u" name="Look" camunda:candidateUsers="ann,bob" camunda:candidateGroups="boss"/>${END}`,
          "s>u;u>e",
        )),
      ];
      return withRuntime(kv, { files }, async ({ runtime }) => {
        for (let i = 0; i < 5; i++) await runtime.start("work", { id: `i${i}` });
        const of = async (id: string, ...roles: string[]) =>
          (await list(runtime.tasks({ for: { id, roles } }))).map(({ instance }) => instance);
        const all = ["i0", "i1", "i2", "i3", "i4"];
        equal([await of("ann"), await of("eve"), await of("eve", "boss")], [all, [], all]);
        const [task] = await list(runtime.tasks({ instance: "i2" }));
        assert(task);
        await runtime.claim(task, { by: { id: "ann" } });
        await rejects(() => runtime.claim(task, { by: { id: "bob" } }), BpeError);
        equal(await of("bob"), ["i0", "i1", "i3", "i4"]);
        equal((await of("ann")).toSorted(), all);
        await runtime.release(task, { by: { id: "ann" } });
        await runtime.claim(task, { by: { id: "bob" } });
        await rejects(() => runtime.complete(task, {}, { by: { id: "ann" } }), BpeError);
        await runtime.complete(task, { by: "bob" }, { by: { id: "bob" }, key: "once" });
        const again = await runtime.complete(task, { by: "eve" }, { key: "once" });
        equal([again.applied, again.repeated], [false, true]);
        equal((await runtime.instance("i2")).state.result, { by: "bob" });
        return [await of("ann"), await of("bob"), await runtime.task(task) ?? null];
      });
    },
  },
  {
    name:
      "a message waits for who asks for it, starts whom it starts, counts once, and is lost after its time",
    run(kv) {
      const files = [
        file(
          `<message id="m" name="paid"/><message id="n" name="begin"/>${
            proc(
              "wait",
              `${START}<serviceTask id="a"/><receiveTask id="r" messageRef="m"/>${END}`,
              "s>a;a>r;r>e",
            )
          }${
            proc(
              "begins",
              `<startEvent id="s2"><messageEventDefinition messageRef="n"/></startEvent><userTask id="u"/><endEvent id="e2"/>`,
              "s2>u;u>e2",
            )
          }`,
        ),
      ];
      return withRuntime(kv, { files, handlers: { a: () => {} } }, async (on) => {
        const { runtime } = on;
        const kept = await runtime.publish({
          name: "paid",
          payload: { text: big("p") },
          key: "p1",
        });
        equal([kept.taken, (await runtime.publish({ name: "paid", key: "p1" })).taken], [
          "kept",
          "repeated",
        ]);
        await runtime.start("wait", { id: "i" });
        await quiet(on, runtime);
        equal((await runtime.instance("i")).state.result, { text: big("p") });
        const begun = await runtime.publish({ name: "begin", payload: { n: 1 }, key: "b1" });
        assert(begun.taken === "started");
        equal((await runtime.publish({ name: "begin", key: "b1" })).taken, "repeated");
        equal(await places(runtime, begun.instance), ["u"]);
        await runtime.complete({
          instance: begun.instance,
          element: (await runtime.instance(begun.instance)).state.elements[1]?.id ?? -1,
        });
        // Its name is made by chance, so that it leaves before the runs are compared.
        const history = (await list(runtime.history(begun.instance))).map(({ event, node }) =>
          `${event} ${node}`
        );
        await runtime.erase(begun.instance);
        await runtime.publish({ name: "paid", ttl: HOUR });
        await quiet(on, runtime, 2 * HOUR);
        await runtime.start("wait", { id: "j" });
        await quiet(on, runtime);
        equal(await places(runtime, "j"), ["r"]);
        equal((await runtime.instances({ process: "wait" }).next()).done, false);
        return history;
      });
    },
  },
  {
    name: "an instance moves to a version with more tasks, or is refused with what has no place",
    run(kv) {
      return withRuntime(kv, { files: [tasksAlone("leave", "approve")] }, async ({ runtime }) => {
        await runtime.start("leave", { id: "i" });
        await runtime.start("leave", { id: "j" });
        const [second] = await runtime.deploy(tasksAlone("leave", "check", "approve", "store"));
        const [third] = await runtime.deploy(tasksAlone("leave", "check"));
        equal([second?.key, third?.key], ["leave:2", "leave:3"]);
        equal((await runtime.deploy(tasksAlone("leave", "check")))[0]?.key, "leave:3");
        const error = await rejects(() => runtime.migrate("i", "leave:3"), BpeError, "migration");
        await runtime.migrate("i", "leave:2");
        await runtime.migrate("j", "leave:3", { renamed: { approve: "check" } });
        const todo = (await list(runtime.tasks())).map(({ instance, node, definition }) =>
          `${instance} ${node} ${definition}`
        );
        equal(todo, ["i approve leave:2", "j check leave:3"]);
        for (const task of await list(runtime.tasks())) await runtime.complete(task);
        equal(await places(runtime, "i"), ["store"]);
        equal((await runtime.instance("j")).state.status, "completed");
        return [error.message, todo];
      });
    },
  },
  {
    name: "what is erased leaves nothing in the store, and what is active cannot be erased",
    run(kv) {
      return withRuntime(kv, { files: [tasksAlone("one", "u")] }, async ({ runtime }) => {
        const rows = async () => {
          const counts: Record<string, number> = {};
          for await (const { key } of kv.list({ prefix: [] })) {
            const kind = `${String(key[0])} ${key.length}`;
            counts[kind] = (counts[kind] ?? 0) + 1;
          }
          return counts;
        };
        const before = await rows();
        for (const instance of ["i", "j"]) {
          await runtime.start("one", { id: instance, variables: { text: big("x") } });
        }
        await rejects(() => runtime.erase("i"), BpeError, "command");
        for (const task of await list(runtime.tasks())) await runtime.complete(task);
        for (const instance of ["i", "j"]) await runtime.erase(instance);
        await rejects(() => runtime.instance("i"), BpeError, "instance");
        equal([await list(runtime.instances()), await list(runtime.history("i"))], [[], []]);
        const after = await rows();
        const left = Object.keys(after).filter((kind) => after[kind] !== before[kind]);
        return [left.toSorted(), left.map((kind) => after[kind])];
      });
    },
  },
  {
    name: "instances are found by status, process, task and value, page by page",
    run(kv) {
      const files = [tasksAlone("one", "u"), tasksAlone("two", "u")];
      return withRuntime(kv, { files, more: { index: ["color"] } }, async ({ runtime }) => {
        for (let i = 0; i < 24; i++) {
          await runtime.start(i % 2 === 0 ? "one" : "two", {
            id: `i${String(i).padStart(2, "0")}`,
            variables: { color: ["red", "green", "blue"][i % 3] },
          });
        }
        for (const task of await list(runtime.tasks({ node: "one/u" }))) {
          if (Number(task.instance.slice(1)) % 4 === 0) {
            await runtime.complete(task, { color: "red" });
          }
        }
        await runtime.command("i01", { do: "cancel" });
        await runtime.command("i02", { do: "set", variables: { color: "black" } });
        const ids = async (query: Parameters<typeof runtime.instances>[0]) =>
          (await list(runtime.instances(query))).map(({ id }) => Number(id.slice(1)));
        const upTo24 = Array.from({ length: 24 }, (_, i) => i);
        const ended = (i: number) => i % 4 === 0;
        equal(await ids({ status: "completed" }), upTo24.filter(ended));
        equal(await ids({ status: "cancelled" }), [1]);
        equal(
          await ids({ status: "active", process: "two" }),
          upTo24.filter((i) => i % 2 === 1 && i !== 1),
        );
        equal(
          await ids({ variable: { name: "color", value: "red" } }),
          upTo24.filter((i) => ended(i) || (i % 3 === 0)),
        );
        equal(await ids({ variable: { name: "color", value: "black" } }), [2]);
        equal(
          await ids({ process: "one", task: "u" }),
          upTo24.filter((i) => i % 4 === 2),
        );
        equal(await ids({ status: "active", after: "i19" }), [21, 22, 23]);
        equal(await ids({ after: "i20" }), [21, 22, 23]);
        return await list(runtime.instances());
      });
    },
  },
  {
    name: "the history is whole: a step after another, each told once, whoever was asked",
    run(kv) {
      const files = [
        file(proc(
          "loop",
          `${START}<exclusiveGateway id="x"/><serviceTask id="a"/><userTask id="u"/><exclusiveGateway id="y" default="y_e"/>${END}`,
          "s>x;x>a;a>u;u>y;y>x:n < 30;y>e",
        )),
      ];
      const handlers: Record<string, Handler> = {
        a: ({ variables }) => ({ n: Number(variables.n ?? 0) + 1 }),
      };
      return withRuntime(kv, { files, handlers }, async (on) => {
        await on.runtime.start("loop", { id: "i", by: { id: "ann" } });
        for (let i = 0; i < 30; i++) {
          await quiet(on, on.runtime);
          const [task] = await list(on.runtime.tasks({ instance: "i" }));
          assert(task);
          await on.runtime.complete(task, {}, { by: { id: `user${i}` } });
        }
        await quiet(on, on.runtime);
        const { state } = await on.runtime.instance("i");
        const lines = await list(on.runtime.history("i"));
        const steps = [...new Set(lines.map(({ step }) => step))];
        equal([state.status, state.version, steps], [
          "completed",
          61,
          Array.from({ length: 61 }, (_, i) => i + 1),
        ]);
        equal(lines.filter(({ event, node }) => event === "completed" && node === "a").length, 30);
        return lines;
      });
    },
  },
  {
    name:
      "four runtimes on one store share the work: each job is done once, each instance ends once",
    async run(kv) {
      const files = [
        file(
          proc("shared", `${START}<serviceTask id="a"/><serviceTask id="b"/>${END}`, "s>a;a>b;b>e"),
        ),
      ];
      const done: string[] = [];
      const work: Handler = async ({ key }) => {
        done.push(key);
        await Promise.resolve();
        return {};
      };
      const on = await open(kv, { files, handlers: { a: work } });
      const others = await Promise.all(
        [{ a: work }, { b: work }, { a: work, b: work }].map((handlers) =>
          open(kv, { files: [], handlers })
        ),
      );
      const all = [on, ...others];
      await Promise.all(
        Array.from(
          { length: 40 },
          (_, i) => all[i % 4]?.runtime.start("shared", { id: `i${String(i).padStart(2, "0")}` }),
        ),
      );
      for (let round = 0; round < 20; round++) {
        for (const { runtime } of all) await runtime.idle();
        await Promise.all(all.map(({ runtime }) => runtime.tick()));
      }
      for (const { runtime } of all) await runtime.idle();
      equal((await list(on.runtime.instances({ status: "completed" }))).length, 40);
      equal(done.length, new Set(done).size);
      equal(done.length, 80);
      const transcript = await durableDriver(on).transcript({ given: undefined });
      for (const { runtime, errors } of all) {
        await runtime.close();
        equal(errors, []);
      }
      await audit(kv);
      return transcript;
    },
  },
];
