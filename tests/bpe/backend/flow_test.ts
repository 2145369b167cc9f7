/**
 * Which flows get a token: every mixture of flows without condition, with one that holds or not, and of a default, behind every
 * kind of node, against what the standard says in a few lines (BPMN 2.0.2, 13.2.1 and 13.4).
 */
import type { Definition } from "../../../bpe/definition/definition.ts";
import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import type { Driver } from "./drivers.ts";
import { inHosts } from "./hosts.ts";
import { model } from "../engine/model.ts";

/** A flow without condition, with one that is true, false, null, or cannot be told, and the default flow. */
type Kind = "u" | "t" | "f" | "n" | "w" | "d";

/** Every list of so many flows, of which one at most is the default. */
function mixtures(length: number): Kind[][] {
  if (length === 0) return [[]];
  return mixtures(length - 1).flatMap((each) =>
    (["u", "t", "f", "n", "w", "d"] as const).flatMap((kind) =>
      kind === "d" && each.includes("d") ? [] : [[...each, kind]]
    )
  );
}

/** A node of a kind, with what leads to it. */
interface Place {
  /** What stands in the process beside the targets; `node` is where the flows begin. */
  readonly xml: (attributes: string) => string;
  /** How a token comes to leave it, where it does not by itself. */
  readonly go?: (on: Driver, instance: string) => Promise<unknown>;
  /** By which rule. */
  readonly rule: "besides" | "first" | "all" | "every";
}

const signal = `<signalEventDefinition signalRef="go"/>`;
const to = (source: string, target: string) =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"/>`;
const after = (tag: string, rule: Place["rule"], inside = "", go?: Place["go"]): Place => ({
  xml: (attributes) =>
    `<startEvent id="s"/><${tag} id="node" ${attributes}>${inside}</${tag}>${to("s", "node")}`,
  rule,
  ...(go === undefined ? {} : { go }),
});
const complete: Place["go"] = (on, instance) => on.complete(instance, "node");
const raise: Place["go"] = (on) => on.signal("go");

const PLACES: Readonly<Record<string, Place>> = {
  "a task": after("task", "besides"),
  "a user task": after("userTask", "besides", "", complete),
  "a sub-process": after("subProcess", "besides", `<startEvent id="inner"/>`),
  "a call": after("callActivity", "besides"),
  "a multi-instance": after(
    "task",
    "besides",
    `<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>`,
  ),
  "a start event": {
    xml: (attributes) => `<startEvent id="node" ${attributes}/>`,
    rule: "besides",
  },
  "a throw event": after("intermediateThrowEvent", "besides"),
  "a catch event": after("intermediateCatchEvent", "besides", signal, raise),
  "a boundary event": {
    xml: (attributes) =>
      `<startEvent id="s"/><userTask id="host"/><boundaryEvent id="node" attachedToRef="host" ${attributes}>${signal}</boundaryEvent>${
        to("s", "host")
      }`,
    go: raise,
    rule: "besides",
  },
  "an exclusive gateway": after("exclusiveGateway", "first"),
  "an inclusive gateway": after("inclusiveGateway", "all"),
  "a complex gateway": after("complexGateway", "all"),
  "a parallel gateway": after("parallelGateway", "every"),
};

/** The places of the flows that are taken, or the code of the incident. */
function expected(rule: Place["rule"], kinds: readonly Kind[]): readonly number[] | string {
  const of = (...wanted: Kind[]) => kinds.flatMap((kind, i) => wanted.includes(kind) ? [i] : []);
  if (rule === "every") return kinds.map((_, i) => i);
  const asked = rule === "first"
    ? kinds.slice(0, kinds.findIndex((kind) => "ut".includes(kind)) + 1 || undefined)
    : kinds;
  if (asked.includes("w")) return "expression";
  const found = rule === "besides"
    ? [...of("u", "t"), ...of("t").length === 0 ? of("d") : []]
    : [...of("u", "t").slice(0, rule === "first" ? 1 : undefined)];
  const taken = found.length === 0 ? of("d") : found;
  return taken.length === 0 ? "flow" : taken.toSorted((a, b) => a - b);
}

const CONDITIONS: Readonly<Record<Kind, string>> = {
  u: "",
  t: "x = 1",
  f: "x > 1",
  n: "nothing",
  w: "x.fails(1)",
  d: "x = 1",
};

function definitionOf(place: Place, kinds: readonly Kind[]): Definition {
  const flows = kinds.map((kind, i) => {
    const condition = CONDITIONS[kind].replace(">", "&gt;");
    return `<sequenceFlow id="f${i}" sourceRef="node" targetRef="x${i}">${
      condition === "" ? "" : `<conditionExpression>${condition}</conditionExpression>`
    }</sequenceFlow><userTask id="x${i}"/>`;
  });
  const otherwise = kinds.indexOf("d");
  const attributes = `calledElement="g" ${otherwise < 0 ? "" : `default="f${otherwise}"`}`;
  return model(
    place.xml(attributes) + flows.join(""),
    "",
    `<signal id="go" name="go"/><globalTask id="g"/>`,
  );
}

for (const [what, place] of Object.entries(PLACES)) {
  inHosts(`every mixture of flows behind ${what}`, async (load, host) => {
    const most = (host === "durable" ? 2 : 3) + (long ? 1 : 0);
    for (let length = 1; length <= most; length++) {
      for (const kinds of mixtures(length)) {
        const on = await load({ files: [definitionOf(place, kinds)], handlers: {} });
        await on.start("p", "i", { x: 1 });
        await place.go?.(on, "i");
        const open = (await on.places("i")).filter((id) => /^x\d$/.test(id)).toSorted();
        const wanted = expected(place.rule, kinds);
        const { incidents } = await on.state("i");
        equal(
          incidents.length > 0 ? incidents.map(({ code }) => code).join() : open,
          typeof wanted === "string" ? wanted : wanted.map((i) => `x${i}`),
          kinds.join(""),
        );
      }
    }
  });
}

inHosts(
  "behind an event-based gateway the event that occurs has the token, whatever its flows say",
  async (load) => {
    for (const kinds of mixtures(long ? 3 : 2)) {
      for (const chosen of kinds.keys()) {
        const events = kinds.map((kind, i) =>
          `<intermediateCatchEvent id="x${i}"><signalEventDefinition signalRef="g${i}"/></intermediateCatchEvent><userTask id="u${i}"/>${
            to(`x${i}`, `u${i}`)
          }<sequenceFlow id="f${i}" sourceRef="node" targetRef="x${i}">${
            kind === "u" ? "" : `<conditionExpression>false</conditionExpression>`
          }</sequenceFlow>`
        );
        const otherwise = kinds.indexOf("d");
        const on = await load({
          files: [model(
            `<startEvent id="s"/><eventBasedGateway id="node" ${
              otherwise < 0 ? "" : `default="f${otherwise}"`
            }/>${to("s", "node")}${events.join("")}`,
            "",
            [0, 1, 2].map((i) => `<signal id="g${i}" name="g${i}"/>`).join(""),
          )],
          handlers: {},
        });
        await on.start("p", "i");
        await on.signal(`g${chosen}`);
        equal(await on.places("i"), [`u${chosen}`], kinds.join(""));
      }
    }
  },
);
