/**
 * The part for the options of bindings: loaded with the first binding that has any.
 *
 * @module
 */
import type { Binding, Options } from "./bindings.ts";
import type { Core, Part } from "./part.ts";

/** Options as they travel. */
interface Wanted extends Options {
  /** Milliseconds of quiet after which the last one is sent. */
  debounce?: number;
  /** Milliseconds in which at most one is sent: the first at once, the last of those that follow at the end. */
  throttle?: number;
  /** A question to ask first. */
  confirm?: string;
  /** Only this key of a keyboard event, with these modifiers before it and no others: `Enter`, `Ctrl+Shift+S`. */
  key?: string;
  /** Whether it is not sent while an earlier one of it is not answered: the guard against a double click. */
  single?: boolean;
  /** Whether text of the sources leaves their controls as it is sent. */
  empty?: boolean;
}

/** What is under way for a binding. */
interface Timed extends Binding {
  timer?: ReturnType<typeof setTimeout> | undefined;
  /** When it was last sent, for `throttle`. */
  last?: number;
}

/** Has the options do what they say. */
const complete: Part = (core, options: Wanted) => {
  const { key, empty } = options;
  if (key) {
    options.skips = (event) => key !== chord(event as KeyboardEvent); // the only kind that has a key
    options.prevent ??= true;
  }
  if (empty) options.take = (sources) => take(sources, core.find);
  options.before = (binding, send) => before(core, options, binding, send);
};

export default complete;

/** Sees to what happens before an event is sent; false when the person said no, true when it is sent later or not at all. */
function before(
  core: Core,
  options: Wanted,
  binding: Timed,
  send: () => void,
): boolean | undefined {
  const { confirm: question, debounce, throttle, single } = options, { late, isPending } = core;
  if (question && !confirm(question)) return false;
  const now = performance.now();
  const wait = debounce ?? (throttle ? (binding.last ?? -Infinity) + throttle - now : 0);
  const isBarred = () => single && isPending(binding.pickle);
  const go = () => {
    late.delete(binding);
    clearTimeout(binding.timer);
    binding.timer = undefined;
    binding.last = performance.now();
    if (!isBarred()) send();
  };
  if (!(wait > 0)) {
    late.delete(binding);
    binding.last = now;
    return isBarred() || undefined;
  }
  if (debounce) clearTimeout(binding.timer);
  if (debounce || !binding.timer) binding.timer = setTimeout(() => late.get(binding)?.(), wait);
  late.set(binding, go);
  return true;
}

/** The key with its modifiers; nothing while an input method composes. Shift belongs to a character, but not to a named key. */
function chord({ key, isComposing, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): string {
  if (isComposing) return "";
  const shift = shiftKey && key?.length > 1;
  return `${ctrlKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${metaKey ? "Meta+" : ""}${
    shift ? "Shift+" : ""
  }${key}`;
}

/** Empties text controls; what it returns gives their text back, before what was typed since. */
function take(sources: string[], find: Core["find"]): () => void {
  const taken = sources.flatMap((source) => {
    const control = find(source), text = control?.value;
    if (!text || !control.matches("textarea,input:not([type=checkbox],[type=radio])")) return [];
    control.value = "";
    return [() => {
      const control = find(source);
      if (control) control.value = text + control.value;
    }];
  });
  return () => taken.forEach((giveBack) => giveBack());
}
