/**
 * Instructions: what the server has a page do, each a small effect. Nothing that arrives is evaluated.
 *
 * @module
 */
import type { Term } from "./bert.ts";
import { bind, type Options, quietly } from "./bindings.ts";
import { emit } from "./connection.ts";
import { forgetEdits } from "./controls.ts";
import { idOf, morph } from "./morph.ts";
import { own } from "./own.ts";
import { part } from "./part.ts";
import { exchange } from "./session.ts";
import { signal } from "./signal.ts";
import { collect } from "./sources.ts";
import { nameOf, parse, resolve, type Target } from "./target.ts";

/** Arguments of any effect, and properties and methods of any element: the server knows them, TypeScript cannot. */
// deno-lint-ignore no-explicit-any -- see above
type Unchecked = any;

/** What waits, in order, for the cookie of a session. */
let held: Term[] | undefined;

/**
 * Carries out the instructions of a frame in order; one that fails is reported and does not keep back the next. What stands behind a
 * `session` waits for its cookie, and so do the frames that follow.
 *
 * Their shapes are the server's promise (WIRE.md) and are not checked: a wrong one fails like any other.
 */
export function perform(instructions: Term[]): void {
  if (held) return void held.push(...instructions);
  for (const [at, instruction] of instructions.entries()) {
    const [name, ticket] = instruction as Unchecked[];
    if (name?.description === "session") {
      held = instructions.slice(at + 1);
      return void exchange(ticket).then(goOn);
    }
    try {
      carryOut(instruction as Unchecked[]);
    } catch (error) {
      // deno-lint-ignore no-console -- the wire's way of reporting an instruction that failed
      console.error("n2o", instruction, error);
    }
  }
}

function goOn(): void {
  const rest = held!;
  held = undefined;
  perform(rest);
}

function carryOut([{ description: name }, first, ...rest]: Unchecked[]): void {
  if (name in effects) effects[name]!(first, ...rest);
  else resolve(first).forEach((element) => elementEffects[name]!(element, ...rest));
}

/** Effects of the page. */
const effects: Record<string, (...args: Unchecked[]) => void> = {
  bind(target: Target, type: string, pickle: string, sources: string[], options: Options) {
    const binding = { name: nameOf(target), pickle, sources, options };
    for (const element of resolve(target)) bind(element, type, binding);
  },

  confirm(target: Target, text: string, pickle: string, sources: string[]) {
    // Not at once: the rest of the frame is carried out, and painted, before the person is asked.
    setTimeout(() => {
      const [element = document] = resolve(target);
      if (confirm(text)) emit(element, nameOf(target), pickle, collect(sources));
    });
  },

  redirect(url: string) {
    if (!/^https?:$/.test(new URL(url, document.baseURI).protocol)) {
      throw new Error(url);
    }
    location.assign(url);
  },

  hook: signal,

  part,
};

/** Effects on each element of a target. */
const elementEffects: Record<string, (element: Unchecked, ...args: Unchecked[]) => void> = {
  update: (element: Element, html: string) =>
    morph(element, parse(html.trim(), own(element).parentElement)),

  insert(node: Element, { description: where }: { description: string }, html: string) {
    const element = own(node), method = methods[where]!;
    insert(element, method, parse(html, /^[ba]\w+r/.test(method) ? element.parentElement : node));
  },

  clear,

  remove: (element: Element) => quietly(() => own(element).remove()),

  set(element: EventTarget, path: string, value: Term) {
    const names = path.split(".");
    const last = names.pop()!;
    names.reduce((object, name) => object[name], element as Unchecked)[last] = value;
  },

  attr(node: Element, name: string, value: Term) {
    const element = own(node);
    if (value === false) element.removeAttribute(name);
    else {
      // As the parser does (HTML, section 13.2.6.1).
      const namespace = /^xlink:/.test(name) ? "http://www.w3.org/1999/xlink" : null;
      element.setAttributeNS(namespace, name, value === true ? "" : String(value));
    }
  },

  call: (element: Unchecked, method: string, args: Term[]) => element[method](...args),

  reset(element: HTMLElement, text: string) {
    const control = element as HTMLInputElement;
    if (element.isContentEditable) {
      if (element.innerText === text) clear(element);
    } else if (control.value === text) control.value = "";
  },
};

type Method = "before" | "prepend" | "append" | "after";

const methods: Record<string, Method> = {
  beforebegin: "before",
  afterbegin: "prepend",
  beforeend: "append",
  afterend: "after",
};

/** Inserts HTML; what is there already is updated where it stands, so that a repeated insert changes nothing. */
function insert(element: Element, method: Method, html: DocumentFragment): void {
  let rest = true;
  for (const next of [...html.children]) {
    const old = document.getElementById(idOf(next));
    if (!old) continue;
    const own = new DocumentFragment();
    own.append(next);
    morph(old, own);
    rest = /\S/.test(html.textContent) || html.children.length > 0; // else space between elements
  }
  if (rest) element[method](html);
}

function clear(element: Element): void {
  forgetEdits(element);
  quietly(() => own(element).replaceChildren());
}
