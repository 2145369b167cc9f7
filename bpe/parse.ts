/**
 * From a BPMN 2.0 XML file to a definition.
 *
 * @module
 */
import { violations } from "./check/check.ts";
import { compile } from "./compile/compile.ts";
import type { Definition } from "./definition/definition.ts";
import { BpeError, type BpeErrorPlace } from "./error.ts";
import { type Element, isBpmn, label } from "./xml/element.ts";
import { parseXml, type XmlLimits } from "./xml/xml.ts";
import { placeOf } from "./xml/line.ts";

export type { XmlLimits } from "./xml/xml.ts";

/** A rule of the standard that a file breaks, where it does. */
export interface Problem {
  /** The id of the element, or its tag and the nearest id around it. */
  readonly element: string;
  /** The rule: `EXT` and a number as in the constraints of BPMN conformance testing, `REF`, `XSD` or `START`. */
  readonly rule: string;
  /** What is wrong and what to do, to be read after the element. */
  readonly message: string;
  /** Line in the file, from 1. */
  readonly line: number | undefined;
  /** Column in the file, from 1. */
  readonly column: number | undefined;
}

/**
 * Compiles a BPMN 2.0 XML file. Any prefix may stand for the BPMN namespace; vendor extensions are kept as data; nothing
 * is evaluated.
 *
 * @param file Its text, or its bytes in the encoding that its XML declaration tells (UTF-8 without one).
 * @param limits Bounds on size, depth and number of elements; see {@link XmlLimits}.
 * @throws {BpeError} `config` for a bound that is none; `limit` beyond one; `xml` where it is not well-formed or has a document type; `rule` where it breaks a
 * rule of BPMN: the most telling one, with element, rule and line. {@link problems} lists all.
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
export function parse(file: string | Uint8Array, limits: Partial<XmlLimits> = {}): Definition {
  const { text, root } = read(file, limits);
  const [first] = violations(root);
  if (first !== undefined) {
    const place: BpeErrorPlace = { rule: first.rule, ...placeOf(text, first.at.ordinal) };
    throw new BpeError("rule", first.message, { element: label(first.at), ...place });
  }
  return compile(root);
}

/**
 * Every rule that a BPMN file breaks, at most 100, the most telling first; empty where {@link parse} accepts it.
 *
 * @throws {BpeError} `limit` and `xml` as {@link parse}.
 */
export function problems(file: string | Uint8Array, limits: Partial<XmlLimits> = {}): Problem[] {
  const { text, root } = read(file, limits);
  return violations(root).map(({ rule, at, message }) => {
    const place = placeOf(text, at.ordinal);
    return { element: label(at), rule, message, line: place?.line, column: place?.column };
  });
}

function read(
  file: string | Uint8Array,
  limits: Partial<XmlLimits>,
): { text: string; root: Element } {
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
