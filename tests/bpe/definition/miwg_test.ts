/**
 * Models of other people's tools load: the reference models of the interchange suite, and SpiffWorkflow's.
 *
 * @module
 */
import { define } from "../../../bpe/define/define.ts";
import * as bpe from "../../../bpe/define/builders.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { parse } from "../../../bpe/parse.ts";
import { assert, equal } from "../../_support/assert.ts";
import { absent, folder } from "../../_support/golden.ts";

function* files(path: string): Generator<[string, string]> {
  const place = new URL(path, folder);
  for (const entry of Deno.readDirSync(place)) {
    if (!/\.(bpmn|xml)$/.test(entry.name)) continue;
    yield [entry.name, Deno.readTextFileSync(new URL(entry.name, place))];
  }
}

/** How often a tag of the BPMN namespace opens in a text, whatever the prefix: an oracle without a parser. */
function tags(text: string, ...names: string[]): number {
  const bare = text.replace(/<!--[\s\S]*?-->/g, "").replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  return names.reduce(
    (sum, name) => sum + (bare.match(new RegExp(`<([\\w.-]+:)?${name}[\\s/>]`, "g"))?.length ?? 0),
    0,
  );
}

function loads(name: string, text: string): Definition {
  try {
    return parse(text);
  } catch (cause) {
    throw new Error(name, { cause });
  }
}

Deno.test({
  name: "all models of the interchange suite load, with every node, flow, lane and shape",
  ignore: absent,
  fn() {
    let count = 0;
    for (const [name, text] of files("bpmn/miwg/")) {
      const definition = loads(name, text);
      const kinds = [
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
      ];
      const events = definition.nodes.filter((one) => one.event !== null).length;
      equal(events, tags(text, ...kinds), name);
      equal(definition.flows.length, tags(text, "sequenceFlow"), name);
      equal(definition.lanes.length, tags(text, "lane"), name);
      equal(definition.collaboration.participants.length, tags(text, "participant"), name);
      equal(
        definition.diagram.planes.flatMap((one) => one.shapes).length,
        tags(text, "BPMNShape"),
        name,
      );
      equal(
        definition.diagram.planes.flatMap((one) => one.edges).length,
        tags(text, "BPMNEdge"),
        name,
      );
      count++;
    }
    assert(count >= 20, `${count} models`);
  },
});

Deno.test({
  name: "all models of SpiffWorkflow load",
  ignore: absent,
  fn() {
    for (const path of ["bpmn/spiff/models/", "bpmn/spiff/models/Test-Workflows/"]) {
      for (const [name, text] of files(path)) assert(loads(name, text).nodes.length > 0, name);
    }
  },
});

Deno.test({
  name: "every waypoint and every label of the interchange suite is kept",
  ignore: absent,
  fn() {
    for (const [name, text] of files("bpmn/miwg/")) {
      const { planes } = loads(name, text).diagram;
      const edges = planes.flatMap((one) => one.edges),
        shapes = planes.flatMap((one) => one.shapes);
      equal(edges.flatMap((one) => one.waypoints).length, tags(text, "waypoint"), name);
      assert(shapes.every((one) => one.bounds.width > 0 && one.element !== ""), name);
    }
  },
});

Deno.test("the original's bank account, written with its names, is a definition", () => {
  const {
    beginEvent,
    boundaryEvent,
    endEvent,
    messageEvent,
    process,
    sequenceFlow,
    serviceTask,
    userTask,
  } = bpe;
  const definition = define(process({
    name: "IBAN Account",
    flows: [
      sequenceFlow({ id: "->Init", source: "Created", target: "Init" }),
      sequenceFlow({ id: "->Payment", source: "Init", target: "Payment" }),
      sequenceFlow({ source: "Payment", target: ["Signatory", "Process"] }),
      sequenceFlow({ id: "Process-loop", source: "Process", target: "Process" }),
      sequenceFlow({ source: "Signatory", target: "Process" }),
      sequenceFlow({ source: "Process", target: "Final" }),
    ],
    tasks: [
      beginEvent({ id: "Created" }),
      userTask({ id: "Init" }),
      userTask({ id: "Signatory" }),
      serviceTask({ id: "Payment" }),
      serviceTask({ id: "Process" }),
      endEvent({ id: "Final" }),
    ],
    events: [
      messageEvent({ id: "PaymentReceived" }),
      boundaryEvent({ id: "*", on: { duration: "PT10H" } }),
    ],
  }));
  equal(definition.nodes.length, 6);
  equal(definition.flows.length, 7);
  equal(definition.roots.messages.map((one) => one.name), ["PaymentReceived"]);
});
