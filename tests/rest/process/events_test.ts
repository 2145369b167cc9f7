import { openRuntime, type Runtime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { rest, type RestApp } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { ORDER } from "../suite/process.ts";

interface Event {
  readonly id: string;
  readonly event: string;
  // deno-lint-ignore no-explicit-any -- the test says what it expects
  readonly data: any;
}

/** The events of a stream, until it ends or is left. */
async function* follow(api: RestApp, id: string, last?: string): AsyncGenerator<Event, void, void> {
  const answer = await api.request(`/rest/bpe/instances/${id}`, {
    headers: { accept: "text/event-stream", ...last !== undefined && { "last-event-id": last } },
  });
  equal([answer.status, answer.headers.get("content-type")], [200, "text/event-stream"]);
  let text = "";
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + part).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
      if (fields.data === undefined) continue;
      yield { id: fields.id, event: fields.event, data: JSON.parse(fields.data) };
    }
  }
}

async function world(
  run: (on: { runtime: Runtime; other: Runtime; api: RestApp }) => Promise<void>,
): Promise<void> {
  using kv = memoryKv();
  const handlers = { reserve: () => ({ reserved: 1 }) };
  await using runtime = openRuntime(kv, { handlers });
  await using other = openRuntime(kv, { handlers });
  await runtime.deploy(ORDER);
  const api = rest({
    operations: processes(runtime, { may: "anyone", identity: ({ id }) => ({ id, roles: [] }) }),
    errors: [BPE_ERRORS],
  });
  await run({ runtime, other, api });
}

/** Completes the next task of an instance, in a runtime. */
async function work(runtime: Runtime, instance: string): Promise<void> {
  for (;;) {
    for await (const task of runtime.tasks({ instance })) {
      await runtime.complete(task, {});
      return;
    }
  }
}

Deno.test("who follows an instance sees each step once, cut after each and come again, whichever process made it", () =>
  world(async ({ runtime, other, api }) => {
    const id = await runtime.start("order");
    const steps: string[] = [];
    let last: string | undefined;
    let doing: Promise<void> | undefined;
    const workOff = async () => {
      await work(runtime, id);
      await work(other, id);
      await other.publish({ name: "payment" });
    };
    for (let isOver = false; !isOver;) {
      for await (const { id: at, event, data } of follow(api, id, last)) {
        if (last === undefined) {
          equal([event, data.id], ["instance", id]);
          doing = workOff();
        } else {
          equal(event, "step");
          equal(
            new Set(data.history.map(({ step }: { step: number }) => String(step))),
            new Set([at]),
          );
          steps.push(at);
        }
        last = at;
        isOver = event === "instance"
          ? data.status !== "active"
          : data.history.some(({ event, node }: Event & { node: string }) =>
            event === "completed" && node === "order"
          );
        break;
      }
    }
    await doing;
    const all = (await Array.fromAsync(runtime.history(id))).map(({ step }) => String(step));
    equal(steps, [...new Set(all)].slice(1));
    const answer = await api.request(`/rest/bpe/instances/${id}`, {
      headers: { accept: "text/event-stream", "last-event-id": last ?? "" },
    });
    equal(answer.status, 204);
  }));

Deno.test("from the first step on a stream tells what the history has, and ends with the instance", () =>
  world(async ({ runtime, api }) => {
    const id = await runtime.start("order");
    await work(runtime, id);
    await work(runtime, id);
    await runtime.publish({ name: "payment" });
    const events = await Array.fromAsync(follow(api, id, "0"));
    const wanted = (await Array.fromAsync(runtime.history(id))).map((
      { step, event, node },
    ) => [step, event, node]);
    const told = events.flatMap(({ data }) =>
      data.history.map((
        row: { step: number; event: string; node: string },
      ) => [row.step, row.event, row.node])
    );
    equal(told, wanted);
    for (const none of ["x", "-1", "1e3"]) {
      const answer = await api.request(`/rest/bpe/instances/${id}`, {
        headers: { accept: "text/event-stream", "last-event-id": none },
      });
      equal([answer.status, (await answer.json()).code], [400, "bad_header"]);
    }
  }));

Deno.test("who has seen steps of an instance that was erased is told the one that has its id as it stands", () =>
  world(async ({ runtime, api }) => {
    const id = await runtime.start("order");
    for await (const { id: at, event, data } of follow(api, id, "999")) {
      equal([at, event, data.id, data.status], ["1", "instance", id, "active"]);
      break;
    }
  }));
