/**
 * Rules on activities: loops, resources, ad-hoc sub-processes, what may stand in a process (BPMN 2.0.2, 10.3).
 *
 * @module
 */
import { count, incoming, isCarriedOut, refer, type Rule, type Rules } from "./context.ts";
import { ACTIVITIES, CHOREOGRAPHY, CONVERSATION, SUB_PROCESSES } from "../xml/kinds.ts";
import { children, type Element, flag } from "../xml/element.ts";
import { vendorLoop } from "../compile/vendor_loop.ts";

/** EXT041, EXT054, EXT055: one loop marker at most. */
const loops: Rule = (activity, check) => {
  if (count(activity, "standardLoopCharacteristics", "multiInstanceLoopCharacteristics") < 2) {
    return;
  }
  const message = "has two loop markers; keep one";
  check.report("EXT041", activity, message);
  if (!SUB_PROCESSES.has(activity.name)) return;
  check.report("EXT054", activity, message);
  check.report("EXT055", activity, message);
};

/** EXT067, EXT068: a multi-instance activity knows how often, and iterates over an input of its own. */
const multiInstance: Rule = (loop, check) => {
  const activity = loop.parent;
  if (activity === null || !isCarriedOut(activity, check)) return;
  const inputs = children(loop, "loopDataInputRef");
  const told = count(loop, "loopCardinality") + inputs.length;
  if (told === 0 && vendorLoop(loop) === null) {
    check.report("EXT067", activity, "has neither loopCardinality nor loopDataInputRef; add one");
  } else if (told > 1) {
    check.report("EXT067", activity, "has both loopCardinality and loopDataInputRef", "warning");
  }
  for (const one of inputs) {
    const target = refer(check, one.text);
    if (target !== undefined && !isLoopData(target, activity, "dataInput")) {
      check.report("EXT068", activity, `iterates over ${one.text}, which is no data input of it`);
    } else if (target?.name === "dataInput" && !flag(target, "isCollection", false)) {
      check.report("EXT068", activity, `iterates over ${one.text}, which is no list`);
    }
  }
};

/** A data input of the activity; a sub-process, which has none, iterates over a data object around it. */
function isLoopData(target: Element, activity: Element, tag: string): boolean {
  if (target.name !== tag) return /^(dataObject|property)/.test(target.name);
  return target.parent?.parent === activity;
}

/** EXT039: a resource is named or computed. */
const resource: Rule = (role, check) => {
  const named = count(role, "resourceRef"), computed = count(role, "resourceAssignmentExpression");
  if (named > 0 && computed > 0) {
    check.report("EXT039", role, "names a resource and computes one; keep one of the two");
  }
  if (computed > 0 && count(role, "resourceParameterBinding") > 0) {
    check.report("EXT040", role, "binds parameters of a resource that it does not name");
  }
};

/** EXT036, EXT056, EXT062: choreographies and conversations stand in no process. */
const foreign: Rule = (element, check) => {
  const around = element.parent;
  if (around === null) return;
  const rule = around.name === "process"
    ? "EXT036"
    : around.name === "adHocSubProcess"
    ? "EXT062"
    : SUB_PROCESSES.has(around.name)
    ? "EXT056"
    : undefined;
  if (rule !== undefined) {
    check.report(rule, element, `is a ${element.name}: it cannot be in a process`);
  }
};

/** EXT061, EXT062: what an ad-hoc sub-process holds. */
const adHoc: Rule = (scope, check) => {
  if (!scope.children.some((one) => ACTIVITIES.has(one.name))) {
    check.report("EXT061", scope, "is an ad-hoc sub-process without activity; add one");
  }
  for (const event of children(scope, "startEvent", "endEvent")) {
    check.report("EXT062", event, `is a ${event.name}: it cannot be in an ad-hoc sub-process`);
  }
};

/** EXT049: an instantiating receive task has no flow before it. */
const receive: Rule = (task, check) => {
  if (flag(task, "instantiate", false) && incoming(check, task).length > 0) {
    check.report("EXT049", task, "creates an instance, and has an incoming sequence flow");
  }
};

/** EXT078: properties belong to processes, activities and events. */
const property: Rule = (element, check) => {
  const around = element.parent?.name ?? "";
  if (around === "process" || ACTIVITIES.has(around) || around.endsWith("Event")) return;
  check.report("EXT078", element, `is a property of a ${around}, which can have none`);
};

/** EXT079: a sub-process has no data inputs and outputs of its own. */
const ioSpecification: Rule = (specification, check) => {
  if (SUB_PROCESSES.has(specification.parent?.name ?? "")) {
    const message = "belongs to a sub-process, which has no inputs and outputs of its own";
    check.report("EXT079", specification, message);
  }
};

/** Rules by tag. */
export const ACTIVITY_RULES: Rules = {
  ...Object.fromEntries([...ACTIVITIES].map((tag) => [tag, [loops]])),
  adHocSubProcess: [loops, adHoc],
  receiveTask: [loops, receive],
  multiInstanceLoopCharacteristics: [multiInstance],
  ...Object.fromEntries([...CHOREOGRAPHY, ...CONVERSATION].map((tag) => [tag, [foreign]])),
  ...Object.fromEntries(
    ["performer", "humanPerformer", "potentialOwner", "resourceRole"].map((
      tag,
    ) => [tag, [resource]]),
  ),
  property: [property],
  ioSpecification: [ioSpecification],
};
