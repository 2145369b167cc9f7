/**
 * What every engine is to do alike, with a store or without one. The scenarios check what the models mean, and answer all that has
 * become of it as text.
 *
 * @module
 */
import { equal } from "../../../_support/assert.ts";
import { BpmnError } from "../../../../bpe/mod.ts";
import type { Driver } from "../drivers.ts";
import { file, proc, timer } from "../../runtime/world.ts";
import type { CommonScenario } from "./scenario.ts";

const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;
const big = (letter: string) => letter.repeat(100_000);
const HOUR = 3_600_000;

/** A send task whose message bears the instance's number. */
const send = (id: string, message: string) =>
  `<sendTask id="${id}" messageRef="${message}"><extensionElements><camunda:inputOutput>
    <camunda:inputParameter name="nr">\${nr}</camunda:inputParameter></camunda:inputOutput></extensionElements></sendTask>`;
/** A process that subscribes to the key `ck` by its variable `nr`. */
const keyed = (id: string, body: string, flows: string) =>
  proc(
    id,
    `<correlationSubscription id="${id}_cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>${body}`,
    flows,
  );
const LETTERS =
  `<message id="m1" name="order"/><message id="m2" name="offer"/><correlationProperty id="nr" name="nr">
  <correlationPropertyRetrievalExpression messageRef="m1"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression>
  <correlationPropertyRetrievalExpression messageRef="m2"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
  <collaboration id="co"><participant id="pa" processRef="buyer"/><participant id="pb" processRef="seller"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>`;
const ROOTS =
  `<error id="x" name="none" errorCode="none"/><escalation id="y" name="late" escalationCode="late"/>`;

/** Whether instances have ended, in the order of their names. */
async function statuses(on: Driver, ...instances: string[]): Promise<string[]> {
  return await Promise.all(instances.map(async (id) => (await on.state(id)).status));
}

