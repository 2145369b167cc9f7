/**
 * Reads the HTML of an update: its elements with ids, each with a hash of what is its own, and with its leaves.
 *
 * What is an element's own is all of it but the elements with ids in it and its leaves: its text where it holds nothing else, the `value`
 * that it states, whether it is ticked. Only what a parser of HTML takes as it is written is read.
 *
 * @module
 */
import type { EventAction } from "../../event.ts";
import { attributes, type Start } from "./attributes.ts";
import { Holds, Leaf, type Node, type Read } from "./node.ts";
import { DEPTH, Own } from "./own.ts";
import { FOREIGN, stands, type Tag, tagOf } from "./tags.ts";
import {
  decoded,
  find,
  is,
  isId,
  isMadeUp,
  isPlain,
  numberOf,
  numberOfText,
  type Source,
  sourceOf,
  wordEnd,
} from "./text.ts";

/** What is read, and under which key. */
export interface Reading {
  readonly html: string;
  readonly low: number;
  readonly high: number;
  /** The events that are wired with it, by the id of their element. */
  readonly events: ReadonlyMap<string, readonly EventAction[]>;
}

/** Elements with ids: more have no room in what is remembered. */
const MOST_NODES = 512;

const utf8 = new TextEncoder();
/** What is read. One for all: nothing is called between a reading and its use. */
let bytes: Uint8Array = new Uint8Array(0);
const NONE: readonly EventAction[] = [];
const LT = 60, GT = 62, SLASH = 47;

/** Reads a body that is one element with an id; undefined for any other, and for one that a parser reads in another way. */
export function scan(reading: Reading): Read | undefined {
  const source = sourceOf(reading.html);
  if (source === undefined) return undefined;
  bytes = source.bytes;
  const scanner = new Scanner(reading, source), root = scanner.read();
  const { known, ids, own: { marks } } = scanner;
  return root && { ...source, root, known, ids, marks };
}

class Scanner {
  readonly #reading: Reading;
  readonly #length: number;
  readonly #text: (from: number, to: number) => string;
  #at = 0;
  readonly #open: Tag[] = [];
  /** Elements with ids that are open, and for each how many are open around it. */
  readonly #nodes: Node[] = [];
  readonly #depths: number[] = [];
  /** How many elements are open with the one that is looked at as a whole; 0 for none. */
  #opaque = 0;
  #isForeign = false;
  /** Whether what is looked at as a whole is the client's own, and not looked at. */
  #isKept = false;
  #root: Node | undefined;
  #count = 0;
  readonly known = new Set<EventAction>();
  readonly ids: number[] = [];
  readonly own: Own;

  constructor(reading: Reading, { length, text }: Source) {
    this.#reading = reading;
    this.own = new Own(bytes);
    this.#length = length;
    this.#text = text;
  }

