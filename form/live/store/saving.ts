/**
 * Drafts as they are saved: when a person pauses, and before the connection ends.
 *
 * @module
 */
import type { Clock, Log } from "../../../base/mod.ts";
import type { Draft, DraftKey, Drafts } from "./drafts.ts";

/** How many pauses a person who never pauses is given. */
const MOST = 10;

/** What is saved, and where. */
export interface SavingOptions {
  readonly drafts: Drafts;
  readonly key: DraftKey;
  readonly clock: Clock;
  readonly log: Log;
  /** How long nothing has changed when it is saved, in milliseconds. */
  readonly pause: number;
  /** The form as it is now. */
  readonly draft: () => Draft;
}

/** The draft of one form. One save is under way at a time, and the next has all that came meanwhile. */
export class Saving {
  readonly #options: SavingOptions;
  #timer: unknown;
  /** When what is not saved began, in milliseconds. */
  #since: number | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(options: SavingOptions) {
    this.#options = options;
  }

  /** Whether something is not saved. */
  get isPending(): boolean {
    return this.#since !== undefined;
  }

  /** Something changed: it is saved in a while. */
  changed(): void {
    const { clock, pause } = this.#options, now = clock.now();
    this.#since ??= now;
    clock.clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(pause, this.#since + MOST * pause - now));
    this.#timer = clock.setTimeout(() => void this.flush(), wait);
  }

  /** Saves at once what is not saved; resolves when that is over. What fails is in the log, and tried again with the next change. */
  flush(): Promise<void> {
    const { clock, drafts, key, log, draft } = this.#options;
    clock.clearTimeout(this.#timer);
    if (this.#since === undefined) return this.#last;
    this.#since = undefined;
    return this.#last = this.#last.then(async () => {
      try {
        await drafts.save(key, draft());
      } catch (error) {
        log("error", "a draft could not be saved", { document: key.document, error });
      }
    });
  }

  /** Forgets the draft. What changed before is saved no more. */
  drop(): Promise<void> {
    const { clock, drafts, key, log } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#since = undefined;
    return this.#last = this.#last.then(async () => {
      try {
        await drafts.drop(key);
      } catch (error) {
        log("error", "a draft could not be removed", { document: key.document, error });
      }
    });
  }
}
