/**
 * Wizards: a section is a step, and behind the last of them a page shows all that was entered.
 *
 * @module
 */
import { type Body, button, type Element, li, nav, ol } from "../../nitro/mod.ts";
import { CHECK_PROPS } from "../check/browser.ts";
import type { Filled } from "../state/filled.ts";
import { barOf, buttonsOf } from "./buttons.ts";
import { drawing } from "./draw.ts";
import type { Drawing, Press } from "./options.ts";
import { bySection, sectionOf, type SectionPlace, sectionsOf, within } from "./sections.ts";

/** A step of a wizard. */
export interface Step {
  /** Its number: the place of its section among those that stand in no other, from 1, whether those are there or not. */
  readonly step: number;
  /** Its section; undefined for the last page, which shows all. */
  readonly section: SectionPlace | undefined;
}

/**
 * The steps of a form that are there, the last page behind them; none where it is no wizard.
 *
 * @example
 * ```ts
 * import { compiled, document, sheet, stepsOf } from "@n2o/n2o/form";
 *
 * const trip = document({
 *   name: "trip",
 *   steps: true,
 *   sections: [{ id: "who", name: "Who" }, { id: "how", name: "How", visible: false }],
 *   fields: [{ id: "name", sec: "who" }],
 * });
 * const steps = stepsOf(sheet(compiled(trip))).map(({ step }) => step);
 * if (steps.join() !== "1,3") throw new Error(steps.join());
 * ```
 */
export function stepsOf(filled: Filled): readonly Step[] {
  const { compiled: { document: { steps } }, mode } = filled;
  if (steps !== true || mode !== "create" && mode !== "edit") return [];
  const all = within({ places: sectionsOf(filled) }, undefined);
  if (all.length === 0) return [];
  const there = all.map((section, at): Step => ({ step: at + 1, section }));
  return [
    ...there.filter(({ section }) => section?.isVisible),
    { step: all.length + 1, section: undefined },
  ];
}

/** The step of a number: where that one is not there, the next that is; the first for none. */
export function stepOf(filled: Filled, step = 1): Step | undefined {
  const steps = stepsOf(filled);
  return steps.find((each) => each.step >= step) ?? steps.at(-1);
}

/** The paths of a step's fields, which are checked before the next one; those that stand in the sections of its section too. */
export function pathsOfStep(filled: Filled, { section }: Step): readonly string[] {
  const cells = filled.cells();
  if (section === undefined) return cells.map(({ path }) => path);
  const places = sectionsOf(filled), inside = new Set<string>();
  const add = (id: string) => {
    if (inside.has(id)) return;
    inside.add(id);
    for (const each of within({ places }, id)) add(each.id);
  };
  add(section.id);
  return cells.filter(({ node }) => node.section !== undefined && inside.has(node.section))
    .map(({ path }) => path);
}

/** What a wizard shows at a step: how far it got, the step, and what leads on and back. */
export function stepped(on: Drawing, steps: readonly Step[], current: Step): {
  readonly progress: Element;
  readonly body: Body;
} {
  const { filled, options } = on, { section } = current;
  const at = steps.findIndex(({ step }) => step === current.step);
  const sectioned = { places: sectionsOf(filled), cells: bySection(filled.cells()) };
  const back = steps[at - 1], next = steps[at + 1];
  const leads = [
    back === undefined ? null : lead(on, "back", back, false),
    next === undefined ? buttonsOf(on) : lead(on, "next", next, true),
  ];
  if (section !== undefined) {
    return {
      progress: progressOf(on, steps, at),
      body: [sectionOf(on, section, sectioned), barOf(on, leads)],
    };
  }
  const shown = drawing(filled, options, "view");
  const all = steps.map((step) =>
    step.section === undefined
      ? null
      : sectionOf(shown, step.section, sectioned, lead(on, "change", step, false))
  );
  return { progress: progressOf(on, steps, at), body: [all, barOf(on, leads)] };
}

/** A button that leads to a step. */
function lead(
  on: Drawing,
  word: "back" | "next" | "change",
  { step, section }: Step,
  isChecked: boolean,
): Element {
  const { ids, filled: { locale }, options: { press } } = on;
  const pressed: Press = { press: "step", to: step, isChecked };
  const name = nameOf(section);
  return button({
    id: word === "change" ? `${ids.form}-change-${step}` : `${ids.form}-${word}`,
    class: `n2o-step-${word}`,
    type: word === "next" ? "submit" : "button",
    ...isChecked && on.isChecked ? CHECK_PROPS : {},
    ...word === "change" ? { aria: { label: locale.say("steps.change", { name }) } } : {},
    body: locale.say(word === "change" ? "change" : `steps.${word}`),
    ...press?.(pressed),
  });
}

function nameOf(section: SectionPlace | undefined): string {
  const name = section?.section.name;
  return typeof name === "string" ? name : "";
}

/** How far a wizard got: steps that are done lead back to them. */
function progressOf(on: Drawing, steps: readonly Step[], at: number): Element {
  const { ids, filled: { locale }, options: { press } } = on;
  return nav({
    id: `${ids.form}-steps`,
    class: "n2o-steps",
    aria: { label: locale.say("steps.steps") },
    body: ol({
      body: steps.map(({ step, section }, place) => {
        const name = section?.section.name ?? locale.say("steps.review");
        const isDone = place < at && press !== undefined;
        return li({
          class: place < at ? "n2o-done" : undefined,
          aria: { current: place === at ? "step" : undefined },
          body: isDone
            ? button({
              id: `${ids.form}-step-${step}`,
              body: name,
              ...press({ press: "step", to: step, isChecked: false }),
            })
            : name,
        });
      }),
    }),
  });
}
