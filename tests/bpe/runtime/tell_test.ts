/** What a runtime tells: histories from either end, lists from either end, versions, changes of tasks, who may command. */
import { silentLog } from "../../../base/mod.ts";
import {
  beginEvent,
  BpeError,
  endEvent,
  nodeOf,
  openRuntime,
  parse,
  picture,
  process,
  role,
  sequenceFlow,
  serviceTask,
  step,
  userTask,
} from "../../../bpe/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read");

const chain = (...ids: string[]) =>
  ids.slice(1).map((target, i) => sequenceFlow({ source: ids[i] ?? "", target }));
const order = process({
  id: "order",
  tasks: [
    beginEvent({ id: "b" }),
    serviceTask({ id: "one" }),
    serviceTask({ id: "two" }),
    userTask({ id: "check", name: "Check it" }),
    serviceTask({ id: "three" }),
    endEvent({ id: "e" }),
  ],
  flows: chain("b", "one", "two", "check", "three", "e"),
  roles: [
    role({ id: "Office", tasks: ["check"] }),
    role({ id: "Store", tasks: ["one", "two", "three"] }),
  ],
});

function open() {
  const clock = virtualClock(1_000_000);
  const kv = memoryKv({ clock });
  let fails = true;
  const bpe = openRuntime(kv, {
    clock,
    manual: true,
    retries: 1,
    log: silentLog,
    handlers: {
      one: () => ({ n: 1 }),
      two: () => ({}),
      three: () => {
        if (fails) throw new Error("the store is closed");
        return {};
      },
    },
  });
  return { kv, bpe, mend: () => void (fails = false) };
}

Deno.test("a history read from its end is the history turned round, and pages of it join without gap or repeat", async () => {
  const { bpe } = open();
  await bpe.deploy(order);
  const id = await bpe.start("order");
  await bpe.idle();
  await bpe.complete({ instance: id, element: (await list(bpe.tasks()))[0]?.element ?? 0 });
  await bpe.idle();
  const all = await list(bpe.history(id));
  equal(await list(bpe.history(id, { reverse: true })), all.toReversed());
  equal(await list(bpe.history(id, { limit: 4 })), all.slice(0, 4));
  equal(await list(bpe.history(id, { reverse: true, limit: 3 })), all.slice(-3).reverse());
  const steps = [...new Set(all.map(({ step }) => step))];
  assert(steps.length >= 4);
  for (const after of steps) {
    equal(await list(bpe.history(id, { after })), all.filter(({ step }) => step > after));
    equal(
      await list(bpe.history(id, { after, reverse: true })),
      all.filter(({ step }) => step < after).reverse(),
    );
  }
  await bpe.close();
});

Deno.test("a failed job stands in the history with what its handler said, also when it is done at last", async () => {
  const { bpe, mend } = open();
  await bpe.deploy(order);
  const id = await bpe.start("order");
  await bpe.idle();
  await bpe.complete((await list(bpe.tasks()))[0] ?? { instance: id, element: 0 });
  await bpe.idle();
  const [incident] = await list(bpe.incidents(id));
  assert(incident !== undefined);
  assert(incident.message.includes("the store is closed") && incident.node === "three");
  mend();
  await bpe.resolve(id, incident.incident);
  await bpe.idle();
  equal((await bpe.instance(id)).state.status, "completed");
  const failed = (await list(bpe.history(id))).filter(({ event }) => event === "failed");
  equal(failed.map(({ node, data }) => [node, data]), [
    ["three", { code: "work", message: incident.message }],
  ]);
  await bpe.close();
});

Deno.test("instances are listed from either end, over all processes of a status", async () => {
  const { bpe } = open();
  await bpe.deploy(order);
  await bpe.deploy(process({ ...order, id: "other" }));
  for (const id of ["a", "c", "e"]) await bpe.start("order", { id: id });
  for (const id of ["b", "d"]) await bpe.start("other", { id: id });
  await bpe.idle();
  const ids = async (query: Parameters<typeof bpe.instances>[0]) =>
    (await list(bpe.instances(query))).map(({ id }) => id).join("");
  equal(await ids({ status: "active" }), "abcde");
  equal(await ids({ status: "active", reverse: true }), "edcba");
  equal(await ids({ status: "active", reverse: true, after: "c" }), "ba");
  equal(await ids({ reverse: true, after: "d" }), "cba");
  equal(await ids({ process: "order", status: "active", reverse: true, after: "e" }), "ca");
  await bpe.close();
});

