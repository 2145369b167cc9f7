/**
 * Bindings: which DOM events of which elements become events of the page.
 *
 * There is one listener on the document for each type of event, in the capture phase, so that `focus`, `blur` and `scroll` are seen
 * too. An event that bubbles fires every binding from its innermost element outwards, as listeners on the elements would; one
 * that does not bubble fires that of its own element. A person's "no" to a `confirm` ends the way outwards.
 *
 * @module
 */
import { emit } from "./connection.ts";
import { tell, turned } from "./controls.ts";
import { own } from "./own.ts";
import { collect, find } from "./sources.ts";

/** Options of a binding: as they travel, and what the part `options` makes of them. */
export interface Options {
  /** Whether the browser's default action is kept back, where the type of the event does not decide it. */
  prevent?: boolean;
  /** Whether an event is none of the binding's. */
  skips?(event: Event): boolean;
  /** Sees to what happens before it is sent, or in place of that; false when the person said no, nothing when it shall be sent now. */
  before?(binding: Binding, send: () => void): boolean | undefined;
  /** Empties the controls of the sources; what it returns gives their text back. */
  take?(sources: string[]): () => void;
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

/** Whether what happens is an update's doing: a field that goes away or moves is no act of the person. */
let quiet = false;

/** Does something of which no binding hears. */
export function quietly(act: () => void): void {
  quiet = true;
  try {
    act();
  } finally {
    quiet = false;
  }
}

/** Bindings whose event is held back, in the order in which that was entered, with what sends it at once. */
export const late: Map<Binding, () => void> = new Map();

/** Has a field that is left send what it holds back, and what a person does before the bindings come kept. */
export function watchLeaving(): void {
  document.addEventListener("focusout", flush, true);
  for (const type of ["click", "change", "submit"]) document.addEventListener(type, handle, true);
}

/** Sends what is held back. */
function flush(): void {
  if (!quiet) late.forEach((send) => send());
}

const bound = new WeakMap<EventTarget, Map<string, Binding>>();

/** Binds an element and a type of event; the last binding holds, and a pending debounce goes on with it. What it returns is what is held. */
export function bind(
  element: EventTarget,
  type: string,
  binding: Binding,
): Binding {
  const own = bound.get(element) ?? new Map<string, Binding>();
  const held = Object.assign(own.get(type) ?? {}, binding);
  bound.set(element, own.set(type, held));
  // A listener that is there already is not added again.
  for (const root of [document, globalThis]) root.addEventListener(type, handle, true);
  return held;
}

/**
 * Ends the bindings of an element that becomes something else: its new HTML comes with bindings of its own.
 *
 * They are emptied, not dropped, so that a debounce under way finds the binding that follows.
 */
export function unbind(element: EventTarget): void {
  bound.get(element)?.forEach((binding) => {
    // What waits for the part of its options finds others.
    (binding as { options: unknown }).options = binding.pickle = "";
  });
}

/** What a person did where bindings are to come, the first or those that wait for a part, with the elements around it. */
let early: [event: Event, path: EventTarget[]][] | undefined = [];

function handle(event: Event): void {
  // The window's listener is for what happens to the window itself; the document's sees the rest.
  if (quiet || event.currentTarget === globalThis && event.target !== globalThis) return;
  if (event.type === "toggle" && turned.delete(event.target!)) return;
  const path = event.bubbles ? event.composedPath() : [event.target!];
  if (along(path, event) || !early) return;
  early.push([event, path]);
  // A form that names no address has no other way than its binding.
  if (event.type === "submit" && !own(event.target as Element).hasAttribute("action")) {
    event.preventDefault();
  }
}

/** Fires the bindings of elements, from the innermost outwards; whether there are any. */
function along(path: EventTarget[], event: Event): boolean | undefined {
  let any;
  for (const element of path) {
    const binding = bound.get(element)?.get(event.type);
    if (binding?.pickle) {
      any = true;
      if (!fire(binding, element, event)) break;
    }
  }
  return any;
}

/** Bindings are there, and none is to come: has them hear what the person did before. Or more are to come: keeps what the person does. */
export function replay(awaits?: unknown): void {
  const kept = early ?? [];
  early = awaits ? kept : undefined;
  if (!awaits) { for (const [event, path] of kept) along(path, event); }
}

/** Sends what a binding says, now or later; false when the person said no. */
function fire(binding: Binding, element: EventTarget, event: Event): boolean {
  const { options } = binding;
  if (options.skips?.(event) || isBrowsers(event as MouseEvent)) return true;
  if (options.prevent ?? leavesPage(element, event)) event.preventDefault();
  const done = options.before?.(binding, () => send(binding, element));
  if (done !== undefined) return done;
  flush();
  send(binding, element);
  return true;
}

/** Whether a click on a link means another tab or a file: that is the browser's. */
function isBrowsers({ type, target, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  return type === "click" && (ctrlKey || metaKey || shiftKey || altKey) &&
    !!own(target as Element).closest("a[href]");
}

/** Whether the browser would go on to submit a form or follow a link. */
function leavesPage(element: EventTarget, { type }: Event): boolean {
  return type === "submit" || type === "click" && element instanceof Element &&
      own(element).matches("a,button,[type=submit],[type=image]");
}

function send({ name, pickle, sources, options }: Binding, element: EventTarget): void {
  if (!pickle || (element as Partial<Node>).isConnected === false) return;
  const values = collect(sources), controls = [element, ...sources.map(find)];
  const seq = emit(element, name, pickle, values, options.take?.(sources));
  if (seq) tell(controls, seq);
}
