/**
 * The event that the running message carries out, as the store knows it.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import type { Claimant, ClaimCommit, ClaimRow, Claims } from "./claims.ts";

/** How often one event may put its claim into a commit: who is refused that often tries in vain, for another process has it. */
const TRIES = 64;

/** An event under way. */
export class Attempt {
  readonly #claims: Claims;
  readonly #claimant: Claimant;
  readonly #version: string | null;
  /** Its row as it is once the event is done. */
  readonly row: ClaimRow;
  /** The id that the event gave its session, where it gave it another one: set by its handler. */
  next: string | undefined;
  #tries = 0;
  #isOver = false;

  /** Knows what its commits replace: the row of `version`. */
  constructor(claims: Claims, claimant: Claimant, row: ClaimRow, version: string | null) {
    this.#claims = claims;
    this.#claimant = claimant;
    this.row = row;
    this.#version = version;
  }

  /** The version of the row that is to be replaced. */
  get version(): string | null {
    return this.#version;
  }

  /** Whether the handler gave its claim to a commit, which may have been made or not. */
  get isGiven(): boolean {
    return this.#tries > 0;
  }

  /** Adds to a commit that the event is done, under the condition that nobody else says so. */
  into(commit: ClaimCommit): void {
    if (this.#isOver) {
      throw new N2oError(
        "no_context",
        "claimed after the event was over: wait for the commit in the handler",
      );
    }
    if (++this.#tries > TRIES) {
      throw new N2oError(
        "full",
        `claimed ${TRIES} times in one event: give up when its commit is refused, for then another process has carried it out`,
      );
    }
    this.#claims.into(commit, this.#claimant, this.row, this.#version);
  }

  /** Its row, now that it has ended so. */
  ended(state: "done" | "failed"): ClaimRow {
    const { row, next } = this;
    return state === "done" && next !== undefined ? { ...row, state, next } : { ...row, state };
  }

  /** Ends it: what the handler does later is not the event's any more. */
  end(): void {
    this.#isOver = true;
  }
}

const ATTEMPT = Symbol("attempt");

/** The attempt that a message carries out; undefined where its event has no number, or numbers are not claimed. */
export function attempted(dictionary: Map<symbol, unknown>): Attempt | undefined {
  // As: nobody else has the symbol.
  return dictionary.get(ATTEMPT) as Attempt | undefined;
}

/** Tells a message which attempt it carries out. */
export function carrying(dictionary: Map<symbol, unknown>, attempt: Attempt): void {
  dictionary.set(ATTEMPT, attempt);
}
