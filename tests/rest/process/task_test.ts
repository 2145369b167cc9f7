import { openRuntime, type Runtime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { type Person, rest } from "../../../rest/mod.ts";
import type { ProcessMay } from "../../../rest/process/mod.ts";
import { equal } from "../../_support/assert.ts";

const who = ({ headers }: Request): Person | undefined => {
  const id = headers.get("x-person"), scopes = headers.get("x-scopes")?.split(" ");
  return id === null ? undefined : { id, by: "key", ...scopes && { scopes } };
};

const head = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:test">`;
/** A system pays what sales have checked. */
const PAID = `${head}<process id="paid" isExecutable="true">
  <startEvent id="begin"/>
  <userTask id="check" camunda:candidateGroups="Sales"/>
  <serviceTask id="pay" camunda:type="external" camunda:topic="pay"/>
  <endEvent id="done"/>
  <sequenceFlow id="f1" sourceRef="begin" targetRef="check"/>
  <sequenceFlow id="f2" sourceRef="check" targetRef="pay"/>
  <sequenceFlow id="f3" sourceRef="pay" targetRef="done"/>
</process></definitions>`;

const roles: Readonly<Record<string, readonly string[]>> = { ann: ["Sales"] };

async function world(
  run: (on: {
    readonly runtime: Runtime;
    readonly ask: (
      as: string,
      path: string,
      body?: unknown,
      headers?: Readonly<Record<string, string>>,
    ) => Promise<Response>;
  }) => Promise<void>,
  may: ProcessMay = { tasks: "known", instances: "known" },
): Promise<void> {
  using kv = memoryKv();
  await using runtime = openRuntime(kv);
  await runtime.deploy(PAID);
  const api = rest({
    operations: processes(runtime, {
      may,
      identity: ({ id }) => ({ id, roles: roles[id] ?? [] }),
    }),
    errors: [BPE_ERRORS],
    who,
  });
  await run({
    runtime,
    ask: async (as, path, body, headers = {}) =>
      await api.request(`/rest/bpe/${path}`, {
        headers: { "x-person": as, ...headers, "content-type": "application/json" },
        ...body !== undefined && {
          method: headers["x-method"] ?? "POST",
          body: JSON.stringify(body),
        },
      }),
  });
}

/** The element of a node of an instance. */
async function elementOf(runtime: Runtime, id: string, node: string): Promise<number> {
  const { state } = await runtime.instance(id), { nodes } = await runtime.definition("paid");
  return state.elements.find((each) => nodes[each.node]?.id === node)?.id ?? -1;
}

Deno.test("only tasks are had fail, or escalated from, at addresses of tasks: the work of a system, a process and what is gone are not", () =>
  world(async ({ runtime, ask }) => {
    const id = await runtime.start("paid"), check = await elementOf(runtime, id, "check");
    const end = (as: string, element: number, verb: string, headers = {}) =>
      ask(as, `tasks/${id}/${element}/${verb}`, { code: "wrong" }, headers);
    // Another's.
    for (const verb of ["fail", "escalate"]) equal((await end("eve", check, verb)).status, 404);
    await runtime.complete({ instance: id, element: check }, {});
    const pay = await elementOf(runtime, id, "pay"), before = await runtime.instance(id);
    for (const as of ["ann", "eve"]) {
      for (const element of [0, check, pay, pay + 1, pay + 2]) {
        for (const verb of ["fail", "escalate"]) {
          for (const key of [{}, { "idempotency-key": `${as}-${element}-${verb}` }]) {
            const { status } = await end(as, element, verb, key);
            equal([status === 404 || status === 409, status, element, verb], [
              true,
              status,
              element,
              verb,
            ]);
          }
        }
      }
    }
    equal((await runtime.instance(id)).state, before.state);
  }));

Deno.test("what ended a task is told again to who asks with its key, and to nobody else", () =>
  world(async ({ runtime, ask }) => {
    const id = await runtime.start("paid"), check = await elementOf(runtime, id, "check");
    const fail = (key: string) =>
      ask("ann", `tasks/${id}/${check}/fail`, { message: "no" }, { "idempotency-key": key });
    const first = await (await fail("one")).json();
    equal([first.status, first.repeated], ["active", false]);
    const again = await fail("one");
    equal([again.status, (await again.json()).repeated], [200, true]);
    const { state: { incidents } } = await runtime.instance(id);
    equal(incidents.length, 1);
  }));

Deno.test("a key stands for the whole address: with another element's variables it is another request", () =>
  world(async ({ runtime, ask }) => {
    const id = await runtime.start("paid"), check = await elementOf(runtime, id, "check");
    const set = async (query: string, variables: unknown) => {
      const headers = { "idempotency-key": "one" };
      const answer = await ask("ann", `instances/${id}/variables${query}`, variables, {
        ...headers,
        "x-method": "PATCH",
      });
      const { code, repeated } = await answer.json();
      return [answer.status, code ?? repeated];
    };
    equal(await set("", { v: 1 }), [200, false]);
    equal(await set("", { v: 1 }), [200, true]);
    for (const element of [0, check]) {
      equal(await set(`?element=${element}`, { v: 1 }), [422, "reused"]);
    }
  }, { set: "known", instances: "known" }));

Deno.test("a row is asked of the very action, and what it does not answer true for is not there", async () => {
  const asked: string[] = [];
  const seen = new Map<string, unknown>([["ann", true], ["eve", undefined]]);
  await world(async ({ runtime, ask }) => {
    const id = await runtime.start("paid"), check = await elementOf(runtime, id, "check");
    const assign = (as: string) => ask(as, `tasks/${id}/${check}/assign`, { assignee: as });
    equal((await assign("ann")).status, 404);
    equal(asked, ["tasks", "assign"]);
    equal((await runtime.task({ instance: id, element: check }))?.assignee, undefined);
    equal((await ask("ann", `tasks/${id}/${check}`)).status, 200);
    equal((await ask("eve", `instances/${id}`)).status, 404);
    equal(await (await ask("eve", "instances")).json(), { instances: [] });
  }, {
    tasks: "known",
    assign: "known",
    instances: "known",
    row(person, _, action) {
      asked.push(action);
      // As: so it answers where types are not looked at.
      return action !== "assign" && seen.get(person?.id ?? "") as boolean;
    },
  });
});

Deno.test("who lacks a scope is told which, as elsewhere in the API", () =>
  world(async ({ ask }) => {
    const refused = async (path: string, scopes: string) => {
      const { status, headers } = await ask("ann", path, undefined, { "x-scopes": scopes });
      return [status, headers.get("www-authenticate")];
    };
    const wants = (scope: string) => [403, `Bearer error="insufficient_scope"${scope}`];
    equal(await refused("tasks", "other"), wants(', scope="work"'));
    equal(await refused("tasks", "work"), [200, null]);
    // No scope would do: it is for those whom none limits.
    equal(await refused("instances", "work"), wants(""));
  }, { tasks: { scope: "work" }, instances: "known" }));

Deno.test("instances are found by the values of variables, texts that read like other values as strings of JSON", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv, { index: ["v"] });
  await runtime.deploy(PAID);
  const api = rest({ operations: processes(runtime, { may: "anyone" }), errors: [BPE_ERRORS] });
  const values = ["7", 7, "007", "true", true, "-1.5", -1.5, "", "x", '"x"', '"', '\\"', "a b"];
  const ids = new Map<unknown, string>();
  for (const v of values) ids.set(v, await runtime.start("paid", { variables: { v } }));
  const found = async (value: string) => {
    const asked = new URLSearchParams({ variable: "v", value });
    const { instances } = await (await api.request(`/rest/bpe/instances?${asked}`)).json();
    return instances.map(({ id }: { id: string }) => id);
  };
  for (const v of values) equal([v, await found(JSON.stringify(v))], [v, [ids.get(v)]]);
  equal(await found("x"), [ids.get("x")]);
  equal(await found("7"), [ids.get(7)]);
  equal(await found('"'), [ids.get('"')]);
});

Deno.test("where anybody may have tasks nobody has none of their own, and a list is not an error", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv);
  const api = rest({ operations: processes(runtime, { may: "anyone" }), errors: [BPE_ERRORS] });
  const answer = await api.request("/rest/bpe/tasks");
  equal([answer.status, await answer.json()], [200, { tasks: [] }]);
});
