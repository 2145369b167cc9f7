/**
 * Rules on the file itself: ids, references, values of attributes, media types and URIs.
 *
 * @module
 */
import type { Check, Rule, Rules, Severity } from "./context.ts";
import { ACTIVITIES, ARTIFACTS, dictionary, FLOW_NODES, SCOPES } from "../xml/kinds.ts";
import { attr, type Element, localName, NAMESPACE } from "../xml/element.ts";
import { ATTRIBUTE_REFERENCES, CALLABLE, ELEMENT_REFERENCES } from "./references.ts";

const BOOLEANS: ReadonlySet<string> = new Set([
  "isExecutable",
  "isClosed",
  "isInterrupting",
  "parallelMultiple",
  "cancelActivity",
  "isForCompensation",
  "triggeredByEvent",
  "instantiate",
  "isSequential",
  "testBefore",
  "cancelRemainingInstances",
  "waitForCompletion",
  "isImmediate",
  "isCollection",
]);

const CHOICES: Readonly<Record<string, readonly string[]>> = dictionary({
  gatewayDirection: ["Unspecified", "Converging", "Diverging", "Mixed"],
  eventGatewayType: ["Exclusive", "Parallel"],
  ordering: ["Sequential", "Parallel"],
  behavior: ["None", "One", "All", "Complex"],
  associationDirection: ["None", "One", "Both"],
  processType: ["None", "Public", "Private"],
  itemKind: ["Information", "Physical"],
});

/** Choices that tell how something is carried out; the others are only said. */
const SHAPES: ReadonlySet<string> = new Set(["eventGatewayType", "ordering", "behavior"]);

/** EXT002: an id is unique; EXT003: some elements must have one. */
const identity: Rule = (element, check) => {
  const id = attr(element, "id");
  if (id !== "" && check.ids.get(id) !== element) {
    check.report("EXT002", element, "is the id of two elements; rename one");
  }
  if (id.includes(":")) check.report("XSD", element, "is an id with a colon; leave it out");
  if (check.unnamed.has(element)) {
    check.report("EXT003", element, "has no id in the file, and is called so here; give it one");
  }
};

/** REF: a reference names an element of the file, of the right kind; names of imported namespaces are not followed. */
const references: Rule = (element, check) => {
  for (const [name, value] of Object.entries(element.attributes)) {
    const kinds = ATTRIBUTE_REFERENCES[`${element.name}.${name}`] ?? ATTRIBUTE_REFERENCES[name];
    if (kinds !== undefined) {
      resolve({ at: element, element, name, value: value.trim(), kinds }, check);
    }
  }
  const parent = element.parent;
  if (parent === null) return;
  const kinds = ELEMENT_REFERENCES[`${parent.name}.${element.name}`] ??
    ELEMENT_REFERENCES[element.name];
  if (kinds === undefined || element.children.length > 0) return;
  resolve({ at: parent, element, name: element.name, value: element.text, kinds }, check);
};

/** A reference as it is written. */
interface Written {
  /** The element that refers. */
  readonly at: Element;
  /** The element that the reference stands in: its namespaces count. */
  readonly element: Element;
  /** The attribute or tag. */
  readonly name: string;
  readonly value: string;
  /** Tags of what it may refer to. */
  readonly kinds: ReadonlySet<string>;
}

function resolve({ at, element, name, value, kinds }: Written, check: Check): void {
  if (value === "" || (!LOCAL.has(name) && isExternal(value, element, check))) return;
  const target = check.ids.get(localName(value));
  if (target === undefined) {
    // A list that the file does not declare is a variable of the instance: many tools write it so.
    if (name === "loopDataInputRef" || name === "loopDataOutputRef") return;
    const what = `refers to ${value} as its ${name}, which does not exist`;
    check.report("REF", at, what, severityOf(name, at));
  } else if (!kinds.has(target.name) && !kinds.has("*") && !ARTIFACTS.has(target.name)) {
    const what = `refers to ${value} as its ${name}, which is a ${target.name}`;
    check.report("REF", at, what, severityOf(name, at));
  }
}

/** A reference that nothing is carried out by is untidy where it names nothing. */
function severityOf(name: string, at: Element): Severity {
  return DRAWN.has(name) || !isCarriedOut(at) ? "warning" : "error";
}

function isCarriedOut({ name }: Element): boolean {
  return !/^(association|messageFlow|conversationLink|participant.*|.*[cC]onversation)$/.test(name);
}

/** References to types, lanes, pools and the like. */
const DRAWN: ReadonlySet<string> = new Set(
  ("flowNodeRef itemSubjectRef itemRef structureRef evaluatesToTypeRef categoryValueRef processRef participantRef " +
    "innerParticipantRef outerParticipantRef messageFlowRef innerMessageFlowRef outerMessageFlowRef " +
    "initiatingParticipantRef definitionalCollaborationRef calledCollaborationRef calledChoreographyRef choreographyRef " +
    "supportedInterfaceRef interfaceRef endPointRef supports").split(" "),
);

/** References that cannot leave the file. */
const LOCAL: ReadonlySet<string> = new Set(["sourceRef", "targetRef", "default", "attachedToRef"]);

