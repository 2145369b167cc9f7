/**
 * Compares an update with what is remembered of its target: what differs, as actions.
 *
 * @module
 */
import type { Action } from "../../action/action.ts";
import type { EventAction } from "../../event.ts";
import { type By, code, coded, codeEvent, int, type Past, past, putInt } from "./pack.ts";
import { Holds, Leaf, type Node } from "./node.ts";
import { decoded } from "./text.ts";

/** What is to be done for an update. */
export interface Difference {
  /** The actions, without events. */
  readonly actions: Action[];
  /** The events that are to be wired. */
  readonly events: Set<EventAction>;
  /** Characters of HTML in the actions, and what stands around them. */
  size: number;
  /** Elements that went and came, by where that was. */
  readonly sites: Site[];
}

/** A place where elements went and came: of one whose own is another, what was in it and what is. */
interface Site {
  readonly gone: readonly Past[];
  readonly came: readonly Node[];
  /** Whether the same site may give and take. */
  readonly isOne: boolean;
}

/** Characters that an action takes beside what it says. */
const AROUND = 24, BINDING = 240;

/** How much a whole update is, with so many events. */
export function wholeSize(html: string, events: number): number {
  return html.length + AROUND + events * BINDING;
}

/** The place of what went from several. */
const SHARED = -2;

/** Compares. Leaves that differ are written over in what is remembered. */
export class Comparison implements Difference {
  readonly actions: Action[] = [];
  readonly events: Set<EventAction> = new Set();
  size = 0;
  readonly sites: Site[] = [];
  readonly #bytes: Uint8Array;
  readonly #by: By;

  constructor(bytes: Uint8Array, by: By) {
    this.#bytes = bytes;
    this.#by = by;
  }

  /** Compares an element with what it was. */
  node(was: Past, is: Node): void {
    const bytes = this.#bytes;
    const isSame = int(bytes, was.shape) === is.low && int(bytes, was.shape + 4) === is.high &&
      fits(bytes, was, is);
    if (!isSame) return this.#whole([was], is);
    for (let leaf = 0; leaf < is.leaves.length; leaf += 3) {
      // A list that holds nothing has a text.
      if (leaf / 3 >= was.leafCount) break;
      if (!this.#leaf(was, is, leaf)) return this.#whole([was], is);
    }
    is.events.forEach((event, at) => this.#event(was.events + 8 * at, event));
    if (is.holds === Holds.list || was.holds === Holds.list) return this.#list(was, is);
    let place = was.children;
    for (const child of is.children) {
      const before = past(bytes, place);
      this.node(before, child);
      place = before.to;
    }
  }

  /** Sends an element as a whole. */
  #whole(gone: readonly Past[], is: Node): void {
    const html = this.#html(is);
    this.#add({ action: "update", target: is.id, html }, html.length);
    this.#wire(is);
    this.#site({ gone, came: [is], isOne: true });
  }

  #site(site: Site): void {
    this.sites.push(site);
  }

