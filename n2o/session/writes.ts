/**
 * Writes of sessions that are under way: those of one session go one after the other, in the order in which they were asked for.
 *
 * @module
 */

/** The writes under way, by session. */
export class Writes {
  /** The last one of each session; it never rejects. */
  readonly #last = new Map<string, Promise<void>>();

  /** Whether anything is written of a session. */
  has(session: string): boolean {
    return this.#last.has(session);
  }

  /** The sessions of which anything is written. */
  sessions(): Iterable<string> {
    return this.#last.keys();
  }

  /** Runs a write when those before it are done, at once where there are none. */
  run(session: string, write: () => Promise<void>): Promise<void> {
    const before = this.#last.get(session);
    const begun = async () => await write(),
      done = before === undefined ? begun() : before.then(begun);
    this.add(session, done);
    return done;
  }

  /** Has what is written of a session later wait for a write that runs already. */
  add(session: string, write: Promise<void>): void {
    const settled = write.catch(() => {}).then(() => {
      if (this.#last.get(session) === settled) this.#last.delete(session);
    });
    this.#last.set(session, settled);
  }
}
