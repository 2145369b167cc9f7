/**
 * Events of the parsed model to those of a definition.
 *
 * @module
 */
import { expression, refer, type Tables } from "./tables.ts";
import { type Event, type EventDefinition, NONE } from "../definition/definition.ts";
import { EVENT_DEFINITIONS } from "../xml/kinds.ts";
import { attr, child, type Element, flag, isBpmn, localName, texts } from "../xml/element.ts";

/** What an event has beyond a node. */
export function event(found: Tables, element: Element, links: Links): Event {
  const definitions = definitionsOf(found, element).map((one) =>
    eventDefinition(found, one, element, links)
  );
  const kinds = definitions.map((one) => one.kind);
  const first = kinds[0];
  return {
    trigger: first === undefined ? "none" : kinds.length > 1 ? "multiple" : first,
    catching: !/Throw|end/.test(element.name),
    interrupting: interrupts(element, kinds),
    parallelMultiple: flag(element, "parallelMultiple", false),
    attachedTo: refer(found, "nodes", attr(element, "attachedToRef")),
    definitions,
  };
}

/** Nodes that catch a link, by scope element and name. */
export type Links = ReadonlyMap<Element, Readonly<Record<string, number>>>;

function interrupts(element: Element, kinds: readonly string[]): boolean {
  if (kinds.includes("error") || kinds.includes("cancel")) return true;
  if (kinds.includes("compensation") && !/Throw|end/.test(element.name)) return false;
  return flag(
    element,
    element.name === "boundaryEvent" ? "cancelActivity" : "isInterrupting",
    true,
  );
}

/** Own event definitions, then referenced ones. */
export function definitionsOf(found: Tables, element: Element): Element[] {
  const own = element.children.filter((one) => isBpmn(one) && one.name in EVENT_DEFINITIONS);
  const referenced = texts(element, "eventDefinitionRef")
    .map((name) => found.ids.get(localName(name)))
    .filter((one): one is Element => one !== undefined && one.name in EVENT_DEFINITIONS);
  return [...own, ...referenced];
}

/** One event definition, thrown or caught by `holder`. */
export function eventDefinition(
  found: Tables,
  element: Element,
  holder: Element,
  links: Links,
): EventDefinition {
  const id = attr(element, "id");
  switch (element.name) {
    case "messageEventDefinition":
      return { kind: "message", id, ...message(found, element) };
    case "timerEventDefinition":
      return timer(found, element, id);
    case "errorEventDefinition":
      return { kind: "error", id, error: refer(found, "errors", attr(element, "errorRef")) };
    case "escalationEventDefinition": {
      const escalation = refer(found, "escalations", attr(element, "escalationRef"));
      return { kind: "escalation", id, escalation };
    }
    case "signalEventDefinition":
      return { kind: "signal", id, signal: refer(found, "signals", attr(element, "signalRef")) };
    case "conditionalEventDefinition": {
      const condition = expression(found, child(element, "condition"));
      return { kind: "conditional", id, condition: condition ?? { language: "", text: "" } };
    }
    case "linkEventDefinition":
      return { kind: "link", id, ...link(found, element, holder, links) };
    case "compensateEventDefinition": {
      const activity = refer(found, "nodes", attr(element, "activityRef"));
      return { kind: "compensation", id, activity, wait: flag(element, "waitForCompletion", true) };
    }
    case "cancelEventDefinition":
      return { kind: "cancel", id };
    default:
      return { kind: "terminate", id };
  }
}

/** The message and operation of a task or event; an operation alone tells its message. */
export function message(
  found: Tables,
  element: Element,
): { readonly message: number; readonly operation: number } {
  const named = attr(element, "operationRef") || texts(element, "operationRef")[0];
  const operation = found.ids.get(localName(named ?? ""));
  const own = refer(found, "messages", attr(element, "messageRef"));
  const implied = refer(found, "messages", texts(operation, "inMessageRef")[0]);
  return { message: own === NONE ? implied : own, operation: refer(found, "operations", named) };
}

function timer(found: Tables, element: Element, id: string): EventDefinition {
  const date = child(element, "timeDate"), duration = child(element, "timeDuration");
  const time = date ?? duration ?? child(element, "timeCycle");
  return {
    kind: "timer",
    id,
    timer: duration === time && time !== undefined
      ? "duration"
      : time?.name === "timeCycle"
      ? "cycle"
      : "date",
    time: expression(found, time) ?? { language: "", text: "" },
  };
}

function link(
  found: Tables,
  element: Element,
  holder: Element,
  links: Links,
): { readonly name: string; readonly target: number } {
  const name = linkName(element, holder);
  if (holder.name !== "intermediateThrowEvent") return { name, target: NONE };
  const [named] = texts(element, "target");
  const definition = found.ids.get(localName(named ?? ""));
  const target = definition?.parent === null || definition === undefined
    ? holder.parent === null ? undefined : links.get(holder.parent)?.[name]
    : found.numbers.nodes.get(definition.parent);
  return { name, target: target ?? NONE };
}

/** The name of a link: its own, else its event's. */
export function linkName(element: Element, holder: Element): string {
  return attr(element, "name") || attr(holder, "name");
}
