/**
 * Instructions: what the server has a page do, each a small effect. Nothing that arrives is evaluated.
 *
 * @module
 */
import type { Term } from "./bert.ts";
import { bind, type Options, quietly, replay } from "./bindings.ts";
import { choices, choose, forgetEdits, keeps, settle, updated } from "./controls.ts";
import { idOf, morph, move } from "./morph.ts";
import { own } from "./own.ts";
import { insist, part } from "./part.ts";
import { exchange } from "./session.ts";
import { signal } from "./signal.ts";
import { nameOf, parse, resolve, type Target } from "./target.ts";

/** Arguments of any effect, and properties and methods of any element: the server knows them, TypeScript cannot. */
// deno-lint-ignore no-explicit-any -- see above
type Unchecked = any;

/** What is to be carried out, in order. */
const waiting: Unchecked[][] = [];
/** Has the part `choices` loaded where the document has what it is for. */
const CHOICES = [
  { description: "live" },
  () =>
    choices || !document.querySelector("select,[type=radio]")
      ? undefined
      : part("./choices.js", choose, keeps, updated),
];
/** What it waits for: the cookie of a session, a part. */
let awaited: Promise<unknown> | void;
/** Gives groups of radio buttons their choice, when the instructions in a row that change the document were carried out. */
let finish: (() => void) | undefined;

/**
 * Carries out the instructions of a frame in order; one that fails is reported and does not keep back the next. What stands behind a
 * `session` waits for its cookie, behind a `part` for what that does, and so do the frames that follow.
 *
 * Their shapes are the server's promise (WIRE.md) and are not checked: a wrong one fails like any other.
 */
export function perform(instructions: unknown[]): void {
  // Behind as well, so that it is there before anybody chose anything.
  waiting.push(CHOICES, ...instructions as Unchecked[], CHOICES);
  if (!awaited) goOn();
}

function goOn(): void {
  awaited = undefined;
  while (!awaited && waiting.length) {
    const instruction = waiting.shift()!;
    // deno-lint-ignore no-console -- the wire's way of reporting an instruction that failed
    const report = (error: unknown) => console.error("n2o", instruction, error);
    try {
      awaited = carryOut(instruction)?.catch(report).then(goOn);
    } catch (error) {
      report(error);
    }
  }
  settleNow();
  replay(awaited);
}

function carryOut([{ description: name }, first, ...rest]: Unchecked[]): Promise<unknown> | void {
  const changes = name in elementEffects && !/^set|call/.test(name);
  if (changes) finish ??= choices?.groups();
  else if (name !== "bind") settleNow();
  if (name in effects) return effects[name]!(first, ...rest);
  const act = () => {
    for (const element of resolve(first)) elementEffects[name]!(element, ...rest);
  };
  if (changes) quietly(act);
  else act();
}

/**
 * Ends instructions in a row that change the document: a group is one value over all that they say of it, and who was disabled or hidden
 * loses the focus now, while no binding hears of it; the browser would see to that later.
 */
function settleNow(): void {
  finish = finish?.() as undefined; // it gives nothing
  const focused = document.activeElement as HTMLElement | null; // whatever can have it
  if (focused?.matches(":disabled,[inert] *") || !focused?.checkVisibility()) {
    quietly(() => focused?.blur());
  }
}

/** Effects of the page. */
const effects: Record<string, (...args: Unchecked[]) => Promise<unknown> | void> = {
  bind(target: Target, type: string, pickle: string, sources: string[], options: Options) {
    const waits = Object.keys(options).length, name = nameOf(target);
    const bound = resolve(target).map((element) =>
      bind(element, type, { name, pickle: waits ? "" : pickle, sources, options })
    );
    if (!waits) return;
    // They fire as their options say, unless others have taken their place.
    return insist(() =>
      part("./options.js", options).then(() => {
        for (const each of bound) if (each.options === options) each.pickle = pickle;
      })
    );
  },

  redirect(url: string) {
    if (!/^https?:$/.test(new URL(url, document.baseURI).protocol)) {
      throw Error(url);
    }
    location.assign(url);
  },

  hook: signal,

  part,

  confirm: part.bind(0, "./confirm.js"),

  session: exchange,

  live: (act: () => Promise<unknown> | void) => act(),
};

/** Effects on each element of a target. */
const elementEffects: Record<string, (element: Unchecked, ...args: Unchecked[]) => void> = {
  update: (element: Element, html: string) =>
    morph(element, parse(html.trim(), own(element).parentElement)),

  insert(node: Element, where: Where, text: string) {
    const [within] = place(node, where), html = parse(text, within);
    let rest: unknown = true;
    // What is there already is updated where it stands, so that a repeated insert changes nothing; elsewhere it may be on its way here.
    for (const next of [...html.children]) {
      const old = document.getElementById(idOf(next));
      if (!old || own(old).parentNode !== within) continue;
      own(next).remove();
      morph(old, parse(own(next).outerHTML, within));
      rest = /\S/.test(html.textContent) || html.children.length; // else space between elements
    }
    const [parent, before] = place(node, where);
    if (rest) own(parent).insertBefore(html, before);
  },

  move(node: Element, where: Where, id: string) {
    const [parent, before] = place(node, where);
    move(own(parent), document.getElementById(id)!, before);
  },

  clear,

  remove: (element: Element) => own(element).remove(),

  set(element: EventTarget, path: string, value: Term) {
    const [object, name] = walk(element, path);
    object[name] = value;
  },

  attr(node: Element, name: string, value: Term) {
    const element = own(node), finish = /^(value|checked)$/.test(name) && settle(node);
    if (value === false) element.removeAttribute(name);
    else {
      // As the parser does (HTML, section 13.2.6.1).
      const namespace = /^xlink:/.test(name) ? "http://www.w3.org/1999/xlink" : null;
      element.setAttributeNS(namespace, name, value === true ? "" : value as string);
    }
    if (finish) finish();
  },

  text(element: Element, text: string) {
    const finish = settle(element);
    element.textContent = text;
    finish?.();
  },

  call(element: EventTarget, path: string, args: Term[]) {
    const [object, name] = walk(element, path);
    object[name](...args);
  },

  reset(element: HTMLElement, text: string) {
    const control = element as HTMLInputElement;
    if (element.isContentEditable) {
      if (element.innerText === text) clear(element);
    } else if (control.value === text) control.value = "";
  },
};

/** The object that the last name of a path belongs to, and that name. */
function walk(object: Unchecked, path: string): [object: Unchecked, name: string] {
  const names = path.split("."), name = names.pop()!;
  return [names.reduce((within, name) => within[name], object), name];
}

/** One of the four places of `insertAdjacentHTML`. */
type Where = { description: string };

/** Where a place is: in which element, and before which of its nodes. */
function place(node: Element, { description: where }: Where): [Element, ChildNode | null] {
  const element = own(node);
  if (where === "afterbegin") return [node, element.firstChild];
  if (where === "beforeend") return [node, null];
  return [element.parentElement!, where === "afterend" ? element.nextSibling : node];
}

function clear(element: Element): void {
  forgetEdits(element);
  own(element).replaceChildren();
}