/** Whether a name's prefix stands for a namespace other than the file's own. */
function isExternal(name: string, inside: Element, check: Pick<Check, "root">): boolean {
  const colon = name.indexOf(":");
  if (colon < 0) return false;
  const namespace = inside.namespaces[name.slice(0, colon)];
  return namespace !== undefined && namespace !== NAMESPACE.bpmn &&
    namespace !== attr(check.root, "targetNamespace");
}

/** XSD: flow elements stand in a process, a sub-process or a choreography, processes and choreographies in the file. */
const place: Rule = (element, check) => {
  const around = element.parent;
  if (/^(process|choreography|global.*Task)$/.test(element.name)) {
    if (around !== check.root) check.report("XSD", element, "is not directly in definitions");
  } else if (
    /^(sequenceFlow|dataObject|dataObjectReference)$/.test(element.name) ||
    FLOW_NODES.has(element.name)
  ) {
    if (
      SCOPES.has(around?.name ?? "") ||
      (!ACTIVITIES.has(element.name) && /horeography$/.test(around?.name ?? ""))
    ) return;
    check.report("XSD", element, `is a ${element.name} outside of any process`);
  }
};

/** XSD: booleans and choices are written as the schema has them; EXT037, EXT038: quantities are at least 1. */
const values: Rule = (element, check) => {
  for (const [name, value] of Object.entries(element.attributes)) {
    if (BOOLEANS.has(name) && !/^\s*(true|false|1|0|)\s*$/.test(value)) {
      check.report("XSD", element, `has ${name}="${value}"; write true or false`);
    }
    const choices = CHOICES[name];
    if (choices !== undefined && !choices.includes(value)) {
      const severity = SHAPES.has(name) ? "error" : "warning";
      check.report(
        "XSD",
        element,
        `has ${name}="${value}"; choose of ${choices.join(", ")}`,
        severity,
      );
    }
  }
  quantity(element, "startQuantity", "EXT037", check);
  quantity(element, "completionQuantity", "EXT038", check);
  quantity(element, "loopMaximum", "XSD", check);
};

function quantity(element: Element, name: string, rule: string, check: Check): void {
  const value = element.attributes[name];
  if (value !== undefined && !/^0*[1-9][0-9]{0,8}$/.test(value.trim())) {
    check.report(rule, element, `has ${name}="${value}"; write a whole number from 1`);
  }
}

/** EXT004, EXT010, EXT145: formats of texts and scripts. */
function format(attribute: string, rule: string): Rule {
  return (element, check) => {
    const value = attr(element, attribute);
    if (value === "" || /^[\w.+-]+\/[\w.+*-]+(\s*;.*)?$/.test(value)) return;
    if (attribute === "scriptFormat" && LANGUAGES.has(value.toLowerCase())) return;
    check.report(rule, element, `has ${attribute}="${value}"; write a media type, as text/plain`);
  };
}

/** Languages that tools write without a media type. */
const LANGUAGES: ReadonlySet<string> = new Set(
  ("javascript js ecmascript typescript groovy python jython ruby jruby lua perl php kotlin scala java " +
    "clojure beanshell bsh jexl mvel juel feel xpath xquery sql r bash sh powershell erlang elixir")
    .split(" "),
);

/** EXT014, EXT060: URIs, by the characters RFC 3986 allows; `##` names are the standard's own. */
function uri(attribute: string, rule: string): Rule {
  return (element, check) => {
    const value = attr(element, attribute);
    const own = value.startsWith("##") ? value.slice(2) : value;
    if (
      /^(?:[\w.~:/?[\]@!$&'()*+,;=-]|%[0-9a-fA-F]{2})*(#(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9a-fA-F]{2})*)?$/
        .test(own)
    ) {
      return;
    }
    check.report(rule, element, `has ${attribute}="${value}", which is no URI`);
  };
}

/** An extension that must be understood is not (8.2.3). */
const mustUnderstand: Rule = (element, check) => {
  if (attr(element, "mustUnderstand") === "true") {
    check.report(
      "EXT005",
      element,
      `must be understood, and is not: ${attr(element, "definition")}`,
    );
  }
};

/** EXT001: an import says what and from where. */
const imported: Rule = (element, check) => {
  const missing = ["importType", "location", "namespace"].find((name) =>
    !(name in element.attributes)
  );
  if (missing !== undefined) check.report("EXT001", element, `has no ${missing}`);
};

/** REF: a called element of this file can be called. */
const callable: Rule = (element, check) => {
  const name = attr(element, "calledElement");
  const target = isExternal(name, element, check) ? undefined : check.ids.get(localName(name));
  if (name === "" || target === undefined || CALLABLE.has(target.name)) return;
  check.report("REF", element, `calls ${name}, which is a ${target.name}`);
};

/** Rules for every BPMN element. */
export const EVERY: readonly Rule[] = [
  place,
  identity,
  references,
  values,
  uri("language", "EXT014"),
];

/** Rules by tag. */
export const FILE_RULES: Rules = {
  documentation: [format("textFormat", "EXT004")],
  textAnnotation: [format("textFormat", "EXT010")],
  scriptTask: [format("scriptFormat", "EXT145")],
  globalScriptTask: [format("scriptLanguage", "EXT145")],
  definitions: [uri("expressionLanguage", "EXT014"), uri("typeLanguage", "EXT014")],
  transaction: [uri("method", "EXT060")],
  extension: [mustUnderstand],
  import: [imported],
  callActivity: [callable],
};
