/**
 * What the durable runtime is to do on every store. Deeds of the first list are done to the engine in memory as well; those of the
 * second need a store. Both check what the models mean, and answer all that has become of it as text.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { BpeError } from "../../../bpe/error.ts";
import { BpmnError, type Handler } from "../../../bpe/mod.ts";
import { type Driver, durableDriver, type Given, open, type Opened, show } from "./drivers.ts";
import { audit } from "../runtime/audit.ts";
import { file, list, places, proc, quiet, timer } from "../runtime/world.ts";

/** Deeds that every engine can be asked for. */
export interface Common {
  /** What they show. */
  readonly name: string;
  /** Files. */
  readonly files: readonly string[];
  /** Handlers by topic; new ones for each run. */
  readonly handlers?: () => Readonly<Record<string, Handler>>;
  /** The deeds. */
  readonly run: (on: Driver) => Promise<void>;
  /** Whether values are too large for the history. */
  readonly bulky?: boolean;
}

/** Deeds that need a store. */
export interface Durable {
  /** What they show. */
  readonly name: string;
  /** The deeds, on an empty store. */
  readonly run: (kv: Kv) => Promise<string>;
}

const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;
const HOUR = 3_600_000;
const big = (letter: string) => letter.repeat(100_000);

/** A send task whose message bears the instance's number. */
const send = (id: string, message: string) =>
  `<sendTask id="${id}" messageRef="${message}"><extensionElements><camunda:inputOutput>
    <camunda:inputParameter name="nr">\${nr}</camunda:inputParameter></camunda:inputOutput></extensionElements></sendTask>`;
/** A process that subscribes to the key `ck` by its variable `nr`. */
const keyed = (id: string, body: string, flows: string) =>
  proc(
    id,
    `<correlationSubscription id="${id}_cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>${body}`,
    flows,
  );
const LETTERS =
  `<message id="m1" name="order"/><message id="m2" name="offer"/><correlationProperty id="nr" name="nr">
  <correlationPropertyRetrievalExpression messageRef="m1"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression>
  <correlationPropertyRetrievalExpression messageRef="m2"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
  <collaboration id="co"><participant id="pa" processRef="buyer"/><participant id="pb" processRef="seller"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>`;
const ROOTS =
  `<error id="x" name="none" errorCode="none"/><escalation id="y" name="late" escalationCode="late"/>`;

/** Whether instances have ended, in the order of their names. */
async function statuses(on: Driver, ...instances: string[]): Promise<string[]> {
  return await Promise.all(instances.map(async (id) => (await on.state(id)).status));
}

