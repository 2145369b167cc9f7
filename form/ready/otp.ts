/**
 * A form that asks for the password which a person was sent.
 *
 * @module
 */
import type { AnyDocument } from "../document/document.ts";
import { document } from "../forms.ts";
import { atom, record, type RecordValues } from "../record.ts";

/** The record that it is for, where none is given: a telephone. */
export function id(): RecordValues {
  return record("phone", { code: "+380", number: "490000000" });
}

/** What it is about: nothing more than it shows. */
export function doc(): string {
  return "";
}

/** The document: one field, to give up and to go on. */
function make(name: string): AnyDocument {
  return document({
    name: atom(["otp", name]),
    base: "phone",
    sections: [{ name: "Input the password you have received by SMS: " }],
    fields: [{ id: "otp", name: "otp", type: "otp", title: "Password:", fieldClass: "column3" }],
    buttons: [
      { id: "decline", name: "decline", title: "Cancel", class: "cancel", postback: ["Close", []] },
      {
        id: "proceed",
        name: "proceed",
        title: "Proceed",
        class: ["button", "sgreen"],
        sources: ["otp"],
        postback: ["Next", atom(["otp", "otp", name])],
      },
    ],
  });
}
export { make as new };
