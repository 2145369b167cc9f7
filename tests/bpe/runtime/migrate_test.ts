/** Instances move between versions of their process, by a check that names what has no place. */
import {
  beginEvent,
  boundaryEvent,
  define,
  type Definition,
  endEvent,
  gateway,
  migrate,
  openRuntime,
  process,
  type ProcessRecord,
  sequenceFlow,
  settings,
  type State,
  step,
  subProcess,
  userTask,
} from "../../../bpe/mod.ts";
import { BpeError } from "../../../bpe/error.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal, rejects, throws } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

const chain = (...ids: string[]) =>
  ids.slice(1).map((target, i) => sequenceFlow({ source: ids[i] ?? "", target }));

function leave(...tasks: string[]): ProcessRecord {
  return process({
    id: "leave",
    tasks: [
      beginEvent({ id: "asked" }),
      ...tasks.map((id) => userTask({ id, name: `do ${id}` })),
      endEvent({ id: "done" }),
    ],
    flows: chain("asked", ...tasks, "done"),
  });
}

const nodesOf = (state: State, definition: Definition) =>
  state.elements.map(({ node }) => definition.nodes[node]?.id ?? "process");

Deno.test("an instance goes on at the same task of a version with more tasks before and behind", () => {
  const first = define(leave("approve")), second = define(leave("check", "approve", "file"));
  const { state } = step(first, null, { do: "start", instance: "i" }, 0);
  const moved =
    migrate(state, { from: first, to: second, key: "leave:2", settings: settings(), now: 0 }).state;
  equal(nodesOf(moved, second), ["process", "approve"]);
  const next = step(second, moved, { do: "complete", element: moved.elements[1]?.id ?? 0 }, 0);
  equal(nodesOf(next.state, second), ["process", "file"]);
});

Deno.test("what has no place is named, all of it, and the state is as it was", () => {
  const first = define(process({
    id: "p",
    tasks: [
      beginEvent({ id: "b" }),
      gateway({ id: "g" }),
      userTask({ id: "left" }),
      userTask({ id: "right" }),
      gateway({ id: "j" }),
      endEvent({ id: "e" }),
    ],
    flows: [
      ...chain("b", "g"),
      sequenceFlow({ source: "g", target: ["left", "right"] }),
      ...chain("left", "j"),
      ...chain("right", "j"),
      ...chain("j", "e"),
    ],
  }));
  const second = define(leave("other"));
  const { state } = step(first, null, { do: "start", instance: "i" }, 0);
  const before = structuredClone(state);
  const error = throws(
    () =>
      migrate(state, {
        from: first,
        to: second,
        key: "p:2",
        renamed: { p: "leave" },
        settings: settings(),
        now: 0,
      }),
    BpeError,
    "migration",
  );
  for (const id of ["left", "right"]) equal(error.message.includes(`${id} is not there`), true);
  equal(state, before);
});

Deno.test("a task that has moved into a sub-process, or become another kind, has no place", () => {
  const first = define(leave("approve"));
  const inside = define(process({
    id: "leave",
    tasks: [
      beginEvent({ id: "asked" }),
      subProcess({
        id: "s",
        tasks: [beginEvent({ id: "sb" }), userTask({ id: "approve" }), endEvent({ id: "se" })],
        flows: chain("sb", "approve", "se"),
      }),
      endEvent({ id: "done" }),
    ],
    flows: chain("asked", "s", "done"),
  }));
  const { state } = step(first, null, { do: "start", instance: "i" }, 0);
  const error = throws(
    () => migrate(state, { from: first, to: inside, key: "leave:2", settings: settings(), now: 0 }),
    BpeError,
    "migration",
  );
  equal(error.message.includes("approve is inside something else there"), true);
});

Deno.test("a boundary event that is new is listened to, one that is gone no more", () => {
  const with_ = (timer: string) =>
    define(process({
      id: "leave",
      tasks: [
        beginEvent({ id: "asked" }),
        userTask({ id: "approve" }),
        boundaryEvent({ id: timer, attachedTo: "approve", on: { duration: "PT1H" } }),
        endEvent({ id: "late" }),
        endEvent({ id: "done" }),
      ],
      flows: [...chain("asked", "approve", "done"), ...chain(timer, "late")],
    }));
  const first = with_("day"), second = with_("hour");
  const { state } = step(first, null, { do: "start", instance: "i" }, 0);
  const moved = migrate(state, {
    from: first,
    to: second,
    key: "leave:2",
    settings: settings(),
    now: 1_000,
  });
  equal(moved.over.length, 1);
  equal(moved.waits.map(({ node, due }) => [second.nodes[node]?.id, due]), [["hour", 3_601_000]]);
  const renamed = migrate(state, {
    from: first,
    to: second,
    key: "leave:2",
    renamed: { day: "hour" },
    settings: settings(),
    now: 1_000,
  });
  equal(renamed.state.waits.map(({ due }) => due), [3_600_000], "a timer keeps its time");
});

Deno.test("in the store an instance stays on its version until it is moved, and its task and timers move with it", async () => {
  const clock = virtualClock(1_000_000);
  using kv = memoryKv({ clock });
  await using bpe = openRuntime(kv, { clock, manual: true });
  await bpe.deploy(leave("approve"));
  const id = await bpe.start("leave");
  const [second] = await bpe.deploy(leave("check", "decide"));
  equal((await bpe.instance(id)).state.definition, "leave:1");
  await rejects(() => bpe.migrate(id, "leave"), BpeError, "migration");
  equal((await bpe.instance(id)).state.definition, "leave:1");
  await bpe.migrate(id, "leave", { renamed: { approve: "decide" }, by: { id: "ann" } });
  const [task] = await Array.fromAsync(bpe.tasks({ node: "leave/decide" }));
  equal([task?.definition, task?.name, task?.element], [second?.key, "do decide", 2]);
  equal(await Array.fromAsync(bpe.tasks({ node: "leave/approve" })), []);
  await bpe.complete({ instance: id, element: 2 });
  equal((await bpe.instance(id)).state.status, "completed");
  const after = (await Array.fromAsync(bpe.history(id))).filter(({ node }) => node === "decide");
  equal(after.map(({ event }) => event), ["completed", "taken"]);
});

Deno.test("an instance that has ended is erased with its history; an active one is not", async () => {
  using kv = memoryKv();
  await using bpe = openRuntime(kv, { manual: true, index: ["order"] });
  await bpe.deploy(leave("approve"));
  const empty = new Set(
    (await Array.fromAsync(kv.list({ prefix: [] }))).map(({ key }) => key.join()),
  );
  const id = await bpe.start("leave", { variables: { order: 7 } });
  await rejects(() => bpe.erase(id), BpeError, "command");
  await bpe.command(id, { do: "cancel" });
  await bpe.erase(id);
  const left = (await Array.fromAsync(kv.list({ prefix: [] }))).map(({ key }) => key.join())
    .filter((key) => !empty.has(key) && !key.includes("bpe/proc") && !/entry,bpe,proc/.test(key))
    .filter((key) => !key.startsWith("kvs:feeds,")); // what wakes watches, of all feeds
  equal(left, []);
  await rejects(() => bpe.instance(id), BpeError, "instance");
});
