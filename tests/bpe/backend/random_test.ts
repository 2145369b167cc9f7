/**
 * Random processes that start, call, tell and interrupt each other: the durable runtime and the engine without a store come to the
 * same, and the same has happened in each instance.
 *
 * What is on its way at once comes in any order in a store, and one after another without: so nothing here depends on such an order.
 */
import { compile } from "../../../bpe/compile/compile.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { BpmnError, type Handler } from "../../../bpe/mod.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { type Driver, durableDriver, type Given, open, volatileDriver } from "./drivers.ts";

const NAMES = ["m0", "m1", "m2"] as const;
/** Each message is awaited at one place at most: who of two has which of two that come at once is left to chance in a store. */
const WAITS = Array.from({ length: 40 }, (_, i) => `w${i}`);
const ROOTS = [...NAMES, ...WAITS, "s0", "s1", "s2", "s3"].map((name) =>
  `<message id="${name}" name="${name}"/><signal id="g${name}" name="g${name}"/><error id="x${name}" errorCode="${name}"/><escalation id="y${name}" escalationCode="${name}"/>`
).join("");
const HOUR = 3_600_000;
/** Which of two messages that come at once is taken is left to chance in a store: so they are all alike. */
const LONG = 10_000 * HOUR;

interface Writer {
  readonly dice: Random;
  /** Ids of processes that may be called, and names of messages and signals that start others: of later ones, so that all ends. */
  readonly callable: readonly string[];
  readonly starting: readonly string[];
  /** Names of messages that nobody awaits yet. */
  readonly unheard: string[];
  count: number;
  /** In how many parallel branches it writes: no order is said for handlers and calls that run beside each other. */
  beside: number;
}

const flow = (from: string, to: string) =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`;
/** Times that no two events share: what is due at once is done in no order that is said. */
const timer = (writer: Writer) =>
  `<timerEventDefinition><timeDuration>PT${1 + writer.dice.below(5)}H${
    ++writer.count % 997
  }S</timeDuration></timerEventDefinition>`;

function caught(writer: Writer, byMessage = true): string {
  const { dice, unheard } = writer;
  const wait = byMessage && dice.below(3) === 0 ? unheard.shift() : undefined;
  if (wait !== undefined) return `<messageEventDefinition messageRef="${wait}"/>`;
  return dice.below(2) === 0
    ? `<signalEventDefinition signalRef="g${dice.pick(NAMES)}"/>`
    : timer(writer);
}

/** The name of a message that is thrown. */
function told(dice: Random, starting: readonly string[] = []): string {
  return dice.pick(["w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", ...starting]);
}

/** Nodes on the way of a token, and the last of them. */
interface Path {
  readonly xml: string;
  readonly last: string;
}

function block(writer: Writer, from: string, depth: number): Path {
  const { dice, callable, starting } = writer;
  const id = `n${++writer.count}`,
    name = dice.pick(NAMES);
  const one = (xml: string) => ({ xml: xml + flow(from, id), last: id });
  switch (dice.below(depth > 0 ? 11 : 7)) {
    case 0:
      return one(`<userTask id="${id}"/>`);
    case 1:
      return one(`<${writer.beside > 0 ? "task" : "serviceTask"} id="${id}"/>`);
    case 2:
      return one(
        `<intermediateThrowEvent id="${id}"><messageEventDefinition messageRef="${
          told(dice, starting)
        }"/></intermediateThrowEvent>`,
      );
    case 3:
      return one(
        `<intermediateThrowEvent id="${id}"><signalEventDefinition signalRef="g${
          dice.pick(["s0", ...starting])
        }"/></intermediateThrowEvent>`,
      );
    case 4:
      return one(
        `<intermediateThrowEvent id="${id}"><escalationEventDefinition escalationRef="y${name}"/></intermediateThrowEvent>`,
      );
    case 5:
      return one(`<intermediateCatchEvent id="${id}">${caught(writer)}</intermediateCatchEvent>`);
    case 6:
      return one(`<receiveTask id="${id}" messageRef="${writer.unheard.shift() ?? "w0"}"/>`);
    case 7: {
      const called = callable[dice.below(callable.length)];
      if (called === undefined || writer.beside > 0) return one(`<userTask id="${id}"/>`);
      return withBoundary(writer, one(`<callActivity id="${id}" calledElement="${called}"/>`), id);
    }
    case 8:
      return withBoundary(
        writer,
        one(`<subProcess id="${id}">${scope(writer, depth - 1)}</subProcess>`),
        id,
      );
    case 9: {
      writer.beside++;
      const two = [0, 1].map(() => {
        const branch = chain(writer, id, depth - 1);
        return branch.xml + flow(branch.last, `${id}_j`);
      });
      writer.beside--;
      return {
        xml: `<parallelGateway id="${id}"/><parallelGateway id="${id}_j"/>${flow(from, id)}${
          two.join("")
        }`,
        last: `${id}_j`,
      };
    }
    default: {
      const two = [0, 1].map((i) => {
        const event = `${id}_${i}`;
        return `<intermediateCatchEvent id="${event}">${
          caught(writer, i === 0)
        }</intermediateCatchEvent>${flow(id, event)}${flow(event, `${id}_x`)}`;
      });
      return {
        xml: `<eventBasedGateway id="${id}"/><exclusiveGateway id="${id}_x"/>${flow(from, id)}${
          two.join("")
        }`,
        last: `${id}_x`,
      };
    }
  }
}

