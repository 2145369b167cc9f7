/**
 * Names, ids and keys that are long, and steps that come to no end.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { audit } from "./audit.ts";
import { file, HOUR, list, places, proc, quiet, world } from "./world.ts";
import { WORK } from "./bad.ts";

Deno.test("a definition that loops without waiting is stopped by the budget: an incident, and the instance where it was", async () => {
  const on = world();
  const engine = on.open({ budget: 1_000 });
  await engine.deploy(file(proc(
    "round",
    `<startEvent id="s"/><task id="t"/><exclusiveGateway id="g" default="g_t"/><endEvent id="e"/>`,
    "s>t;t>g;g>t;g>e:stop = true",
  )));
  const instance = await engine.start("round");
  const [incident] = await list(engine.incidents(instance));
  equal([incident?.instance, incident?.code], [instance, "budget"]);
  assert(incident?.message.includes(instance));
  equal((await engine.instance(instance)).state.status, "active");
  equal(await engine.nextDue(), undefined);
  await engine.resolve(instance, incident?.incident ?? 0, { stop: true });
  equal((await engine.instance(instance)).state.status, "completed");
  await audit(on.kv);
});

Deno.test("names, ids, keys and values that are as long as they may be, in letters of three bytes, fit the store or are refused", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WORK);
  const text = (length: number) => "語".repeat(length);
  const keys = (count: number, letter: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, letter.repeat(500)]));
  await engine.start("work", { id: text(200) });
  const asked: (() => unknown)[] = [
    () => engine.publish({ name: "n".repeat(500), keys: keys(4, "x") }),
    () => engine.publish({ name: "m", keys: keys(2, "語") }),
    () => engine.publish({ name: text(500), keys: { a: text(500) } }),
    () => engine.publish({ name: "m", keys: { [text(500)]: "x" } }),
    () => engine.publish({ name: "m", key: text(500) }),
    () => engine.signal(text(500)),
    () => engine.command(text(200), { do: "set", variables: {} }, { key: text(500) }),
    () => engine.assign({ instance: text(200), element: 2 }, text(500)),
    () => list(engine.tasks({ node: text(500) })),
    () => list(engine.tasks({ assignee: text(500) })),
  ];
  for (const [index, run] of asked.entries()) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof BpeError)) throw new Error(`case ${index}`, { cause: error });
    }
  }
  await quiet(on, engine, 48 * HOUR);
  equal(on.errors, []);
  await audit(on.kv);
});

Deno.test("a large step of an instance with long ids and roles is done all the same", async () => {
  const on = world();
  const engine = on.open();
  const process = "p".repeat(100), instance = "é".repeat(200);
  await engine.deploy(file(proc(
    process,
    `<startEvent id="s"/><userTask id="u" camunda:candidateGroups="\${roles}"><multiInstanceLoopCharacteristics><loopCardinality>300</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
    "s>u;u>e",
  )));
  const roles = ["ж".repeat(200), "щ".repeat(200)];
  await engine.start(process, { id: instance, variables: { roles } });
  await quiet(on, engine, HOUR);
  equal((await list(engine.tasks())).length, 300);
  equal(on.errors, []);
  await audit(on.kv);
});

Deno.test("what a model or its values make too long for a key of the store works all the same, or is an incident that names the element", async () => {
  const long = "x".repeat(4_000);
  const keyed =
    `<correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="p"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>`;
  const subscribed =
    `<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>`;
  const models = [
    [
      "r",
      file(
        `<message id="m" name="go"/>${keyed}${
          proc(
            "p",
            `${subscribed}<startEvent id="s"/><serviceTask id="j"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
            "s>j;j>r;r>e",
          )
        }`,
      ),
    ],
    [
      "r",
      file(
        `<message id="m" name="${long}"/>${
          proc(
            "p",
            `<startEvent id="s"/><serviceTask id="j"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
            "s>j;j>r;r>e",
          )
        }`,
      ),
    ],
    [
      "u",
      file(
        proc(
          "p",
          `<startEvent id="s"/><serviceTask id="j"/><userTask id="u" camunda:candidateUsers="\${nr}"/><endEvent id="e"/>`,
          "s>j;j>u;u>e",
        ),
      ),
    ],
    [
      "u",
      file(
        proc(
          "p",
          `<startEvent id="s"/><serviceTask id="j"/><userTask id="u" camunda:assignee="\${nr}"/><endEvent id="e"/>`,
          "s>j;j>u;u>e",
        ),
      ),
    ],
  ] as const;
  for (const [index, [node, model]] of models.entries()) {
    const on = world();
    let calls = 0;
    const engine = on.open({
      handlers: {
        j: () => {
          calls++;
          return { nr: long };
        },
      },
    });
    await engine.deploy(model);
    const instance = await engine.start("p");
    await quiet(on, engine, HOUR);
    const { incidents } = (await engine.instance(instance)).state;
    const at = await places(engine, instance);
    assert(incidents.length === 1 || at.includes(node), `case ${index}: at ${at}`);
    assert(calls <= 3, `case ${index}: ${calls} calls`);
    equal(on.errors, [], `case ${index}`);
    await audit(on.kv);
  }
});
