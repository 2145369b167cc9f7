/**
 * Tasks of persons: who may do them, who does them, and who may not.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { Runtime, TaskQuery } from "../../../bpe/mod.ts";
import { audit } from "../runtime/audit.ts";
import {
  DAY,
  elementAt,
  file,
  HOUR,
  list,
  places,
  proc,
  quiet,
  timer,
  world,
} from "../runtime/world.ts";

/** A process with one task that bears these attributes. */
const task = (attributes: string, before = "", after = "") =>
  file(proc(
    "work",
    `${before}<startEvent id="s"/><userTask id="u" name="Look at it" ${attributes}/>${after}<endEvent id="e"/>`,
    "s>u;u>e",
  ));

async function open(attributes: string, variables = {}, before = "", after = "") {
  const on = world();
  const engine = on.open();
  await engine.deploy(task(attributes, before, after));
  const instance = await engine.start("work", { variables });
  const all = await list(engine.tasks());
  return { ...on, engine, instance, all, ref: all[0] ?? { instance, element: -1 } };
}

async function nodes(engine: Runtime, query: TaskQuery): Promise<string[]> {
  return (await list(engine.tasks(query))).map(({ instance }) => instance).sort();
}

const ann = { id: "ann", roles: ["clerks"] }, bob = { id: "bob", roles: ["chiefs"] };
const eve = { id: "eve" };

Deno.test("a task says what the model says: names, candidates, dates, priority, form", async () => {
  const { all, instance, clock } = await open(
    `camunda:candidateUsers="ann, \${deputy}" camunda:candidateGroups="clerks,\${groups}" camunda:dueDate="\${due}" camunda:followUpDate="P1D" camunda:priority="80" camunda:formKey="look"`,
    { deputy: "bob", groups: ["x", "y"], due: "2030-02-01T00:00:00Z" },
  );
  equal(all.length, 1);
  const [{ users = [], roles = [], ...rest } = {}] = all;
  equal(users, ["ann", "bob"]);
  assert(roles.includes("clerks"));
  equal(rest, {
    instance,
    element: all[0]?.element,
    definition: "work:1",
    process: "work",
    node: "u",
    name: "Look at it",
    lane: "",
    created: clock.now(),
    due: Date.UTC(2030, 1, 1),
    followUp: clock.now() + DAY,
    priority: 80,
    formKey: "look",
  });
});

Deno.test("where nobody is named the lane says who, and a lane inside another is of both", async () => {
  const lanes =
    `<laneSet id="ls"><lane id="l1" name="Sales"><childLaneSet id="cs"><lane id="l2" name="North"><flowNodeRef>u</flowNodeRef></lane></childLaneSet></lane></laneSet>`;
  const { engine, all, ref } = await open("", {}, lanes);
  equal(all[0]?.lane, "North");
  equal(all[0]?.roles, ["North", "l2", "Sales", "l1"]);
  equal((await list(engine.tasks({ lane: "North" }))).length, 1);
  equal((await list(engine.tasks({ for: { id: "x", roles: ["Sales"] } }))).length, 1);
  equal((await list(engine.tasks({ for: { id: "x", roles: ["South"] } }))).length, 0);
  equal((await list(engine.instances({ lane: "North" }))).length, 1);
  equal((await list(engine.instances({ lane: "South" }))).length, 0);
  await rejects(() => engine.claim(ref, { by: eve }), BpeError, "denied");
  await engine.claim(ref, { by: { id: "eve", roles: ["Sales"] } });
});

Deno.test("a task is claimed by a candidate, by nobody else, and by one only; released, it is everybody's again", async () => {
  const on = await open(`camunda:candidateUsers="ann" camunda:candidateGroups="chiefs"`);
  const { engine, ref } = on;
  await rejects(() => engine.claim(ref, { by: eve }), BpeError, "denied");
  equal((await engine.claim(ref, { by: ann })).assignee, "ann");
  equal((await engine.claim(ref, { by: ann })).assignee, "ann");
  const refused = await rejects(() => engine.claim(ref, { by: bob }), BpeError);
  assert(["task", "denied"].includes(refused.code));
  equal(refused.instance, on.instance);
  await audit(on.kv);
  equal(await nodes(engine, { assignee: "ann" }), [on.instance]);
  equal(await nodes(engine, { user: "ann" }), []);
  equal(await nodes(engine, { role: "chiefs" }), []);
  equal(await nodes(engine, { for: bob }), []);
  await rejects(() => engine.release(ref, { by: bob }), BpeError, "denied");
  equal((await engine.release(ref, { by: ann })).assignee, undefined);
  await audit(on.kv);
  equal(await nodes(engine, { for: bob }), [on.instance]);
  equal((await engine.claim(ref, { by: bob })).assignee, "bob");
  await rejects(() => engine.assign(ref, "eve", { by: ann }), BpeError, "denied");
  equal((await engine.assign(ref, "eve", { by: bob })).assignee, "eve");
  equal(await nodes(engine, { for: eve }), [on.instance]);
  await audit(on.kv);
});