/** What every engine does alike. */
export const COMMON: readonly Common[] = [
  {
    name: "five service tasks, each of which sees what those before it have answered",
    files: [
      file(proc(
        "five",
        `${START}${
          ["a", "b", "c", "d", "f"].map((id) => `<serviceTask id="${id}"/>`).join("")
        }${END}`,
        "s>a;a>b;b>c;c>d;d>f;f>e",
      )),
    ],
    handlers: () =>
      Object.fromEntries(
        ["a", "b", "c", "d", "f"].map((topic) => [topic, ({ variables }) => ({
          path: `${variables.path ?? ""}${topic}`,
        })]),
      ),
    async run(on) {
      await on.start("five", "i", { n: 1 });
      equal((await on.state("i")).result, { n: 1, path: "abcdf" });
    },
  },
  {
    name:
      "an incident of a handler, resolved with what it lacked, and an error that the model handles",
    files: [
      file(
        `<error id="x" name="bad" errorCode="bad"/>${
          proc(
            "shaky",
            `${START}<serviceTask id="a"/><serviceTask id="b"/><boundaryEvent id="h" attachedToRef="b"><errorEventDefinition errorRef="x"/></boundaryEvent>${END}<endEvent id="e2"/>`,
            "s>a;a>b;b>e;h>e2",
          )
        }`,
      ),
    ],
    handlers: () => ({
      a: ({ variables }) => {
        if (variables.fixed !== true) throw new Error("broken");
        return { a: true };
      },
      b: () => {
        throw new BpmnError("bad", "no good", { why: "bad" });
      },
    }),
    async run(on) {
      await on.start("shaky", "i");
      equal((await on.state("i")).incidents.length, 1);
      await on.resolve("i", { fixed: true });
      equal((await on.state("i")).result, { fixed: true, a: true, why: "bad" });
    },
  },
  {
    name: "tasks of persons, one after another, with a choice between",
    files: [
      file(proc(
        "leave",
        `${START}<userTask id="u"/><exclusiveGateway id="g" default="g_u"/><userTask id="v"/>${END}`,
        'g>v:decision = "granted";g>u;s>u;u>g;v>e',
      )),
    ],
    async run(on) {
      await on.start("leave", "i");
      await on.complete("i", "u", { decision: "refused" });
      equal(await on.places("i"), ["u"]);
      await on.complete("i", "u", { decision: "granted" });
      equal(await on.places("i"), ["v"]);
      await on.complete("i", "v", { booked: 12 });
      equal((await on.state("i")).result, { decision: "granted", booked: 12 });
    },
  },
  {
    name: "messages by key between two processes, crosswise",
    files: [file(`${LETTERS}
      ${
      keyed(
        "buyer",
        `${START}<userTask id="u"/>${send("o", "m1")}<receiveTask id="r" messageRef="m2"/>${END}`,
        "s>u;u>o;o>r;r>e",
      )
    }
      ${
      keyed(
        "seller",
        `<startEvent id="s2"/><receiveTask id="r2" messageRef="m1"/><serviceTask id="price"/>${
          send("f", "m2")
        }<endEvent id="e2"/>`,
        "s2>r2;r2>price;price>f;f>e2",
      )
    }`)],
    handlers: () => ({ price: ({ variables }) => ({ sum: Number(variables.nr) * 10 }) }),
    async run(on) {
      for (const nr of [1, 2, 3]) await on.start("seller", `seller${nr}`, { nr });
      for (const nr of [3, 1, 2]) await on.start("buyer", `buyer${nr}`, { nr });
      for (const nr of [2, 3, 1]) await on.complete(`buyer${nr}`, "u");
      equal(
        await statuses(on, "buyer1", "buyer2", "buyer3", "seller1", "seller2", "seller3"),
        Array(6).fill("completed"),
      );
      equal((await on.state("seller3")).result, { nr: 3, sum: 30 });
    },
  },
  {
    name: "a message from outside for one of many, and none for who does not wait",
    files: [
      file(
        `${LETTERS}${
          keyed("buyer", `${START}<receiveTask id="r" messageRef="m2"/>${END}`, "s>r;r>e")
        }${proc("seller", `<startEvent id="s2"/><endEvent id="e2"/>`, "s2>e2")}`,
      ),
    ],
    async run(on) {
      for (let nr = 0; nr < 10; nr++) await on.start("buyer", `i${nr}`, { nr });
      const key = (nr: number) => ({ ck: JSON.stringify([nr]) });
      equal(await on.publish("offer", { sum: 7 }, key(6)), "i6");
      equal(await on.publish("offer", { sum: 8 }, key(6)), undefined);
      equal((await on.state("i6")).result, { nr: 6, sum: 7 });
      equal(await statuses(on, "i5", "i7"), ["active", "active"]);
    },
  },
  {
    name: "a signal that several hear, from outside and from an instance",
    files: [
      file(
        `<signal id="g" name="go"/>${
          proc(
            "hears",
            `${START}<intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><serviceTask id="a"/>
            <intermediateCatchEvent id="d"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>${END}`,
            "s>c;c>a;a>d;d>e",
          )
        }${
          proc(
            "says",
            `<startEvent id="s2"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="g"/></intermediateThrowEvent><endEvent id="e2"/>`,
            "s2>t;t>e2",
          )
        }`,
      ),
    ],
    handlers: () => ({ a: () => ({ a: true }) }),
    async run(on) {
      for (let i = 0; i < 7; i++) await on.start("hears", `h${i}`);
      equal(await on.signal("go", { by: "all" }), 7);
      equal(await on.places("h3"), ["d"]);
      await on.start("says", "says");
      equal(await statuses(on, "h0", "h6", "says"), ["completed", "completed", "completed"]);
    },
  },
  {
    name: "timers at the boundary of a task: one that repeats, one that interrupts",
    files: [file(proc(
      "late",
      `${START}<userTask id="u"/>
      <boundaryEvent id="r" attachedToRef="u" cancelActivity="false">${
        timer("timeCycle", "R3/PT1H")
      }</boundaryEvent><serviceTask id="a"/><endEvent id="f"/>
      <boundaryEvent id="l" attachedToRef="u">${
        timer("timeDuration", "PT5H")
      }</boundaryEvent><serviceTask id="b"/>${END}<endEvent id="ok"/>`,
      "s>u;u>ok;r>a;a>f;l>b;b>e",
    ))],
    handlers: () => ({ a: ({ variables }) => ({ n: Number(variables.n ?? 0) + 1 }), b: () => {} }),
    async run(on) {
      await on.start("late", "i");
      await on.pass(2 * HOUR);
      equal((await on.state("i")).elements[0]?.variables, { n: 2 });
      await on.pass(2.5 * HOUR);
      equal(await on.places("i"), ["u"]);
      await on.pass(HOUR);
      equal((await on.state("i")).result, { n: 3 });
    },
  },
  {
    name: "a call into another file, which escalates and ends by an error",
    files: [
      file(
        `${ROOTS}${
          proc(
            "sub",
            `${START}<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="y"/></intermediateThrowEvent><serviceTask id="a"/>
            <exclusiveGateway id="g" default="g_e"/>${END}<endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
            "s>t;t>a;a>g;g>e;g>f:nr = 2",
          )
        }`,
      ),
      file(
        `${ROOTS}${
          proc(
            "calls",
            `${START}<callActivity id="c" calledElement="sub"/>
            <boundaryEvent id="h" attachedToRef="c"><errorEventDefinition errorRef="x"/></boundaryEvent>
            <boundaryEvent id="k" attachedToRef="c" cancelActivity="false"><escalationEventDefinition escalationRef="y"/></boundaryEvent>
            <userTask id="told"/><serviceTask id="b"/>${END}<endEvent id="e2"/><endEvent id="e3"/>`,
            "s>c;c>e;h>b;b>e2;k>told;told>e3",
          )
        }`,
      ),
    ],
    handlers: () => ({ a: () => ({ a: true }), b: () => ({ b: true }) }),
    async run(on) {
      await on.start("calls", "i1", { nr: 1 });
      await on.start("calls", "i2", { nr: 2 });
      equal([await on.places("i1"), await on.places("i2")], [["told"], ["told"]]);
      await on.complete("i1", "told");
      await on.complete("i2", "told");
      equal(await statuses(on, "i1", "i2"), ["completed", "completed"]);
      equal((await on.state("i2")).result?.b, true);
    },
  },
  {
    name: "fifty parallel runs of a multi-instance, whose results come together in their order",
    files: [
      file(proc(
        "many",
        `${START}<serviceTask id="m"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
          inputCollection="= items" inputElement="item" outputCollection="squares" outputElement="= square"/></extensionElements></multiInstanceLoopCharacteristics></serviceTask>${END}`,
        "s>m;m>e",
      )),
    ],
    handlers: () => ({ m: ({ variables }) => ({ square: Number(variables.item) ** 2 }) }),
    async run(on) {
      const items = Array.from({ length: 50 }, (_, i) => i);
      await on.start("many", "i", { items });
      equal((await on.state("i")).result?.squares, items.map((i) => i * i));
    },
  },
  {
    name: "values of many kinds, and variables of more than 64 KiB",
    files: [
      file(proc("large", `${START}<serviceTask id="a"/><userTask id="u"/>${END}`, "s>a;a>u;u>e")),
    ],
    handlers: () => ({
      a: ({ variables }) => {
        if (variables.text !== big("ї")) throw new Error("the text is another");
        return { more: big("b"), bytes: new Uint8Array(200_000).fill(7) };
      },
    }),
    bulky: true,
    async run(on) {
      const values = {
        text: big("ї"),
        when: new Date(Date.UTC(2030, 1, 3)),
        count: 12n ** 30n,
        map: new Map<unknown, unknown>([["a", 1], [2, new Set(["x"])]]),
        list: [undefined, null, -0, 1.5, "\u0000 💙"],
      };
      await on.start("large", "i", values);
      await on.complete("i", "u", { text: "small" });
      equal((await on.state("i")).result, {
        ...values,
        text: "small",
        more: big("b"),
        bytes: new Uint8Array(200_000).fill(7),
      });
    },
  },
];

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
  const all = await durableDriver(on).transcript();
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
export const DURABLE: readonly Durable[] = [
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
      const transcript = await durableDriver(on).transcript();
      for (const { runtime, errors } of all) {
        await runtime.close();
        equal(errors, []);
      }
      await audit(kv);
      return transcript;
    },
  },
];

/** Names of all scenarios. */
export const NAMES: readonly string[] = [...COMMON, ...DURABLE].map(({ name }) => name);

/** Runs a scenario on an empty store and answers what has become of it. */
export async function runScenario(name: string, kv: Kv): Promise<string> {
  const durable = DURABLE.find((each) => each.name === name);
  if (durable !== undefined) return await durable.run(kv);
  const common = COMMON.find((each) => each.name === name);
  if (common === undefined) throw new Error(`there is no scenario ${name}`);
  const on = await open(kv, { files: common.files, handlers: common.handlers?.() ?? {} });
  const driver = durableDriver(on);
  await common.run(driver);
  const transcript = await driver.transcript(common.bulky);
  await on.runtime.close();
  equal(on.errors, []);
  await audit(kv);
  return transcript;
}
