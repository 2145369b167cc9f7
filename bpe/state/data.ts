/**
 * Variables: who sees which, and where a value goes.
 *
 * Every element may have variables of its own; it sees those of the elements around it too, the nearest first. A value goes
 * to the nearest element that has a variable of that name, else to the nearest of: the process, a called process, one run of a
 * multi-instance sub-process. A called process with mappings sees nothing outside. An embedded sub-process is no place of its
 * own: it has its data objects and what its mappings bring in, and all else goes on outward, as in Camunda 7 and 8.
 *
 * A run of a multi-instance has its element of the collection, its counter and a place for its result, whatever is called alike
 * outside. Where the activity says what comes out (a collection of results, mappings, data associations), nothing else leaves
 * a run and all that is set inside stays inside. Where it says nothing, what a run sets goes outward, but not what it was given:
 * of a task at once, of a sub-process or called process when the run ends.
 *
 * @module
 */
import { callable, list, object } from "../argument.ts";
import { type DataItem, type Definition, NONE } from "../definition/definition.ts";
import { elementOf } from "./lists.ts";
import { type Element, ROOT, type State, type Variables } from "./state.ts";

export { isRecord } from "./record.ts";

/** Finds an element by its id. */
export type Find = (id: number) => Element | undefined;

/** The name a data item has as a variable: its name, where that can stand in an expression, else its id. */
export function nameOf(item: DataItem): string {
  object(item, "a data item");
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(item.name) ? item.name : item.id || item.name;
}

/** The name of the variable behind a data item by index: a reference stands for its object. */
export function variableOf(definition: Definition, index: number): string {
  list(definition?.data, "the data of a definition");
  const item = definition.data[index];
  if (item === undefined) return "";
  const target = definition.data[item.target];
  return nameOf(target ?? item);
}

/** All variables an element sees. Not to be changed. */
export function visible(find: Find, element: number): Variables {
  callable(find, "what finds elements");
  const chain: Variables[] = [];
  for (let each = find(element); each !== undefined; each = outward(find, each)) {
    if (each.variables !== undefined) chain.push(each.variables);
  }
  if (chain.length === 0) return {};
  if (chain.length === 1) return chain[0] ?? {};
  return chain.reduceRight((all, own) => ({ ...all, ...own }), {});
}

/** All variables an element of a state sees, for handlers, forms and queries. */
export function variables(state: State, element: number): Variables {
  object(state, "a state");
  if (elementOf(state, ROOT) === undefined) return state.result ?? {};
  return visible((id) => elementOf(state, id), element);
}

/** The variables of the process itself: while it runs, and those it ended with. */
export function rootVariables(state: State | undefined): Variables {
  if (state !== undefined) object(state, "a state");
  return state?.result ?? (state === undefined ? {} : elementOf(state, ROOT)?.variables ?? {});
}

/** The element to which a value of this name goes when `element` sets it. */
export function home(find: Find, element: number, name: string): Element | undefined {
  callable(find, "what finds elements");
  let nearest: Element | undefined;
  for (let each = find(element); each !== undefined; each = outward(find, each)) {
    if (each.variables !== undefined && Object.hasOwn(each.variables, name)) return each;
    if (nearest === undefined && (each.keeps === true || isHome(find, each))) nearest = each;
    if (each.keeps === true) break;
  }
  return nearest;
}

/** The nearest element that keeps what has no other place. */
export function homeOf(find: Find, element: number): Element | undefined {
  callable(find, "what finds elements");
  let each = find(element);
  while (each !== undefined && !isHome(find, each)) each = outward(find, each);
  return each;
}

function isHome(find: Find, element: Element): boolean {
  if (element.node === NONE) return true;
  if (element.scope === NONE) return false;
  return element.phase !== "compensating" &&
    (element.called === true || (element.run !== undefined && isMultiple(find, element)));
}

function isMultiple(find: Find, element: Element): boolean {
  return (find(element.parent)?.loop?.total ?? NONE) !== NONE;
}

/** The next element outward whose variables are seen. */
function outward(find: Find, element: Element): Element | undefined {
  // What is outside has come before: whoever finds anything else is in a circle.
  const isInside = element.parent !== NONE && element.parent < element.id;
  return isInside && element.sealed !== true ? find(element.parent) : undefined;
}
