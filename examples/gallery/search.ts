/**
 * The search of the gallery: entries by what they are called, what is said of them, and which names their code has.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
import type { Group, ShownEntry } from "./group.ts";

const { li, link, mark, ol, p, section, span } = nitro;

/** The longest question, in UTF-16 units; what is longer is cut. */
const LONGEST = 100;

/** An entry that was found. */
export interface Hit {
  /** The group whose page shows it. */
  readonly group: Group;
  /** What has every word. */
  readonly entry: ShownEntry;
}

/** The entries that have every word of a question, best first; among equals in the order of the gallery. */
export function search(groups: readonly Group[], query: string): readonly Hit[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const all = groups.flatMap((group) => group.entries.map((entry) => ({ group, entry })));
  const ranked = all.map((hit) => ({ hit, rank: rank(hit, words) })).filter(({ rank }) => rank > 0);
  return ranked.sort((one, other) => other.rank - one.rank).map(({ hit }) => hit);
}

function wordsOf(query: string): string[] {
  return query.slice(0, LONGEST).toLowerCase().match(/[^\s,]+/g) ?? [];
}

/** How well an entry answers: the sum over the words, 0 where one of them is nowhere. */
function rank({ group, entry: { title, says, name, codes } }: Hit, words: readonly string[]) {
  const [called, said, code] = [
    title,
    `${name} ${says} ${group.title}`,
    codes.map(({ text }) => text).join("\n"),
  ].map((text) => text.toLowerCase()) as [string, string, string]; // as: there are three
  const ranks = words.map((word) => {
    if (called.split(SIGNS).some((each) => each.startsWith(word))) return 8;
    // The name of a function or of a tag as a whole is what most questions are.
    if (code.split(SIGNS).includes(word)) return 4;
    return called.includes(word) ? 3 : said.includes(word) ? 2 : code.includes(word) ? 1 : 0;
  });
  return ranks.includes(0) ? 0 : ranks.reduce<number>((sum, each) => sum + each, 0);
}

/** What stands between words, of a language and of code. */
const SIGNS = /[^\p{L}\p{N}_$]+/u;

/** How much was found, as it is read out; nothing where nothing is asked. */
export function counted(query: string, { length: found }: readonly Hit[]): string {
  if (wordsOf(query).length === 0) return "";
  return found === 0 ? "Nothing found" : found === 1 ? "1 entry found" : `${found} entries found`;
}

/** What was found, in place of what was found before. */
export function results(query: string, hits: readonly Hit[]): nitro.Element {
  const words = wordsOf(query);
  return section({
    id: "gallery-found",
    aria: { label: "Search results" },
    hidden: words.length === 0,
    body: words.length === 0
      ? undefined
      : hits.length === 0
      ? nothing()
      : ol({ body: hits.map((hit) => result(hit, words)) }),
  });
}

function result({ group, entry: { name, title, says } }: Hit, words: readonly string[]) {
  return li({
    body: [
      link({ href: `/${group.name}#${name}`, body: marked(title, words) }),
      " ",
      span({ class: "of", body: group.title }),
      p({ body: marked(says, words) }),
    ],
  });
}

function nothing(): nitro.Body {
  const examples = ["dialog", "combobox", "debounce", "offline"];
  return p({
    body: [
      "Titles, descriptions and names of functions and tags are searched. Try ",
      examples.map((each, at) => [at > 0 && ", ", link({ href: `/?q=${each}`, body: each })]),
      ".",
    ],
  });
}

/** A text with the words of the question marked. */
function marked(text: string, words: readonly string[]): nitro.Body {
  const any = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  // Every second part is one of the words.
  return text.split(new RegExp(`(${any})`, "iu")).map((part, at) =>
    at % 2 === 1 ? mark({ body: part }) : part
  );
}