function withBoundary(writer: Writer, { xml, last }: Path, host: string): Path {
  const { dice } = writer, name = dice.pick(NAMES);
  const events = Array.from({ length: dice.below(3) }, (_, i) => {
    const kind = dice.pick(["error", "escalation", "other"]);
    const interrupts = kind === "error" || dice.below(2) === 0;
    const of = (ref: string) => dice.below(2) === 0 ? "" : `${kind}Ref="${ref}${name}"`;
    const event = kind === "other"
      ? timer(writer)
      : `<${kind}EventDefinition ${of(kind === "error" ? "x" : "y")}/>`;
    const id = `${host}_b${i}`;
    return `<boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupts}">${event}</boundaryEvent><userTask id="${id}_u"/>${
      flow(id, `${id}_u`)
    }`;
  });
  return { xml: xml + events.join(""), last };
}

function chain(writer: Writer, from: string, depth: number): Path {
  let last = from, xml = "";
  for (let left = 1 + writer.dice.below(3); left > 0; left--) {
    const next = block(writer, last, depth);
    xml += next.xml;
    last = next.last;
  }
  return { xml, last };
}

function scope(writer: Writer, depth: number, event = ""): string {
  const { dice } = writer;
  const id = `n${++writer.count}`;
  const { xml, last } = chain(writer, `${id}_s`, depth);
  const end = dice.pick([
    "",
    "",
    `<errorEventDefinition errorRef="x${dice.pick(NAMES)}"/>`,
    `<messageEventDefinition messageRef="${told(dice, writer.starting)}"/>`,
    "<terminateEventDefinition/>",
  ]);
  const interrupts = dice.below(2) === 0;
  const handler = dice.below(4) > 0
    ? ""
    : `<subProcess id="${id}_h" triggeredByEvent="true"><startEvent id="${id}_hs" isInterrupting="${interrupts}">${
      timer(writer)
    }</startEvent><userTask id="${id}_hu"/>${flow(`${id}_hs`, `${id}_hu`)}</subProcess>`;
  return `<startEvent id="${id}_s">${event}</startEvent>${xml}<endEvent id="${id}_e">${end}</endEvent>${
    flow(last, `${id}_e`)
  }${handler}`;
}

/** Files of one process each: each is started by its id, and some by a message, a signal or the clock. */
function files(
  dice: Random,
): { readonly all: readonly Definition[]; readonly plain: readonly string[] } {
  const callable: string[] = [], starting: string[] = [], all: Definition[] = [];
  const unheard = [...WAITS];
  for (let i = 3; i >= 0; i--) {
    const id = `p${i}`, isPlain = i === 0 || dice.below(2) === 0;
    const event = isPlain ? "" : dice.pick([
      `<messageEventDefinition messageRef="s${i}"/>`,
      `<signalEventDefinition signalRef="gs${i}"/>`,
      `<timerEventDefinition><timeCycle>R2/PT2H${17 + i}M</timeCycle></timerEventDefinition>`,
    ]);
    const writer = {
      dice,
      callable: [...callable],
      starting: [...starting],
      unheard,
      count: i * 1_000,
      beside: 0,
    };
    const body = scope(writer, 2, event);
    if (isPlain) callable.push(id);
    else starting.push(`s${i}`);
    all.push(compile(parseXml(
      `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">${ROOTS}<process id="${id}" isExecutable="true">${body}</process></definitions>`,
    )));
  }
  return { all, plain: callable };
}

/** What is done to an engine: the same for the same dice, where it answers the same. */
async function drive(on: Driver, dice: Random, plain: readonly string[]): Promise<string> {
  const given: string[] = [];
  for (let step = 0; step < 12; step++) {
    const start = dice.pick(["s1", "s2", "s3"]);
    switch (dice.below(5)) {
      case 0:
        given.push(`i${step}`);
        await on.start(plain[dice.below(plain.length)] ?? "p0", `i${step}`);
        break;
      case 1:
        await on.publish(told(dice, [start]), undefined, {}, { ttl: dice.below(2) * LONG });
        break;
      case 2:
        await on.signal(`g${dice.pick([...NAMES, start])}`, { step });
        break;
      case 3:
        await on.pass((1 + dice.below(3)) * HOUR);
        break;
      default:
        for (const id of given) {
          const places = await on.places(id), state = await on.state(id);
          const work = places.filter((place) => state.elements.length > 0 && /_h?u$/.test(place));
          const node = work[dice.below(work.length)];
          if (node !== undefined) await on.complete(id, node, { step });
        }
    }
  }
  return await on.transcript({ unordered: true });
}

/** Handlers answer, or give an error, by the number in the id of the task. */
function handlersOf(definitions: readonly Definition[]): Given["handlers"] {
  const tasks = definitions.flatMap(({ nodes }) => nodes).filter(({ kind }) =>
    kind === "serviceTask"
  );
  return Object.fromEntries(tasks.map(({ id }): [string, Handler] => {
    const number = Number(id.slice(1));
    return [id, () => {
      if (number % 3 === 0) throw new BpmnError(NAMES[number % 9 / 3] ?? "m0");
      return { [id]: number };
    }];
  }));
}

Deno.test("random processes that start, call, tell and interrupt each other come to the same in both hosts", async () => {
  for (let seed = SEED; seed < SEED + rounds(15, 400); seed++) {
    const { all, plain } = files(random(seed));
    const given = { files: all, handlers: handlersOf(all) };
    using kv = memoryKv();
    const opened = await open(kv, given, { messageTtl: LONG });
    await using _runtime = opened.runtime;
    const durable = await drive(durableDriver(opened), random(seed + 1), plain);
    equal(opened.errors, [], `seed ${seed}`);
    equal(
      await drive(volatileDriver(given, { messageTtl: LONG }), random(seed + 1), plain),
      durable,
      `seed ${seed}`,
    );
  }
});
