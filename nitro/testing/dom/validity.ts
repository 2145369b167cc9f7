/**
 * Constraints of controls (HTML, section 4.10.21): what a browser refuses to send.
 *
 * @module
 */

/** What is wrong, in words for a test's message. */
export type Complaint = string;

/** A control, as far as it is constrained. */
interface Constrained {
  readonly custom: string;
  readonly disabled: boolean;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
}

const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i;

/** What is wrong with what a control holds; undefined where nothing is. */
export function complaintOf(control: Constrained): Complaint | undefined {
  if (control.disabled || control.hasAttribute("readonly")) return undefined;
  if (control.custom !== "") return control.custom;
  const value: unknown = Reflect.get(control, "value"),
    type: unknown = Reflect.get(control, "type");
  const text = typeof value === "string" ? value : "";
  if (/^(hidden|button|reset|submit|image)$/.test(String(type))) return undefined;
  if (control.hasAttribute("required") && isMissing(control, type, text)) {
    return "a value is required";
  }
  return text === "" ? undefined : mismatch(control, String(type), text);
}

function isMissing(control: Constrained, type: unknown, text: string): boolean {
  if (type === "checkbox") return Reflect.get(control, "checked") !== true;
  if (type !== "radio") return text === "";
  const form: unknown = Reflect.get(control, "form") ?? Reflect.get(control, "home");
  const inside: unknown = form !== null && typeof form === "object" && Reflect.get(form, "inside");
  if (typeof inside !== "function") return Reflect.get(control, "checked") !== true;
  for (const each of inside.call(form)) {
    const isOne = Reflect.get(each, "type") === "radio" &&
      Reflect.get(each, "name") === control.getAttribute("name");
    if (isOne && Reflect.get(each, "checked") === true) return false;
  }
  return true;
}

function mismatch(control: Constrained, type: string, text: string): Complaint | undefined {
  if (type === "email" && !EMAIL.test(text)) return "this is no address of mail";
  if (type === "url" && !URL.canParse(text)) return "this is no address";
  const pattern = control.getAttribute("pattern");
  if (pattern !== null && !new RegExp(`^(?:${pattern})$`, "v").test(text)) {
    return `this does not match ${pattern}`;
  }
  if (type === "number" || type === "range") return bounds(control, Number(text), Number);
  if (/^(date|month|week|time|datetime-local)$/.test(type)) return bounds(control, text, String);
  return undefined;
}

function bounds<T extends string | number>(
  control: Constrained,
  value: T,
  read: (text: string) => T,
): Complaint | undefined {
  const least = control.getAttribute("min"), most = control.getAttribute("max");
  if (least !== null && least !== "" && value < read(least)) return `the least is ${least}`;
  if (most !== null && most !== "" && value > read(most)) return `the most is ${most}`;
  return undefined;
}