  #html({ from, to }: Node): string {
    return this.#by.read.text(from, to);
  }

  #add(action: Action, length: number): void {
    this.actions.push(action);
    this.size += length + AROUND;
  }

  /** Wires all events of an element. */
  #wire(node: Node): void {
    for (const event of [...node.events, ...node.said]) {
      this.events.add(event);
      this.size += BINDING;
    }
    for (const child of node.children) this.#wire(child);
  }

  /** Compares a leaf; false where what it says takes the parser. */
  #leaf(was: Past, is: Node, leaf: number): boolean {
    const bytes = this.#bytes, at = was.leaves + 8 * (leaf / 3);
    code(is, leaf, this.#by);
    if (int(bytes, at) === coded.low && int(bytes, at + 4) === coded.high) return true;
    const { low, high } = coded, [kind, from = 0, to = 0] = is.leaves.slice(leaf, leaf + 3);
    if (kind === Leaf.checked) {
      this.#add({ action: "attr", target: is.id, name: "checked", value: from === 1 }, 8);
    } else {
      const said = decoded(this.#by.read.text(from, to));
      if (said === undefined || kind === Leaf.text && is.isControl) return false;
      this.#add(
        kind === Leaf.text
          ? { action: "text", target: is.id, text: said }
          : { action: "attr", target: is.id, name: "value", value: said },
        said.length,
      );
    }
    putInt(bytes, putInt(bytes, at, low), high);
    return true;
  }

  #event(at: number, event: EventAction): void {
    const bytes = this.#bytes;
    codeEvent(event, this.#by.key);
    if (int(bytes, at) === coded.low && int(bytes, at + 4) === coded.high) return;
    putInt(bytes, putInt(bytes, at, coded.low), coded.high);
    this.events.add(event);
    this.size += BINDING;
  }

  /** Compares a list: what is gone, what came, what is elsewhere, and what stays. */
  #list(was: Past, is: Node): void {
    const before: Past[] = [], places = new Map<string, number>();
    let place = was.children;
    for (let at = 0; at < was.childCount; at++) {
      const item = past(this.#bytes, place);
      places.set(item.id ?? "", at);
      before.push(item);
      place = item.to;
    }
    const { children } = is;
    if (
      children.length === before.length &&
      children.every(({ id }, at) => before[at]?.id === id)
    ) return children.forEach((child, at) => this.node(before[at] as Past, child)); // as: there are as many
    const came = new Set(children.map(({ id }) => id));
    const gone = before.filter(({ id }) => !came.has(id ?? ""));
    if (children.length === 0) this.#add({ action: "clear", target: is.id }, 0);
    else for (const { id = "" } of gone) this.#add({ action: "remove", target: id }, id.length);
    const where = children.map(({ id }) => places.get(id) ?? -1);
    this.#place(is, where);
    const fresh = children.filter((_, at) => where[at] === -1);
    this.#site({ gone, came: fresh, isOne: false });
    children.forEach((child, at) => {
      const old = before[where[at] ?? -1];
      if (old !== undefined) this.node(old, child);
    });
  }

  /** Puts in what came and moves what is elsewhere, from the end on: what follows stands right then. */
  #place({ id, children }: Node, where: readonly number[]): void {
    const stays = staying(where);
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at] as Node; // as: it is within
      const next = children[at + 1];
      const target = next?.id ?? id, spot = next === undefined ? "beforeend" : "beforebegin";
      if (stays[at]) continue;
      if (where[at] !== -1) {
        this.#add({ action: "move", target, where: spot, id: child.id }, child.id.length);
        continue;
      }
      // Those that came side by side are put in together.
      let first = at;
      while (first > 0 && where[first - 1] === -1) first--;
      const fresh = children.slice(first, at + 1);
      const html = fresh.map((each) => this.#html(each)).join("");
      this.#add({ action: "insert", target, where: spot, html, tag: "div" }, html.length);
      for (const each of fresh) this.#wire(each);
      at = first;
    }
  }

  /**
   * Whether an element, or a control that its name tells, went from one place and came in another: what the person entered there goes along
   * only where both are one update.
   */
  get isMoved(): boolean {
    const { sites } = this;
    if (sites.length === 0 || sites.length === 1 && sites[0]?.isOne) return false;
    const gone = new Map<number, number>();
    sites.forEach((site, at) => {
      for (const each of site.gone) this.#collect(each, site.isOne, at, gone);
    });
    return sites.some((site, at) =>
      site.came.some((node) => this.#isAmong(node, site.isOne, gone, site.isOne ? at : -1))
    );
  }

  #collect(from: Past, all: boolean, site: number, into: Map<number, number>): void {
    for (let place = from.at; place < from.to;) {
      const each = past(this.#bytes, place), count = all ? each.nameCount : 1;
      for (let at = 0; at < count; at++) {
        const name = int(this.#bytes, each.names + 4 * at) >>> 0;
        // What several are called tells none of them.
        into.set(name, into.has(name) && into.get(name) !== site ? SHARED : site);
      }
      place = each.children;
    }
  }

  #isAmong(node: Node, all: boolean, gone: ReadonlyMap<number, number>, own: number): boolean {
    const names = all ? node.names : node.names.slice(0, 1);
    const isFrom = (place = own) => place !== own && place !== SHARED;
    return names.some((name) => isFrom(gone.get(name))) ||
      node.children.some((child) => this.#isAmong(child, all, gone, own));
  }
}

/** Whether what is remembered of an element, whose own is the same, can be compared with what it is. */
function fits(bytes: Uint8Array, was: Past, is: Node): boolean {
  if (was.eventCount !== is.events.length) return false;
  if (was.holds === Holds.list) return is.holds === Holds.list || isBlank(is);
  if (is.holds === Holds.list) return was.holds === Holds.text && wasBlank(bytes, was);
  return was.holds === is.holds && was.childCount === is.children.length &&
    was.leafCount === is.leaves.length / 3;
}

/** Whether an element holds nothing, as a list does of which all is gone. */
function isBlank({ leaves, holds }: Node): boolean {
  const last = leaves.length - 3;
  return holds === Holds.text && leaves[last] === Leaf.text &&
    leaves[last + 1] === leaves[last + 2];
}

/** Whether the last leaf was a text of no bytes. */
function wasBlank(bytes: Uint8Array, { leaves, leafCount }: Past): boolean {
  return leafCount > 0 && int(bytes, leaves + 8 * (leafCount - 1)) === 0;
}

/**
 * For each of the new items of a list where it was, -1 for one that is new: whether it stays, while the others are put between. Those stay
 * that are the longest run whose order is the same.
 */
function staying(was: readonly number[]): boolean[] {
  // The last item of the best run of each length, and before which it stands there.
  const ends: number[] = [], before: number[] = [];
  was.forEach((place, at) => {
    if (place < 0) return;
    let low = 0, high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((was[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1] ?? -1 : -1;
    ends[low] = at;
  });
  const stays = was.map(() => false);
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) stays[at] = true;
  return stays;
}
