/**
 * What assistive technology is told of the field within a control that is more than one of the browser's.
 *
 * @module
 */
import type { Aria } from "../../aria.ts";
import type { Attribute } from "../../element.ts";

/** The attributes of what is told. */
export function ariaOf(told: Aria = {}): Readonly<Record<string, Attribute>> {
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [`aria-${name}`, value]));
}

/** Ids of what describes it, and of what the control itself says. */
export function describedBy(told: Aria | undefined, said: string): string {
  return told?.describedby === undefined ? said : `${told.describedby} ${said}`;
}
