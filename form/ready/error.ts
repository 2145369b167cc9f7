/**
 * A form that says what went wrong.
 *
 * @module
 */
import { type Element, h4, panel } from "../../nitro/mod.ts";
import { atom, type RecordValues } from "../record.ts";

export { doc, id } from "./ok.ts";

/** The form: the code and the message. */
function make(name: string, { code, error }: RecordValues): Element {
  return panel({
    id: atom(["error", name]),
    class: "form",
    body: panel({
      class: "caption",
      body: h4({ body: ["Error ", String(code), ": ", String(error)] }),
    }),
  });
}
export { make as new };