/** What every engine does alike. */
export const COMMON: readonly CommonScenario[] = [
  {
    name: "five service tasks, each of which sees what those before it have answered",
    files: [
      file(proc(
        "five",
        `${START}${
          ["a", "b", "c", "d", "f"].map((id) => `<serviceTask id="${id}"/>`).join("")
        }${END}`,
        "s>a;a>b;b>c;c>d;d>f;f>e",
      )),
    ],
    handlers: () =>
      Object.fromEntries(
        ["a", "b", "c", "d", "f"].map((topic) => [topic, ({ variables }) => ({
          path: `${variables.path ?? ""}${topic}`,
        })]),
      ),
    async run(on) {
      await on.start("five", "i", { n: 1 });
      equal((await on.state("i")).result, { n: 1, path: "abcdf" });
    },
  },
  {
    name:
      "an incident of a handler, resolved with what it lacked, and an error that the model handles",
    files: [
      file(
        `<error id="x" name="bad" errorCode="bad"/>${
          proc(
            "shaky",
            `${START}<serviceTask id="a"/><serviceTask id="b"/><boundaryEvent id="h" attachedToRef="b"><errorEventDefinition errorRef="x"/></boundaryEvent>${END}<endEvent id="e2"/>`,
            "s>a;a>b;b>e;h>e2",
          )
        }`,
      ),
    ],
    handlers: () => ({
      a: ({ variables }) => {
        if (variables.fixed !== true) throw new Error("broken");
        return { a: true };
      },
      b: () => {
        throw new BpmnError("bad", "no good", { why: "bad" });
      },
    }),
    async run(on) {
      await on.start("shaky", "i");
      equal((await on.state("i")).incidents.length, 1);
      await on.resolve("i", { fixed: true });
      equal((await on.state("i")).result, { fixed: true, a: true, why: "bad" });
    },
  },
  {
    name: "tasks of persons, one after another, with a choice between",
    files: [
      file(proc(
        "leave",
        `${START}<userTask id="u"/><exclusiveGateway id="g" default="g_u"/><userTask id="v"/>${END}`,
        'g>v:decision = "granted";g>u;s>u;u>g;v>e',
      )),
    ],
    async run(on) {
      await on.start("leave", "i");
      await on.complete("i", "u", { decision: "refused" });
      equal(await on.places("i"), ["u"]);
      await on.complete("i", "u", { decision: "granted" });
      equal(await on.places("i"), ["v"]);
      await on.complete("i", "v", { booked: 12 });
      equal((await on.state("i")).result, { decision: "granted", booked: 12 });
    },
  },
  {
    name: "messages by key between two processes, crosswise",
    files: [file(`${LETTERS}
      ${
      keyed(
        "buyer",
        `${START}<userTask id="u"/>${send("o", "m1")}<receiveTask id="r" messageRef="m2"/>${END}`,
        "s>u;u>o;o>r;r>e",
      )
    }
      ${
      keyed(
        "seller",
        `<startEvent id="s2"/><receiveTask id="r2" messageRef="m1"/><serviceTask id="price"/>${
          send("f", "m2")
        }<endEvent id="e2"/>`,
        "s2>r2;r2>price;price>f;f>e2",
      )
    }`)],
    handlers: () => ({ price: ({ variables }) => ({ sum: Number(variables.nr) * 10 }) }),
    async run(on) {
      for (const nr of [1, 2, 3]) await on.start("seller", `seller${nr}`, { nr });
      for (const nr of [3, 1, 2]) await on.start("buyer", `buyer${nr}`, { nr });
      for (const nr of [2, 3, 1]) await on.complete(`buyer${nr}`, "u");
      equal(
        await statuses(on, "buyer1", "buyer2", "buyer3", "seller1", "seller2", "seller3"),
        Array(6).fill("completed"),
      );
      equal((await on.state("seller3")).result, { nr: 3, sum: 30 });
    },
  },
  {
    name: "a message from outside for one of many, and none for who does not wait",
    files: [
      file(
        `${LETTERS}${
          keyed("buyer", `${START}<receiveTask id="r" messageRef="m2"/>${END}`, "s>r;r>e")
        }${proc("seller", `<startEvent id="s2"/><endEvent id="e2"/>`, "s2>e2")}`,
      ),
    ],
    async run(on) {
      for (let nr = 0; nr < 10; nr++) await on.start("buyer", `i${nr}`, { nr });
      const key = (nr: number) => ({ ck: JSON.stringify([nr]) });
      equal(await on.publish("offer", { sum: 7 }, key(6)), "i6");
      equal(await on.publish("offer", { sum: 8 }, key(6)), undefined);
      equal((await on.state("i6")).result, { nr: 6, sum: 7 });
      equal(await statuses(on, "i5", "i7"), ["active", "active"]);
    },
  },
  {
    name: "a signal that several hear, from outside and from an instance",
    files: [
      file(
        `<signal id="g" name="go"/>${
          proc(
            "hears",
            `${START}<intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><serviceTask id="a"/>
            <intermediateCatchEvent id="d"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>${END}`,
            "s>c;c>a;a>d;d>e",
          )
        }${
          proc(
            "says",
            `<startEvent id="s2"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="g"/></intermediateThrowEvent><endEvent id="e2"/>`,
            "s2>t;t>e2",
          )
        }`,
      ),
    ],
    handlers: () => ({ a: () => ({ a: true }) }),
    async run(on) {
      for (let i = 0; i < 7; i++) await on.start("hears", `h${i}`);
      equal(await on.signal("go", { by: "all" }), 7);
      equal(await on.places("h3"), ["d"]);
      await on.start("says", "says");
      equal(await statuses(on, "h0", "h6", "says"), ["completed", "completed", "completed"]);
    },
  },
  {
    name: "timers at the boundary of a task: one that repeats, one that interrupts",
    files: [file(proc(
      "late",
      `${START}<userTask id="u"/>
      <boundaryEvent id="r" attachedToRef="u" cancelActivity="false">${
        timer("timeCycle", "R3/PT1H")
      }</boundaryEvent><serviceTask id="a"/><endEvent id="f"/>
      <boundaryEvent id="l" attachedToRef="u">${
        timer("timeDuration", "PT5H")
      }</boundaryEvent><serviceTask id="b"/>${END}<endEvent id="ok"/>`,
      "s>u;u>ok;r>a;a>f;l>b;b>e",
    ))],
    handlers: () => ({ a: ({ variables }) => ({ n: Number(variables.n ?? 0) + 1 }), b: () => {} }),
    async run(on) {
      await on.start("late", "i");
      await on.pass(2 * HOUR);
      equal((await on.state("i")).elements[0]?.variables, { n: 2 });
      await on.pass(2.5 * HOUR);
      equal(await on.places("i"), ["u"]);
      await on.pass(HOUR);
      equal((await on.state("i")).result, { n: 3 });
    },
  },
  {
    name: "a call into another file, which escalates and ends by an error",
    files: [
      file(
        `${ROOTS}${
          proc(
            "sub",
            `${START}<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="y"/></intermediateThrowEvent><serviceTask id="a"/>
            <exclusiveGateway id="g" default="g_e"/>${END}<endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
            "s>t;t>a;a>g;g>e;g>f:nr = 2",
          )
        }`,
      ),
      file(
        `${ROOTS}${
          proc(
            "calls",
            `${START}<callActivity id="c" calledElement="sub"/>
            <boundaryEvent id="h" attachedToRef="c"><errorEventDefinition errorRef="x"/></boundaryEvent>
            <boundaryEvent id="k" attachedToRef="c" cancelActivity="false"><escalationEventDefinition escalationRef="y"/></boundaryEvent>
            <userTask id="told"/><serviceTask id="b"/>${END}<endEvent id="e2"/><endEvent id="e3"/>`,
            "s>c;c>e;h>b;b>e2;k>told;told>e3",
          )
        }`,
      ),
    ],
    handlers: () => ({ a: () => ({ a: true }), b: () => ({ b: true }) }),
    async run(on) {
      await on.start("calls", "i1", { nr: 1 });
      await on.start("calls", "i2", { nr: 2 });
      equal([await on.places("i1"), await on.places("i2")], [["told"], ["told"]]);
      await on.complete("i1", "told");
      await on.complete("i2", "told");
      equal(await statuses(on, "i1", "i2"), ["completed", "completed"]);
      equal((await on.state("i2")).result?.b, true);
    },
  },
  {
    name: "fifty parallel runs of a multi-instance, whose results come together in their order",
    files: [
      file(proc(
        "many",
        `${START}<serviceTask id="m"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
          inputCollection="= items" inputElement="item" outputCollection="squares" outputElement="= square"/></extensionElements></multiInstanceLoopCharacteristics></serviceTask>${END}`,
        "s>m;m>e",
      )),
    ],
    handlers: () => ({ m: ({ variables }) => ({ square: Number(variables.item) ** 2 }) }),
    async run(on) {
      const items = Array.from({ length: 50 }, (_, i) => i);
      await on.start("many", "i", { items });
      equal((await on.state("i")).result?.squares, items.map((i) => i * i));
    },
  },
  {
    name: "values of many kinds, and variables of more than 64 KiB",
    files: [
      file(proc("large", `${START}<serviceTask id="a"/><userTask id="u"/>${END}`, "s>a;a>u;u>e")),
    ],
    handlers: () => ({
      a: ({ variables }) => {
        if (variables.text !== big("ї")) throw new Error("the text is another");
        return { more: big("b"), bytes: new Uint8Array(200_000).fill(7) };
      },
    }),
    bulky: true,
    async run(on) {
      const values = {
        text: big("ї"),
        when: new Date(Date.UTC(2030, 1, 3)),
        count: 12n ** 30n,
        map: new Map<unknown, unknown>([["a", 1], [2, new Set(["x"])]]),
        list: [undefined, null, -0, 1.5, "\u0000 💙"],
      };
      await on.start("large", "i", values);
      await on.complete("i", "u", { text: "small" });
      equal((await on.state("i")).result, {
        ...values,
        text: "small",
        more: big("b"),
        bytes: new Uint8Array(200_000).fill(7),
      });
    },
  },
];
