/**
 * The part of the client for pages that are in several steps: the step is in the address, and the buttons of the browser lead from one to
 * another without leaving the page.
 *
 * The hidden control Id holds the step that the page is asked for. Where the person goes back or forth it holds that one, and hears
 * `change`, as if it had been typed.
 *
 * @module
 */
import type { Part } from "../part.ts";

/** The parameter of the address. */
const NAME = "step";
let control = "", listens = false;

/** Puts a step into the address, as the next one of the history or in place of the last. */
const step: Part = (_, id: string, name: string, how: string) => {
  control = id;
  const { pathname, search } = location, query = new URLSearchParams(search);
  if (query.get(NAME) !== name) {
    query.set(NAME, name);
    history[how === "push" ? "pushState" : "replaceState"](null, "", `${pathname}?${query}`);
  }
  if (!listens) addEventListener("popstate", moved);
  listens = true;
};

/** Also called where a link led to another place of the page. */
function moved(): void {
  const held = document.getElementById(control) as HTMLInputElement | null;
  const name = new URLSearchParams(location.search).get(NAME) ?? "";
  if (!held || held.value === name) return;
  held.value = name;
  held.dispatchEvent(new Event("change", { bubbles: true }));
}

export default step;
