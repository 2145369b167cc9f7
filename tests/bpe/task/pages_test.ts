import { type InstanceQuery, openRuntime, type Task, type TaskQuery } from "../../../bpe/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { SEED } from "../../_support/long.ts";

const PEOPLE = ["ann", "bob", "eve"] as const, ROLES = ["clerks", "chiefs", "guests"];

/** A process with tasks for these people and roles. */
function file(id: string, attributes: string): string {
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:pages">
    <process id="${id}" isExecutable="true"><startEvent id="s"/><parallelGateway id="g"/>
    <userTask id="u" ${attributes}/><userTask id="v" ${attributes}/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
    <sequenceFlow id="f2" sourceRef="g" targetRef="u"/><sequenceFlow id="f3" sourceRef="g" targetRef="v"/>
    <sequenceFlow id="f4" sourceRef="u" targetRef="e"/><sequenceFlow id="f5" sourceRef="v" targetRef="e"/>
    </process></definitions>`;
}

const nameOf = ({ instance, element }: Task) => `${instance}/${element}`;

Deno.test("pages of a work list are together what the whole list is, both ways, each task once", async () => {
  const { pick, below } = random(SEED);
  using kv = memoryKv();
  await using engine = openRuntime(kv, { manual: true });
  for (const [at, users] of ["ann", "ann,bob", "", "eve"].entries()) {
    for (const [and, groups] of ["clerks", "clerks,chiefs", "guests"].entries()) {
      const attributes = `camunda:candidateUsers="${users}" camunda:candidateGroups="${groups}"`;
      await engine.deploy(file(`p${at}${and}`, attributes));
      for (let n = 0; n < 4; n++) {
        const id = `${pick(["", "ﬁ", "😀"])}${below(1_000)}-${at}${and}${n}`;
        await engine.start(`p${at}${and}`, { id });
      }
    }
  }
  const all = await Array.fromAsync(engine.tasks());
  equal(all.length, 4 * 3 * 4 * 2);
  for (const task of all) if (below(4) === 0) await engine.assign(task, pick(PEOPLE));
  const now = await Array.fromAsync(engine.tasks());

  const queries: readonly (readonly [TaskQuery, (task: Task) => boolean])[] = [
    [{}, () => true],
    ...PEOPLE.map((id) => [{ assignee: id }, ({ assignee }: Task) => assignee === id] as const),
    ...[["clerks"], ["clerks", "chiefs"], ROLES, []].map((roles) =>
      [
        { for: { id: "ann", roles } },
        ({ assignee, users, roles: its }: Task) =>
          assignee === undefined
            ? users.includes("ann") || its.some((each) => roles.includes(each))
            : assignee === "ann",
      ] as const
    ),
    [{ instance: now[9]?.instance ?? "" }, ({ instance }) => instance === now[9]?.instance],
    [{ node: "p01/u" }, ({ process, node }) => process === "p01" && node === "u"],
  ];
  for (const [query, fits] of queries) {
    const wanted = now.filter(fits).map(nameOf);
    for (const reverse of [false, true]) {
      const seen: string[] = [];
      for (let after: Task | undefined, isMore = true; isMore;) {
        const page: Task[] = [], more: TaskQuery = after === undefined ? {} : { after };
        for await (const task of engine.tasks({ ...query, ...more, reverse })) {
          if (page.push(task) === 3) break;
        }
        seen.push(...page.map(nameOf));
        after = page.at(-1);
        isMore = page.length === 3;
      }
      equal(seen, reverse ? wanted.toReversed() : wanted);
    }
  }
  // Those of a status are read process by process, and are in the order of all.
  for (const reverse of [false, true]) {
    const ids = async (query: InstanceQuery) =>
      (await Array.fromAsync(engine.instances({ ...query, reverse }))).map(({ id }) => id);
    equal(await ids({ status: "active" }), await ids({}));
  }
});

Deno.test("lists of processes, versions and incidents go on behind what was read", async () => {
  using kv = memoryKv();
  await using engine = openRuntime(kv, { manual: true, log: () => {} });
  for (const id of ["a", "b", "c"]) await engine.deploy(file(id, ""));
  for (const name of ["x", "y"]) await engine.deploy(file("b", `name="${name}"`));
  const keys = async (list: AsyncIterable<{ key: string }>) =>
    (await Array.fromAsync(list)).map(({ key }) => key);
  equal(await keys(engine.processes({ after: "a" })), ["b:3", "c:1"]);
  equal(await keys(engine.processes({ after: "c", reverse: true })), ["b:3", "a:1"]);
  equal(await keys(engine.versions("b", { after: 1 })), ["b:2", "b:3"]);
  equal(await keys(engine.versions("b", { after: 3, reverse: true })), ["b:2", "b:1"]);
  for (const id of ["i1", "i2"]) {
    await engine.start("a", { id });
    for await (const task of engine.tasks({ instance: id })) {
      await engine.command(id, { do: "fail", element: task.element, message: "broken" });
    }
  }
  const all = await Array.fromAsync(engine.incidents());
  equal(all.length, 4);
  const [first, second] = all;
  if (first === undefined || second === undefined) throw all;
  equal(await Array.fromAsync(engine.incidents(undefined, { after: first })), all.slice(1));
  equal(await Array.fromAsync(engine.incidents("i1", { after: first })), [second]);
  equal(await Array.fromAsync(engine.incidents("i2", { after: first })), all.slice(2));
});
