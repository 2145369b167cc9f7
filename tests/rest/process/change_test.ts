import { openRuntime, type Runtime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { rest } from "../../../rest/mod.ts";
import type { ProcessMay } from "../../../rest/process/mod.ts";
import { equal } from "../../_support/assert.ts";

/** A file of processes of one task each. */
const fileOf = (...ids: readonly string[]) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">${
    ids.map((id) =>
      `<process id="${id}" isExecutable="true">
        <startEvent id="${id}1"/><userTask id="${id}2"/><endEvent id="${id}3"/>
        <sequenceFlow id="${id}4" sourceRef="${id}1" targetRef="${id}2"/>
        <sequenceFlow id="${id}5" sourceRef="${id}2" targetRef="${id}3"/>
      </process>`
    ).join("")
  }</definitions>`;

interface World {
  readonly runtime: Runtime;
  ask(method: string, path: string, headers?: HeadersInit, body?: BodyInit): Promise<Response>;
}

async function world(may: ProcessMay, run: (on: World) => Promise<void>): Promise<void> {
  using kv = memoryKv();
  await using runtime = openRuntime(kv);
  const api = rest({
    operations: processes(runtime, { may }),
    errors: [BPE_ERRORS],
    who: () => ({ id: "ann", by: "key" }),
  });
  await run({
    runtime,
    ask: async (method, path, headers = {}, body) =>
      await api.request(`/rest/bpe/${path}`, {
        method,
        headers,
        ...body !== undefined && { body },
      }),
  });
}

Deno.test("who may deploy deploys no process that they have nothing to do with, beside one of theirs either", () =>
  world({
    deploy: "known",
    row: (_, { process }) => process.startsWith("own"),
  }, async ({ runtime, ask }) => {
    const deploy = async (file: string) => {
      const { status } = await ask(
        "POST",
        "processes",
        { "content-type": "application/xml" },
        file,
      );
      return [status, (await Array.fromAsync(runtime.processes())).map(({ key }) => key)];
    };
    await runtime.deploy(fileOf("pay"));
    equal(await deploy(fileOf("pay", "own").replace('id="pay2"', 'id="pay2" name="x"')), [403, [
      "pay:1",
    ]]);
    equal(await deploy(fileOf("own", "new")), [403, ["pay:1"]]);
    equal(await deploy(fileOf("own")), [200, ["own:1", "pay:1"]]);
    // What is no file is told as one that is refused.
    equal((await deploy("<x"))[0], 422);
  }));

Deno.test("a migration, and what erases an instance, are looked at If-Match first", () =>
  world({ migrate: "known", erase: "known", instances: "known" }, async ({ runtime, ask }) => {
    await runtime.deploy(fileOf("pay"));
    const id = await runtime.start("pay"), path = `instances/${id}`;
    await runtime.deploy(fileOf("pay").replace('id="pay2"', 'id="pay2" name="x"'));
    const tag = async () => (await ask("GET", path)).headers.get("etag") ?? "";
    const migrate = async (match: string) =>
      (await ask("POST", `${path}/migrate`, {
        "if-match": match,
        "content-type": "application/json",
      }, '{"version":"pay:2"}')).status;
    const first = await tag();
    equal([await migrate('"nope"'), await migrate(first)], [412, 204]);
    equal((await runtime.instance(id)).state.definition, "pay:2");
    await runtime.command(id, { do: "cancel" });
    const erase = async (match: string) =>
      (await ask("DELETE", path, { "if-match": match })).status;
    equal([await erase(first), await erase(await tag()), await erase("*")], [412, 204, 404]);
  }));

Deno.test("what is not there is told as what is not there for who asks: processes, instances", () =>
  world({
    definitions: "known",
    start: "known",
    instances: "known",
    publish: "known",
    row: (_, { process }) => process.startsWith("own"),
  }, async ({ runtime, ask }) => {
    await runtime.deploy(fileOf("pay"));
    const id = await runtime.start("pay"), absent = "x".repeat(id.length);
    const told = async (method: string, path: string, body?: string) => {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const answer = await ask(method, path, headers, body);
      return [answer.status, (await answer.text()).replaceAll(absent, id).replaceAll("nay", "pay")];
    };
    for (const path of ["", "/variables", "/history", "/picture", "/jobs", "/incidents"]) {
      const [one, other] = [
        await told("GET", `instances/${id}${path}`),
        await told("GET", `instances/${absent}${path}`),
      ];
      equal([one[0], one], [404, other], path);
    }
    for (const path of ["pay", "pay:1", "pay:9", "pay/xml", "pay/versions"]) {
      equal(
        await told("GET", `processes/${path}`),
        await told("GET", `processes/${path.replace("pay", "nay")}`),
        path,
      );
    }
    const start = (process: string) => told("POST", "instances", JSON.stringify({ process }));
    equal(await start("pay"), await start("nay"));
    const send = (to: string) => told("POST", `instances/${to}/messages`, '{"name":"m"}');
    equal(await send(id), await send(absent));
  }));

Deno.test("a message that an instance does not wait for is not said to have come", () =>
  world({ publish: "known" }, async ({ runtime, ask }) => {
    await runtime.deploy(fileOf("pay"));
    const id = await runtime.start("pay");
    const answer = await ask("POST", `instances/${id}/messages`, {
      "content-type": "application/json",
    }, '{"name":"m"}');
    equal([answer.status, (await answer.json()).code], [409, "conflict"]);
  }));
