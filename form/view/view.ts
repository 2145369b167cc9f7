/**
 * A form as elements.
 *
 * @module
 */
import { type Body, type Element, form, metaLink, panel } from "../../nitro/mod.ts";
import { formProps } from "../check/browser.ts";
import { isShown } from "../mode.ts";
import type { Filled } from "../state/filled.ts";
import { barOf, buttonsOf } from "./buttons.ts";
import { captionOf, isTitled } from "./caption.ts";
import { errorsOf } from "./errors.ts";
import { fieldsOf } from "./fields.ts";
import { drawing } from "./draw.ts";
import type { Drawing, ViewOptions } from "./options.ts";
import { rowOf } from "./row.ts";
import { bySection, sectionOf, sectionsOf, within } from "./sections.ts";
import { stepOf, stepped, stepsOf } from "./steps.ts";

/** The sheet that forms are shown with: whatever page one is put on loads it, once. */
export const FORM_STYLE = "/n2o/form.css";

/**
 * A form as it stands: its caption, what is wrong, its sections with their fields, its buttons. In `view` and `compact` values are text,
 * in `row` it is a row of a table (`<tr>`).
 *
 * Fields stand in the order of the document, by their sections; in a wizard those of one step. What is hidden, or not for this person, is
 * nowhere in the markup but as an empty place. The form brings its sheet along, `/n2o/form.css`.
 *
 * @example
 * ```ts
 * import { compiled, document, sheet, view } from "@n2o/n2o/form";
 * import { renderBody } from "@n2o/n2o/nitro";
 *
 * const tea = document({ name: "tea", fields: [{ id: "kind", title: "Kind", required: true }] });
 * const { html } = renderBody(view(sheet(compiled(tea), { record: { kind: "Green <1>" }, mode: "edit" })));
 * if (!html.includes('<label class="label" id="kind_tea_edit-label" for="kind_tea_edit"')) throw new Error(html);
 * if (!html.includes('value="Green &lt;1&gt;"')) throw new Error(html);
 * ```
 */
export function view(filled: Filled, options: ViewOptions = {}): Element {
  const on = drawing(filled, options), { mode } = filled;
  if (mode === "row") return rowOf(on);
  const { ids, isText } = on, isCompact = mode === "compact";
  const sheet = metaLink({ rel: "stylesheet", href: FORM_STYLE });
  const title = isTitled(on) && !isCompact ? `${ids.form}-title` : undefined;
  const shared = {
    id: ids.form,
    class: ["form", isCompact && "n2o-compact", isText && "n2o-shown"],
    aria: { labelledby: title },
  };
  if (isShown(mode)) {
    return panel({
      ...shared,
      role: title === undefined ? undefined : "group",
      body: [sheet, isCompact ? null : captionOf(on), bodyOf(on), bar(on)],
    });
  }
  const steps = stepsOf(filled), current = stepOf(filled, options.step);
  const wizard = current === undefined ? undefined : stepped(on, steps, current);
  return form({
    ...shared,
    ...on.isChecked ? formProps(ids.form, filled.locale) : {},
    // Errors are said in the form's own words. Nothing is sent by the browser itself.
    novalidate: true,
    method: "dialog",
    body: [
      sheet,
      captionOf(on),
      wizard?.progress,
      errorsOf(on),
      wizard === undefined ? [bodyOf(on), bar(on)] : wizard.body,
    ],
  });
}

function bar(on: Drawing): Body {
  const buttons = buttonsOf(on);
  return buttons.length === 0 ? null : barOf(on, buttons);
}

/** The fields, in their sections where there are any. */
function bodyOf(on: Drawing): Body {
  const { filled } = on, places = sectionsOf(filled), cells = filled.cells();
  if (places.length === 0 || on.mode === "compact") {
    return cells.length === 0 ? null : panel({ class: "n2o-fields", body: fieldsOf(on, cells) });
  }
  const sectioned = { places, cells: bySection(cells) };
  return within(sectioned, undefined).map((place) => sectionOf(on, place, sectioned));
}
