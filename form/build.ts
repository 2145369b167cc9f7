/**
 * Builders of what a document is made of: each gives back what it was given, frozen, its names known to the compiler.
 *
 * @module
 */
import type { Button, Option, Section, Selection, StepWizard } from "./declaration/attributes.ts";
import { frozen } from "./declaration/frozen.ts";
import type { Validation } from "./document/document.ts";

/**
 * A section.
 *
 * @example
 * ```ts
 * import { but, document, opt, sec } from "@n2o/n2o/form";
 *
 * const order = document({
 *   name: "order",
 *   sections: [sec({ id: "what", name: "What" })],
 *   fields: [{ id: "size", sec: "what", type: "select", options: [opt({ name: "s", title: "Small" }), opt({ name: "l", title: "Large" })] }],
 *   buttons: [but({ name: "save", title: "Save", sources: ["size"] })],
 * });
 * if (order.fields[0].options[1].name !== "l") throw new Error("misread");
 * ```
 */
export function sec<const S extends Section>(declared: S): S {
  return frozen(declared);
}

/** A button of a form: it does something on the page, leads somewhere, or submits what was entered. */
export function but<const B extends Button>(declared: B): B {
  return frozen(declared);
}

/** An option of a field. */
export function opt<const O extends Option>(declared: O): O {
  return frozen(declared);
}

/** A selection, as the original has it beside `opt`. */
export function sel<const S extends Selection>(declared: S): S {
  return frozen(declared);
}

/** A rule between values, for several documents. */
export function validation<const V extends Validation<string, never>>(declared: V): V {
  return frozen(declared);
}

/** Where a person is in a wizard that the application leads; the first step of one where nothing is said. */
export function stepWizard({ currentStep = 1, steps = 1 }: Partial<StepWizard> = {}): StepWizard {
  return Object.freeze({ currentStep, steps });
}
