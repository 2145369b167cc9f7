/**
 * Rules on names and codes that are written as expressions: where one is computed, where it must be constant, where it cannot stand.
 *
 * @module
 */
import { type Check, incoming, isCarriedOut, refer, type Rule, type Rules } from "./context.ts";
import { constantOf, read, shown } from "./expression.ts";
import { isMarked } from "../expression/marked.ts";
import { attr, type Element, flag } from "../xml/element.ts";

/** The name of a message or signal is computed where an instance comes to it. */
const name: Rule = (root, check) => {
  const text = attr(root, "name");
  if (!isMarked(text) || !isCarriedOut(root, check)) return;
  if (!read(check, root, text, { what: "has the name" })) return;
  const found = constantOf(check, root, text);
  if (found === undefined || (typeof found.value === "string" && found.value !== "")) return;
  check.report("EXPRESSION", root, `has the name ${shown(text)}, which gives no text`);
};

/** What starts instances is asked for before there are any variables. */
function starts(reference: string): Rule {
  return (holder, check) => {
    const event = reference === "messageRef" && holder.name === "receiveTask"
      ? holder
      : holder.parent;
    const named = refer(check, attr(holder, reference));
    const text = named === undefined ? "" : attr(named, "name");
    if (event === null || named === undefined || !isMarked(text)) return;
    if (!isCarriedOut(event, check) || !isStart(event, check)) return;
    if (constantOf(check, named, text) !== undefined) return;
    const message = `starts instances by the name ${
      shown(text)
    }, which hangs on variables; write one that does not`;
    check.report("EXPRESSION", event, message);
  };
}

function isStart(event: Element, check: Check): boolean {
  if (event.parent?.name !== "process") return false;
  if (event.name === "startEvent") return true;
  if (event.name === "receiveTask" && flag(event, "instantiate", false)) return true;
  return incoming(check, event).some((flow) => {
    const source = refer(check, attr(flow, "sourceRef"));
    return source?.name === "eventBasedGateway" && flag(source, "instantiate", false);
  });
}

/** What is thrown bears a code that may be computed; what catches tells one as it is written. */
function code(reference: string, attribute: string): Rule {
  return (definition, check) => {
    const named = refer(check, attr(definition, reference));
    const text = named === undefined
      ? ""
      : attr(named, attribute) || attr(named, "name") || attr(named, "id");
    const event = definition.parent;
    if (event === null || !isMarked(text) || !isCarriedOut(event, check)) return;
    const what = `has the ${attribute}`;
    if (!read(check, event, text, { what })) return;
    if (event.name === "endEvent" || event.name === "intermediateThrowEvent") return;
    const message = `catches ${shown(text)}: an expression names no code; write it`;
    check.report("EXPRESSION", event, message);
  };
}

/** Rules by tag. */
export const NAME_RULES: Rules = {
  message: [name],
  signal: [name],
  messageEventDefinition: [starts("messageRef")],
  signalEventDefinition: [starts("signalRef")],
  receiveTask: [starts("messageRef")],
  errorEventDefinition: [code("errorRef", "errorCode")],
  escalationEventDefinition: [code("escalationRef", "escalationCode")],
};
