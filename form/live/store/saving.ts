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
  /** Those that are not done: whoever begins anew waits for them. */
  readonly open: OpenSavings;
}

/** Savings that are not done, by whose draft of what they are. */
export class OpenSavings {
  readonly #open: Map<string, Set<Saving>> = new Map();

  /** Counts a saving among those of its draft, once however often it is told. */
  add(key: DraftKey, saving: Saving): void {
    const name = nameOf(key), all = this.#open.get(name) ?? new Set();
    this.#open.set(name, all.add(saving));
  }

  /** Takes a saving away that is done; one that is not there changes nothing. */
  delete(key: DraftKey, saving: Saving): void {
    const name = nameOf(key), all = this.#open.get(name);
    all?.delete(saving);
    if (all?.size === 0) this.#open.delete(name);
  }

  /** Saves at once what there is of a draft: a page that is loaded anew may be there before the one before it has gone. */
  async done(key: DraftKey): Promise<void> {
    await Promise.all([...this.#open.get(nameOf(key)) ?? []].map((each) => each.flush()));
  }
}

function nameOf({ user, document, version, record }: DraftKey): string {
  return [user, document, version, record].join("\0");
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
    const { clock, pause, open, key } = this.#options, now = clock.now();
    open.add(key, this);
    this.#since ??= now;
    clock.clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(pause, this.#since + MOST * pause - now));
    this.#timer = clock.setTimeout(() => void this.flush(), wait);
  }

  /** Saves at once what is not saved; resolves when that is over. What fails is in the log, and tried again with the next change. */
  flush(): Promise<void> {
    const { clock, drafts, key, log, draft, open } = this.#options;
    clock.clearTimeout(this.#timer);
    if (this.#since === undefined) return this.#last;
    this.#since = undefined;
    return this.#last = this.#last.then(async () => {
      try {
        await drafts.save(key, draft());
      } catch (error) {
        log("error", "a draft could not be saved", { document: key.document, error });
      }
      if (!this.isPending) open.delete(key, this);
    });
  }

  /** Forgets the draft. What changed before is saved no more. */
  drop(): Promise<void> {
    const { clock, drafts, key, log, open } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#since = undefined;
    open.delete(key, this);
    return this.#last = this.#last.then(async () => {
      try {
        await drafts.drop(key);
      } catch (error) {
        log("error", "a draft could not be removed", { document: key.document, error });
      }
    });
  }
}
