/**
 * Processes for the tests of their functions.
 *
 * @module
 */
import {
  beginEvent,
  endEvent,
  gateway,
  process,
  type ProcessRecord,
  sequenceFlow,
  task,
  userTask,
} from "../../../bpe/define/builders.ts";
import type { BpeModule } from "../../../bpe/process/bpe.ts";

/** A process of two tasks. */
export const leave: ProcessRecord = process({
  id: "leave",
  name: "Leave",
  tasks: [
    beginEvent({ id: "Asked" }),
    userTask({ id: "Approve", roles: ["boss"] }),
    userTask({ id: "File", roles: ["clerk"] }),
    endEvent({ id: "Done" }),
  ],
  flows: [
    sequenceFlow({ id: "a", source: "Asked", target: "Approve" }),
    sequenceFlow({ id: "b", source: "Approve", target: "File" }),
    sequenceFlow({ id: "c", source: "File", target: "Done" }),
  ],
});

/** A process that goes round for ever. */
export const wheel: ProcessRecord = process({
  id: "wheel",
  tasks: [
    beginEvent({ id: "s" }),
    gateway({ id: "in", type: "exclusive" }),
    task({ id: "turn" }),
    gateway({ id: "out", type: "exclusive", def: "again" }),
    endEvent({ id: "e" }),
  ],
  flows: [
    sequenceFlow({ source: "s", target: "in" }),
    sequenceFlow({ id: "on", source: "in", target: "turn" }),
    sequenceFlow({ source: "turn", target: "out" }),
    sequenceFlow({ id: "again", source: "out", target: "in" }),
    sequenceFlow({ id: "off", source: "out", target: "e", condition: "stop = true" }),
  ],
});

/** A runtime that does nothing by itself. */
export const manual: { readonly manual: true } = { manual: true };

/** A process as a file, with conditions of both of the original's forms. */
export const FILE = `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:road">
  <bpmn:process id="road" name="Road" isExecutable="true">
    <bpmn:startEvent id="go"/><bpmn:exclusiveGateway id="fork"/>
    <bpmn:userTask id="left"/><bpmn:userTask id="right"/><bpmn:endEvent id="there"/>
    <bpmn:sequenceFlow id="f1" sourceRef="go" targetRef="fork"/>
    <bpmn:sequenceFlow id="f2" sourceRef="fork" targetRef="left">
      <bpmn:conditionExpression>{service,isLeft}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f3" sourceRef="fork" targetRef="right">
      <bpmn:conditionExpression>{compare,{direction,[]},2,right}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="left" targetRef="there"/>
    <bpmn:sequenceFlow id="f5" sourceRef="right" targetRef="there"/>
  </bpmn:process>
</bpmn:definitions>`;

/** The module of that process. */
export const road: BpeModule = {
  def: FILE,
  services: { isLeft: ({ doc }) => doc(["direction", "left"]).length === 1 },
};