Deno.test("a task is completed by its assignee only, once, with values; who comes later is told that it is done", async () => {
  const on = await open(`camunda:candidateUsers="ann,bob"`);
  const { engine, ref, instance } = on;
  await engine.claim(ref, { by: ann });
  const denied = await rejects(
    () => engine.complete(ref, {}, { by: bob }),
    BpeError,
    "denied",
  );
  equal([denied.instance, denied.element], [instance, "bob"]);
  equal(await places(engine, instance), ["u"]);
  await engine.complete(ref, { yes: true }, { by: ann });
  equal((await engine.instance(instance)).state.result, { yes: true });
  for (const identity of [ann, bob]) {
    const error = await rejects(() => engine.complete(ref, {}, { by: identity }), BpeError, "task");
    equal(error.instance, instance);
  }
  for (
    const run of [
      () => engine.claim(ref, { by: ann }),
      () => engine.release(ref),
      () => engine.assign(ref, "x"),
    ]
  ) {
    await rejects(run, BpeError, "task");
  }
  const by = (await list(engine.history(instance))).filter(({ command }) => command === "complete");
  assert(by.length > 0 && by.every((line) => line.by === "ann"));
  equal(await list(engine.tasks()), []);
  await audit(on.kv);
});

Deno.test("a task may be completed again under the key of a completion whose answer was lost", async () => {
  const { engine, ref } = await open("");
  const first = await engine.complete(ref, { n: 1 }, { key: "k" });
  equal([first.applied, first.repeated], [true, false]);
  // The task is gone; who asks again with the same key may be told so, but nothing is done twice.
  const again = await engine.complete(ref, { n: 2 }, { key: "k" }).catch((error) => error);
  assert(again instanceof BpeError ? again.code === "task" : again.repeated);
});

Deno.test("a task that names nobody is anybody's, and the program itself may do all", async () => {
  const { engine, ref } = await open("");
  equal((await engine.claim(ref, { by: eve })).assignee, "eve");
  await rejects(() => engine.complete(ref, {}, { by: bob }), BpeError, "denied");
  await engine.complete(ref);
});

Deno.test("an assignee by expression is the one to do it; the candidates are not asked", async () => {
  const on = await open(`camunda:assignee="\${boss}" camunda:candidateUsers="bob"`, {
    boss: "ann",
  });
  const { engine, ref, instance } = on;
  equal(on.all[0]?.assignee, "ann");
  equal(await nodes(engine, { for: bob }), []);
  equal(await nodes(engine, { for: ann }), [instance]);
  await rejects(() => engine.complete(ref, {}, { by: bob }), BpeError, "denied");
  await engine.complete(ref, {}, { by: ann });
  await audit(on.kv);
});

Deno.test("an expression that cannot tell who does it, or when, is an incident at the task; resolved, the task comes up", async () => {
  for (
    const [attributes, helps] of [
      [`camunda:assignee="\${for i in 1..1000000000 return i}"`, {}],
      [`camunda:dueDate="\${due}"`, { due: "P1D" }],
      [`camunda:dueDate='\${due + "er"}'`, {}],
    ] as const
  ) {
    const on = await open(attributes, { due: "soon" });
    const { engine, instance } = on;
    equal(on.all, [], attributes);
    const [incident] = await list(engine.incidents(instance));
    equal([incident?.instance, incident?.node, incident?.code], [instance, "u", "assignment"]);
    equal(await places(engine, instance), ["u"]);
    await audit(on.kv);
    await engine.resolve(instance, incident?.incident ?? 0, helps);
    const comes = Object.keys(helps).length > 0;
    equal((await list(engine.tasks())).length, comes ? 1 : 0, attributes);
    equal((await list(engine.incidents())).length, comes ? 0 : 1, attributes);
    await audit(on.kv);
  }
});

Deno.test("a task is withdrawn with what it belongs to: by a boundary timer, a terminate event, a cancelled instance", async () => {
  const late = `<boundaryEvent id="b" attachedToRef="u">${
    timer("timeDuration", "PT1H")
  }</boundaryEvent><endEvent id="f"/><sequenceFlow id="bf" sourceRef="b" targetRef="f"/>`;
  const by = await open(`camunda:candidateUsers="ann"`, {}, "", late);
  await by.engine.claim(by.ref, { by: ann });
  await quiet(by, by.engine, HOUR);
  equal(await list(by.engine.tasks()), []);
  await rejects(() => by.engine.complete(by.ref, {}, { by: ann }), BpeError, "task");
  await audit(by.kv);

  const on = world();
  const engine = on.open();
  await engine.deploy(file(proc(
    "two",
    `<startEvent id="s"/><parallelGateway id="x"/><userTask id="u"/><userTask id="v"/><endEvent id="e"><terminateEventDefinition/></endEvent><endEvent id="f"/>`,
    "s>x;x>u;x>v;u>e;v>f",
  )));
  const ended = await engine.start("two"), cancelled = await engine.start("two");
  equal((await list(engine.tasks())).length, 4);
  await engine.complete({ instance: ended, element: await elementAt(engine, ended, "u") });
  await engine.command(cancelled, { do: "cancel" });
  equal(await list(engine.tasks()), []);
  await audit(on.kv);
});

