/**
 * What starts processes by itself, and how messages find who wants them, in every engine alike.
 *
 * @module
 */
import { equal, rejects } from "../../../_support/assert.ts";
import { BpeError } from "../../../../bpe/mod.ts";
import type { Driver } from "../drivers.ts";
import { file, proc, timer } from "../../runtime/world.ts";
import type { CommonScenario } from "./scenario.ts";

const HOUR = 3_600_000;
const message = (name: string) => `<messageEventDefinition messageRef="${name}"/>`;
const signal = (name: string) => `<signalEventDefinition signalRef="${name}"/>`;
const condition = (text: string) =>
  `<conditionalEventDefinition><condition xsi:type="tFormalExpression">${text}</condition></conditionalEventDefinition>`;
/** A process that an event starts, with one task. */
const startedBy = (id: string, event: string) =>
  proc(
    id,
    `<startEvent id="${id}_s">${event}</startEvent><userTask id="${id}_u"/><endEvent id="${id}_e"/>`,
    `${id}_s>${id}_u;${id}_u>${id}_e`,
  );
/** A process that throws an event and goes on to a task. */
const throws = (id: string, event: string, more = "") =>
  proc(
    id,
    `<startEvent id="${id}_s"/><intermediateThrowEvent id="${id}_t">${event}${more}</intermediateThrowEvent><userTask id="${id}_u"/><endEvent id="${id}_e"/>`,
    `${id}_s>${id}_t;${id}_t>${id}_u;${id}_u>${id}_e`,
  );

/** Where the instances of a process stand, and with what. */
async function stand(on: Driver, process: string): Promise<readonly unknown[]> {
  const ids = await on.instances(process);
  return await Promise.all(ids.map(async (id) => [
    (await on.places(id)).join(),
    (await on.state(id)).elements[0]?.variables,
  ]));
}

const MESSAGES =
  `<message id="m" name="go"/><message id="n" name="more"/><message id="o" name="other"/>`;

