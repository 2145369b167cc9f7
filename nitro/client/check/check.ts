/**
 * The part of the client for pages that are developed: mistakes that the document shows are told in the browser's console, each with its
 * element and once.
 *
 * @module
 */
import type { Part } from "../part.ts";

/** How long what a page shows may take until it is looked at, in milliseconds: it comes in several frames. */
const QUIET = 300;

let timer: ReturnType<typeof setTimeout> | undefined;
/** Sources that were named, by the element that they go along with. */
const named = new Map<string, readonly string[]>();
const told = new Set<unknown>();

const check: Part = (_core, target: string, ...sources: string[]) => {
  if (target) named.set(target, sources);
  if (timer === undefined) begin();
  soon();
};

function begin(): void {
  document.addEventListener("n2o:missing", (event) => {
    tell(event, "n2o: an action is for what is not there", (event as CustomEvent).detail);
  });
  new MutationObserver(soon).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
  });
}

function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(look, QUIET);
}

function look(): void {
  for (const [id, all] of Map.groupBy(document.querySelectorAll("[id]"), (element) => element.id)) {
    for (const element of all.slice(1)) {
      tell(element, `n2o: the id "${id}" is there twice`, element);
    }
  }
  for (const control of document.querySelectorAll<HTMLInputElement>(CONTROLS)) {
    if (!control.labels?.length) tell(control, "n2o: a control has no label", control);
  }
  for (const [target, sources] of named) {
    if (!document.getElementById(target)) continue;
    for (const id of sources) {
      if (!document.getElementById(id) && !document.getElementsByName(id).length) {
        tell(
          `${target} ${id}`,
          `n2o: the source "${id}" of "${target}" names nothing`,
          document.getElementById(target),
        );
      }
    }
  }
}

const CONTROLS = ["input", "select", "textarea"].map((name) =>
  name +
  ":not([type=hidden],[type=submit],[type=button],[type=reset],[type=image],[hidden],[aria-label],[aria-labelledby],[title])"
).join();

function tell(what: unknown, ...said: unknown[]): void {
  if (told.has(what)) return;
  told.add(what);
  // deno-lint-ignore no-console -- where who develops a page looks
  console.warn(...said);
}

export default check;