Deno.test("queries find tasks by person, role, node, instance and date, each once, among hundreds", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(file(proc(
    "work",
    `<startEvent id="s"/><userTask id="u" camunda:candidateUsers="ann,bob" camunda:candidateGroups="clerks,chiefs" camunda:dueDate="\${due}"/><endEvent id="e"/>`,
    "s>u;u>e",
  )));
  for (let i = 0; i < 300; i++) {
    const due = new Date(on.clock.now() + (i + 1) * HOUR).toISOString();
    await engine.start("work", { id: `i${i}`, variables: { due } });
  }
  const both = { id: "ann", roles: ["clerks", "chiefs"] };
  const found = await list(engine.tasks({ for: both }));
  equal(found.length, 300);
  equal(new Set(found.map(({ instance }) => instance)).size, 300);
  equal((await list(engine.tasks({ node: "work/u" }))).length, 300);
  equal(
    (await list(engine.tasks({ role: "chiefs", dueBefore: on.clock.now() + 10 * HOUR + 1 })))
      .length,
    10,
  );
  equal((await list(engine.tasks({ instance: "i7" }))).map(({ instance }) => instance), ["i7"]);
  equal((await list(engine.tasks({ user: "ann", role: "nobody" }))).length, 0);
  equal((await list(engine.instances({ process: "work", task: "u" }))).length, 300);
});

Deno.test("the rule who may do what is the program's where it gives one, and it is asked with the task as it is", async () => {
  const asked: string[] = [];
  const on = world();
  const engine = on.open({
    auth: (identity, roles, permission) => {
      const assignee = "task" in permission ? permission.task.assignee ?? "-" : "";
      asked.push(`${identity?.id ?? "-"} ${permission.do} ${roles.join()} ${assignee}`);
      return identity?.id !== "eve";
    },
  });
  await engine.deploy(task(`camunda:candidateGroups="clerks"`));
  await rejects(() => engine.start("work", { by: eve }), BpeError, "denied");
  equal(await list(engine.instances()), []);
  const instance = await engine.start("work", { by: ann });
  const [ref] = await list(engine.tasks());
  assert(ref !== undefined);
  await rejects(() => engine.claim(ref, { by: eve }), BpeError, "denied");
  await engine.claim(ref, { by: ann });
  await engine.complete(ref, {}, { by: bob });
  equal(asked, [
    "eve start  ",
    "ann start  ",
    "eve claim clerks -",
    "ann claim clerks -",
    "bob complete clerks ann",
  ]);
  equal((await engine.instance(instance)).state.status, "completed");
});

Deno.test("a manual task waits for a person as a user task does; parallel runs of one task are tasks of their own", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(file(proc(
    "many",
    `<startEvent id="s"/><manualTask id="m"/><userTask id="u" camunda:assignee="\${who}"><multiInstanceLoopCharacteristics camunda:collection="people" camunda:elementVariable="who"/></userTask><endEvent id="e"/>`,
    "s>m;m>u;u>e",
  )));
  const instance = await engine.start("many", { variables: { people: ["ann", "bob", "eve"] } });
  const [first] = await list(engine.tasks());
  assert(first?.node === "m");
  await engine.complete(first);
  const all = await list(engine.tasks());
  equal(all.map(({ assignee }) => assignee).sort(), ["ann", "bob", "eve"]);
  for (const each of all) {
    await engine.complete(each, {}, { by: { id: each.assignee ?? "" } });
  }
  equal((await engine.instance(instance)).state.status, "completed");
  await audit(on.kv);
});

Deno.test("a task whose completion makes a step without end stays in the list, with an incident; who may not complete it causes none", async () => {
  const on = world();
  const engine = on.open({ budget: 200 });
  await engine.deploy(file(proc(
    "round",
    `<startEvent id="s"/><userTask id="u"/><task id="t"/><exclusiveGateway id="g" default="g_t"/><endEvent id="e"/>`,
    "s>u;u>t;t>g;g>t;g>e:stop = true",
  )));
  const instance = await engine.start("round");
  const [ref] = await list(engine.tasks());
  assert(ref !== undefined);
  await engine.claim(ref, { by: ann });
  await rejects(() => engine.complete(ref, {}, { by: eve }), BpeError, "denied");
  equal(await list(engine.incidents(instance)), []);
  await engine.complete(ref, {}, { by: ann });
  equal((await list(engine.incidents(instance))).map(({ code }) => code), ["budget"]);
  equal((await list(engine.tasks())).map(({ node }) => node), ["u"]);
  await audit(on.kv);
  await engine.complete(ref, { stop: true });
  equal((await engine.instance(instance)).state.status, "completed");
  await audit(on.kv);
});
