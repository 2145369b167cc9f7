/**
 * Pictures as elements, for their tests.
 *
 * @module
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { type Element, walk } from "../../../bpe/xml/element.ts";
import { picture, type PictureOptions } from "../../../bpe/picture/picture.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import { equal } from "../../_support/assert.ts";

/** The elements of a picture. */
export function drawn(definition: Definition, options?: PictureOptions): Element[] {
  return [...walk(parseXml(picture(definition, options), { size: 1e8 }))];
}

/** The only element with this id. */
export function group(all: readonly Element[], id: string, key = "data-node"): Element {
  const found = all.filter((one) => one.attributes[key] === id);
  equal(found.length, 1, `${id} is there once`);
  return found[0]!;
}

/** The ids of the nodes with this class, sorted. */
export function marked(all: readonly Element[], name: string): string[] {
  return all.filter((one) => one.attributes.class?.split(" ").includes(name))
    .flatMap((one) => one.attributes["data-node"] ?? []).sort();
}

/** The text in an element. */
export function textOf(element: Element): string {
  return [...walk(element)].filter((one) => one.name === "text" || one.name === "tspan")
    .map((one) => one.text).join(" ").trim();
}

/** A process with a boundary event and a loop. */
export const order: Definition = define(bpe.process({
  name: "order",
  tasks: [
    bpe.beginEvent({ id: "in" }),
    bpe.gateway({ id: "fork" }),
    bpe.userTask({ id: "check", name: "Check" }),
    bpe.userTask({ id: "pack", name: "Pack", repeat: { times: "3" } }),
    bpe.gateway({ id: "join" }),
    bpe.serviceTask({ id: "bill", name: "Bill" }),
    bpe.endEvent({ id: "out" }),
    bpe.endEvent({ id: "late" }),
  ],
  events: [
    bpe.boundaryEvent({ id: "slow", attachedTo: "check", on: { duration: "PT1H" } }),
  ],
  flows: [
    bpe.sequenceFlow({ source: "in", target: "fork" }),
    bpe.sequenceFlow({ source: "fork", target: ["check", "pack"] }),
    bpe.sequenceFlow({ source: "check", target: "join" }),
    bpe.sequenceFlow({ source: "pack", target: "join" }),
    bpe.sequenceFlow({ source: "join", target: "bill" }),
    bpe.sequenceFlow({ source: "bill", target: "out" }),
    bpe.sequenceFlow({ source: "slow", target: "late" }),
  ],
}));

/** A file with one task and a diagram of it. */
export const DIAGRAM = (shape: string, edge = "", name = "n"): string => `
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:d="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="u">
  <process id="p" isExecutable="true"><startEvent id="a"/><task id="t" name="${name}"/><endEvent id="z"/>
    <sequenceFlow id="f" sourceRef="a" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="z"/></process>
  <di:BPMNDiagram><di:BPMNPlane bpmnElement="p">${shape}${edge}</di:BPMNPlane></di:BPMNDiagram></definitions>`;

/** A shape of that task. */
export const SHAPE = (x: string, width = "10"): string =>
  `<di:BPMNShape bpmnElement="t"><dc:Bounds x="${x}" y="0" width="${width}" height="10"/></di:BPMNShape>`;
