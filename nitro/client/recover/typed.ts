/**
 * What was typed and not sent, over a page that is loaded anew: in the storage of the tab, for the moment in between.
 *
 * @module
 */

const KEY = "typed";

/** A control: its place among those of one id or name, what is set, and to what. */
type Typed = [key: string, at: number, property: string, value: string | boolean | string[]];

/** Writes down what was typed, chosen and ticked; no passwords, no files. */
export function keep(): void {
  sessionStorage.setItem(KEY, JSON.stringify([...each()].flatMap(typed)));
}

/** Puts back what was typed into the controls that are there again. */
export function putBack(): void {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Typed[]; // as `keep` wrote it
  sessionStorage.removeItem(KEY);
  const found = new Map([...each()].map((entry) => [String(entry.slice(1)), entry[0]]));
  for (const [key, at, property, value] of kept) {
    const control = found.get(String([key, at]));
    if (!control) continue;
    if (!Array.isArray(value)) Object.assign(control, { [property]: value });
    else {
      for (const option of (control as HTMLSelectElement).options) {
        option.selected = value.includes(option.value);
      }
    }
  }
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLElement;

/** The controls, each with what it is known by. */
function* each(): Iterable<[control: Control, key: string, at: number]> {
  const counts = new Map<string, number>();
  const all =
    "input:not([type=password],[type=file],[type=hidden]),textarea,select,[contenteditable]";
  for (const control of document.querySelectorAll<Control>(all)) {
    const key = ["id", "name", "type"].map((name) => control.getAttribute(name)).join();
    const at = counts.get(key) ?? 0;
    counts.set(key, at + 1);
    yield [control, key, at];
  }
}

function typed([control, key, at]: [Control, string, number]): Typed[] {
  const [property, value] = entered(control) ?? [];
  return property === undefined ? [] : [[key, at, property, value!]];
}

/** What a person entered, as a property and its value. */
function entered(control: Control): [string, Typed[3]] | undefined {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    if (options.every((option) => option.selected === option.defaultSelected)) return;
    return ["", options.filter((option) => option.selected).map((option) => option.value)];
  }
  if (control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)) {
    return control.checked === control.defaultChecked ? undefined : ["checked", control.checked];
  }
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
    return control.value === control.defaultValue ? undefined : ["value", control.value];
  }
  return control.isContentEditable ? ["innerText", control.innerText] : undefined;
}