Deno.test("what is deployed is listed, by process and by version", async () => {
  const { bpe } = open();
  await bpe.deploy(order);
  await bpe.deploy(process({ ...order, name: "Order" }));
  await bpe.deploy(process({ ...order, id: "other" }));
  equal((await list(bpe.processes())).map(({ key }) => key), ["order:2", "other:1"]);
  equal((await list(bpe.versions("order"))).map(({ key }) => key), ["order:1", "order:2"]);
  equal(await list(bpe.versions("nothing")), []);
  await bpe.close();
});

Deno.test("whoever observes hears of claims, releases and assignments", async () => {
  const { bpe } = open();
  await bpe.deploy(order);
  const id = await bpe.start("order");
  await bpe.idle();
  const [task] = await list(bpe.tasks());
  assert(task !== undefined);
  const heard: unknown[] = [];
  const end = bpe.observe(({ after, step, task }) => heard.push([after.id, step, task?.assignee]));
  await bpe.claim(task, { by: { id: "ann", roles: ["Office"] } });
  await bpe.release(task, { by: { id: "ann" } });
  await bpe.assign(task, "bob");
  end();
  await bpe.release(task);
  equal(heard, [[id, undefined, "ann"], [id, undefined, undefined], [id, undefined, "bob"]]);
  await bpe.close();
});

Deno.test("a command about a node is for its lane; the program itself may do all", async () => {
  const { bpe, mend } = open();
  await bpe.deploy(order);
  const id = await bpe.start("order");
  await bpe.idle();
  const [task] = await list(bpe.tasks());
  const { element = 0 } = task ?? {};
  const office = { id: "ann", roles: ["Office"] }, store = { id: "sam", roles: ["Store"] };
  const cancel = { do: "cancel", element } as const;
  const denied = await rejects(
    () => bpe.command(id, cancel, { by: store }),
    BpeError,
    "denied",
  );
  assert(denied.message.includes("cancel check"), denied.message);
  await bpe.complete({ instance: id, element }, {}, { by: office });
  await bpe.idle();
  const [incident] = await list(bpe.incidents(id));
  assert(incident !== undefined);
  mend();
  await rejects(
    () => bpe.resolve(id, incident.incident, {}, { by: office }),
    BpeError,
    "denied",
  );
  await bpe.resolve(id, incident.incident, {}, { by: store });
  await bpe.idle();
  equal((await bpe.instance(id)).state.status, "completed");
  const resolved = (await list(bpe.history(id))).find(({ event }) => event === "resolved");
  equal(resolved?.by, "sam");
  await bpe.close();
});

Deno.test("the start event's initiator is the one who starts, unless the variable is given", async () => {
  const { bpe } = open();
  await bpe.deploy(`
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"
      xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
      <process id="wish" isExecutable="true">
        <startEvent id="b" camunda:initiator="who"/> <userTask id="u" camunda:assignee="\${who}"/>
        <endEvent id="e"/>
        <sequenceFlow id="f" sourceRef="b" targetRef="u"/> <sequenceFlow id="g" sourceRef="u" targetRef="e"/>
      </process>
    </definitions>`);
  await bpe.start("wish", { id: "a", by: { id: "ann" } });
  await bpe.start("wish", { id: "b", by: { id: "ann" }, variables: { who: "bob" } });
  equal((await list(bpe.tasks())).map(({ assignee }) => assignee), ["ann", "bob"]);
  await bpe.close();
});

test("a picture is the same from the history of a step and from that of a runtime", async () => {
  const { bpe } = open();
  const file = await Deno.readTextFile(
    new URL("../../../examples/erp/processes/leave.bpmn", import.meta.url),
  );
  await bpe.deploy(file);
  const id = await bpe.start("leave", { by: { id: "ann" } });
  const { state } = await bpe.instance(id);
  const definition = parse(file);
  const lines = await list(bpe.history(id));
  const { history } = step(definition, null, { do: "start", instance: id }, 0);
  assert(nodeOf(definition, "Decide") !== undefined);
  equal(
    picture(definition, { state, history: lines }),
    picture(definition, { state, history }),
  );
  await bpe.close();
});

const list = <T>(all: AsyncIterable<T>) => Array.fromAsync(all);
