/**
 * How much a broken rule matters: what cannot be executed is an error, what is untidy is a warning.
 *
 * @module
 */
import { type Check, processAround, type Severity } from "./context.ts";
import { attr, children, type Element } from "../xml/element.ts";

/**
 * Rules whose breach leaves a process that runs: nothing of it is carried out, or the engine has one answer all the same. Every
 * other rule is an error where it is broken.
 */
const UNTIDY: ReadonlySet<string> = new Set([
  // Names, formats and URIs; ids are made where they lack.
  ..."EXT001 EXT003 EXT004 EXT010 EXT014 EXT053 EXT060 EXT145".split(" "),
  // Collaborations are drawn, and not carried out.
  ..."EXT008 EXT009 EXT027 EXT029 EXT030 EXT031 EXT032 EXT033 EXT034 EXT035".split(" "),
  ..."EXT102 EXT103 EXT108 EXT109 EXT119 EXT127 EXT128".split(" "),
  // An expression is one if it can be read, whatever its type is said to be.
  "EXT012",
  // The flows themselves count, not what is said of them.
  ..."EXT017 EXT018 EXT019 EXT023 EXT024 EXT025 EXT135 EXT137".split(" "),
  // Items move by their names; types and sets of items are not asked.
  ..."EXT020 EXT042 EXT043 EXT044 EXT045 EXT046 EXT047 EXT048 EXT050 EXT051 EXT052".split(" "),
  ..."EXT063 EXT064 EXT065 EXT066 EXT068 EXT069 EXT070 EXT076 EXT077 EXT078 EXT079".split(" "),
  ..."EXT080 EXT081 EXT082 EXT083 EXT084 EXT085 EXT086 EXT087 EXT088 EXT089 EXT090".split(" "),
  ..."EXT091 EXT092 EXT093 EXT094 EXT095".split(" "),
  // A resource or an event that is left out is nobody's and nothing's.
  ..."EXT011 EXT039 EXT040 EXT072 EXT073 EXT124".split(" "),
  // A token ends where nothing leads on (13.2), and what nothing leads to is never reached.
  ..."EXT049 EXT061 EXT097 EXT101 EXT105 EXT107 EXT113 EXT114 EXT115 EXT116 EXT150 EXT151".split(
    " ",
  ),
  ..."EXT111 EXT139 EXT140 EXT141 EXT142 EXT143 EXT144 HANDLER".split(" "),
]);

/** Rules that a drawing keeps too: without them it cannot be told what is drawn. */
const ALWAYS: ReadonlySet<string> = new Set(["EXT002", "EXT037", "EXT038"]);

/** What the standard says nothing of, so that `strict` asks no more of it. */
const OWN: ReadonlySet<string> = new Set(["CALL", "EXPRESSION", "RETRIES", "SCRIPT", "TOPIC"]);

/** Tells how much a rule matters at an element of a file: in a process that is neither executable nor called, little. */
export function severities(
  { root, called }: Pick<Check, "root" | "called">,
  strict: boolean,
): (rule: string, at: Element, usual?: Severity) => Severity {
  const processes = children(root, "process");
  const isDrawing = (one: Element) =>
    /^(false|0)$/.test(attr(one, "isExecutable")) && !called.has(attr(one, "id"));
  const runs = processes.length === 0 || processes.some((one) => !isDrawing(one));
  return (rule, at, usual = UNTIDY.has(rule) ? "warning" : "error") => {
    if (strict && !OWN.has(rule)) return "error";
    if (usual === "warning" || ALWAYS.has(rule)) return usual;
    const process = processAround(at);
    const isDrawn = process === undefined ? !runs : isDrawing(process);
    return isDrawn ? "warning" : "error";
  };
}
