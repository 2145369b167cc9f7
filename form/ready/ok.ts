/**
 * A form that says that something is done.
 *
 * @module
 */
import { button, type Element, h4, panel } from "../../nitro/mod.ts";
import { atom, record, type RecordValues } from "../record.ts";

/** The record that it is for, where none is given: a code. */
export function id(): RecordValues {
  return record("otp", { error: "ERROR MSG", code: "CODE" });
}

/** What it is about: nothing more than it shows. */
export function doc(): string {
  return "";
}

/** The form: the code, and a button that confirms it. */
function make(name: string, { code }: RecordValues): Element {
  return panel({
    id: atom(["ok", name]),
    class: "form",
    body: [
      panel({ class: "caption", body: h4({ body: ["Success Operation: ", String(code)] }) }),
      panel({
        class: "buttons",
        body: button({
          class: ["button", "sgreen"],
          body: "Confirm",
          postback: ["confirmSuccess"],
        }),
      }),
    ],
  });
}
export { make as new };
