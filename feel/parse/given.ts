/**
 * The names that an application's variables have, and the contexts in them: a text can say another thing where other names are known
 * (DMN 1.5, 10.3.1.4), so what was asked of them is kept beside what was parsed.
 *
 * @module
 */
import { isContext, own } from "../value/value.ts";
import { canonical } from "./part.ts";

/** How many contexts of a list are asked for their names. */
const SAMPLE = 8;

/** How deep lists of lists are looked into. */
const NESTED = 4;

/** How many odd names are asked for one by one. */
const SOUGHT = 64;

/** The most names that are kept in order to see at a glance that they are the same. */
const KEYS = 256;

/** Entries by name. */
export type Names = Readonly<Record<string, unknown>>;

/** Variables, while an expression is parsed for them. */
export interface Given {
  readonly variables: Names;
  /** The odd names among them, by how they are looked for, once one was. */
  odd: ReadonlyMap<string, string> | null;
  /** Names of words that were asked for, and whether they were there. */
  readonly words: Map<string, boolean>;
  /** Odd names that were asked for; no more are kept than can be asked again. */
  readonly sought: Sought[];
}

/** A name that was asked for, and how else it may be spelled: that is seen only where it is to be asked again. */
interface Sought {
  readonly name: string;
  readonly spelled: () => readonly string[];
}

/** A name, and whether it is there. */
interface Asked {
  readonly name: string;
  readonly known: boolean;
}

/** What must be so among the variables for a tree to be right. What is in them is seen when the tree is run. */
export interface Watch {
  readonly asked: readonly Asked[];
  /** All names in order, where asking for each would take longer. */
  keys: readonly string[] | null;
  /** The odd ones, where not only those asked for count. */
  readonly odd: ReadonlyMap<string, string> | null;
}

/** Variables of which nothing has been asked. */
export function givenOf(variables: Names): Given {
  return { variables, odd: null, words: new Map(), sought: [] };
}

/** What the variable that is asked for is called; undefined where it is not there. */
export function variableFor(
  given: Given,
  key: string,
  spelled: () => readonly string[],
): string | undefined {
  const odd = given.odd ??= oddOf([given.variables]);
  const found = odd.size === 0 ? undefined : odd.get(key);
  if (given.sought.length <= SOUGHT) given.sought.push({ name: found ?? key, spelled });
  return found;
}

/** Whether nothing more need be asked: there is nothing odd, and more has been asked than can be asked again. */
export function isExhausted({ odd, sought }: Given): boolean {
  return odd?.size === 0 && sought.length > SOUGHT;
}

/** Whether there is a variable of this name as it is written. */
export function isGiven({ variables, words }: Given, name: string): boolean {
  const known = Object.hasOwn(variables, name);
  words.set(name, known);
  return known;
}

/** What must be so for what was parsed to be right; null where nothing was asked. */
export function watchOf({ variables, words, sought, odd }: Given): Watch | null {
  if (words.size + sought.length === 0) return null;
  const keys = keysOf(variables);
  const names = new Set<string>();
  // Names alone may be too many, so that their spellings need not be made.
  let singly = sought.length <= SOUGHT && sought.length * 3 <= keys.length;
  for (const { name, spelled } of sought) {
    singly &&= names.size * 3 <= keys.length;
    if (!singly) break;
    for (const each of [name, ...spelled()]) names.add(each);
  }
  singly &&= names.size * 3 <= keys.length;
  const asked = [...words].map(([name, known]) => ({ name, known }));
  if (singly) {
    for (const name of names) asked.push({ name, known: Object.hasOwn(variables, name) });
  }
  return {
    asked,
    odd: singly || sought.length === 0 ? null : odd,
    keys: singly || keys.length > KEYS ? null : keys,
  };
}

/** Whether what was parsed is right for these variables. It is asked before every evaluation, so it is written for speed. */
export function isRight(watch: Watch | null, variables: Names): boolean {
  if (watch === null) return true;
  const { asked, keys, odd } = watch;
  for (let index = 0; index < asked.length; index++) {
    const each = asked[index];
    if (each !== undefined && Object.hasOwn(variables, each.name) !== each.known) return false;
  }
  return odd === null || (keys !== null && isSame(variables, keys)) || isAsOdd(watch, variables);
}

function isSame(variables: Names, keys: readonly string[]): boolean {
  let index = 0;
  for (const name in variables) if (name !== keys[index++]) return false;
  return index === keys.length;
}

function isAsOdd(watch: Watch, variables: Names): boolean {
  const [before, now] = [[...watch.odd ?? []].flat(), [...oddOf([variables])].flat()];
  if (before.length !== now.length || before.some((each, index) => each !== now[index])) {
    return false;
  }
  const keys = keysOf(variables);
  watch.keys = keys.length > KEYS ? null : keys;
  return true;
}

/** The names of contexts that are found only where they are known, by how they are looked for. */
export function oddOf(contexts: readonly Names[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const each of contexts) {
    for (const name of keysOf(each)) {
      const as = canonical(name);
      if (as?.odd !== true || !Object.hasOwn(each, name)) continue;
      // The name that is spelled as it is looked for goes before another spelling of it.
      if (name === as.key || !found.has(as.key)) found.set(as.key, name);
    }
  }
  return found;
}

function keysOf(context: Names): string[] {
  const found: string[] = [];
  for (const name in context) found.push(name);
  return found;
}

/** Some of the contexts that the entries of this name are, or have in lists. */
export function contextsIn(contexts: readonly Names[], name: string): Names[] {
  const found: Names[] = [];
  for (const each of contexts) collect(own(each, name), found, 0);
  return found;
}

function collect(value: unknown, into: Names[], depth: number): void {
  if (into.length >= SAMPLE) return;
  if (isContext(value)) into.push(value);
  if (!Array.isArray(value) || depth > NESTED) return;
  for (const item of value.slice(0, SAMPLE)) collect(item, into, depth + 1);
}
