/**
 * What stands in the place of a form that is not there: it is still loaded, could not be, or its record is gone.
 *
 * @module
 */
import { button, type Element, p, panel } from "../../nitro/mod.ts";
import type { WiredProps } from "../field/type.ts";
import type { Filled } from "../state/filled.ts";
import { type IdOptions, idsOf } from "./id.ts";

/** What became of a form that is not there. */
export type Absence = "loading" | "failed" | "gone";

/** How that is said. */
export interface AbsenceOptions extends IdOptions {
  /** What is said; words of the language where nothing is. */
  readonly message?: string | undefined;
  /** What tries once more; a button where it is given. */
  readonly retry?: WiredProps | undefined;
}

/**
 * What stands in the place of a form, under its id.
 *
 * @example
 * ```ts
 * import { absenceView, compiled, document, locale } from "@n2o/n2o/form";
 * import { renderBody } from "@n2o/n2o/nitro";
 *
 * const order = compiled(document({ name: "order", fields: [] }));
 * const { html } = renderBody(absenceView({ compiled: order, mode: "edit", locale: locale("en") }, "gone"));
 * if (!html.includes("This is not there any more.")) throw new Error(html);
 * ```
 */
export function absenceView(
  form: Pick<Filled, "compiled" | "mode" | "locale">,
  absence: Absence,
  options: AbsenceOptions = {},
): Element {
  const { form: id } = idsOf(form, options), { locale } = form, { message, retry } = options;
  return panel({
    id,
    class: ["form", `n2o-${absence}`],
    role: absence === "loading" ? "status" : "alert",
    body: [
      p({ body: message ?? locale.say(`form.${absence}`) }),
      retry === undefined
        ? null
        : button({ id: `${id}-retry`, body: locale.say("form.retry"), ...retry }),
    ],
  });
}
