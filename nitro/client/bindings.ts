/**
 * Bindings: which DOM events of which elements become events of the page.
 *
 * There is one listener on the document for each type of event, in the capture phase, so that `focus`, `blur` and `scroll` are seen
 * too. An event that bubbles fires every binding from its innermost element outwards, as listeners on the elements would; one
 * that does not bubble fires that of its own element. A person's "no" to a `confirm` ends the way outwards.
 *
 * @module
 */
import { emit, isPending } from "./connection.ts";
import { tell } from "./controls.ts";
import { collect, find, take } from "./sources.ts";

/** Options of a binding as they travel. */
export interface Options {
  /** Milliseconds of quiet after which the last one is sent. */
  debounce?: number;
  /** Milliseconds in which at most one is sent: the first. */
  throttle?: number;
  /** Whether the browser's default action is kept back, where the type of the event does not decide it. */
  prevent?: boolean;
  /** A question to ask first. */
  confirm?: string;
  /** Only this key of a keyboard event, with these modifiers before it and no others: `Enter`, `Ctrl+Shift+S`. */
  key?: string;
  /** Whether it is not sent while an earlier one of it is not answered: the guard against a double click. */
  single?: boolean;
  /** Whether text of the sources leaves their controls as it is sent. */
  empty?: boolean;
}

/** What an event of an element sends. */
export interface Binding {
  /** The target as the server named it. */
  name: string;
  /** What the server gave for it. */
  pickle: string;
  /** The controls whose values go along. */
  sources: string[];
  /** How it is sent. */
  options: Options;
}

/** A binding and what is under way for it. */
interface Bound extends Binding {
  timer?: ReturnType<typeof setTimeout> | undefined;
  /** When it was last sent, for `throttle`. */
  last?: number;
}

/** Whether what happens is an update's doing: a field that goes away or moves is no act of the person. */
let quiet = false;

/** Does something of which no binding hears. */
export function quietly(act: () => void): void {
  quiet = true;
  act();
  quiet = false;
}

/** Bindings that a debounce holds back, with what sends them at once. */
const late = new Map<Bound, () => void>();

/** Has a field that is left send what it holds back. */
export function watchLeaving(): void {
  document.addEventListener("focusout", flush, true);
}

/** Sends what is held back, in the order in which it was entered. */
function flush(): void {
  if (quiet) return;
  for (const [binding, go] of late) {
    clearTimeout(binding.timer);
    go();
  }
}

const bound = new WeakMap<EventTarget, Map<string, Bound>>();

/** Binds an element and a type of event; the last binding holds, and a pending debounce goes on with it. */
export function bind(
  element: EventTarget,
  type: string,
  binding: Binding,
): void {
  const own = bound.get(element) ?? new Map<string, Bound>();
  own.set(type, Object.assign(own.get(type) ?? {}, binding));
  bound.set(element, own);
  // A listener that is there already is not added again.
  for (const root of [document, globalThis]) root.addEventListener(type, handle, true);
}

/**
 * Ends the bindings of an element that becomes something else: its new HTML comes with bindings of its own.
 *
 * They are emptied, not dropped, so that a debounce under way finds the binding that follows.
 */
export function unbind(element: EventTarget): void {
  bound.get(element)?.forEach((binding) => binding.pickle = "");
}

function handle(event: Event): void {
  // The window's listener is for what happens to the window itself; the document's sees the rest.
  if (quiet || event.currentTarget === globalThis && event.target !== globalThis) return;
  for (const element of event.bubbles ? event.composedPath() : [event.target!]) {
    const binding = bound.get(element)?.get(event.type);
    if (binding?.pickle && !fire(binding, element, event)) return;
  }
}

/** Sends what a binding says, now or later; false when the person said no. */
function fire(binding: Bound, element: EventTarget, event: Event): boolean {
  const { debounce, throttle, prevent, confirm, key } = binding.options;
  if (key && key !== chord(event as KeyboardEvent) || isBrowsers(event as MouseEvent)) return true;
  if (prevent ?? (key || leavesPage(element, event))) event.preventDefault();
  const now = performance.now();
  if (confirm && !globalThis.confirm(confirm)) return false;
  const wait = debounce ?? (throttle ? (binding.last ?? -Infinity) + throttle - now : 0);
  if (debounce) clearTimeout(binding.timer);
  const go = () => {
    late.delete(binding);
    binding.timer = undefined;
    binding.last = performance.now();
    send(binding, element);
  };
  if (wait > 0) {
    if (debounce || !binding.timer) binding.timer = setTimeout(go, wait);
    late.set(binding, go);
  } else {
    late.delete(binding);
    flush();
    go();
  }
  return true;
}

/** Whether a click on a link means another tab or a file: that is the browser's. */
function isBrowsers({ type, target, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  return type === "click" && (ctrlKey || metaKey || shiftKey || altKey) &&
    !!(target as Element).closest("a[href]");
}

/** The key with its modifiers; nothing while an input method composes. Shift belongs to a character, but not to a named key. */
function chord({ key, isComposing, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): string {
  if (isComposing) return "";
  const shift = shiftKey && key?.length > 1;
  return `${ctrlKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${metaKey ? "Meta+" : ""}${
    shift ? "Shift+" : ""
  }${key}`;
}

/** Whether the browser would go on to submit a form or follow a link. */
function leavesPage(element: EventTarget, { type }: Event): boolean {
  return type === "submit" || type === "click" && element instanceof Element &&
      element.matches("a,button,[type=submit],[type=image]");
}

function send({ name, pickle, sources, options }: Binding, element: EventTarget): void {
  if (!pickle || (element as Partial<Node>).isConnected === false) return;
  if (options.single && isPending(pickle)) return;
  const values = collect(sources), controls = [element, ...sources.map(find)];
  const seq = emit(element, name, pickle, values, options.empty ? take(sources) : undefined);
  if (seq) tell(controls, seq);
}
