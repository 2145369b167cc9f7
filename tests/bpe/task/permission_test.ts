/**
 * Nobody gets round who a task is for: not by a command, not by a variable, not by names that come to nobody.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import type { Command, Identity, Runtime, Task } from "../../../bpe/mod.ts";
import type { Check, Signature } from "../../../bpe/argument.ts";
import { BpeError } from "../../../bpe/error.ts";
import { bpe as functions } from "../../../bpe/process/bpe.ts";
import { SIGNATURES as OF_PROCESSES } from "../../../bpe/process/signatures.ts";
import { SIGNATURES as OF_RUNTIME } from "../../../bpe/runtime/signatures.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { elementAt, file, list, places, proc, world } from "../runtime/world.ts";

const ann = { id: "ann", roles: ["clerks"] }, eve = { id: "eve", roles: ["others"] };

/** A process with one user task; what is around it ends with it. */
const work = (attributes: string, content = "") =>
  file(proc(
    "work",
    `<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><userTask id="u" ${attributes}>${content}</userTask>` +
      `<sequenceFlow id="i" sourceRef="is" targetRef="u"/></subProcess><endEvent id="e"/>`,
    "s>sub;sub>e",
  ));

const owner = (expression: string) =>
  `<potentialOwner><resourceAssignmentExpression><formalExpression>${expression}</formalExpression></resourceAssignmentExpression></potentialOwner>`;

/** The only task that came up, with all that may be done to it. */
async function open(attributes: string, variables = {}, content = "") {
  const on = world(), engine = on.open();
  await engine.deploy(work(attributes, content));
  const instance = await engine.start("work", { variables });
  const [task] = await list(engine.tasks({ instance }));
  assert(task !== undefined);
  return { engine, instance, task };
}

/** Every command that answers, changes or withdraws the task of the element. */
async function commands(engine: Runtime, { instance, element }: Task): Promise<Command[]> {
  return [
    { do: "complete", element },
    { do: "complete", element, variables: { a: 1 } },
    { do: "fail", element },
    { do: "fail", element, code: "E" },
    { do: "escalate", element, code: "E" },
    { do: "set", element, variables: { a: 1 } },
    { do: "cancel", element },
    { do: "cancel", element: await elementAt(engine, instance, "sub") },
    { do: "cancel" },
  ];
}

Deno.test("a command does to a task only what who gives it may do to it: assigned, claimed, by candidates", async () => {
  const ways: readonly (readonly [string, (engine: Runtime, task: Task) => Promise<unknown>])[] = [
    [`camunda:assignee="ann"`, () => Promise.resolve()],
    ["", (engine, task) => engine.claim(task, { by: ann })],
    [`camunda:candidateUsers="ann"`, () => Promise.resolve()],
    [`camunda:candidateGroups="clerks"`, () => Promise.resolve()],
    [`camunda:candidateGroups="clerks,others"`, (engine, task) => engine.claim(task, { by: ann })],
    [`camunda:candidateUsers="\${nobody}"`, (engine, task) => engine.assign(task, "ann")],
  ];
  for (const [attributes, prepare] of ways) {
    const first = await open(attributes, { nobody: [] });
    await prepare(first.engine, first.task);
    const before = await first.engine.instance(first.instance);
    const all = await commands(first.engine, first.task);
    for (const command of all) {
      const given = () => first.engine.command(first.instance, command, { by: eve });
      const { message } = await rejects(given, BpeError, "denied");
      assert(message.includes("complete task u"), message);
    }
    equal(await first.engine.instance(first.instance), before);
    // Who may complete it may give each of them, and so may the program, and who was asked of something else.
    for (const options of [{ by: ann }, {}, { by: eve, permitted: true }]) {
      for (const [n] of all.entries()) {
        if (n % 3 !== 0 && attributes !== "") continue;
        const { engine, instance, task } = await open(attributes, { nobody: [] });
        await prepare(engine, task);
        const command = (await commands(engine, task))[n];
        assert(command !== undefined);
        equal((await engine.command(instance, command, options)).applied, true);
      }
    }
  }
});

