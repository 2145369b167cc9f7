/**
 * The processes of the kill test.
 *
 * @module
 */

const BPMN = `xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:kill"`;

/** Two tasks with a job between, then a message; and two processes that nothing starts but a message, or a signal. */
export const MODELS: string = `<definitions ${BPMN}>
  <message id="m" name="payment"/><message id="n" name="note"/><signal id="s" name="tick"/>
  <process id="order" isExecutable="true"><startEvent id="placed"/><userTask id="check" camunda:candidateGroups="Sales"/>
    <serviceTask id="reserve" camunda:type="external" camunda:topic="reserve"/><userTask id="pack" camunda:candidateGroups="Sales"/>
    <intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="done"/>
    <sequenceFlow id="f1" sourceRef="placed" targetRef="check"/><sequenceFlow id="f2" sourceRef="check" targetRef="reserve"/>
    <sequenceFlow id="f3" sourceRef="reserve" targetRef="pack"/><sequenceFlow id="f4" sourceRef="pack" targetRef="paid"/>
    <sequenceFlow id="f5" sourceRef="paid" targetRef="done"/></process>
  <process id="noted" isExecutable="true"><startEvent id="a"><messageEventDefinition messageRef="n"/></startEvent>
    <endEvent id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/></process>
  <process id="ticked" isExecutable="true"><startEvent id="c"><signalEventDefinition signalRef="s"/></startEvent>
    <endEvent id="d"/><sequenceFlow id="g" sourceRef="c" targetRef="d"/></process></definitions>`;
