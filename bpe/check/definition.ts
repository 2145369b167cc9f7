/**
 * Rules on event definitions and expressions: what an engine needs to carry them out (BPMN 2.0.2, 8.4.6, 10.5.5).
 *
 * @module
 */
import {
  type Check,
  count,
  isCarriedOut,
  isExecutable,
  isTyped,
  refer,
  type Rule,
  type Rules,
} from "./context.ts";
import { attr, child, children, type Element, xsiType } from "../xml/element.ts";

/** EXT012, EXT013: an expression that is carried out is formal, and says something. */
function formal(code = false): Rule {
  return (expression, check) => {
    if (!isCarriedOut(expression, check)) return;
    const isFormal = xsiType(expression) === "tFormalExpression" ||
      (code && isCode(expression.text));
    if (!isFormal && isExecutable(expression)) {
      check.report(
        "EXT012",
        expression,
        'is no formal expression; add xsi:type="tFormalExpression"',
      );
    }
    if (expression.text === "" && expression.children.length === 0) {
      check.report("EXT013", expression, "is empty");
    }
  };
}

/** Whether a text that is not said to be formal is plainly one all the same: it has an operator, a number, a call. */
function isCode(text: string): boolean {
  return /[\d<>=!()"'$#{}[\]+*]|\b(not|and|or|true|false)\b/.test(text);
}

/** EXT013: an expression that is formal by its place says something. */
const said: Rule = (expression, check) => {
  if (expression.text === "" && expression.children.length === 0) {
    check.report("EXT013", expression, "is empty");
  }
};

/** EXT071: whether to go on is yes or no; so is every condition. */
function truth(rule: string): Rule {
  return (expression, check) => {
    if (/^(-?\d+(\.\d+)?|"[^"]*")$/.test(expression.text) && isCarriedOut(expression, check)) {
      check.report(rule, expression, `is ${expression.text}, which is neither true nor false`);
    }
  };
}

/** A timer says one time. */
const timer: Rule = (definition, check) => {
  if (!isCarriedOut(definition, check)) return;
  if (count(definition, "timeDate", "timeDuration", "timeCycle") === 1) return;
  check.report("EXT146", definition, "must have one of timeDate, timeDuration and timeCycle");
};

/** EXT123: a condition is formal and says something. */
const conditional: Rule = (definition, check) => {
  if (!isCarriedOut(definition, check)) return;
  const condition = child(definition, "condition");
  if (condition === undefined || condition.text === "") {
    check.report("EXT123", definition, "has no condition; write one");
  } else if (isExecutable(definition) && xsiType(condition) !== "tFormalExpression") {
    const message = 'has no formal condition; add xsi:type="tFormalExpression"';
    check.report("EXT123", definition, message, "warning");
  }
};

/**
 * EXT127, EXT128: an operation goes with its message, and a message of a declared type with its operation. Events that say
 * neither, and messages known by name only, are what most tools write: they are accepted.
 */
const message: Rule = (definition, check) => {
  if (!isTyped(definition, check)) return;
  const operation = child(definition, "operationRef");
  const message = refer(check, attr(definition, "messageRef"));
  if (message === undefined && operation !== undefined && attr(definition, "messageRef") === "") {
    check.report("EXT127", eventOf(definition), "has a message event without messageRef");
  }
  if (message !== undefined && attr(message, "itemRef") !== "" && operation === undefined) {
    check.report("EXT128", eventOf(definition), "has a message event without operationRef");
  }
};

/** EXT131: a signal event knows its signal. */
const signal: Rule = (definition, check) => {
  if (isCarriedOut(definition, check) && attr(definition, "signalRef") === "") {
    check.report("EXT131", eventOf(definition), "has a signal event without signalRef");
  }
};

/** EXT011, EXT124: what is thrown bears a code. */
function coded(reference: string, code: string, rule: string): Rule {
  return (definition, check) => {
    const event = eventOf(definition);
    const throws = event.name === "endEvent" || event.name === "intermediateThrowEvent";
    if (!throws || !isExecutable(definition)) return;
    const target = refer(check, attr(definition, reference));
    // An error without reference is one that only a handler of any error catches: so write tools that leave types out.
    if (target === undefined && rule === "EXT124" && attr(check.root, "typeLanguage") === "") {
      return;
    }
    if (target === undefined || attr(target, code) === "") {
      check.report(rule, event, `throws without ${code}; refer to one that has it`);
    }
  };
}

function eventOf(definition: Element): Element {
  return definition.parent ?? definition;
}

/** EXT072: the events of a multi-instance behaviour are given where they are asked for. */
const behavior: Rule = (loop, check) => {
  const name = attr(loop, "behavior");
  const needed = name === "One"
    ? "oneBehaviorEventRef"
    : name === "None"
    ? "noneBehaviorEventRef"
    : "";
  if (needed !== "" && attr(loop, needed) === "") {
    check.report("EXT072", loop, `has behavior ${name} and no ${needed}`);
  }
  if (name === "Complex" && children(loop, "complexBehaviorDefinition").length === 0) {
    check.report("EXT073", loop, "has behavior Complex and no complexBehaviorDefinition");
  }
};

/** EXT013: a complex behaviour has a condition. */
const complex: Rule = (definition, check: Check) => {
  const condition = child(definition, "condition");
  if (condition === undefined || condition.text === "") {
    check.report("EXT013", definition, "has no condition; write one");
  }
};

/** How often an activity runs is a whole number. */
const whole: Rule = (expression, check) => {
  const { text } = expression;
  if (!/^(-?[\d.]+|"[^"]*")$/.test(text) || /^\d+(\.0*)?$/.test(text)) return;
  if (!isCarriedOut(expression, check)) return;
  check.report("EXPRESSION", expression, `is ${text}; write a whole number from 0`);
};

/** XSD: what a key is made of says where its value is found. */
function needs(tag: string): Rule {
  return (element, check) => {
    if (child(element, tag) === undefined) check.report("XSD", element, `has no ${tag}; add one`);
  };
}

/** Rules by tag. */
export const DEFINITION_RULES: Rules = {
  activationCondition: [formal(true), truth("EXPRESSION")],
  loopCardinality: [formal(true), whole],
  loopCondition: [formal(true), truth("EXT071")],
  completionCondition: [formal(true), truth("EXT071")],
  conditionExpression: [formal(true), truth("EXPRESSION")],
  condition: [truth("EXPRESSION")],
  timeDate: [formal()],
  timeCycle: [formal()],
  timeDuration: [formal()],
  from: [formal(true)],
  to: [formal(true)],
  transformation: [formal(true)],
  correlationProperty: [needs("correlationPropertyRetrievalExpression")],
  correlationPropertyRetrievalExpression: [needs("messagePath")],
  correlationPropertyBinding: [needs("dataPath")],
  messagePath: [said],
  dataPath: [said],
  timerEventDefinition: [timer],
  conditionalEventDefinition: [conditional],
  messageEventDefinition: [message],
  signalEventDefinition: [signal],
  escalationEventDefinition: [coded("escalationRef", "escalationCode", "EXT011")],
  errorEventDefinition: [coded("errorRef", "errorCode", "EXT124")],
  multiInstanceLoopCharacteristics: [behavior],
  complexBehaviorDefinition: [complex],
};
