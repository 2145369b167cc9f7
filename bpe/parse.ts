/**
 * From a BPMN 2.0 XML file to a definition.
 *
 * @module
 */
import { fields, misfit } from "./argument.ts";
import { violations } from "./check/check.ts";
import type { CheckOptions, Severity, Violation } from "./check/context.ts";
import { compile } from "./compile/compile.ts";
import type { Definition } from "./definition/definition.ts";
import { BpeError, type BpeErrorPlace } from "./error.ts";
import { type Expressions, expressions } from "./expression/expression.ts";
import { attr, type Element, isBpmn, label, walk } from "./xml/element.ts";
import { parseXml, type XmlLimits } from "./xml/xml.ts";
import { placeOf } from "./xml/line.ts";

export type { Severity } from "./check/context.ts";
export type { XmlLimits } from "./xml/xml.ts";

/** How a file is read. */
export interface ParseOptions extends Partial<XmlLimits> {
  /** True: the file is refused for every rule of the standard that it breaks, not only for what cannot be executed. */
  readonly strict?: boolean;
  /** True: processes that do not say whether they are executable count as such, as they do for `deploy`. */
  readonly deploying?: boolean;
  /**
   * Who will evaluate the file's expressions, and so reads them now: FEEL where not said. One that has no `check` is not asked,
   * and what it cannot read is an incident of the instance that comes to it.
   */
  readonly expressions?: Expressions;
}

/** What is wrong with a file, and where. */
export interface Problem {
  /** The id of the element, or its tag and the nearest id around it. */
  readonly element: string;
  /**
   * The rule: `EXT` and a number as in the constraints of BPMN conformance testing, `REF`, `XSD`, `START` or `HANDLER`; beyond the
   * standard `EXPRESSION` for what is none, `CALL` for a process whose name is computed, and as warnings `RETRIES`, `SCRIPT` and `TOPIC`.
   */
  readonly rule: string;
  /** `error`: the file is refused for it; `warning`: it is accepted, and may not do what is drawn. */
  readonly severity: Severity;
  /** What is wrong and what to do, to be read after the element. */
  readonly message: string;
  /** Line in the file, from 1. */
  readonly line: number | undefined;
  /** Column in the file, from 1. */
  readonly column: number | undefined;
}

/**
 * Compiles a BPMN 2.0 XML file. Any prefix may stand for the BPMN namespace; vendor extensions are kept as data; nothing
 * is evaluated. What is untidy, and what is wrong in a process that is not executable, is accepted.
 *
 * @param file Its text, or its bytes in the encoding that its XML declaration tells (UTF-8 without one).
 * @param options Whether every rule is kept, who reads expressions, and bounds on size, depth and number of elements.
 * @throws {BpeError} `config` for a bound that is none; `limit` beyond one; `xml` where it is not well-formed or has a document type; `rule` where it
 * cannot be executed: the most telling reason, with element, rule and line. {@link problems} lists all.
 *
 * @example
 * ```ts
 * import { parse } from "@n2o/n2o/bpe";
 * const definition = parse(`
 *   <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:leave">
 *     <process id="leave" isExecutable="true">
 *       <startEvent id="asked"/> <userTask id="approve"/> <endEvent id="done"/>
 *       <sequenceFlow id="a" sourceRef="asked" targetRef="approve"/>
 *       <sequenceFlow id="b" sourceRef="approve" targetRef="done"/>
 *     </process>
 *   </definitions>`);
 * if (definition.nodes.map((one) => one.kind).join() !== "startEvent,userTask,endEvent") throw definition;
 * ```
 */
export function parse(file: string | Uint8Array, options: ParseOptions = {}): Definition {
  return inspect(file, options).definition;
}

/**
 * What is wrong with a BPMN file, at most 100 errors and 100 warnings, the most telling first; {@link parse} accepts it where none
 * is an error.
 *
 * @throws {BpeError} `config`, `limit` and `xml` as {@link parse}.
 *
 * @example
 * ```ts
 * import { problems } from "@n2o/n2o/bpe";
 * const file = `
 *   <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:leave">
 *     <process id="leave" isExecutable="true"><startEvent id="asked"/></process>
 *   </definitions>`;
 * const found = problems(file).map(({ rule, severity, element, line }) => [rule, severity, element, line].join(" "));
 * if (found.join() !== "EXT105 warning asked 3,EXT101 warning asked 3") throw found;
 * if (!problems(file, { strict: true }).every(({ severity }) => severity === "error")) throw found;
 * ```
 */
export function problems(file: string | Uint8Array, options: ParseOptions = {}): Problem[] {
  const { text, root } = read(file, options);
  return violations(root, checked(options)).map((one) => problemOf(text, one));
}

/** A file that is accepted, with what is untidy in it. */
export interface Inspected {
  /** The file as text, whatever its encoding. */
  readonly text: string;
  readonly definition: Definition;
  readonly warnings: readonly Problem[];
  /** Where the element with an id stands; undefined for ids of the file that are none. */
  place(id: string): Pick<Problem, "line" | "column">;
}

/**
 * Compiles a file, and tells what is untidy in it.
 *
 * @throws {BpeError} as {@link parse}.
 */
export function inspect(file: string | Uint8Array, options: ParseOptions = {}): Inspected {
  const { text, root } = read(file, options);
  const found = violations(root, checked(options));
  const first = found.find(({ severity }) => severity === "error");
  if (first !== undefined) {
    const place: BpeErrorPlace = { rule: first.rule, ...placeOf(text, first.at.ordinal) };
    throw new BpeError("rule", first.message, { element: label(first.at), ...place });
  }
  let named: ReadonlyMap<string, Element> | undefined;
  return {
    text,
    definition: compile(root),
    warnings: found.map((one) => problemOf(text, one)),
    place(id) {
      named ??= new Map(walk(root).filter(isBpmn).map((one) => [attr(one, "id"), one]));
      const { line, column } = placeOf(text, named.get(id)?.ordinal ?? Infinity) ?? {};
      return { line, column };
    },
  };
}

function checked(options: ParseOptions): CheckOptions {
  return { ...options, expressions: options.expressions ?? expressions() };
}

function problemOf(text: string, { rule, severity, at, message }: Violation): Problem {
  const place = placeOf(text, at.ordinal);
  return { element: label(at), rule, severity, message, line: place?.line, column: place?.column };
}

function read(
  file: string | Uint8Array,
  limits: Partial<XmlLimits>,
): { text: string; root: Element } {
  if (typeof file !== "string" && !(file instanceof Uint8Array)) {
    throw misfit("a BPMN file", "text, or bytes");
  }
  fields()(limits, "the limits of a BPMN file");
  const text = typeof file === "string" ? file : decodeBytes(file);
  const root = parseXml(text, limits);
  if (root.name !== "definitions" || !isBpmn(root)) {
    const message =
      `the root is ${root.name}, not the definitions of BPMN 2.0; export the file as BPMN 2.0 XML`;
    throw new BpeError("rule", message, { element: root.name, rule: "XSD", line: 1 });
  }
  return { text, root };
}

/** Bytes as text, by the encoding of the XML declaration. */
function decodeBytes(bytes: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const name = /^<\?xml[^>]*encoding=["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BpeError("xml", `the file is not in the encoding ${name}`, { cause });
  }
}
