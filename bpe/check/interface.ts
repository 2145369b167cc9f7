/**
 * Rules on what goes in and out: messages, operations, payloads of events, called elements (BPMN 2.0.2, 8.4.11, 10.3, 10.5).
 *
 * @module
 */
import {
  type Check,
  count,
  eventDefinitions,
  isTyped,
  refer,
  type Rule,
  type Rules,
} from "./context.ts";
import { sameType } from "./data.ts";
import { dictionary } from "../xml/kinds.ts";
import { attr, child, children, type Element, texts } from "../xml/element.ts";

function typeOf(
  element: Element | undefined,
  check: Check,
  name = "itemSubjectRef",
): Element | undefined {
  return element === undefined ? undefined : refer(check, attr(element, name));
}

function messageType(name: string | undefined, check: Check): Element | undefined {
  return typeOf(refer(check, name ?? ""), check, "itemRef");
}

/** EXT042 to EXT045: a service task's inputs and outputs are those of its operation. */
const service: Rule = (task, check) => {
  if (!isTyped(task, check)) return;
  const operation = refer(check, attr(task, "operationRef"));
  if (operation?.name !== "operation") return;
  const io = child(task, "ioSpecification");
  const [input] = texts(operation, "inMessageRef"), [output] = texts(operation, "outMessageRef");
  if (count(io, "inputSet") !== 1 || count(io, "dataInput") !== 1) {
    check.report("EXT042", task, "calls an operation and must have one input set with one input");
  } else if (!sameType(typeOf(child(io, "dataInput"), check), messageType(input, check))) {
    check.report("EXT044", task, "has an input of another type than its operation's message");
  }
  if (output === undefined) return;
  if (count(io, "outputSet") !== 1 || count(io, "dataOutput") !== 1) {
    check.report("EXT043", task, "calls an operation and must have one output set with one output");
  } else if (!sameType(typeOf(child(io, "dataOutput"), check), messageType(output, check))) {
    check.report("EXT045", task, "has an output of another type than its operation's message");
  }
};

/** EXT046 to EXT048, EXT050 to EXT052: a send or receive task carries its message and nothing else. */
function messaging(item: string, set: string, rules: readonly [string, string, string]): Rule {
  return (task, check) => {
    const io = child(task, "ioSpecification");
    if (io === undefined || !isTyped(task, check)) return;
    if (count(io, set) > 1) check.report(rules[0], task, `has more than one ${set}`);
    if (count(io, item) > 1) check.report(rules[1], task, `has more than one ${item}`);
    const message = refer(check, attr(task, "messageRef"));
    const carried = child(io, item);
    if (message === undefined || carried === undefined) return;
    if (!sameType(typeOf(carried, check), typeOf(message, check, "itemRef"))) {
      check.report(rules[2], task, `has a ${item} of another type than its message`);
    }
  };
}

/** EXT063, EXT064: a call activity has the inputs and outputs of what it calls. */
const call: Rule = (activity, check) => {
  const called = refer(check, attr(activity, "calledElement"));
  const outside = child(activity, "ioSpecification");
  if (called === undefined || !isTyped(activity, check)) return;
  const inside = child(called, "ioSpecification");
  if (inside !== undefined && outside === undefined && count(inside, "dataInput") > 0) {
    check.report(
      "EXT064",
      activity,
      `gives ${attr(called, "id")} none of the inputs that it needs`,
    );
  }
  if (outside === undefined) return;
  for (const side of ["dataInput", "dataOutput"]) {
    const mine = children(outside, side), theirs = children(inside, side);
    const agree = mine.length === theirs.length &&
      mine.every((one, i) => sameType(typeOf(one, check), typeOf(theirs[i], check)));
    if (agree) continue;
    check.report("EXT063", activity, `differs from ${attr(called, "id")} in its ${side}s`);
  }
};

/** EXT066: a process says how it is called by each operation that it supports. */
const bindings: Rule = (process, check) => {
  if (!isTyped(process, check)) return;
  const bound = new Set(children(process, "ioBinding").map((one) => attr(one, "operationRef")));
  for (const name of texts(process, "supportedInterfaceRef")) {
    for (const operation of children(refer(check, name), "operation")) {
      if (bound.has(attr(operation, "id"))) continue;
      check.report(
        "EXT066",
        process,
        `supports ${attr(operation, "id")} without an ioBinding for it`,
      );
    }
  }
};

/** EXT065: the data bound to an operation are of its messages' types. */
const binding: Rule = (element, check) => {
  const operation = refer(check, attr(element, "operationRef"));
  if (operation?.name !== "operation") return;
  for (
    const [end, message] of [["inputDataRef", "inMessageRef"], ["outputDataRef", "outMessageRef"]]
  ) {
    const data = refer(check, attr(element, end!));
    const [name] = texts(operation, message!);
    if (data === undefined || name === undefined) continue;
    if (!sameType(typeOf(data, check), messageType(name, check))) {
      check.report("EXT065", element, `binds ${attr(data, "id")} to a message of another type`);
    }
  }
};

/** EXT093, EXT094: an event that declares data has an item for each of its definitions, of its type. */
function payload(item: string): Rule {
  return (event, check) => {
    const items = children(event, item);
    if (items.length === 0 || !isTyped(event, check)) return;
    const carried = eventDefinitions(check, event).filter((one) => carries(one) !== undefined);
    if (items.length !== carried.length) {
      check.report(
        "EXT093",
        event,
        `has ${items.length} ${item}s for ${carried.length} definitions`,
      );
      return;
    }
    carried.forEach((definition, i) => {
      const [reference, type] = carries(definition)!;
      const target = refer(check, attr(definition, reference));
      if (target === undefined || sameType(typeOf(items[i], check), typeOf(target, check, type))) {
        return;
      }
      check.report("EXT094", event, `has a ${item} of another type than ${attr(target, "id")}`);
    });
  };
}

function carries(definition: Element): readonly [string, string] | undefined {
  return CARRIED[definition.name];
}

const CARRIED: Readonly<Record<string, readonly [string, string]>> = dictionary({
  messageEventDefinition: ["messageRef", "itemRef"],
  signalEventDefinition: ["signalRef", "structureRef"],
  errorEventDefinition: ["errorRef", "structureRef"],
  escalationEventDefinition: ["escalationRef", "structureRef"],
});

/** Rules by tag. */
export const INTERFACE_RULES: Rules = {
  serviceTask: [service],
  sendTask: [messaging("dataInput", "inputSet", ["EXT046", "EXT047", "EXT048"])],
  receiveTask: [messaging("dataOutput", "outputSet", ["EXT050", "EXT051", "EXT052"])],
  callActivity: [call],
  ioBinding: [binding],
  process: [bindings],
  startEvent: [payload("dataOutput")],
  intermediateCatchEvent: [payload("dataOutput")],
  boundaryEvent: [payload("dataOutput")],
  intermediateThrowEvent: [payload("dataInput")],
  endEvent: [payload("dataInput")],
};
