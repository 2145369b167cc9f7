/**
 * Submitting: all is checked, carried out once, and nothing is saved by half.
 *
 * @module
 */
import { eventId, flash } from "../../nitro/mod.ts";
import { user } from "../../n2o/mod.ts";
import type { Button } from "../declaration/attributes.ts";
import { FormError } from "../error.ts";
import type { Issue } from "../issue.ts";
import { permissionOf } from "../state/access.ts";
import { pathsOfStep, stepsOf } from "../view/steps.ts";
import { diff } from "../value/diff.ts";
import { checkAll, found } from "./checking.ts";
import { clashed } from "./clash.ts";
import { type Filling, refusal } from "./filling.ts";
import { showNotice } from "./notice.ts";
import type { SubmitOutcome, Submitted } from "./options.ts";
import type { Held } from "./store/records.ts";
import { showWhole } from "./show.ts";
import { focusFirst } from "./focus.ts";
import { address } from "./steps.ts";

/** How often a save is tried where others saved what this person left alone. */
const TRIES = 5;

/** A button of the document was pressed. */
export async function pressed(filling: Filling, at: number): Promise<void> {
  const { setup: { compiled: { document: { buttons = [] } }, options } } = filling;
  const button: Button | undefined = buttons[at];
  if (button === undefined) throw refusal("", `the form has no button ${at}`);
  const { postback, sources = [], checked = sources.length > 0 } = button;
  if (postback === undefined) return await submit(filling);
  if (checked && !await isRight(filling)) return;
  const { sheet } = filling, about = aboutOf(filling);
  // As: the values are those of the form's own document.
  await answered(filling, await options.press?.(postback, sheet.values() as never, about));
}

/** Checks all, and carries it out where nothing is wrong. */
export async function submit(filling: Filling, tries: number = TRIES): Promise<void> {
  const { setup: { options, compiled: { document } }, mode, person: { roles } } = filling;
  if (mode === "view" || mode === "row" || mode === "compact") {
    throw refusal("", "a form that only shows is not submitted");
  }
  if (mode !== "search" && !permissionOf(document, roles).change) {
    throw refusal("", "the form is not for this person to send");
  }
  // The second of two clicks.
  if (filling.sentAt === filling.changes && mode !== "search") return;
  if (!await isRight(filling)) return;
  const values = filling.sheet.values() as never; // as: of the form's own document
  const about = aboutOf(filling), { changes } = filling;
  let outcome: SubmitOutcome;
  try {
    if (options.submit !== undefined) outcome = await options.submit(values, about);
    else if (options.records !== undefined) await about.save();
  } catch (error) {
    if (!FormError.is(error, "conflict") || options.records === undefined) {
      // Somebody else may have saved first what only one may hold: that can be said at its place.
      if (options.unique !== undefined && !await isRight(filling)) return;
      throw error;
    }
    if (await clashed(filling)) return;
    if (tries <= 1) throw error;
    return await submit(filling, tries - 1);
  }
  if (await answered(filling, outcome)) return;
  await carriedOut(filling, changes);
  if (options.done !== undefined) await options.done(values, about);
  else if (mode !== "search") flash(filling.locale.say("saved"), "success");
}

/** What follows once it was carried out: there is no draft any more, and the record is what was saved. */
async function carriedOut(filling: Filling, changes: number): Promise<void> {
  filling.sentAt = changes;
  filling.isSummed = filling.isRestored = false;
  filling.offered = filling.clash = undefined;
  // What was entered since then is not sent: its draft stays.
  if (filling.changes === changes) await filling.saving?.drop();
  showNotice(filling);
  showWhole(filling);
}

/** Whether nothing is wrong; else that is shown, and the keyboard is at the first of it. */
async function isRight(filling: Filling): Promise<boolean> {
  return !await answered(filling, await checkAll(filling));
}

/** Shows what is wrong, if anything is; whether it is. */
async function answered(filling: Filling, outcome: SubmitOutcome): Promise<boolean> {
  const issues: readonly Issue[] = outcome ?? [];
  if (issues.length === 0) return false;
  const { sheet } = filling;
  sheet.touch();
  const known = issues.filter(({ path }) => isPlace(filling, path));
  found(filling, known);
  filling.issues = issues.filter((issue) => !known.includes(issue));
  filling.isSummed = true;
  const steps = stepsOf(sheet), before = filling.step;
  const step = steps.find((each) => {
    const paths = new Set(pathsOfStep(sheet, each));
    return known.some(({ path }) => paths.has(path.split("/", 1)[0] ?? ""));
  });
  if (step !== undefined) filling.step = step.step;
  showWhole(filling);
  if (filling.step !== before) address(filling, "push");
  focusFirst(filling);
  await filling.saving?.flush();
  return true;
}

function isPlace({ sheet }: Filling, path: string): boolean {
  if (path === "") return false;
  try {
    return sheet.cell(path).isVisible;
  } catch (error) {
    if (FormError.is(error)) return false;
    throw error;
  }
}

/** What goes along with the values. */
function aboutOf(filling: Filling): Submitted {
  const { sheet, origin, id, setup: { compiled, options: { records } } } = filling;
  const record = sheet.record(), event = eventId();
  return {
    record,
    diff: diff(compiled, origin.value, record),
    id,
    version: origin.version,
    by: user(),
    event,
    async save(given: Held = record) {
      if (records === undefined) {
        throw new FormError("document", "the form has no records: give it some, or save otherwise");
      }
      const own = id ?? event, saved = await records.save(own, given, origin.version);
      if (saved === "conflict") {
        throw new FormError("conflict", `"${own}": somebody else has saved it since`);
      }
      filling.id = own;
      filling.origin = { value: given, version: saved.version, isNew: false };
    },
  };
}
