/**
 * Targets of actions, and how JavaScript for the classic wire names them.
 *
 * @module
 */
import { jse } from "../escape.ts";

/** What an action is carried out on: the element of an id, the first or all of a CSS selector, or a global object. */
export type Target =
  | string
  | { readonly qs: string }
  | { readonly qa: string }
  | { readonly g: "window" | "document" };

/** An expression of JavaScript for one element or object. */
export function one(target: Target): string {
  if (typeof target === "string") return `qi('${jse(target)}')`;
  if ("qs" in target) return `qs('${jse(target.qs)}')`;
  if ("qa" in target) return `qs('${jse(target.qa)}')`;
  return target.g;
}

/** A statement of JavaScript on `x`, for each object of a target that is there. */
export function each(target: Target, statement: string): string {
  if (typeof target === "object" && "qa" in target) {
    return `Array.from(qa('${jse(target.qa)}')).forEach(function(x){${statement}});`;
  }
  return `{var x=${one(target)}; if(x) ${statement}}`;
}
