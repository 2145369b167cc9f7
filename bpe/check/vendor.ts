/**
 * Rules on what vendors' extensions say that an engine carries out: mappings, collections, keys, persons and dates.
 *
 * @module
 */
import { type Check, isCarriedOut, type Rule, type Rules } from "./context.ts";
import { constantOf, read, shown } from "./expression.ts";
import { extension, vendor } from "../compile/vendor.ts";
import { vendorLoop } from "../compile/vendor_loop.ts";
import { isPlace } from "../engine/data/variables.ts";
import { isComputedTopic } from "../engine/wait/name.ts";
import { momentOf } from "../engine/wait/timer.ts";
import { isMarked, listed } from "../expression/marked.ts";
import type { Vendor } from "../definition/vendor.ts";
import { attr, type Element } from "../xml/element.ts";
import { FLOW_NODES } from "../xml/kinds.ts";

/** Mappings are expressions; so are persons, priorities and dates that are marked as such. */
const node: Rule = (element, check) => {
  const said = isCarriedOut(element, check) ? vendor(element) : null;
  if (said === null) return;
  for (const { source, target } of [...said.inputs, ...said.outputs]) {
    const what = `gives ${target || "a variable"} the value`;
    if (target !== "" && !isPlace(target)) {
      const message = `writes ${shown(target)}, which is no place: a name is missing in it`;
      check.report("EXPRESSION", element, message);
    }
    // What is not marked may be meant as a text.
    read(check, element, source, { what, ...isMarked(source) ? {} : { severity: "warning" } });
  }
  if (/^(userTask|manualTask)$/.test(element.name)) task(element, said, check);
  literal(element, said, check);
  if (said.retries !== "" && !isMarked(said.retries) && !/^\s*R?\d{1,3}\b/.test(said.retries)) {
    const message = `has retries ${
      shown(said.retries)
    }, which is no number: those of the runtime hold`;
    check.report("RETRIES", element, message, "warning");
  }
};

/** What may be computed elsewhere; here a topic is, and the rest stands for itself. */
function literal(element: Element, said: Vendor, check: Check): void {
  if (isComputedTopic(said)) read(check, element, said.topic, { what: "has the topic" });
  const adHoc = extension(element, "adHoc");
  const texts = [
    ["retries", said.retries],
    ["the decision", said.decision],
    ["the active elements", adHoc === undefined ? "" : attr(adHoc, "activeElementsCollection")],
    // The name of a delegate of Camunda 7, `${bean}`, is what its handler is found by.
    ...said.listeners.map(({ implementation }) =>
      ["the listener", /^\s*=/.test(implementation) ? implementation : ""] as const
    ),
  ] as const;
  for (const [what, text] of texts) {
    if (!isMarked(text) || !read(check, element, text, { what: `has ${what}` })) continue;
    const then = what === "retries" ? "those of the runtime hold" : "it stands for itself";
    const message = `has ${what} ${shown(text)}, which is not evaluated: ${then}`;
    check.report("EXPRESSION", element, message, "warning");
  }
}

function task(element: Element, said: Vendor, check: Check): void {
  const persons = [...listed(said.candidateUsers), ...listed(said.candidateGroups)];
  for (const text of [said.assignee, said.priority, ...persons]) {
    if (isMarked(text)) read(check, element, text, { what: "is assigned by" });
  }
  for (const text of [said.dueDate, said.followUpDate]) {
    const found = isMarked(text) && read(check, element, text, { what: "is due at" })
      ? constantOf(check, element, text)
      : undefined;
    const isWrong = isMarked(text) ? found !== undefined : text !== "";
    if (isWrong && momentOf(found === undefined ? text : found.value, 0) === undefined) {
      const message = `is due at ${shown(text)}: give ISO 8601, as 2030-01-31T12:00:00Z or P3D`;
      check.report("EXPRESSION", element, message);
    }
  }
}

/** The collection that a multi-instance runs over, and what it collects. */
const loop: Rule = (element, check) => {
  const said = isCarriedOut(element, check) ? vendorLoop(element) : null;
  if (said === null) return;
  read(check, element, said.collection, { what: "runs over" });
  if (said.outputElement !== "") read(check, element, said.outputElement, { what: "collects" });
};

/** The key that messages are told apart by. */
const message: Rule = (element, check) => {
  const subscription = extension(element, "subscription");
  const key = subscription === undefined ? "" : attr(subscription, "correlationKey");
  if (key !== "" && isCarriedOut(element, check)) {
    read(check, element, key, { what: "is correlated by" });
  }
};

/** FEEL in an extension of a script task. */
const script: Rule = (element, check) => {
  const own = extension(element, "script");
  if (own === undefined || !isCarriedOut(element, check)) return;
  read(check, element, attr(own, "expression"), { what: "has the script" });
};

/** CALL: what is called is named by its id, in the attribute of the standard or in an extension; a name that is computed is none. */
const called: Rule = (activity, check) => {
  if (!isCarriedOut(activity, check)) return;
  const own = extension(activity, "calledElement");
  const name = attr(activity, "calledElement") || (own === undefined ? "" : attr(own, "processId"));
  if (name === "") {
    return check.report("CALL", activity, "calls nothing; give it a calledElement", "warning");
  }
  if (!isMarked(name)) return;
  check.report(
    "CALL",
    activity,
    `calls ${shown(name)}: an expression names no process; write its id`,
  );
};

/** Rules by tag. */
export const VENDOR_RULES: Rules = {
  ...Object.fromEntries([...FLOW_NODES].map((tag) => [tag, [node]])),
  multiInstanceLoopCharacteristics: [loop],
  message: [message],
  scriptTask: [node, script],
  callActivity: [node, called],
};
