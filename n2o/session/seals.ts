/**
 * Pickles at hand: what was sealed for somebody is not sealed again while it is good for long, and what was opened is not opened again.
 *
 * Sealing and opening cost several times what all else costs that is done with an event of a page. What is kept is bytes: each opening
 * gives a term of its own, so that nothing that one event changes is seen by another.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Clock } from "../../base/mod.ts";
import { decode, encode } from "../bert/bert.ts";
import { N2oError } from "../error.ts";
import type { Term } from "../term/term.ts";
import { expired, expiry, forged, type Pickler } from "./pickle.ts";

/** Pickles that are kept. */
export interface Seals {
  /** Seals a term for its owner: by the text that it has already, where more than half of its time is left. */
  seal(term: Term, owner: string): string;
  /**
   * Opens a pickle for the first of its possible owners that it was sealed for.
   *
   * @throws {N2oError} `forged` for anything that was sealed for none of them, `expired` past its time.
   */
  open(text: string, owners: readonly string[]): Opened;
}

/** A pickle that was opened; mostly the same object where the same pickle is opened again. */
export class Opened {
  /** Whom it was sealed for. */
  readonly owner: string;
  /** The id that the session of its owner had then. */
  readonly session: string;
  readonly #bytes: Uint8Array;

  /** Takes bytes that nobody changes. */
  constructor(owner: string, bytes: Uint8Array) {
    const end = owner.indexOf("\0");
    this.owner = owner;
    this.session = end < 0 ? owner : owner.slice(0, end);
    this.#bytes = bytes;
  }

  /** What was sealed: a term that nobody else has. */
  get term(): Term {
    return decode(this.#bytes.slice());
  }
}

/** Whom a pickle is for: a user of a session, or nobody in it. No id has a zero in it. */
export function ownerOf(session: string, user: string): string {
  return user === "" ? session : `${session}\0${user}`;
}

/** What seals are made with. */
export interface SealsOptions {
  /** Seals and opens. */
  readonly pickler: Pickler;
  /** What expiry is measured by. */
  readonly clock: Pick<Clock, "now">;
  /** How long a pickle is good, in milliseconds. */
  readonly ttl: number;
}

/** A pickle that is kept: what opening it gives, and what tells whether it may be given out again. */
interface Kept {
  readonly text: string;
  /** Of which owner and term it is; undefined for one that was sealed elsewhere, and is not given out here. */
  readonly name: string | undefined;
  readonly opened: Opened;
  /** When it is past its time, in milliseconds since the epoch. */
  readonly till: number;
  /** How many bytes its term has. */
  readonly size: number;
  /** When it is sealed anew, in milliseconds since the epoch. */
  readonly renew: number;
}

/** The most that is kept of one generation; there are two. A pickle takes some 600 bytes. */
const PICKLES = 16_384, CHARACTERS = 4 << 20;
/** Longer terms are not kept, in bytes. */
const LONGEST = 2_048;

/** Makes the pickles of a server, of which none is kept yet. */
export function seals({ pickler, clock, ttl }: SealsOptions): Seals {
  const kept = new Generations();

  function seal(term: Term, owner: string): string {
    const bytes = encode(term), now = clock.now();
    if (bytes.length > LONGEST) return pickler.pickle(term, owner, now + ttl);
    // The length tells where the owner ends: no two pairs have one name.
    const name = `${owner.length} ${owner}${latin1(bytes)}`, known = kept.named(name);
    if (known !== undefined && now < known.renew) return known.text;
    const text = pickler.pickle(term, owner, now + ttl), till = expiry(now + ttl) * 1000;
    const opened = new Opened(owner, bytes.slice()), size = bytes.length;
    kept.keep({ text, name, opened, size, till, renew: now + ttl / 2 });
    return text;
  }

  function open(text: string, owners: readonly string[]): Opened {
    const known = kept.of(text);
    if (known === undefined) return unknown(text, owners);
    if (!owners.includes(known.opened.owner)) throw forged();
    if (known.till <= clock.now()) throw expired();
    return known.opened;
  }

  function unknown(text: string, owners: readonly string[]): Opened {
    let failed: N2oError = forged();
    for (const owner of owners) {
      try {
        const { bytes, till } = pickler.unseal(text, owner), size = bytes.length;
        const opened = new Opened(owner, bytes);
        if (size <= LONGEST) kept.keep({ text, name: undefined, opened, size, till, renew: 0 });
        return opened;
      } catch (error) {
        // Past its time is the better reason: it was sealed here.
        if (!N2oError.is(error, "forged")) throw error;
        failed = error;
      }
    }
    throw failed;
  }

  return { seal, open };
}

/** Pickles of which the latest stay: those that nobody asked for since the generation before the last one are forgotten. */
class Generations {
  #young = generation();
  #old = generation();

  /** The pickle of this text. */
  of(text: string): Kept | undefined {
    return this.#young.texts.get(text) ?? this.#again(this.#old.texts.get(text));
  }

  /** The pickle that this owner and term have. */
  named(name: string): Kept | undefined {
    return this.#young.names.get(name) ?? this.#again(this.#old.names.get(name));
  }

  keep(made: Kept): void {
    const { text, name } = made, size = text.length + (name?.length ?? 0) + made.size;
    if (this.#young.texts.size >= PICKLES || this.#young.size + size > CHARACTERS) {
      this.#old = this.#young;
      this.#young = generation();
    }
    const { texts, names } = this.#young;
    this.#young.size += size;
    texts.set(text, made);
    if (name !== undefined) names.set(name, made);
  }

  #again(found: Kept | undefined): Kept | undefined {
    if (found !== undefined) this.keep(found);
    return found;
  }
}

interface Generation {
  readonly texts: Map<string, Kept>;
  readonly names: Map<string, Kept>;
  /** Characters and bytes of all of them. */
  size: number;
}

function generation(): Generation {
  return { texts: new Map(), names: new Map(), size: 0 };
}

function latin1({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}