Deno.test("a command about the process, or about what is around a task, is asked of no task; the resolution of its incident is", async () => {
  const { engine, instance, task } = await open(`camunda:assignee="ann"`);
  const element = await elementAt(engine, instance, "sub");
  await engine.command(instance, { do: "set", variables: { a: 1 } }, { by: eve });
  await engine.command(instance, { do: "set", element, variables: { a: 2 } }, { by: eve });
  await engine.command(instance, { do: "fail", element: task.element }, { by: ann });
  const [incident] = await list(engine.incidents(instance));
  assert(incident !== undefined);
  const resolve = (by: Identity) => engine.resolve(instance, incident.incident, {}, { by });
  await rejects(() => resolve(eve), BpeError, "denied");
  equal((await resolve(ann)).applied, true);
});

Deno.test("to cancel asks for each task that is withdrawn, and for no other", async () => {
  const on = world(), engine = on.open();
  const sub = (id: string, who: string) =>
    `<subProcess id="${id}"><userTask id="${id}u" camunda:assignee="${who}"/></subProcess>`;
  await engine.deploy(file(proc(
    "two",
    `<startEvent id="s"/><parallelGateway id="g"/>${sub("x", "ann")}${sub("y", "eve")}`,
    "s>g;g>x;g>y",
  )));
  const instance = await engine.start("two");
  const cancel = async (node: string | undefined, by: Identity) => {
    const element = node === undefined ? {} : { element: await elementAt(engine, instance, node) };
    return await engine.command(instance, { do: "cancel", ...element }, { by });
  };
  for (const [node, by] of [["x", eve], ["y", ann], [undefined, eve], [undefined, ann]] as const) {
    await rejects(() => cancel(node, by), BpeError, "denied");
  }
  await cancel("x", ann);
  equal((await places(engine, instance)).sort(), ["y", "yu"]);
  await cancel(undefined, eve);
  equal((await engine.instance(instance)).state.status, "cancelled");
});

Deno.test("a name without a mark is itself, whatever variables there are; what is marked, or can be no name, is evaluated", async () => {
  const names = ["management", "head.office", "ann@x.org", "team-1", "Geschäftsführung", "керівник"]
    .concat("Regional Manager", "null", "true", "7");
  const variables = {
    ...Object.fromEntries(names.map((name) => [name, "others"])),
    head: { office: "others" },
    team: 3,
  };
  for (const name of names) {
    equal((await open("", variables, owner(name))).task.roles, [name]);
    equal((await open(`camunda:candidateGroups="${name}"`, variables)).task.roles, [name]);
    equal((await open(`camunda:assignee="${name}"`, variables)).task.assignee, name);
    const performer = owner(name).replaceAll("potentialOwner", "humanPerformer");
    equal((await open("", variables, performer)).task.assignee, name);
  }
  for (
    const text of [
      "${management}",
      "=management",
      "#{management}",
      `"others"`,
      `if team = 3 then management else "x"`,
      `["others"]`,
      `substring(management, 1)`,
    ]
  ) {
    equal((await open("", variables, owner(text))).task.roles, ["others"]);
  }
});

Deno.test("a task whose names come to nobody is nobody's until it is assigned, however it names them", async () => {
  const empty = [[], null, "", " ", [null], ",", [""]];
  const files: readonly (readonly [string, string])[] = [
    ...["candidateUsers", "candidateGroups", "assignee"].flatMap((name) =>
      ["${x}", "=x", "#{x}"].map((text) => [`camunda:${name}="${text}"`, ""] as const)
    ),
    [`camunda:candidateUsers="\${x}, \${x}" camunda:assignee="=x"`, ""],
    ["", owner("${x}")],
    ["", owner("=x").replaceAll("potentialOwner", "performer")],
  ];
  for (const [n, [attributes, content]] of files.entries()) {
    const { engine, instance, task } = await open(
      attributes,
      { x: empty[n % empty.length] },
      content,
    );
    equal([task.unassigned, task.users, task.roles], [true, [], []]);
    for (const act of ["claim", "release", "complete"] as const) {
      const call = () =>
        act === "complete"
          ? engine.complete(task, {}, { by: eve })
          : engine[act](task, { by: eve });
      await rejects(call, BpeError, "denied");
    }
    await rejects(() => engine.assign(task, "eve", { by: eve }), BpeError, "denied");
    await engine.assign(task, "ann");
    await engine.release(task, { by: ann });
    await rejects(() => engine.claim(task, { by: ann }), BpeError, "denied");
    await engine.assign(task, "ann");
    await engine.complete(task, {}, { by: ann });
    equal((await engine.instance(instance)).state.status, "completed");
  }
  for (const attributes of ["", `camunda:candidateUsers="" camunda:assignee=" "`]) {
    const { engine, task } = await open(attributes);
    equal("unassigned" in task, false);
    await engine.complete(task, {}, { by: eve });
  }
});