/** Starts by messages, signals, times and conditions; messages that wait. */
export const STARTS: readonly CommonScenario[] = [
  {
    name:
      "a message that an instance throws starts a process of another file, with what it carries",
    files: [
      file(
        MESSAGES + proc(
          "says",
          `<startEvent id="s"/><sendTask id="t" messageRef="m"><extensionElements><camunda:inputOutput>
          <camunda:inputParameter name="nr">\${nr + 1}</camunda:inputParameter></camunda:inputOutput></extensionElements></sendTask><endEvent id="e"/>`,
          "s>t;t>e",
        ),
      ),
      file(MESSAGES + startedBy("hears", message("m")) + startedBy("deaf", message("n"))),
    ],
    async run(on) {
      await on.start("says", "i", { nr: 6, own: true });
      equal((await on.state("i")).status, "completed");
      equal(await stand(on, "hears"), [["hears_u", { nr: 7 }]]);
      equal(await stand(on, "deaf"), []);
      const id = await on.publish("go", { nr: 1 });
      equal((await on.instances("hears")).includes(id ?? ""), true);
      equal((await on.instances("hears")).length, 2);
    },
  },
  {
    name:
      "of an instance that waits and a process that starts the instance has the message, of two processes one",
    files: [
      file(
        MESSAGES + startedBy("b", message("m")) + startedBy("a", message("m")) + proc(
          "waits",
          `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
          "s>r;r>e",
        ),
      ),
    ],
    async run(on) {
      await on.start("waits", "i");
      equal(await on.publish("go", { by: 1 }), "i");
      await on.publish("go", { by: 2 });
      equal([await stand(on, "a"), await stand(on, "b")], [[["a_u", { by: 2 }]], []]);
    },
  },
  {
    name:
      "a message that comes before anybody wants it waits, counts once under its key, and is lost after its time",
    files: [
      file(
        MESSAGES + throws("says", message("m")) + proc(
          "waits",
          `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="m"/><endEvent id="e"/>`,
          "s>r;r>q;q>e",
        ),
      ),
    ],
    async run(on) {
      await on.start("says", "before");
      equal(await on.publish("go", { n: 2 }, {}, { ttl: HOUR, key: "k" }), undefined);
      equal(await on.publish("go", { n: 3 }, {}, { ttl: HOUR, key: "k" }), undefined);
      equal(await on.publish("go", { n: 4 }), undefined);
      await on.start("waits", "i");
      equal((await on.state("i")).result, { n: 2 });
      await on.publish("go", { n: 5 }, {}, { ttl: HOUR });
      await on.pass(2 * HOUR);
      await on.start("waits", "late");
      equal(await on.places("late"), ["r"]);
    },
  },
  {
    name:
      "a message starts an instance of its conversation, and the next one with its key goes there",
    files: [file(
      `<message id="m" name="go"/><message id="n" name="more"/><correlationProperty id="nr" name="nr">
        <correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression>
        <correlationPropertyRetrievalExpression messageRef="n"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        <collaboration id="co"><participant id="pa" processRef="talk"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>${
        proc(
          "talk",
          `<startEvent id="s">${
            message("m")
          }</startEvent><receiveTask id="r" messageRef="n"/><userTask id="u"/><endEvent id="e"/>`,
          "s>r;r>u;u>e",
        )
      }`,
    )],
    async run(on) {
      const key = (nr: number) => ({ ck: JSON.stringify([nr]) });
      const [one, two] = [
        await on.publish("go", { nr: 1 }, key(1)),
        await on.publish("go", { nr: 2 }, key(2)),
      ];
      equal(await on.publish("more", { text: "b" }, key(2)), two);
      equal(await on.publish("more", { text: "c" }, key(3)), undefined);
      equal([await on.places(one ?? ""), await on.places(two ?? "")], [["r"], ["u"]]);
    },
  },
  {
    name:
      "a signal is for those that wait for it when it is thrown, and starts every process that it starts",
    files: [
      file(
        `<signal id="g" name="go"/>${
          startedBy("a", signal("g")) + startedBy("b", signal("g")) + throws("says", signal("g")) +
          proc(
            "waits",
            `<startEvent id="s"/><intermediateCatchEvent id="c">${
              signal("g")
            }</intermediateCatchEvent><intermediateCatchEvent id="d">${
              signal("g")
            }</intermediateCatchEvent><endEvent id="e"/>`,
            "s>c;c>d;d>e",
          )
        }`,
      ),
    ],
    async run(on) {
      await on.start("waits", "i");
      equal(await on.signal("go", { by: 1 }), 3);
      equal(await on.places("i"), ["d"]);
      await on.start("says", "j");
      await on.start("waits", "late");
      equal([await on.places("i"), await on.places("late")], [[], ["c"]]);
      equal((await stand(on, "a")).length + (await stand(on, "b")).length, 4);
    },
  },
  {
    name: "the clock starts a process as often as it is said, and one that is late once",
    files: [
      file(startedBy("cycle", timer("timeCycle", "R3/PT1H"))),
      file(startedBy("once", timer("timeDate", "2030-01-01T05:00:00Z"))),
    ],
    async run(on) {
      const counts = [];
      for (let hour = 0; hour < 6; hour++) {
        counts.push([(await on.instances("cycle")).length, (await on.instances("once")).length]);
        await on.pass(HOUR);
      }
      equal(counts, [[0, 0], [1, 0], [2, 0], [3, 0], [3, 0], [3, 1]]);
    },
  },
  {
    name: "a condition starts a process with the values for which it holds",
    files: [
      file(startedBy("hot", condition("heat > 30")) + startedBy("cold", condition("heat &lt; 10"))),
    ],
    async run(on) {
      equal(await on.conditions({ heat: 20 }), []);
      equal((await on.conditions({ heat: 31 })).length, 1);
      equal([await stand(on, "hot"), await stand(on, "cold")], [[["hot_u", { heat: 31 }]], []]);
    },
  },
  {
    name: "an event-based gateway and a receive task start a process",
    files: [file(
      MESSAGES + proc(
        "first",
        `<eventBasedGateway id="g" instantiate="true"/><intermediateCatchEvent id="a">${
          message("m")
        }</intermediateCatchEvent><intermediateCatchEvent id="b">${
          message("n")
        }</intermediateCatchEvent><userTask id="ua"/><userTask id="ub"/><endEvent id="e"/>`,
        "g>a;g>b;a>ua;b>ub;ua>e;ub>e",
      ) + proc(
        "task",
        `<receiveTask id="r" messageRef="o" instantiate="true"/><userTask id="u"/><endEvent id="e2"/>`,
        "r>u;u>e2",
      ),
    )],
    async run(on) {
      await on.publish("more", { n: 1 });
      await on.publish("other", { n: 2 });
      equal([await stand(on, "first"), await stand(on, "task")], [[["ub", { n: 1 }]], [["u", {
        n: 2,
      }]]]);
    },
  },
  {
    name:
      "a process that is not executable is not started, neither by its id, nor by a message, nor by a call",
    files: [
      file(
        MESSAGES + startedBy("drawn", message("m")).replace("true", "false") + proc(
          "calls",
          `<startEvent id="s"/><callActivity id="c" calledElement="other"/><endEvent id="e"/>`,
          "s>c;c>e",
        ),
      ),
      file(
        proc("other", `<startEvent id="s2"/><userTask id="u2"/><endEvent id="e2"/>`, "s2>u2;u2>e2")
          .replace("true", "false") +
          proc(
            "more",
            `<startEvent id="s3"/><userTask id="u3"/><endEvent id="e3"/>`,
            "s3>u3;u3>e3",
          ),
      ),
    ],
    async run(on) {
      await rejects(() => on.start("drawn", "x"), BpeError, "definition");
      equal(await on.publish("go", {}), undefined);
      await on.start("calls", "i");
      equal((await on.state("i")).incidents.map(({ code }) => code), ["work"]);
    },
  },
];
