/**
 * Activities of the parsed model to those of a definition.
 *
 * @module
 */
import { item } from "./data.ts";
import { definitionsOf, eventDefinition, type Links, message } from "./event.ts";
import { expression, number, refer, type Tables } from "./tables.ts";
import {
  type Activity,
  type ComplexBehavior,
  type EventDefinition,
  type Expression,
  type Loop,
  type MultiInstance,
  NONE,
  type ResourceRole,
  type VendorLoop,
} from "../definition/definition.ts";
import { dictionary, EVENT_DEFINITIONS } from "../xml/kinds.ts";
import { attr, child, children, type Element, flag, localName, texts } from "../xml/element.ts";
import { vendorLoop } from "./vendor_loop.ts";
import { extension } from "./vendor.ts";

/** What an activity has beyond a node. */
export function activity(found: Tables, element: Element, links: Links): Activity {
  const zeebe = extension(element, "calledElement");
  const calledElement = attr(element, "calledElement") ||
    (zeebe === undefined ? "" : attr(zeebe, "processId"));
  return {
    isForCompensation: flag(element, "isForCompensation", false),
    startQuantity: Number(attr(element, "startQuantity") || 1),
    completionQuantity: Number(attr(element, "completionQuantity") || 1),
    loop: loop(found, element, links),
    compensation: compensation(found, element),
    implementation: attr(element, "implementation"),
    ...message(found, element),
    instantiate: element.name === "receiveTask" && flag(element, "instantiate", false),
    script: script(element),
    calledElement: element.name === "callActivity" ? localName(calledElement) : "",
    called: element.name === "callActivity" ? refer(found, "processes", calledElement) : NONE,
    method: attr(element, "method"),
    resources: children(element, ...ROLES).map((one) => resourceRole(found, one)),
  };
}

const ROLES = ["performer", "humanPerformer", "potentialOwner", "resourceRole"];

function script(element: Element): Expression | null {
  const own = child(element, "script");
  const language = attr(element, "scriptFormat") || attr(element, "scriptLanguage");
  if (own !== undefined) return { language, text: own.text };
  const zeebe = extension(element, "script");
  return zeebe === undefined ? null : { language: "feel", text: attr(zeebe, "expression") };
}

/** The handler: associated with the compensation boundary event, else the event sub-process inside. */
function compensation(found: Tables, element: Element): number {
  const isCompensation = (event: Element) =>
    definitionsOf(found, event).some((one) => one.name === "compensateEventDefinition");
  for (const index of found.boundary.get(number(found, "nodes", element)) ?? []) {
    const event = found.listed.nodes[index]!;
    if (!isCompensation(event)) continue;
    for (const id of found.associated.get(attr(event, "id")) ?? []) {
      const handler = refer(found, "nodes", id);
      if (handler !== NONE) return handler;
    }
  }
  const inside = children(element, "subProcess").find((one) =>
    flag(one, "triggeredByEvent", false) && children(one, "startEvent").some(isCompensation)
  );
  return inside === undefined ? NONE : number(found, "nodes", inside);
}

function resourceRole(found: Tables, element: Element): ResourceRole {
  const assignment = child(element, "resourceAssignmentExpression");
  const formal = children(assignment, "formalExpression", "expression")[0];
  return {
    id: attr(element, "id"),
    name: attr(element, "name"),
    kind: ROLE_KINDS[element.name] ?? "resourceRole",
    resource: refer(found, "resources", texts(element, "resourceRef")[0]),
    parameters: children(element, "resourceParameterBinding").map((one) => ({
      name: parameterName(found, attr(one, "parameterRef")),
      value: expression(found, children(one, "formalExpression", "expression")[0]) ??
        { language: "", text: "" },
    })),
    assignment: expression(found, formal ?? assignment),
  };
}

const ROLE_KINDS: Readonly<Record<string, ResourceRole["kind"]>> = dictionary({
  performer: "performer",
  humanPerformer: "humanPerformer",
  potentialOwner: "potentialOwner",
});

function parameterName(found: Tables, reference: string): string {
  const parameter = found.ids.get(localName(reference));
  return parameter === undefined ? localName(reference) : attr(parameter, "name") || reference;
}

function loop(found: Tables, element: Element, links: Links): Loop | null {
  const standard = child(element, "standardLoopCharacteristics");
  if (standard !== undefined) {
    const maximum = attr(standard, "loopMaximum");
    return {
      kind: "standard",
      testBefore: flag(standard, "testBefore", false),
      maximum: maximum === "" ? null : Number(maximum),
      condition: expression(found, child(standard, "loopCondition")),
    };
  }
  const many = child(element, "multiInstanceLoopCharacteristics");
  return many === undefined ? null : multiInstance(found, many, links);
}

function multiInstance(found: Tables, element: Element, links: Links): MultiInstance {
  const part = (tag: string) => {
    const one = child(element, tag);
    return one === undefined ? NONE : number(found, "data", one);
  };
  return {
    kind: "multiInstance",
    sequential: flag(element, "isSequential", false),
    cardinality: expression(found, child(element, "loopCardinality")),
    input: item(found, texts(element, "loopDataInputRef")[0]),
    inputItem: part("inputDataItem"),
    output: item(found, texts(element, "loopDataOutputRef")[0]),
    outputItem: part("outputDataItem"),
    completion: expression(found, child(element, "completionCondition")),
    behavior: BEHAVIORS[attr(element, "behavior")] ?? "all",
    oneEvent: behaviorEvent(found, attr(element, "oneBehaviorEventRef"), element, links),
    noneEvent: behaviorEvent(found, attr(element, "noneBehaviorEventRef"), element, links),
    complex: children(element, "complexBehaviorDefinition").map((one) =>
      complex(found, one, links)
    ),
    vendor: vendorLoop(element) ?? variables(found, element),
  };
}

const BEHAVIORS: Readonly<Record<string, MultiInstance["behavior"]>> = dictionary({
  None: "none",
  One: "one",
  All: "all",
  Complex: "complex",
});

/** Lists that the file does not declare are variables of the instance. */
function variables(found: Tables, element: Element): VendorLoop | null {
  const undeclared = (tag: string) => {
    const [name] = texts(element, tag);
    return name === undefined || item(found, name) !== NONE ? "" : name;
  };
  const name = (tag: string) => {
    const one = child(element, tag);
    return one === undefined ? "" : attr(one, "id") || attr(one, "name");
  };
  const collection = undeclared("loopDataInputRef");
  const outputCollection = undeclared("loopDataOutputRef");
  if (collection === "" && outputCollection === "") return null;
  return {
    collection,
    elementVariable: name("inputDataItem"),
    outputCollection,
    outputElement: name("outputDataItem"),
  };
}

function complex(found: Tables, element: Element, links: Links): ComplexBehavior {
  const event = child(element, "event");
  const [definition] = event === undefined ? [] : definitionsOf(found, event);
  return {
    condition: expression(found, child(element, "condition")) ?? { language: "", text: "" },
    event: definition === undefined ? null : eventDefinition(found, definition, element, links),
  };
}

function behaviorEvent(
  found: Tables,
  name: string,
  holder: Element,
  links: Links,
): EventDefinition | null {
  const definition = found.ids.get(localName(name));
  return definition === undefined || !(definition.name in EVENT_DEFINITIONS)
    ? null
    : eventDefinition(found, definition, holder, links);
}
