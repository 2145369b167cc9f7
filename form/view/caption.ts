/**
 * What a form is called, and where in a wizard of the application it stands.
 *
 * @module
 */
import { b, type Body, type Element, h2, h4, panel } from "../../nitro/mod.ts";
import type { Filled } from "../state/filled.ts";
import { classesOf } from "./fixed.ts";
import { drawing } from "./draw.ts";
import type { Drawing, ViewOptions } from "./options.ts";
import { sectionsOf } from "./sections.ts";

/**
 * The caption of a form alone: its title and, as the original has it, all its sections. Nothing where it has neither.
 */
export function captionView(filled: Filled, options: ViewOptions = {}): Element | undefined {
  const on = drawing(filled, options);
  const sections = sectionsOf(filled).filter(({ isVisible }) => isVisible).map(({ section }) => [
    h4({ class: classesOf(section.nameClass, ""), body: section.name }),
    panel({ class: classesOf(section.descClass, "small"), body: section.desc }),
  ]);
  return captioned(on, [titleOf(on), sections.length > 0 ? sections : null]);
}

/** The text of `steps` where the application leads: nothing where it does not. */
export function stepsView(filled: Filled, options: ViewOptions = {}): Element | undefined {
  const body = stepsOf(drawing(filled, options));
  return body ?? undefined;
}

/** The caption of the whole form: its sections stand below it, each with its legend. */
export function captionOf(on: Drawing): Element | undefined {
  return captioned(on, [titleOf(on), stepsOf(on)]);
}

/** Whether there is a title, by which the form is called. */
export function isTitled({ filled: { compiled: { document } } }: Drawing): boolean {
  return document.title !== undefined;
}

function captioned({ ids }: Drawing, body: readonly Body[]): Element | undefined {
  if (body.every((each) => each === null)) return undefined;
  return panel({ id: `${ids.form}_caption`, class: "caption", body });
}

function titleOf(on: Drawing): Element | null {
  const { filled: { compiled: { document: { title } } }, ids } = on;
  return title === undefined ? null : h2({ id: `${ids.form}-title`, body: title });
}

function stepsOf(
  { filled: { locale, compiled: { document: { steps } } } }: Drawing,
): Element | null {
  if (typeof steps !== "object") return null;
  const args = {
    step: steps.currentStep,
    steps: steps.steps,
  };
  return panel({ class: "steps", body: b({ body: locale.say("steps.of", args) }) });
}
