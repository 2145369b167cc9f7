/**
 * Which instances in memory wait for what.
 *
 * @module
 */
import type { Step } from "../state/outcome.ts";
import type { Wait } from "../state/state.ts";

/** A wait: its key, and the instance that waits. */
export type Waiting = readonly [key: string, instance: string];

/** An index of waits. */
export class Waits {
  /** By kind and name: the instance of each wait, the oldest first. */
  readonly #named = new Map<string, Map<string, string>>();
  /** The timers of each instance that has some. */
  readonly #timed = new Map<string, Set<number>>();

  /** Takes in what a step of an instance has changed. */
  add(id: string, { waits, over }: Pick<Step, "waits" | "over">): void {
    for (const { kind, name, id: wait } of over) {
      if (name !== undefined) this.#named.get(`${kind} ${name}`)?.delete(`${id} ${wait}`);
      if (kind === "timer") this.#stop(id, wait);
    }
    for (const { kind, name, id: wait } of waits) {
      if (kind === "timer") this.#timed.set(id, (this.#timed.get(id) ?? new Set()).add(wait));
      if (name === undefined) continue;
      const all = this.#named.get(`${kind} ${name}`) ?? new Map<string, string>();
      this.#named.set(`${kind} ${name}`, all.set(`${id} ${wait}`, id));
    }
  }

  #stop(id: string, timer: number): void {
    const timers = this.#timed.get(id);
    timers?.delete(timer);
    if (timers?.size === 0) this.#timed.delete(id);
  }

  /** The instances that wait for something of this name now, each once, the one that has waited longest first. */
  *of(kind: Wait["kind"], name: string): Generator<string, void, void> {
    const seen = new Set<string>();
    for (const id of this.#named.get(`${kind} ${name}`)?.values() ?? []) {
      if (seen.has(id)) continue;
      yield id;
      seen.add(id);
    }
  }

  /** The waits for something of this name now, as {@link still} knows them again. */
  all(kind: Wait["kind"], name: string): readonly Waiting[] {
    return [...this.#named.get(`${kind} ${name}`) ?? []];
  }

  /** Whether a wait goes on. */
  still(kind: Wait["kind"], name: string, [key]: Waiting): boolean {
    return this.#named.get(`${kind} ${name}`)?.has(key) === true;
  }

  /** The instances that wait for a time now. */
  get timed(): readonly string[] {
    return [...this.#timed.keys()];
  }
}
