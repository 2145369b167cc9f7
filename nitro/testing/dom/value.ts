/**
 * What the types of an input let it hold (HTML, section 4.10.5.1: value sanitization).
 *
 * @module
 */

/** Types of an input; any other is a text. */
export const TYPES: ReadonlySet<string> = new Set(
  ("hidden text search tel url email password date month week time datetime-local number range color " +
    "checkbox radio file submit image reset button").split(" "),
);

/** An input, as far as its type says what it holds. */
interface Typed {
  readonly type: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
}

const FORMS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  month: /^\d{4,}-(0[1-9]|1[0-2])$/,
  week: /^\d{4,}-W(0[1-9]|[1-4]\d|5[0-3])$/,
  time: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/,
  "datetime-local": /^\d{4,}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/,
  number: /^-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?$/,
};

/** A value as the type has it. */
export function sanitised(text: string, input: Typed): string {
  const { type } = input, line = text.replace(/[\r\n]/g, "");
  if (type === "hidden" || type === "submit" || type === "button" || type === "reset") return text;
  if (type === "range") return ranged(line, input);
  if (type === "color") return /^#[\da-f]{6}$/i.test(line) ? line.toLowerCase() : "#000000";
  if (type === "email" && input.hasAttribute("multiple")) {
    return line.split(",").map((each) => each.trim()).join(",");
  }
  if (type === "email" || type === "url") return line.trim();
  const form = FORMS[type];
  return form === undefined || form.test(line) ? line : "";
}

/** A number between the bounds; the middle where it is none. */
function ranged(text: string, input: Typed): string {
  const bound = (name: string, other: number) => {
    const said = input.getAttribute(name);
    return said !== null && FORMS.number?.test(said) ? Number(said) : other;
  };
  const least = bound("min", 0), most = Math.max(least, bound("max", 100));
  const number = FORMS.number?.test(text) ? Number(text) : (least + most) / 2;
  const step = input.getAttribute("step") === "any" ? 0 : bound("step", 1);
  const near = step > 0 ? least + Math.round((number - least) / step) * step : number;
  const within = near > most && step > 0 ? near - step : near;
  return String(Math.min(most, Math.max(least, within)));
}
