/**
 * Frames that wait because their client reads slowly: what a later one makes superfluous is taken out of those before it, so that a client
 * that is slow gets what is newest, and no more than there is to be said.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import type { Formatter, ReadBounds } from "../format/formatter.ts";
import type { Frame, Protocol } from "../proto.ts";
import type { Term } from "../term/term.ts";

/** Bytes under way to a client from which on its frames wait here. */
export const UNDER_WAY = 65_536;
/** Frames that are looked at for what a later one makes superfluous: the last of those that wait. */
const RECENT = 256;
/** How often it is looked whether more can go out, in milliseconds. */
const AGAIN = 20;

/** The bounds of a frame of our own that is looked at: more of them takes longer to read than merging saves. */
const OWN: ReadBounds = { maxSize: undefined, atoms: 16_384 };

/** A frame, or the term of one. */
interface Waiter {
  frame: Frame;
  term: Term | undefined;
}

/** What frames are sent through. */
export interface Outlet {
  send(frame: Frame): void;
  readonly backlog: number;
}

/** The frames of a connection that wait. */
export class Waiting {
  readonly #outlet: Outlet;
  readonly #formatter: Formatter;
  readonly #protocols: readonly Protocol[];
  readonly #clock: Clock;
  #waiters: Waiter[] = [];
  #timer: unknown;
  /** Bytes that wait. */
  size = 0;

  constructor(
    outlet: Outlet,
    formatter: Formatter,
    { protocols, clock }: { readonly protocols: readonly Protocol[]; readonly clock: Clock },
  ) {
    this.#outlet = outlet;
    this.#formatter = formatter;
    this.#protocols = protocols;
    this.#clock = clock;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#waiters.length === 0;
  }

  /** Has a frame wait behind the others. */
  put(frame: Frame): void {
    const term = this.#read(frame);
    if (term !== undefined) this.#merge(term);
    this.#waiters.push({ frame, term });
    this.size += frame.length;
    this.#timer ??= this.#clock.setTimeout(() => this.#go(), AGAIN);
  }

  /** Sends all that waits, whatever is under way. */
  flush(): void {
    for (const { frame } of this.#waiters.splice(0)) this.#outlet.send(frame);
    this.end();
  }

  /** Drops what waits. */
  end(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiters = [];
    this.size = 0;
  }

  #go(): void {
    this.#timer = undefined;
    while (this.#outlet.backlog <= UNDER_WAY) {
      const next = this.#waiters.shift();
      if (next === undefined) return;
      this.size -= next.frame.length;
      this.#outlet.send(next.frame);
    }
    if (!this.isEmpty) this.#timer = this.#clock.setTimeout(() => this.#go(), AGAIN);
  }

  /** The term of a frame that a protocol may merge; undefined for a text, and for what is more than the format reads. */
  #read(frame: Frame): Term | undefined {
    if (frame.length === 0 || typeof frame === "string" && !/^[[{(<]/.test(frame)) return undefined;
    try {
      const given = typeof frame === "string" ? frame : frame.slice().buffer;
      return this.#formatter.decode(given, OWN);
    } catch (error) {
      // What a server may say is more than a client may: such a frame goes out as it is.
      if (N2oError.is(error, "frame")) return undefined;
      throw error;
    }
  }

  /** Takes out of what waits what a later term makes superfluous. */
  #merge(next: Term): void {
    const gone = new Set<Waiter>(), recent = this.#waiters.slice(-RECENT);
    for (const { supersede } of this.#protocols) {
      const left = supersede?.(recent.map(({ term }) => term), next);
      left?.forEach((term, at) => {
        const waiter = recent[at];
        if (waiter === undefined || term === waiter.term) return;
        this.size -= waiter.frame.length;
        waiter.term = term;
        if (term !== undefined) waiter.frame = this.#formatter.encode(term);
        else gone.add(waiter);
        this.size += term === undefined ? 0 : waiter.frame.length;
      });
    }
    if (gone.size > 0) this.#waiters = this.#waiters.filter((waiter) => !gone.has(waiter));
  }
}
