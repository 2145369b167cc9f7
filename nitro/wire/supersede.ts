/**
 * What a frame for a slow client makes superfluous in those that wait before it: of two updates of one element the later one goes out.
 *
 * @module
 */
import { hte } from "../escape.ts";
import { PARAGRAPH } from "./changes/tags.ts";
import { Atom, atom, isRecord, type Term, text, Tuple, tuple } from "../../n2o/mod.ts";

const IO = atom("io");
/** Instructions that state how something is, each with how many of its elements tell what. Nothing depends on one that is stated anew. */
const STATES: ReadonlyMap<Atom, number> = new Map([
  [atom("update"), 2],
  [atom("text"), 2],
  [atom("attr"), 3],
  [atom("bind"), 3],
]);
const TEXT = atom("text"), UPDATE = atom("update"), ATTR = atom("attr");

/** What is left of frames that wait: what stands before an instruction that is no state is left as it is. */
export function supersede(
  waiting: readonly (Term | undefined)[],
  next: Term,
): readonly (Term | undefined)[] {
  const stated = new Set<string>(), left = [...waiting];
  const isOpen = instructionsOf(next)?.toReversed().every((each) => note(each, stated)) ?? false;
  for (let at = waiting.length - 1, goes = isOpen; goes && at >= 0; at--) {
    const term = waiting[at], before = term === undefined ? undefined : instructionsOf(term);
    if (term === undefined || before === undefined) break;
    const kept: Term[] = [];
    for (const each of before.toReversed()) {
      if (goes && isStated(each, stated)) continue;
      kept.unshift(each);
      goes &&= note(each, stated);
    }
    if (kept.length < before.length) left[at] = without(term, kept);
  }
  return left;
}

/** The instructions of a frame of our wire. */
function instructionsOf(term: Term): readonly Term[] | undefined {
  if (!isRecord(term, IO, 3)) return undefined;
  const [, instructions] = term.elements;
  return Array.isArray(instructions) ? instructions : undefined;
}

/** What an instruction states, as a key; undefined for one that states nothing, or of what is no id. */
function keyOf(instruction: Term): string | undefined {
  if (!(instruction instanceof Tuple)) return undefined;
  const [name, ...rest] = instruction.elements, count = name instanceof Atom ? STATES.get(name) : 0;
  if (count === undefined || count === 0 || !(name instanceof Atom)) return undefined;
  const parts = rest.slice(0, count - 1).map((part) => text(part));
  // Of text and updates the later one holds, whichever it is.
  const kind = name === TEXT ? UPDATE.name : name.name;
  // What follows may speak of an element by the id that it gets.
  if (parts.includes(undefined) || name === ATTR && parts[1] === "id") return undefined;
  return JSON.stringify([kind, ...parts]);
}

/** Notes what an instruction states; false for one before which nothing may be left out. */
function note(instruction: Term, stated: Set<string>): boolean {
  const key = keyOf(instruction);
  // Before a text alone an update must go out: it states more than that.
  if (key !== undefined && !(instruction instanceof Tuple && instruction.elements[0] === TEXT)) {
    stated.add(key);
  } else if (key !== undefined) stated.add(`${key} text`);
  return key !== undefined;
}

function isStated(instruction: Term, stated: ReadonlySet<string>): boolean {
  const key = keyOf(instruction);
  if (key === undefined || !(instruction instanceof Tuple)) return false;
  const [name, target = [], html = []] = instruction.elements, isText = name === TEXT;
  if (!stated.has(key) && !(isText && stated.has(`${key} text`))) return false;
  return name !== UPDATE || isItself(text(html)?.trim() ?? "", text(target) ?? "");
}

const ENDS_PARAGRAPH = RegExp(`<(?:${[...PARAGRAPH].join("|")})\\b`, "i");

/** Whether HTML is one element, of this id: that it goes away, or what comes beside it or is kept in it, a later update does not state. */
function isItself(html: string, id: string): boolean {
  const [open = "", name = ""] = /^<([a-z][a-z\d-]*)(?:\s[^>]*)?>/i.exec(html) ?? [];
  if (!open.includes(` id="${hte(id)}"`) || html.includes("data-n2o-keep")) return false;
  if (open.length === html.length) return true;
  if (/^p$/i.test(name) && ENDS_PARAGRAPH.test(html.slice(open.length))) return false;
  let depth = 0;
  const tags = html.matchAll(RegExp(`<(/?)${name}(?![a-z\\d-])`, "gi"));
  for (const { 0: { length }, 1: slash, index } of tags) {
    depth += slash === "" ? 1 : -1;
    if (depth === 0) return html.slice(index + length) === ">";
  }
  return false;
}

/** A frame with fewer instructions; undefined for one that has nothing else to say. */
function without(term: Term, kept: Term[]): Term | undefined {
  if (!(term instanceof Tuple)) return term;
  const [, , data = []] = term.elements;
  if (kept.length === 0 && Array.isArray(data) && data.length === 0) return undefined;
  return tuple(IO, kept, data);
}