  /** The element; undefined where there is none, or none alone. */
  read(): Node | undefined {
    while (this.#at < this.#length) {
      let next = this.#at;
      while (next < this.#length && bytes[next] !== LT) next++;
      const isOut = this.#open.length === 0;
      if (next >= this.#length || isOut && (next > this.#at || this.#root !== undefined)) {
        return undefined;
      }
      if (next > this.#at && !this.#takesText(this.#at, next)) return undefined;
      this.#at = next;
      const code = bytes[next + 1];
      const isRead = code === SLASH ? this.#end() : code === 33 ? this.#comment() : this.#start();
      if (!isRead) return undefined;
    }
    return this.#open.length === 0 ? this.#root : undefined;
  }

  /** Text in a table is put before it by the parser. */
  #takesText(from: number, to: number): boolean {
    if (this.#opaque > 0 || this.#open[this.#open.length - 1]?.holds === undefined) return true;
    return bytes.subarray(from, to).every((code) => code <= 32);
  }

  #comment(): boolean {
    if (this.#nodes.length === 0 || !is(bytes, "<!--", this.#at)) return false;
    const close = find(bytes, "-->", this.#at + 4, this.#length);
    // `<!-->`, `<!--->` and `--!>` end a comment, too.
    if (close < 0 || /^-?>|--!>|<!--/.test(this.#text(this.#at + 4, close + 3))) return false;
    this.#mixed();
    this.#at = close + 3;
    return true;
  }

  /** The open element with an id holds something that is no element with an id. */
  #mixed(): void {
    const node = this.#nodes[this.#nodes.length - 1];
    if (node !== undefined) node.holds = Holds.all;
  }

  #start(): boolean {
    const from = this.#at, nameTo = wordEnd(bytes, from + 1), isForeign = this.#isForeign;
    const tag = isForeign ? FOREIGN : tagOf(bytes, from + 1, nameTo);
    if (tag === undefined || this.#open.length >= DEPTH || nameTo === from + 1) return false;
    if (this.#opaque === 0 && !stands(tag, this.#open, this.#bits[this.#bits.length - 1] ?? 0)) {
      return false;
    }
    const start = attributes(bytes, nameTo, this.#length, isForeign);
    if (start === undefined) return false;
    this.#at = start.to;
    const isNode = this.#opaque === 0 && start.idFrom >= 0 && !isMadeUp(bytes, start.idFrom);
    if (!(isNode ? this.#enter(tag, from, start) : this.#within(start))) return false;
    if (tag.isVoid || isForeign && start.isClosed) {
      if (isNode) this.#leave(this.#at);
      return true;
    }
    this.#bits.push((this.#bits[this.#bits.length - 1] ?? 0) | tag.bit);
    this.#open.push(tag);
    this.#begun.push(from + 1);
    if (this.#opaque === 0 && (tag.isOpaque || start.isEditable || start.isKept)) {
      this.#opaque = this.#open.length;
      this.#isForeign = tag.isForeign;
      this.#isKept = start.isKept;
      this.#mixed();
      if (start.isKept) this.own.take(this.#at);
    }
    return !tag.isRaw || this.#raw(tag);
  }

  /** For the elements that are open where their names begin, and the bits of all around. */
  readonly #begun: number[] = [];
  readonly #bits: number[] = [];

  /** Goes on behind the text of an element that ends where its end tag stands. */
  #raw({ name }: Tag): boolean {
    const close = find(bytes, `</${name}`, this.#at, this.#length);
    if (close < 0 || bytes[close + 2 + name.length] !== GT) return false;
    // A parser looks for the end tag in capitals, too, and passes over the first end of line of a textarea.
    const text = this.#text(this.#at, close);
    if (text.toLowerCase().includes(`</${name}`) || text.includes("<!--")) return false;
    if (name !== "textarea" || text.startsWith("\n")) this.#mixed();
    this.#at = close;
    return true;
  }

  /** Begins an element with an id. */
  #enter(tag: Tag, from: number, start: Start): boolean {
    const parent = this.#nodes[this.#nodes.length - 1], { idFrom, idTo, isRadio } = start;
    if (++this.#count > MOST_NODES || !isId(bytes, idFrom, idTo)) return false;
    const id = this.#text(idFrom, idTo);
    const events = this.#reading.events.get(id) ?? NONE;
    const node: Node = {
      id,
      idFrom,
      from,
      to: from,
      tag,
      holds: Holds.text,
      low: 0,
      high: 0,
      names: [numberOf(bytes, idFrom, idTo)],
      leaves: [],
      children: [],
      events,
      said: [],
      isRadio,
      isControl: tag.name !== "input" && (tag.isControl || tag.isOpaque || start.isEditable),
    };
    if (parent === undefined) this.#root = node;
    else {
      parent.children.push(node);
      if (from > this.own.from || parent.tag.name === "table") parent.holds = Holds.all;
      else if (parent.holds === Holds.text) parent.holds = Holds.list;
      this.own.take(from);
      // Which one stands there belongs to what is around it, unless that is a list.
      this.own.takeBeside(bytes, idFrom, idTo);
    }
    this.ids.push(node.names[0] ?? 0);
    this.#nodes.push(node);
    this.#depths.push(this.#open.length);
    this.own.begin(from, this.#reading);
    for (const event of events) this.known.add(event);
    return this.#ownTag(node, start);
  }

  /** Hashes a start tag but for its leaf. */
  #ownTag(node: Node, start: Start): boolean {
    const { valueFrom, valueTo, nameFrom, nameTo, isCheckbox, isRadio, madeUp } = start;
    if (nameFrom >= 0 && !this.#called(node, nameFrom, nameTo)) return false;
    if (node.tag.name === "input" && (isCheckbox || isRadio)) {
      node.leaves.push(Leaf.checked, start.checkedFrom < 0 ? 0 : 1, 0);
      this.own.takeWithout(start.checkedFrom, start.checkedTo, this.#at);
    } else if (valueFrom >= 0 && node.tag.hasValue) {
      node.leaves.push(Leaf.value, valueFrom, valueTo);
      this.own.cut(madeUp, valueFrom, valueTo, node.idFrom);
    } else if (madeUp.length > 0) this.own.cut(madeUp);
    this.own.take(this.#at);
    for (const { type } of node.events) this.own.takeBeside(utf8.encode(type));
    this.own.bare();
    return true;
  }

  /** Reads the start tag of an element without an id of its own, or within what is looked at as a whole. */
  #within({ idFrom, idTo, nameFrom, nameTo, isRadio, madeUp }: Start): boolean {
    const node = this.#nodes[this.#nodes.length - 1];
    if (node === undefined) return false;
    this.#mixed();
    if (isRadio) node.isRadio = true;
    if (nameFrom >= 0 && !this.#called(node, nameFrom, nameTo)) return false;
    if (idFrom >= 0 && !isMadeUp(bytes, idFrom)) {
      if (!this.#called(node, idFrom, idTo)) return false;
      this.ids.push(numberOf(bytes, idFrom, idTo));
    }
    if (!this.#isKept && madeUp.length > 0) this.own.cut(madeUp);
    if (idFrom < 0 || this.#reading.events.size === 0 || !isMadeUp(bytes, idFrom)) return true;
    // What an element without an id of its own says belongs to what is around it.
    for (const event of this.#reading.events.get(this.#text(idFrom, idTo)) ?? NONE) {
      this.own.takeBeside(utf8.encode(event.type));
      this.own.takeEvent(event);
      node.said.push(event);
      this.known.add(event);
    }
    return true;
  }

  /** Notes an id or a name by which what is an element's own may be a target or a source. */
  #called(node: Node, from: number, to: number): boolean {
    let number = numberOf(bytes, from, to);
    if (!isPlain(bytes, from, to)) {
      const name = decoded(this.#text(from, to));
      if (name === undefined) return false;
      number = numberOfText(name);
    }
    if (!node.names.includes(number)) node.names.push(number);
    return node.names.length < 256;
  }

  #end(): boolean {
    const from = this.#at, tag = this.#open.pop(), begun = this.#begun.pop() ?? 0;
    this.#bits.pop();
    let nameTo = from + 2;
    if (tag === undefined) return false;
    // The end tag is written as the start tag was, up to what is no letter.
    for (let at = begun; bytes[nameTo] !== GT; at++, nameTo++) {
      if (bytes[nameTo] !== bytes[at] || nameTo >= this.#length) return false;
    }
    if (wordEnd(bytes, begun) - begun !== nameTo - from - 2) return false;
    this.#at = nameTo + 1;
    if (this.#opaque > this.#open.length) {
      if (this.#isKept) this.own.from = from;
      this.#opaque = 0;
      this.#isForeign = this.#isKept = false;
    }
    if (this.#depths[this.#depths.length - 1] === this.#open.length) this.#leave(from);
    return true;
  }

  /** Ends an element with an id; its end tag, if it has one, begins at a place. */
  #leave(from: number): void {
    const { own } = this, node = this.#nodes.pop();
    this.#depths.pop();
    if (node === undefined) return;
    const { tag: { name, isVoid } } = node;
    if (node.holds === Holds.text) {
      // Of these the parser takes off a first end of line.
      if (name === "pre" || name === "listing") node.holds = Holds.all;
      else if (!isVoid) {
        node.leaves.push(Leaf.text, own.from, from);
        own.marks.push(own.from, from, node.idFrom);
      }
    } else if (from > own.from && node.holds === Holds.list) node.holds = Holds.all;
    if (node.holds === Holds.all) own.take(from);
    own.end(node, node.holds !== Holds.all);
    node.to = own.from = this.#at;
  }
}
