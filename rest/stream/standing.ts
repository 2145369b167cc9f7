/**
 * Who reads a long answer: asked again now and then, because a right may end before the answer does.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Incoming } from "../operation.ts";
import type { Person } from "../who.ts";

/** Whether a person still may. */
export type StillMay = (person: Person | undefined) => boolean | Promise<boolean>;

/** Who reads a long answer. */
export class Standing {
  readonly #incoming: Incoming;
  readonly #may: StillMay;
  #person: Person | undefined;
  #asked: number;

  /** Of whoever asks; `may` is asked each time, too. */
  constructor(incoming: Incoming, may: StillMay = () => true) {
    this.#incoming = incoming;
    this.#may = may;
    this.#person = incoming.person;
    this.#asked = incoming.streaming.clock.now();
  }

  /** As it was when it was last asked. */
  get person(): Person | undefined {
    return this.#person;
  }

  /**
   * Asks again who it is, where that was a heartbeat ago; whether it was asked.
   *
   * @throws {RestError} `unauthorized` where it is nobody now, or somebody else; `forbidden` where it may no longer
   */
  async hold(): Promise<boolean> {
    const { request, streaming } = this.#incoming, now = streaming.clock.now();
    if (now - this.#asked < streaming.heartbeatMs) return false;
    this.#asked = now;
    const person = await streaming.who?.(request);
    if (person?.id !== this.#person?.id) {
      throw new RestError("unauthorized", "who has asked for this is known no longer: log in");
    }
    this.#person = person;
    if (!await this.#may(person)) {
      throw new RestError("forbidden", "this may not be read any longer by who has asked for it");
    }
    return true;
  }
}
