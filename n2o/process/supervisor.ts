/**
 * A supervisor: begins its children, begins those again that failed, and ends all in the reverse order.
 *
 * @module
 */
import { deadline, serialQueue } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import { type Key, keyText } from "../term/plain.ts";
import type {
  Child,
  ChildInfo,
  ChildSpec,
  NestedOptions,
  Running,
  SupervisorOptions,
  SupervisorPid,
} from "./child.ts";
import { Children } from "./children.ts";
import { hasEnded, Nested, nestedSpec, taken } from "./nested.ts";
import { type End, isFailure } from "./pid.ts";
import { beginsAgain, groupOf, type Restarts, restarts } from "./restart.ts";
import { type Schedule, turns } from "./turn.ts";

/** How long what a supervisor ends may take in all, in milliseconds, where nothing else is said. */
const SHUTDOWN = 5_000;

/**
 * Looks after its children. One that has a supervisor above it ends when more children begin again than its intensity bears, and that one
 * decides what then. The topmost, which has none, counts for each child, and gives up that one alone.
 */
export class Supervisor<Owner = unknown> implements SupervisorPid {
  /** Its name, which no other supervisor below the topmost has. */
  readonly name: string;
  /** When its processes get their turns. */
  readonly schedule: Schedule;
  readonly #options: SupervisorOptions<Owner>;
  readonly #above: Supervisor<Owner> | undefined;
  /** How many ids were given: one count for all below the topmost. */
  readonly #ids: { given: number };
  readonly #children = new Children();
  /** Children that were given up and have not been started since, by the texts of their ids. */
  readonly givenUp: Set<string> = new Set();
  readonly #nested = new Nested<Supervisor<Owner>>();
  /** What is done to a child, or to all where they begin together, is done one after another. */
  readonly #queue = serialQueue();
  #restarts: Restarts;
  #id: string;
  #onEnd: ((end: End) => void) | undefined;
  #isOpen: boolean;
  #ending: Promise<void> | undefined;

  /** Makes one that takes children at once, or below another one, once that has begun it. */
  constructor(options: SupervisorOptions<Owner>, above?: Supervisor<Owner>) {
    this.name = options.name;
    this.#options = options;
    this.#above = above;
    this.schedule = above?.schedule ?? turns();
    this.#ids = above === undefined ? { given: 0 } : above.#ids;
    this.#restarts = restarts(options);
    this.#id = this.nextId();
    this.#isOpen = above === undefined;
  }

  /** Tells it from every other, those before its restarts too. */
  get id(): string {
    return this.#id;
  }
  /** Whether it takes children. */
  get alive(): boolean {
    return this.#isOpen;
  }
  /** What its processes belong to. */
  get owner(): Owner {
    return this.#options.owner();
  }

