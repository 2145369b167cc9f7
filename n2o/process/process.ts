/**
 * A process: a mailbox, a state, and a module that handles one message at a time.
 *
 * @module
 */
import { deadline, isThenable, messageOf } from "../../base/mod.ts";
import { N2oError, type N2oErrorCode } from "../error.ts";
import { type Key, keyText } from "../term/plain.ts";
import { type Letter, Mailbox } from "./mailbox.ts";
import type { Outcome, ProcessOptions } from "./module.ts";
import type { CallOptions, Cast, Pid, Reason, Timer } from "./pid.ts";
import { Timers } from "./timers.ts";
import { isSelf, taking, type Turn } from "./turn.ts";

/** How long a caller waits, in milliseconds. */
const CALL = 5_000;
/** How many messages are handled at a stretch before other processes have their turn. */
const STRETCH = 64;

/** The one implementation of {@linkcode Pid}; its supervisor begins and stops it. */
export class Process<State, Message, Answer> implements Pid<Message, Answer> {
  readonly id: string;
  readonly table: string;
  readonly name: Key;
  readonly #options: ProcessOptions<State, Message, Answer>;
  readonly #mailbox: Mailbox;
  readonly #timers: Timers;
  readonly #life = new AbortController();
  readonly #ended = Promise.withResolvers<Reason>();
  #state: State;
  #stage: "starting" | "running" | "closing" | "ending" | "ended" = "starting";
  #hasBegun = false;
  /** Whether its mailbox is being worked off. */
  #isBusy = false;
  /** Whether it was said that the mailbox is full. */
  #isFull = false;
  #turn: Turn | undefined;
  /** What it is handling. */
  #letter: Letter | undefined;
  /** Resolves when what it is handling is done, or dropped. */
  #handled: PromiseWithResolvers<void> | undefined;
  #lost = 0;

  constructor(options: ProcessOptions<State, Message, Answer>) {
    this.#options = options;
    this.id = options.id;
    this.table = options.table;
    this.name = options.name;
    this.#mailbox = new Mailbox(options.mailbox);
    this.#timers = new Timers(options.clock);
    this.#state = options.state;
  }

  get alive(): boolean {
    return this.#stage === "starting" || this.#stage === "running";
  }
  /** Its state, the last one when it has ended. */
  get state(): State {
    return this.#state;
  }

