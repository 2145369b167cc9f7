/**
 * The way through a wizard: a step is checked before the next one, and stands in the address.
 *
 * @module
 */
import { focus, hidden, qv, update, wire } from "../../nitro/mod.ts";
import type { Element } from "../../nitro/mod.ts";
import type { Issue } from "../issue.ts";
import { pathsOfStep, type Step, stepOf, stepsOf } from "../view/steps.ts";
import { checkAll, found } from "./checking.ts";
import { postbackOf } from "./event/event.ts";
import { type Filling, refusal } from "./filling.ts";
import { focusAmong, focusFirst } from "./focus.ts";
import { showWhole } from "./show.ts";

/** The control that holds the step of a wizard: the browser's buttons reach the form by it. Another form has none. */
export function stepControl(
  { ids: { form }, setup: { compiled }, sheet, step }: Filling,
): Element | null {
  if (stepOf(sheet, step) === undefined) return null;
  const id = `${form}-step`, postback = postbackOf(form, compiled, { do: "moved" });
  return hidden({ id, value: String(step), postback, source: [id] });
}

/** Puts the step into the address, where the form is a wizard. */
export function address(filling: Filling, how: "push" | "replace"): void {
  const current = stepOf(filling.sheet, filling.step);
  if (current === undefined) return;
  filling.step = current.step;
  const control = stepControl(filling);
  if (control !== null) update(`${filling.ids.form}-step`, control);
  wire({
    action: "part",
    part: "step",
    target: `${filling.ids.form}-step`,
    args: [String(current.step), how],
  });
}

/** Where the browser's own buttons led. */
export async function movedTo(filling: Filling): Promise<void> {
  const asked = Number(qv(`${filling.ids.form}-step`)) || 1;
  await lead(filling, asked, "replace");
}

/** To a step that a button names. */
export async function goTo(filling: Filling, to: number, isChecked: boolean): Promise<void> {
  const steps = stepsOf(filling.sheet), current = stepOf(filling.sheet, filling.step);
  if (current === undefined || steps.every(({ step }) => step !== to)) {
    throw refusal("", `the form has no step ${to}`);
  }
  // Whoever goes on without being checked was shown the step as done.
  await lead(filling, to, "push", isChecked);
}

/** Leads to a step, or to the first before it where something is wrong. */
async function lead(
  filling: Filling,
  to: number,
  how: "push" | "replace",
  isTold: boolean = false,
): Promise<void> {
  const { sheet } = filling, asked = stepOf(sheet, to), current = stepOf(sheet, filling.step);
  if (asked === undefined || current === undefined) return;
  const wrong = asked.step > current.step ? await wrongBefore(filling, asked) : undefined;
  const step = wrong?.step ?? asked, isMoved = step.step !== current.step;
  filling.step = step.step;
  filling.isSummed = wrong !== undefined && isTold;
  if (wrong !== undefined) {
    found(filling, wrong.issues);
    for (const path of pathsOfStep(sheet, step)) sheet.touch(path);
  }
  showWhole(filling);
  if (isMoved || how === "replace") address(filling, isMoved ? how : "replace");
  filling.saving?.changed();
  if (wrong === undefined) focusStep(filling, step);
  else focusFirst(filling);
}

/** The first step before another one, from where the person is on, where something is wrong. */
async function wrongBefore(
  filling: Filling,
  asked: Step,
): Promise<{ readonly step: Step; readonly issues: readonly Issue[] } | undefined> {
  const { sheet } = filling, issues = await checkAll(filling);
  for (const step of stepsOf(sheet)) {
    if (step.step >= asked.step || step.section === undefined) continue;
    const own = new Set(pathsOfStep(sheet, step));
    const found = issues.filter(({ path }) => own.has(path.split("/", 1)[0] ?? ""));
    if (found.length > 0) return { step, issues: found };
  }
  return undefined;
}

/** The step that a page is asked for: no further than what is before it is right. */
export async function startAt(filling: Filling, asked: number): Promise<void> {
  const step = stepOf(filling.sheet, asked);
  if (step === undefined) return;
  const wrong = step.step > 1 ? await wrongBefore(filling, step) : undefined;
  filling.step = wrong?.step.step ?? step.step;
}

/** Has a form that was put in place of another one begin: its step is in the address, and the keyboard at the first control. */
export function beginAgain(filling: Filling): void {
  const { sheet, step } = filling, current = stepOf(sheet, step);
  if (current === undefined) return focusAmong(filling, sheet.cells());
  address(filling, "replace");
  focusStep(filling, current);
}

function focusStep(filling: Filling, step: Step): void {
  const { sheet, ids } = filling;
  if (step.section === undefined) return focus(`${ids.form}-errors`);
  const paths = new Set(pathsOfStep(sheet, step));
  focusAmong(filling, sheet.cells().filter(({ path }) => paths.has(path)));
}
