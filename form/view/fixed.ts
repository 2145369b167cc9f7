/**
 * What of a field's markup is the same whatever it holds: put together once for each declaration.
 *
 * @module
 */
import { type Body, hte } from "../../nitro/mod.ts";
import type { Classes } from "../declaration/attributes.ts";
import type { Node } from "../document/compile.ts";

/** See the module. All markup is escaped. */
export interface Fixed {
  /** How the control is labelled. */
  readonly label: "for" | "group" | "own" | "none";
  /** What begins the panel, up to its id. */
  readonly box: string;
  /** What begins the label, behind its id. */
  readonly labelled: string;
  /** What opens the place of the control. */
  readonly field: string;
  /** What is said of it below the control. */
  readonly hint: Body;
  /** Help that opens beside it. */
  readonly tips: readonly Body[];
}

const known = new WeakMap<Node, Fixed>();

/** What was made of a declaration. */
export function fixedOf(node: Node): Fixed {
  const found = known.get(node);
  if (found !== undefined) return found;
  const made = fixed(node);
  known.set(node, made);
  return made;
}

function fixed({ field, type }: Node): Fixed {
  const holds = type.holds !== false, wide = field.wide === "wide" && "n2o-wide";
  const of = (given: Classes | undefined, own: string) => hte(classesOf(given, own));
  return {
    label: holds ? type.label ?? "for" : field.title === undefined ? "none" : "group",
    box: ` class="${hte([classesOf(field.boxClass, "box"), wide].filter(Boolean).join(" "))}" id="`,
    labelled: ` class="${of(field.labelClass, "label")}" id="`,
    field: `<div class="${of(field.fieldClass, "field")}">`,
    // What holds nothing shows what is said about it as its text.
    hint: holds ? field.desc : undefined,
    tips: Array.isArray(field.tooltips) ? field.tooltips : [],
  };
}

/** Whether a field is made of others. */
export function isGroup({ field, isRepeated }: Node): boolean {
  return isRepeated || field.fields !== undefined;
}

/** Classes as one text. */
export function classesOf(given: Classes | undefined, own: string): string {
  return given === undefined ? own : typeof given === "string" ? given : given.join(" ");
}
