/**
 * Observers of a document (DOM, section 4.3): as much as the client's part for states uses.
 *
 * @module
 */
import type { Change, Node } from "./node.ts";

/** What is observed. */
interface Wanted {
  readonly node: Node;
  readonly attributes?: boolean;
  readonly childList?: boolean;
  readonly subtree?: boolean;
  readonly attributeFilter?: readonly string[];
}

/** Those who observe a document. */
export type Observers = Set<MutationObserver>;

/** Told of changes when what made them is done. */
export class MutationObserver {
  readonly #tell: (changes: Change[]) => void;
  readonly #wanted: Wanted[] = [];
  #changes: Change[] = [];
  #all: Observers | undefined;

  constructor(tell: (changes: Change[]) => void) {
    this.#tell = tell;
  }

  observe(node: Node, options: Omit<Wanted, "node">): void {
    this.#wanted.push({ node, ...options });
    const home = node.home ?? node;
    if (!("observers" in home) || !(home.observers instanceof Set)) return;
    this.#all = home.observers;
    this.#all.add(this);
  }

  disconnect(): void {
    this.#all?.delete(this);
    this.#changes = [];
  }

  takeRecords(): Change[] {
    return this.#changes.splice(0);
  }

  /** Hears of a change. */
  hear(change: Change): void {
    const { type, target, attributeName = "" } = change;
    const isWanted = this.#wanted.some((each) =>
      (each.node === target || each.subtree === true && each.node.contains(target)) &&
      (type === "childList"
        ? each.childList === true
        : type === "attributes" && each.attributes === true &&
          each.attributeFilter?.includes(attributeName) !== false)
    );
    if (!isWanted) return;
    if (this.#changes.push(change) > 1) return;
    queueMicrotask(() => {
      const changes = this.takeRecords();
      if (changes.length === 0) return;
      try {
        this.#tell(changes);
      } catch (error) {
        target.report(error);
      }
    });
  }
}
