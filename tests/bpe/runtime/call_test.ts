/**
 * Calls between instances, when something is wrong with one of the two.
 *
 * @module
 */
import { silentLog } from "../../../base/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { audit } from "./audit.ts";
import { disturbed, file, HOUR, list, proc, quiet, world } from "./world.ts";

const FAILS = file(
  `<error id="x" name="bad" errorCode="bad"/>` + proc(
    "sub",
    `<startEvent id="s"/><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
    "s>g;g>e;g>f:ok = false",
  ),
);

const CALLS = file(proc(
  "top",
  `<startEvent id="s"/><callActivity id="c" calledElement="sub"/><endEvent id="e"/>`,
  "s>c;c>e",
));

const WAITS = file(
  proc("sub", `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e"),
);

Deno.test("a call that cannot be carried out is an incident at the call: no such process, none that starts by itself", async () => {
  const on = world();
  const engine = on.open();
  const call = (id: string, called: string) =>
    file(
      proc(
        id,
        `<startEvent id="s"/><callActivity id="c" calledElement="${called}"/><endEvent id="e"/>`,
        "s>c;c>e",
      ),
    );
  await engine.deploy(call("a", "nobody"));
  await engine.deploy(call("b", "told"));
  await engine.deploy(file(
    `<message id="m" name="go"/>` +
      proc(
        "told",
        `<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="e"/>`,
        "s>e",
      ),
  ));
  for (const process of ["a", "b"]) {
    const instance = await engine.start(process);
    await quiet(on, engine, HOUR);
    const [incident] = await list(engine.incidents(instance));
    equal([incident?.instance, incident?.node], [instance, "c"]);
    assert(incident?.message.includes(process === "a" ? "nobody" : "told"), incident?.message);
    await engine.deploy(
      file(
        proc(process === "a" ? "nobody" : "told", `<startEvent id="s"/><endEvent id="e"/>`, "s>e"),
      ),
    );
    await engine.resolve(instance, incident?.incident ?? 0);
    await quiet(on, engine, HOUR);
    equal((await engine.instance(instance)).state.status, "completed");
  }
  await audit(on.kv);
});

Deno.test("a call whose instance has failed calls another one when its incident is resolved, as often as that is done", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(FAILS);
  await engine.deploy(CALLS);
  const instance = await engine.start("top", { variables: { ok: false } });
  await quiet(on, engine, HOUR);
  for (const ok of [false, false, true]) {
    const [incident, ...more] = await list(engine.incidents());
    equal([incident?.instance, incident?.node, more.length], [instance, "c", 0]);
    await engine.resolve(instance, incident?.incident ?? 0, { ok });
    await quiet(on, engine, HOUR);
  }
  equal((await engine.instance(instance)).state.status, "completed");
  const called = (await list(engine.instances({ process: "sub" }))).map(({ status }) => status);
  equal(called.sort(), ["completed", "failed", "failed", "failed"]);
  await audit(on.kv);
});

Deno.test("a call that was resolved is cancelled with its caller: the second instance too", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(FAILS);
  await engine.deploy(CALLS);
  const instance = await engine.start("top", { variables: { ok: false } });
  await quiet(on, engine, HOUR);
  await engine.deploy(WAITS);
  const [incident] = await list(engine.incidents());
  await engine.resolve(instance, incident?.incident ?? 0);
  await quiet(on, engine, HOUR);
  equal((await list(engine.tasks())).length, 1);
  await engine.command(instance, { do: "cancel" });
  await quiet(on, engine, HOUR);
  equal(await list(engine.tasks()), []);
  equal(await list(engine.instances({ status: "active" })), []);
  await audit(on.kv);
});

Deno.test("an instance that somebody has started under the id of one to be called does not swallow the call", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAITS);
  await engine.deploy(CALLS);
  // The call is the second element: whoever knows how ids are made might have taken the id before.
  for (const id of ["a.1", "a.2", "a.3", "a.4"]) await engine.start("sub", { id: id });
  const instance = await engine.start("top", { id: "a" });
  await quiet(on, engine, HOUR);
  for (const each of await list(engine.tasks())) await engine.complete(each);
  await quiet(on, engine, HOUR);
  const { status, incidents } = (await engine.instance(instance)).state;
  assert(status === "completed" || incidents.length === 1, `${status} without an incident`);
  await audit(on.kv);
});

Deno.test("an instance is not erased before it has told its caller", async () => {
  for (let n = 1; n <= 4; n++) {
    const on = world();
    const first = on.open();
    await first.deploy(WAITS);
    await first.deploy(CALLS);
    const instance = await first.start("top");
    await first.idle();
    const [task] = await list(first.tasks());
    assert(task !== undefined);
    let writes = 0;
    const dying = on.open(
      { log: silentLog },
      disturbed(on.kv, {
        write(apply) {
          if (writes >= n) throw new Error("dead");
          writes++;
          return apply();
        },
      }),
    );
    await dying.complete(task).catch(() => {});
    await dying.idle();
    const next = on.open();
    await next.erase(task.instance).catch((error) => assert(error instanceof BpeError));
    await quiet(on, next, HOUR);
    equal((await next.instance(instance)).state.status, "completed", `killed at ${n}`);
    await audit(on.kv);
  }
});

Deno.test("a called instance ends with its caller, whenever that is cancelled: at every commit of the call", async () => {
  for (let n = 1; n <= 6; n++) {
    const on = world();
    const first = on.open();
    await first.deploy(
      file(proc("sub", `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e")),
    );
    await first.deploy(
      file(
        proc(
          "top",
          `<startEvent id="s"/><callActivity id="c" calledElement="sub"/><endEvent id="e"/>`,
          "s>c;c>e",
        ),
      ),
    );
    let writes = 0;
    const dying = on.open(
      { log: silentLog },
      disturbed(on.kv, {
        write(apply) {
          if (writes >= n) throw new Error("dead");
          writes++;
          return apply();
        },
      }),
    );
    const instance = await dying.start("top");
    await dying.idle();
    const next = on.open();
    await next.command(instance, { do: "cancel" });
    await quiet(on, next, HOUR);
    const statuses = (await list(next.instances())).map(({ status }) => status);
    assert(statuses.every((each) => each === "cancelled"), `${n}: ${statuses}`);
    equal(await list(next.tasks()), []);
    await audit(on.kv);
  }
});
