/**
 * Actions with only what changed: an update becomes the leaves and the items of lists that are others than in the update before, where
 * the document is the same then as after the whole.
 *
 * @module
 */
import type { Action, Target } from "../../action/action.ts";
import type { EventAction } from "../../event.ts";
import { again, packPlaces } from "./again.ts";
import { Comparison, wholeSize } from "./compare.ts";
import { type Entry, MEMORY, Memory } from "./memory.ts";
import { bare, HEAD, head, int, pack } from "./pack.ts";
import type { Read } from "./node.ts";
import { scan } from "./scan.ts";
import { decoded, numberOfText } from "./text.ts";

/** What updates were rendered with: the actions that go with each. */
export type Rendered = ReadonlyMap<Action, readonly Action[]>;

/** Where the actions go. */
export interface Shown {
  /** What the connection remembers; nothing at first, and after each greeting. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** The id of its session: what was sealed for another one is sent anew. */
  readonly session: string;
  /** The time, in seconds since the epoch. */
  readonly now: number;
  /** How long after it was wired an event may be left as it is, in seconds. */
  readonly lasts: number;
}

/** Actions, and what is to be remembered once they were sent. */
export interface Changes {
  readonly actions: readonly Action[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Updates in a row that had another shape, after which some are not looked at. */
const PATIENCE = 4;

/** The actions with only what changed. */
export function changes(actions: readonly Action[], rendered: Rendered, shown: Shown): Changes {
  const memory = new Memory(shown.bytes, shown.session), reduction = new Reduction(memory, shown);
  for (const action of actions) reduction.add(action, rendered.get(action));
  return { actions: reduction.actions, bytes: memory.bytes };
}

/** Methods that change nothing of a document that an update states. */
const HARMLESS = new Set(
  "focus blur select scroll scrollTo scrollBy scrollIntoView setSelectionRange alert print play pause load"
    .split(" "),
);
/** Where a tree is written before it is remembered. */
const room = new Uint8Array(MEMORY);

/** How updates of a target went, as it is remembered. */
type Went = Pick<Entry, "misses" | "skips" | "sealed">;

class Reduction {
  readonly actions: Action[] = [];
  readonly #memory: Memory;
  readonly #shown: Shown;
  /** Events of updates: those that need not be wired again, and those that are. */
  readonly #left = new Set<Action>();
  readonly #wired = new Set<Action>();
  /** What comes with an update whose events are all as they were, and where in it the next action is looked for: they follow it. */
  #following: readonly Action[] = [];
  #next = 0;

  constructor(memory: Memory, shown: Shown) {
    this.#memory = memory;
    this.#shown = shown;
  }

  add(action: Action, rendered: readonly Action[] | undefined): void {
    if (action === this.#following[this.#next]) {
      this.#next++;
      if (action.action === "event") return;
    }
    if (this.#left.has(action)) return;
    if (action.action === "update" && typeof action.target === "string" && rendered !== undefined) {
      return this.#update(action.target, action, rendered);
    }
    this.actions.push(action);
    if (!this.#memory.isEmpty && !this.#wired.has(action)) this.#touch(action);
  }

  #update(
    target: string,
    action: Action & { action: "update" },
    rendered: readonly Action[],
  ): void {
    const memory = this.#memory, entry = memory.find(target), { html } = action;
    if (entry !== undefined && entry.skips > 0) {
      memory.put(target, this.#entry(target, entry.misses, entry.skips - 1));
      return this.#whole(action, rendered);
    }
    const wired = rendered.filter((each) => each.action === "event");
    const same = entry && this.#isFresh(entry)
      ? again(memory.bytes, entry, { html, key: memory.key, events: wired })
      : undefined;
    if (entry !== undefined && same !== undefined) {
      this.actions.push(...same);
      this.#following = rendered;
      this.#next = 0;
      return memory.touchedLast(entry);
    }
    const read = scan({ html, ...memory.key, events: byTarget(wired) });
    if (read === undefined || read.root.id !== target) {
      memory.forget(target);
      return this.#whole(action, rendered);
    }
    for (const event of read.known) this.#wired.add(event);
    // What came, and is elsewhere, is another element after the whole: an instruction would find that one.
    const isFound = entry !== undefined && !memory.hasElsewhere(entry, read.ids);
    const compared = isFound
      ? this.#compare(entry, read, wholeSize(html, wired.length))
      : undefined;
    if (compared === undefined) {
      this.actions.push(action);
      return this.#remember(read, wired, this.#after(entry, wired.length > 0));
    }
    this.actions.push(...compared.actions);
    for (const event of read.known) if (!compared.events.has(event)) this.#left.add(event);
    // Written anew, so that the next one that has this shape is known by it.
    this.#remember(read, wired, { misses: 0, skips: 0, sealed: entry?.sealed ?? 0 });
  }

  /** Sends an update of which nothing is remembered. */
  #whole(action: Action & { action: "update" }, rendered: readonly Action[]): void {
    this.actions.push(action);
    // What its events are wired to is among what is forgotten here.
    for (const each of rendered) if (each.action === "event") this.#wired.add(each);
    const target = typeof action.target === "string" ? action.target : "";
    if (!this.#memory.hasOther(target)) return;
    // The element itself may be gone.
    this.#memory.outdate(idsIn(action.html).add(numberOfText(target)), target);
  }

  /** Whether what its events were sealed with is good for long enough. */
  #isFresh({ sealed }: Entry): boolean {
    const { now, lasts } = this.#shown;
    return sealed === 0 || now - sealed <= lasts;
  }

  /** What changed; undefined where the whole is to be sent. */
  #compare(entry: Entry, read: Read, whole: number): Comparison | undefined {
    const memory = this.#memory;
    if (!this.#isFresh(entry)) return undefined;
    const compared = new Comparison(memory.bytes, { read, key: memory.key });
    compared.node(entry.root, read.root);
    return compared.size < whole && !compared.isMoved ? compared : undefined;
  }

  /** How it goes on with a target that was sent whole: where that is so again and again, some updates are not looked at. */
  #after(before: Entry | undefined, binds: boolean): Went {
    const sealed = binds ? this.#shown.now : 0, root = before?.root;
    // Only what was known to have another shape is a miss.
    const isMiss = root !== undefined && (int(this.#memory.bytes, root.shape) & 1) === 1;
    const misses = Math.min((before?.misses ?? 0) + (isMiss ? 1 : 0), 12);
    const skips = isMiss && misses >= PATIENCE ? Math.min(2 ** (misses - PATIENCE), 64) : 0;
    return { misses, skips, sealed };
  }

  /** Remembers an update. */
  #remember(read: Read, events: readonly EventAction[], went: Went): void {
    const memory = this.#memory, ids = new Set(read.ids), { misses, skips } = went;
    const { root: { id } } = read;
    const isElsewhere = memory.shares(ids, id);
    const isDoubled = ids.size < read.ids.length, places: number[] = [], { key } = memory;
    const end = isDoubled || skips > 0
      ? -1
      : pack(room, HEAD, read.root, true, { read, key, places });
    if (end < 0) return memory.put(id, this.#entry(id, misses, skips));
    // An event of an element that is elsewhere is wired each time.
    const isAll = events.every((event) => read.known.has(event));
    const length = isAll ? packPlaces(room, end, { read, key, places, events }) : end;
    head(room, { length, ...went });
    memory.put(id, room.slice(0, length));
    if (isElsewhere) memory.changed(id);
  }

  /** How it went with a target of which nothing else is remembered. */
  #entry(target: string, misses: number, skips: number): Uint8Array {
    const length = bare(room, target);
    head(room, { length, misses, skips, sealed: 0 });
    return room.slice(0, length);
  }

  /** Forgets what an action changes. */
  #touch(action: Action): void {
    const memory = this.#memory;
    switch (action.action) {
      case "event":
        return memory.changed(action.target);
      case "set":
        if (isPageWide(action.target) && /^(title|cookie)$/.test(action.path)) return;
        return isBeyond(action.path) ? memory.outdateAll() : this.#changed(action);
      case "attr":
        return isBeyond(action.name) ? memory.outdateAll() : this.#changed(action);
      case "text":
      case "clear":
      case "reset":
        return this.#changed(action);
      case "call":
        if (!HARMLESS.has(action.method)) memory.outdateAll();
        return;
      case "remove":
        return this.#at(action.target, (id) => {
          memory.forget(id);
          memory.outdateAround(id);
        });
      case "move":
        return memory.outdateAll();
      case "update":
        memory.outdate(idsIn(action.html));
        return this.#at(action.target, (id) => memory.outdateAround(id));
      case "insert":
        memory.outdate(idsIn(action.html));
        return this.#at(action.target, (id) => {
          if (action.where === "afterbegin" || action.where === "beforeend") memory.changed(id);
          else memory.outdateAround(id);
        });
      case "script":
        return memory.outdateAll();
      default:
        return;
    }
  }

  #changed({ target }: Action & { target: Target }): void {
    this.#at(target, (id) => this.#memory.changed(id));
  }

  /** Does something for the id of a target; any other target may be anything. */
  #at(target: Target, act: (id: string) => void): void {
    if (typeof target === "string") act(target);
    else this.#memory.outdateAll();
  }
}

/** Properties of an element that lead to what belongs to it alone. */
const WITHIN = /^(?:style|dataset|classList)\./;

/** Whether what is set is more than a property of the element: another one's, or by what the element is found. */
function isBeyond(path: string): boolean {
  return /\.|^(?:id|outer.*)$/i.test(path) && !WITHIN.test(path);
}

function isPageWide(target: Target): boolean {
  return typeof target === "object" && "g" in target;
}

/** Events by the ids of their elements. */
function byTarget(wired: readonly EventAction[]): Map<string, EventAction[]> {
  const events = new Map<string, EventAction[]>();
  for (const event of wired) {
    const same = events.get(event.target);
    if (same === undefined) events.set(event.target, [event]);
    else same.push(event);
  }
  return events;
}

/** The numbers of ids in HTML. */
function idsIn(html: string): Set<number> {
  const ids = new Set<number>();
  for (const [, id = ""] of html.matchAll(/[\s"'/]id\s*=\s*["']?([^"'\s>]+)/gi)) {
    ids.add(numberOfText(decoded(id) ?? id));
  }
  return ids;
}
