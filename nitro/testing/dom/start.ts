/**
 * Where Tab goes on from when nothing has the focus: the sequential focus navigation starting point (HTML, section 6.6.5).
 *
 * @module
 */
/** As much of a node as tells where it stands. */
interface Node {
  readonly up: Node | null;
  readonly left: Node | null;
  readonly right: Node | null;
  contains(other: Node | null): boolean;
  inside(): Iterable<Node>;
}

/** A node, or where one was that went away. */
export class Start {
  #node: Node | undefined;
  #gap: { readonly up: Node; readonly left: Node | null } | undefined;
  /** When each node was begun at, by a count. */
  readonly #times = new WeakMap<Node, number>();
  #time = 0;

  /** Begins at a node, or nowhere. */
  set(node: Node | undefined): void {
    this.#node = node;
    this.#gap = undefined;
    if (node !== undefined) this.#times.set(node, ++this.#time);
  }

  /** At which of these it began last; undefined where at none. */
  latest<T extends Node>(all: readonly T[]): T | undefined {
    const time = (node: Node) => this.#times.get(node) ?? 0;
    const [latest] = all.filter(time).sort((a, b) => time(b) - time(a));
    return latest;
  }

  /** A node is about to be taken out. */
  without(node: Node): void {
    const { up, left } = node, gap = this.#gap;
    if (up === null) return;
    if (this.#node !== undefined && node.contains(this.#node)) {
      this.#node = undefined;
      this.#gap = { up, left };
    } else if (gap !== undefined && node.contains(gap.up)) this.#gap = { up, left };
    else if (gap?.left === node) this.#gap = { up: gap.up, left };
  }

  /** Which of these, in the order of the document, come next; undefined where it is nowhere. */
  next<T extends Node>(all: readonly T[], isBack: boolean, document: Node): T[] | undefined {
    const gap = this.#gap, from = gap === undefined ? this.#node : behind(gap);
    if (from === undefined || from === null) return undefined;
    const places = new Map<Node, number>([[document, -1]]);
    for (const node of document.inside()) places.set(node, places.size);
    const place = (node: Node) => places.get(node) ?? 0, at = place(from);
    if (isBack) return all.filter((each) => place(each) < at);
    // What stands where one went away is next, what that was is not.
    const isGap = gap !== undefined && from !== gap.up;
    return all.filter((each) => place(each) > at || isGap && each === from);
  }
}

/** What comes behind a gap; nothing at the end of the document. */
function behind({ up, left }: { readonly up: Node; readonly left: Node | null }): Node | null {
  if (left === null) return up;
  for (let at: Node | null = left; at !== null; at = at.up) if (at.right !== null) return at.right;
  return null;
}
