/**
 * Rules on links: they find each other in one scope (BPMN 2.0.2, 10.5.4, 10.5.5).
 *
 * @module
 */
import { type Check, eventDefinitions, refer, type Rule, type Rules } from "./context.ts";
import { attr, type Element, localName, texts } from "../xml/element.ts";

/** The catching link definition that a throwing one means: by reference, else by name in the same scope. */
export function linkTarget(link: Element, event: Element, check: Check): Element | undefined {
  const named = texts(link, "target")[0];
  if (named !== undefined && named !== "") {
    const target = refer(check, named);
    return target?.name === "linkEventDefinition" ? target : undefined;
  }
  const name = attr(link, "name") || attr(event, "name");
  return event.parent === null ? undefined : check.links.get(event.parent)?.get(name);
}

/** EXT118, EXT124, EXT125, EXT126: links find each other in one scope, and a link has one target. */
const links: Rule = (event, check) => {
  if (event.name !== "intermediateThrowEvent") {
    catchingLink(event, check);
    notThrown(event, check);
    return onlyTarget(event, check);
  }
  for (const link of eventDefinitions(check, event)) {
    if (link.name !== "linkEventDefinition") continue;
    const target = linkTarget(link, event, check);
    if (target === undefined) {
      check.report("EXT125", event, "throws a link that no event catches; name its target");
    } else if (target.parent?.parent !== event.parent) {
      check.report("EXT126", event, "throws a link to another scope");
    } else {
      const sources = texts(target, "source").map(localName);
      if (sources.length > 0 && !sources.includes(attr(link, "id"))) {
        check.report("EXT118", event, `throws a link to one that does not name it as source`);
      }
    }
  }
};

/** Two events that catch the same link: its token would have two ways. */
function onlyTarget(event: Element, check: Check): void {
  for (const link of eventDefinitions(check, event)) {
    const name = attr(link, "name");
    if (link.name !== "linkEventDefinition" || name === "" || event.parent === null) continue;
    const first = check.links.get(event.parent)?.get(name);
    // Links that name their sources are told apart by them.
    if (first === undefined || first === link || texts(link, "source").length > 0) continue;
    check.report("EXT118", event, `catches the link ${name}, which another event catches already`);
  }
}

/** EXT124: a link that is caught is thrown (10.5.4): what follows it is never reached else. */
function notThrown(event: Element, check: Check): void {
  for (const link of eventDefinitions(check, event)) {
    if (link.name !== "linkEventDefinition" || check.thrownLinks.has(link)) continue;
    const name = attr(link, "name") || attr(event, "name");
    check.report("EXT124", event, `catches the link ${name}, which no event throws`);
  }
}

function catchingLink(event: Element, check: Check): void {
  for (const link of eventDefinitions(check, event)) {
    for (const name of link.name === "linkEventDefinition" ? texts(link, "source") : []) {
      const source = refer(check, name);
      if (source?.name !== "linkEventDefinition") continue;
      const targets = texts(source, "target").map(localName);
      if (targets.length > 0 && !targets.includes(attr(link, "id"))) {
        check.report("EXT118", event, `names ${name} as its source, which has another target`);
      }
    }
  }
}

/** Rules by tag. */
export const LINK_RULES: Rules = {
  intermediateCatchEvent: [links],
  intermediateThrowEvent: [links],
};