  /** The one that has none above it. */
  get #topmost(): Supervisor<Owner> {
    return this.#above === undefined ? this : this.#above.#topmost;
  }

  /** An id that nothing below the same topmost supervisor has. */
  nextId(): string {
    return `<0.${++this.#ids.given}.0>`;
  }

  /**
   * Begins a child.
   *
   * Rejects with {@linkcode N2oError} `already_started` for an id that it has, `noproc` when it has ended, and with what fails the child's
   * start: it is forgotten then.
   */
  async startChild(spec: ChildSpec): Promise<Running> {
    if (!this.#isOpen) throw hasEnded(this.name);
    const child = this.#children.add(spec, this.#options);
    if (child === undefined) throw taken(spec.id, this.name);
    this.givenUp.delete(keyText(spec.id));
    return await this.#run(child, async () => {
      try {
        return await this.#begin(child);
      } catch (error) {
        this.#forget(child);
        throw error;
      }
    });
  }

  /**
   * Begins a supervisor below this one; it stays the same object when it is restarted.
   *
   * Rejects with {@linkcode N2oError} `already_started` for a name that a supervisor has, or one that is being started, and as
   * {@linkcode startChild} does.
   */
  async startSupervisor(options: NestedOptions): Promise<Supervisor<Owner>> {
    const { owner, clock, log, restarted } = this.#options, { name } = options;
    const own = { ...options, owner, clock, log, ...restarted && { restarted } };
    if (this.#topmost.find(name) !== undefined) throw taken(`the supervisor ${name}`, "another");
    const nested = new Supervisor<Owner>(own, this);
    // Before it runs, or another place below the topmost could start one of its name meanwhile.
    this.#nested.add(nested);
    try {
      await this.startChild(nestedSpec(options, (onEnd) => nested.#open(onEnd)));
    } catch (error) {
      this.#nested.delete(nested);
      throw error;
    }
    return nested;
  }

  /** Ends a child for good; tells whether there was one. */
  async stopChild(id: Key): Promise<boolean> {
    const child = this.#children.get(id);
    if (child !== undefined) await this.#leave(child);
    return child !== undefined;
  }

  /** Its children, the youngest first; or those of the supervisor of that name, which is this one or stands below it. */
  whichChildren(name: string = this.name): ChildInfo[] {
    const found = this.find(name);
    if (found === undefined) {
      throw new N2oError("noproc", `there is no supervisor ${name} at or below ${this.name}`);
    }
    return found.#children.info();
  }

  /** The supervisor of a name: this one, or one below it. */
  find(name: string): Supervisor<Owner> | undefined {
    return name === this.name ? this : this.#nested.find(name);
  }

  /** The child of an id, and the supervisor that it stands under: this one, or one below it. */
  childOf(id: Key): { readonly spec: ChildSpec; readonly above: Supervisor<Owner> } | undefined {
    const child = this.#children.get(id);
    return child === undefined ? this.#nested.childOf(id) : { spec: child.spec, above: this };
  }

  /**
   * Ends all children, the youngest first, each in its own time; those that are left after `ms` milliseconds in all are ended at once.
   * It takes no others from now on.
   */
  stop(ms: number = SHUTDOWN): Promise<void> {
    this.#isOpen = false;
    return this.#ending ??= this.#shutdown(ms);
  }

  /** Ends all children at once, and those below them. */
  kill(): void {
    this.#isOpen = false;
    for (const child of this.#children.all().reverse()) {
      child.isLeaving = true;
      child.running?.kill();
    }
  }

  /** Begins it, once more after it had ended. */
  async #open(onEnd: (end: End) => void): Promise<Running> {
    this.#restarts = restarts(this.#options);
    this.#id = this.nextId();
    this.#ending = undefined;
    this.#isOpen = true;
    try {
      for (const each of this.#options.children ?? []) {
        await ("strategy" in each ? this.startSupervisor(each) : this.startChild(each));
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#onEnd = onEnd;
    return { pid: this, stop: (ms) => this.stop(ms), kill: () => this.kill() };
  }

  async #shutdown(ms: number): Promise<void> {
    const late = new N2oError("timeout", `${this.name}: its children have not ended in ${ms} ms`);
    const work = async () => {
      for (const child of this.#children.all().reverse()) await this.#leave(child);
    };
    const { clock, log } = this.#options;
    await deadline(work(), { ms, error: () => late, clock }).catch((error) => {
      log("warning", "processes are killed", { supervisor: this.name, error });
      this.kill();
    });
    for (const child of this.#children.all()) this.#forget(child);
  }

  #run<T>(child: Child, work: () => Promise<T>): Promise<T> {
    const isApart = this.#options.strategy === "one_for_one";
    return this.#queue.run(isApart ? keyText(child.spec.id) : "", work);
  }

  async #begin(child: Child): Promise<Running> {
    const running = await this.#children.begin(child, (end, isPresent) => {
      // Never rejects: what fails in it is a child's start, which is counted and logged.
      void this.#run(child, async () => {
        if (isPresent() && this.#isOpen) await this.#ended(child, end);
      });
    });
    if (this.#isOpen && !child.isLeaving) return running;
    await this.#children.end(child);
    throw new N2oError("noproc", `${keyText(child.spec.id)} was stopped while it started`);
  }

  #leave(child: Child): Promise<void> {
    child.isLeaving = true;
    return this.#run(child, async () => {
      await this.#children.end(child);
      this.#forget(child);
    });
  }

  #forget(child: Child): void {
    this.#children.forget(child);
    const { id } = child.spec;
    if (this.#children.get(id) === undefined) this.#nested.deleteName(id);
  }

  async #ended(child: Child, { reason, lost }: End): Promise<void> {
    child.running = undefined;
    if (child.isLeaving) return;
    const { restart, id } = child.spec, isBack = beginsAgain(restart, reason);
    if (isFailure(reason)) {
      const what = isBack ? "is restarted" : "is not restarted";
      const { log } = this.#options;
      log("error", `a process failed and ${what}`, { id, restart, lost, error: reason });
    }
    if (isBack) await this.#restart(child);
    else this.#forget(child);
  }

  /** Begins those again that belong together, until all of them run, or it has been too often. */
  async #restart(first: Child): Promise<void> {
    for (let failed: Child | undefined = first; failed !== undefined;) {
      const counted = this.#above === undefined ? failed.restarts : this.#restarts;
      if (!counted.bears(this.#options.clock.now())) return this.#giveUp(failed);
      const group: readonly Child[] = groupOf(this.#options.strategy, this.#children.all(), failed);
      for (const child of group.toReversed()) {
        await this.#children.end(child);
        if (child.spec.restart === "temporary") this.#forget(child);
      }
      failed = undefined;
      for (const child of group) {
        if (child.isLeaving || child.spec.restart === "temporary" || !this.#isOpen) continue;
        if (!await this.#beganAgain(child)) {
          failed = child;
          break;
        }
      }
    }
  }

  async #beganAgain(child: Child): Promise<boolean> {
    try {
      await this.#begin(child);
      this.#options.restarted?.();
      return true;
    } catch (error) {
      if (child.isLeaving || !this.#isOpen) return true;
      this.#options.log("error", "a process could not be restarted", { id: child.spec.id, error });
      return false;
    }
  }

  #giveUp(child: Child): void {
    const { intensity, period, log, name: supervisor } = this.#options, { id } = child.spec;
    const what = `${keyText(id)} is given up: more than ${intensity} restarts in ${period} s`;
    if (this.#above === undefined) {
      this.#forget(child);
      this.givenUp.add(keyText(id));
      log("error", `${what}; it stays away until it is started again`, { id, supervisor });
      return;
    }
    const above = this.#above.name, heard = this.#onEnd;
    log("error", `${what}; its supervisor ends with it`, { id, supervisor, above });
    // A failure: whoever stands above restarts what is permanent or transient.
    const reason = new N2oError("crashed", `the supervisor ${supervisor} gave up ${keyText(id)}`);
    // Not waited for: it ends this child as well, whose turn in the queue is not over.
    void this.stop().then(() => heard?.({ reason, lost: 0, hasBegun: true }));
  }
}