Deno.test("a task whose names come to nobody is not for its lane where they are candidates, and keeps that in another version", async () => {
  const on = world(), engine = on.open();
  const laned = (attributes: string, more = "") =>
    file(proc(
      "work",
      `<laneSet id="ls"><lane id="others"><flowNodeRef>u</flowNodeRef></lane></laneSet><startEvent id="s"/><userTask id="u" ${attributes}/>${more}`,
      "s>u",
    ));
  await engine.deploy(laned(`camunda:candidateUsers="\${x}"`));
  const instance = await engine.start("work", { variables: { x: [] } });
  await engine.deploy(laned("", `<task id="new"/>`));
  await engine.migrate(instance, "work:2");
  const [task] = await list(engine.tasks({ instance }));
  assert(task !== undefined);
  equal([task.definition, task.unassigned], ["work:2", true]);
  await rejects(() => engine.complete(task, {}, { by: eve }), BpeError, "denied");
  await engine.deploy(laned(`camunda:assignee="\${x}"`));
  await engine.start("work", { id: "3", variables: { x: null } });
  const [third] = await list(engine.tasks({ instance: "3" }));
  assert(third !== undefined);
  await engine.complete(third, {}, { by: eve });
});

/** The functions that take `by`, found by what they refuse to take. */
function asking(signatures: Readonly<Record<string, Signature | undefined>>): string[] {
  const takes = (check: Check, by: unknown) => {
    try {
      check({ by, instance: "i", element: 1 }, "");
      return true;
    } catch {
      return false;
    }
  };
  return Object.entries(signatures).flatMap(([name, signature]) =>
    signature?.takes.some((each) => takes(each, eve) && !takes(each, 7)) ? [name] : []
  ).sort();
}

Deno.test("every function that takes who asks asks `auth`, and where it says no nothing is changed", async () => {
  let isAllowed = true;
  const auth = () => isAllowed;
  using kv = memoryKv();
  await using b = functions(kv, { manual: true, auth });
  const { runtime } = b, by = { by: eve };
  await b.deploy(work(""));
  await runtime.start("work", { id: "i" });
  await b.deploy(work("").replace("<endEvent", `<task id="new"/><endEvent`));
  const [task] = await list(runtime.tasks());
  assert(task !== undefined);
  await runtime.command("i", { do: "fail", element: task.element });
  const [incident] = await list(runtime.incidents("i"));
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    start: () => runtime.start("work", by),
    command: () => runtime.command("i", { do: "cancel" }, by),
    resolve: () => runtime.resolve("i", incident?.incident ?? -1, {}, by),
    migrate: () => runtime.migrate("i", "work:2", by),
    claim: () => runtime.claim(task, by),
    release: () => runtime.release(task, by),
    assign: () => runtime.assign(task, "eve", by),
    permit: () => runtime.permit({ do: "read", instance: "i" }, by),
    complete: () => runtime.complete(task, {}, by),
  };
  const ofProcesses: Readonly<Record<string, () => Promise<unknown>>> = {
    start: () => b.start("work", [], by),
    proc: () => b.proc("i", by),
    next: () => b.next("i", undefined, by),
    complete: () => b.complete("i", undefined, by),
    amend: () => b.amend("i", ["d", 1], by),
    discard: () => b.discard("i", ["d", 1], by),
    modify: () => b.modify("i", ["d", 1], "append", by),
    messageEvent: () => b.messageEvent("i", { name: "m" }, by),
  };
  equal(asking(OF_RUNTIME), Object.keys(calls).sort());
  equal(asking(OF_PROCESSES), Object.keys(ofProcesses).sort());
  const rows = async () =>
    (await Array.fromAsync(kv.list({ prefix: [] }))).map((
      { key, versionstamp },
    ) => [key, versionstamp]);
  const before = await rows();
  isAllowed = false;
  for (const [name, call] of [...Object.entries(calls), ...Object.entries(ofProcesses)]) {
    const { code } = await rejects(call, BpeError);
    equal([name, code], [name, "denied"]);
  }
  equal(await rows(), before);
});
