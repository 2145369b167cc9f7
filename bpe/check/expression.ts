/**
 * Rules on the texts of expressions: what is not one is told when the file is read, not when an instance comes to it (BPMN 2.0.2, 8.4.6).
 *
 * @module
 */
import {
  type Check,
  isCarriedOut,
  refer,
  type Rule,
  type Rules,
  type Severity,
} from "./context.ts";
import { attr, child, children, type Element, flag, localName } from "../xml/element.ts";
import { isMarked, isPersonName } from "../expression/marked.ts";

/** Reads an expression; one that cannot be read is reported at its element. Tells whether it can. */
export function read(
  check: Check,
  at: Element,
  text: string,
  { what = "is", severity }: Reading = {},
): boolean {
  const language = languageOf(check, at);
  const why = faultOf(check, text, language);
  if (why === undefined) return true;
  const message = `${what} ${shown(text)}, which is no expression: ${why}`;
  if (isOther(language) && !isMarked(text)) {
    const other = `${what} ${shown(text)} in ${language}, which is not evaluated here: ${why}`;
    check.report("EXPRESSION", at, other, "warning");
    return false;
  }
  check.report("EXPRESSION", at, message, severity);
  return false;
}

/**
 * The value of an expression that hangs on nothing; undefined where it may hang on variables or on the time, or nobody can tell. One
 * that cannot be evaluated gives the error.
 */
export function constantOf(
  check: Check,
  at: Element,
  text: string,
): { readonly value: unknown } | undefined {
  try {
    return check.expressions?.constant?.({ language: languageOf(check, at), text }, check.names);
  } catch (error) {
    return { value: error };
  }
}

function languageOf(check: Check, at: Element): string {
  return attr(at, "language") || attr(check.root, "expressionLanguage");
}

/** How a fault of an expression is told. */
export interface Reading {
  /** What stands before the text in the message. */
  readonly what?: string;
  /** Another severity than that of an error. */
  readonly severity?: Severity;
}

/** Why a text is no expression; undefined where it is one, or the evaluator cannot tell. */
function faultOf(check: Check, text: string, language: string): string | undefined {
  try {
    check.expressions?.check?.({ language, text }, check.names);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** How a message shows a text. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

/** A language of other engines. Many tools name XPath, the default of the standard, whatever they write; what they mark is FEEL or JUEL. */
function isOther(language: string): boolean {
  return language !== "" && !/feel|juel/i.test(language);
}

/** An expression that is evaluated whenever something comes to it. */
const evaluated: Rule = (expression, check) => {
  if (expression.text !== "" && isCarriedOut(expression, check)) {
    read(check, expression, expression.text);
  }
};

/** The condition of a flow, unless nobody asks it: at a default flow, and behind gateways that choose nothing. */
const flowCondition: Rule = (condition, check) => {
  const flow = condition.parent;
  const source = flow === null ? undefined : refer(check, attr(flow, "sourceRef"));
  if (flow === null || source === undefined) return;
  if (source.name === "parallelGateway" || source.name === "eventBasedGateway") return;
  if (localName(attr(source, "default")) === attr(flow, "id")) return;
  evaluated(condition, check);
};

/** Whoever is assigned: a name, or an expression. */
const assignment: Rule = (expression, check) => {
  const [inner] = children(expression, "formalExpression", "expression");
  const { text } = inner ?? expression;
  if (text === "" || isPersonName(text) || !isCarriedOut(expression, check)) return;
  read(check, inner ?? expression, text);
};

/** EXT053: a script says its format (10.3.3). In FEEL it can be read; without a format it is FEEL too, unless a handler takes it. */
const script: Rule = (task, check) => {
  const own = child(task, "script");
  const language = attr(task, "scriptFormat") || attr(task, "scriptLanguage");
  if (own === undefined || own.text === "" || !isCarriedOut(task, check)) return;
  if (/feel/i.test(language)) return void read(check, own, own.text);
  if (language !== "") return;
  check.report(
    "EXT053",
    task,
    "has a script without scriptFormat, which is taken for FEEL; write one",
  );
  const why = faultOf(check, own.text, "");
  if (why === undefined) return;
  const message =
    `has a script of no scriptFormat that is no FEEL (${why}); only a handler runs it`;
  check.report("SCRIPT", task, message, "warning");
};

/** EXT035: an executable process is private (10.2.1). */
const isPrivate: Rule = (process, check) => {
  if (!flag(process, "isExecutable", false) || attr(process, "processType") !== "Public") return;
  check.report(
    "EXT035",
    process,
    "is executable and public; write Private, or leave processType out",
  );
};

/** Rules by tag. */
export const EXPRESSION_RULES: Rules = {
  conditionExpression: [flowCondition],
  loopCardinality: [evaluated],
  loopCondition: [evaluated],
  completionCondition: [evaluated],
  activationCondition: [evaluated],
  condition: [evaluated],
  transformation: [evaluated],
  from: [evaluated],
  messagePath: [evaluated],
  dataPath: [evaluated],
  resourceAssignmentExpression: [assignment],
  scriptTask: [script],
  globalScriptTask: [script],
  process: [isPrivate],
};
