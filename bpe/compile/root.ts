/**
 * Root elements, collaborations, lanes and artifacts of the parsed model to those of a definition.
 *
 * @module
 */
import { expression, number, refer, type Tables } from "./tables.ts";
import {
  type Artifact,
  type Collaboration,
  type Lane,
  type MessageEnd,
  NONE,
  type Participant,
  type Roots,
  type Subscription,
} from "../definition/definition.ts";
import {
  attr,
  child,
  children,
  type Element,
  flag,
  localName,
  texts,
  walk,
} from "../xml/element.ts";
import { extension } from "./vendor.ts";

const EMPTY = { language: "", text: "" };

/** The tables of root elements. */
export function roots(found: Tables): Roots {
  const { listed } = found;
  return {
    messages: listed.messages.map((one) => {
      const subscription = extension(one, "subscription");
      const correlation = subscription === undefined ? "" : attr(subscription, "correlationKey");
      return { ...named(one), item: refer(found, "items", attr(one, "itemRef")), correlation };
    }),
    signals: listed.signals.map(named),
    errors: listed.errors.map((one) => ({ ...named(one), code: attr(one, "errorCode") })),
    escalations: listed.escalations
      .map((one) => ({ ...named(one), code: attr(one, "escalationCode") })),
    items: listed.items.map((one) => ({
      id: attr(one, "id"),
      structure: attr(one, "structureRef"),
      isCollection: flag(one, "isCollection", false),
    })),
    operations: listed.operations.map((one) => ({
      ...named(one),
      interface: one.parent === null ? "" : attr(one.parent, "name"),
      implementation: attr(one, "implementationRef"),
      input: refer(found, "messages", texts(one, "inMessageRef")[0]),
      output: refer(found, "messages", texts(one, "outMessageRef")[0]),
      errors: texts(one, "errorRef").map((name) => refer(found, "errors", name)),
    })),
    resources: listed.resources.map(named),
    correlationProperties: listed.correlationProperties.map((one) => ({
      ...named(one),
      retrievals: children(one, "correlationPropertyRetrievalExpression").map((each) => ({
        message: refer(found, "messages", attr(each, "messageRef")),
        path: expression(found, child(each, "messagePath")) ?? EMPTY,
      })),
    })),
  };
}

function named(element: Element): { id: string; name: string } {
  return { id: attr(element, "id"), name: attr(element, "name") };
}

/** What the file's collaborations say, and the elements of its keys and participants for later references. */
export function collaboration(
  found: Tables,
): Collaboration & { readonly keyPlaces: ReadonlyMap<string, number> } {
  const all = children(found.root, "collaboration");
  const participants = all.flatMap((one) => children(one, "participant"));
  const place = new Map(participants.map((one, i) => [attr(one, "id"), i]));
  const keys = all.flatMap((one) =>
    [...walk(one)].filter((each) => each.name === "correlationKey")
  );
  const end = (name: string): MessageEnd => ({
    node: refer(found, "nodes", name),
    participant: place.get(localName(name)) ?? NONE,
  });
  return {
    participants: participants.map((one) => participant(found, one)),
    messageFlows: all.flatMap((one) => children(one, "messageFlow")).map((one) => ({
      ...named(one),
      source: end(attr(one, "sourceRef")),
      target: end(attr(one, "targetRef")),
      message: refer(found, "messages", attr(one, "messageRef")),
    })),
    keys: keys.map((one) => ({
      ...named(one),
      properties: texts(one, "correlationPropertyRef")
        .map((name) => refer(found, "correlationProperties", name)),
    })),
    keyPlaces: new Map(keys.map((one, i) => [attr(one, "id"), i])),
  };
}

function participant(found: Tables, element: Element): Participant {
  const many = child(element, "participantMultiplicity");
  const maximum = many === undefined ? "" : attr(many, "maximum");
  return {
    ...named(element),
    process: refer(found, "processes", attr(element, "processRef")),
    multiplicity: many === undefined ? null : {
      minimum: Number(attr(many, "minimum") || 0),
      maximum: maximum === "" ? null : Number(maximum),
    },
  };
}

/** The correlation subscriptions of a process. */
export function subscriptions(
  found: Tables,
  process: Element,
  keyPlaces: ReadonlyMap<string, number>,
): Subscription[] {
  return children(process, "correlationSubscription").map((one) => ({
    id: attr(one, "id"),
    key: keyPlaces.get(localName(attr(one, "correlationKeyRef"))) ?? NONE,
    bindings: children(one, "correlationPropertyBinding").map((each) => ({
      property: refer(found, "correlationProperties", attr(each, "correlationPropertyRef")),
      path: expression(found, child(each, "dataPath")) ?? EMPTY,
    })),
  }));
}

/** The lanes of all processes; a parent stands before its children. */
export function lanes(found: Tables): Lane[] {
  return found.listed.lanes.map((element, index) => {
    const set = element.parent;
    let process: Element | null = element;
    while (process !== null && process.name !== "process") process = process.parent;
    return {
      ...named(element),
      index,
      process: process === null ? NONE : number(found, "processes", process),
      parent: set?.parent?.name === "lane" ? number(found, "lanes", set.parent) : NONE,
      nodes: texts(element, "flowNodeRef").map((name) => refer(found, "nodes", name))
        .filter((one) => one !== NONE),
    };
  });
}

const ARTIFACT_KINDS = ["textAnnotation", "group", "association"] as const;

/** The text annotations, groups and associations of processes and collaborations. */
export function artifacts(found: Tables): Artifact[] {
  const made: Artifact[] = [];
  for (const one of walk(found.root)) {
    const kind = ARTIFACT_KINDS.find((each) => each === one.name);
    if (kind === undefined) continue;
    const category = found.ids.get(localName(attr(one, "categoryValueRef")));
    const direction = (["One", "Both"] as const)
      .find((each) => each === attr(one, "associationDirection"));
    made.push({
      id: attr(one, "id"),
      kind,
      text: child(one, "text")?.text ?? (category === undefined ? "" : attr(category, "value")),
      source: localName(attr(one, "sourceRef")),
      target: localName(attr(one, "targetRef")),
      direction: direction ?? "None",
    });
  }
  return made;
}