  /** Runs `init`; rejects with `crashed` or `timeout` when that fails. It has ended then. */
  async begin(): Promise<void> {
    const { module, state } = this.#options;
    const init = () => module.init?.(state, this.#life.signal);
    try {
      this.#state = await this.#inTime(async () => await this.#run(init), "its init") ?? state;
    } catch (cause) {
      if (this.#stage === "starting") this.#shut();
      if (this.#stage !== "ended") this.#finish(cause);
      if (N2oError.is(cause, "timeout")) throw cause;
      throw this.#error("crashed", `it failed in its init: ${messageOf(cause)}`, cause);
    }
    if (this.#stage !== "starting") throw this.#error("noproc", "it was ended while it started");
    this.#hasBegun = true;
    this.#stage = "running";
    this.#wake();
  }

  send(message: Message, { timeout: ms = CALL }: CallOptions = {}): Promise<Answer> {
    if (isSelf(this)) {
      return Promise.reject(this.#error("calling_self", "it waits for itself: use cast"));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    // As: whatever the module replies is an Answer.
    const answer = (reply: unknown) => resolve(reply as Answer);
    const letter: Letter = { message, answer, refuse: reject };
    const cast = this.#deliver(letter);
    if (cast === "full") reject(this.#full());
    if (cast === "noproc") reject(this.#error("noproc", "it has ended, the message was not begun"));
    if (cast !== "ok") return promise;
    const error = () => {
      letter.isVoid = true;
      const what = this.#letter === letter ? "it is still at the message" : "nothing was begun";
      return this.#error("timeout", `no answer after ${ms} ms, ${what}`);
    };
    return deadline(promise, { ms, error, clock: this.#options.clock });
  }

  cast(message: Message): Cast {
    return this.#deliver({ message });
  }

  sendAfter(ms: number, message: Message): Timer {
    if (!this.alive) throw this.#error("noproc", "it has ended, nothing can be sent to it later");
    if (this.#timers.size >= this.#options.mailbox) throw this.#full();
    return this.#timers.start(ms, () => {
      if (this.#deliver({ message }) !== "full") return;
      this.#options.log("warning", `${this}: the message of a timer is lost, the mailbox is full`);
    });
  }

  exit(reason: Reason): void {
    this.#drop();
    // One that is being stopped goes on from there, and does not wait for its terminate.
    if (this.alive) this.#end(reason);
    else this.#life.abort(reason);
  }

  /**
   * Ends it in order: what it is handling is done, what waits is refused, then comes `terminate`; each of the two may take `ms`
   * milliseconds. Resolves when it has ended, for whichever reason.
   */
  async stop(reason: Reason = "shutdown", ms: number = this.#options.timeout): Promise<Reason> {
    if (!this.alive) return await this.#ended.promise;
    this.#shut();
    if (this.#letter !== undefined) {
      this.#handled = Promise.withResolvers();
      if (ms <= 0) this.#drop();
      await this.#inTime(this.#handled.promise, "what it is doing", ms).catch((error) => {
        this.#options.log("warning", `${this} is killed`, { error });
        this.#drop();
      });
    }
    await this.#terminate(reason, ms);
    this.#finish(reason);
    return reason;
  }

  toString(): string {
    return `process ${keyText([this.table, this.name])} ${this.id}`;
  }

  #deliver(letter: Letter): Cast {
    if (!this.alive) return "noproc";
    if (!this.#mailbox.put(letter)) {
      if (!this.#isFull) this.#options.log("warning", this.#full().message);
      this.#isFull = true;
      return "full";
    }
    this.#wake();
    return "ok";
  }

  #wake(): void {
    if (this.#isBusy || this.#stage !== "running" || this.#mailbox.size === 0) return;
    this.#isBusy = true;
    this.#options.schedule(() => this.#work());
  }

  #work(): void {
    for (let taken = 0; this.#stage === "running"; taken++) {
      if (taken === STRETCH) return this.#options.schedule(() => this.#work());
      const letter = this.#mailbox.take();
      if (letter === undefined) break;
      if (letter.isVoid) continue;
      const late = this.#handle(letter);
      if (late !== undefined) return void late.then(() => this.#work());
    }
    this.#isBusy = this.#isFull = false;
  }

  #handle(letter: Letter): Promise<void> | undefined {
    const { module } = this.#options;
    this.#letter = letter;
    try {
      // As: only its own Pid takes messages for it, and that takes no others.
      const message = letter.message as Message;
      const outcome = this.#run(() => module.proc(message, this.#state, this.#life.signal));
      if (isThenable(outcome)) return this.#settle(letter, outcome);
      this.#took(letter, outcome);
    } catch (error) {
      this.#failed(letter, error);
    }
    return undefined;
  }

  async #settle(
    letter: Letter,
    outcome: PromiseLike<Outcome<State, Answer> | void>,
  ): Promise<void> {
    try {
      this.#took(letter, await this.#inTime(outcome, "a message", this.#options.limit));
    } catch (error) {
      this.#failed(letter, error);
    }
  }

  /** What work answers within its time and the life of the process. */
  #inTime<T>(
    work: PromiseLike<T> | (() => Promise<T>),
    what: string,
    ms: number = this.#options.timeout,
  ): Promise<T> {
    const error = () => this.#error("timeout", `${what} took more than ${ms} ms`);
    return deadline(work, { ms, error, clock: this.#options.clock, signal: this.#life.signal });
  }

  #took(letter: Letter, outcome: Outcome<State, Answer> | void): void {
    if (this.#letter !== letter) return; // it was dropped
    if (outcome && "state" in outcome) this.#state = outcome.state;
    if (outcome && "refuse" in outcome) letter.refuse?.(outcome.refuse);
    else letter.answer?.(outcome?.reply);
    this.#done();
    if (outcome?.stop !== undefined && this.alive) this.#end(outcome.stop);
  }

  #failed(letter: Letter, cause: unknown): void {
    if (this.#letter !== letter) return;
    letter.refuse?.(
      this.#error("crashed", `it failed over the message: ${messageOf(cause)}`, cause),
    );
    this.#done();
    if (this.alive) this.#end(cause);
    else this.#options.log("error", `${this} failed over its last message`, { error: cause });
  }

  #done(): void {
    this.#letter = undefined;
    this.#handled?.resolve();
  }

  /** Lets what it is handling run into the void. */
  #drop(): void {
    const letter = this.#letter;
    if (letter === undefined) return;
    if (this.#turn !== undefined) this.#turn.isOn = false;
    letter.refuse?.(
      this.#error("crashed", "it was ended over the message, which may be half done"),
    );
    this.#done();
  }

  #run<T>(body: () => T): T | Promise<Awaited<T>> {
    const turn: Turn = this.#turn = { pid: this, isOn: true };
    return taking(turn, () => this.#options.enter(body));
  }

  /** Takes nothing more. */
  #shut(): void {
    this.#stage = "closing";
    this.#timers.clear();
    const left = this.#mailbox.clear().filter(({ isVoid }) => !isVoid);
    this.#lost = left.length;
    for (const { refuse } of left) {
      refuse?.(this.#error("noproc", "it ended before it came to the message"));
    }
  }

  #end(reason: Reason): void {
    this.#shut();
    // Neither rejects.
    void this.#terminate(reason, this.#options.timeout).then(() => this.#finish(reason));
  }

  async #terminate(reason: Reason, ms: number): Promise<void> {
    const { module, log } = this.#options;
    this.#stage = "ending";
    if (module.terminate === undefined || !this.#hasBegun) return;
    const work = async () =>
      await this.#run(() => module.terminate?.(reason, this.#state, this.#life.signal));
    const isAwaited = ms > 0 && !this.#life.signal.aborted;
    const done = isAwaited ? this.#inTime(work, "its terminate", ms) : work();
    const logged = done.catch((error) => {
      log("error", `${this} failed in its terminate`, { error });
    });
    if (isAwaited) await logged;
  }

  #finish(reason: Reason): void {
    if (this.#turn !== undefined) this.#turn.isOn = false;
    this.#stage = "ended";
    this.#life.abort(reason);
    this.#options.onEnd({ reason, lost: this.#lost, hasBegun: this.#hasBegun });
    this.#ended.resolve(reason);
  }

  #full(): N2oError {
    return this.#error("full", `${this.#options.mailbox} messages wait: send less, or more slowly`);
  }

  #error(code: N2oErrorCode, what: string, cause?: unknown): N2oError {
    return new N2oError(code, `${this}: ${what}`, cause === undefined ? {} : { cause });
  }
}
