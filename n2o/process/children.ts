/**
 * The children of one supervisor by their ids, in the order in which they were begun.
 *
 * @module
 */
import { type Key, keyText } from "../term/plain.ts";
import type { Child, ChildInfo, ChildSpec, Running } from "./child.ts";
import type { End } from "./pid.ts";
import { type Intensity, restarts } from "./restart.ts";

/** The children of one supervisor. */
export class Children {
  readonly #held = new Map<string, Child>();

  /** Adds one; `undefined` where its id is taken. */
  add(spec: ChildSpec, bounds: Intensity): Child | undefined {
    const key = keyText(spec.id);
    if (this.#held.has(key)) return undefined;
    const child: Child = {
      spec,
      restarts: restarts(bounds),
      life: 0,
      running: undefined,
      isLeaving: false,
    };
    this.#held.set(key, child);
    return child;
  }

  /** The child of an id. */
  get(id: Key): Child | undefined {
    return this.#held.get(keyText(id));
  }

  /** Takes one out, unless another has come in its place. */
  forget(child: Child): void {
    const key = keyText(child.spec.id);
    if (this.#held.get(key) === child) this.#held.delete(key);
  }

  /** Begins one; `heard` is told of its end, and whether it is of the present life of the child still. */
  async begin(
    child: Child,
    heard: (end: End, isPresent: () => boolean) => void,
  ): Promise<Running> {
    const life = ++child.life;
    const running = await child.spec.start((end) => heard(end, () => child.life === life));
    return child.running = running;
  }

  /** Ends one; what is heard of that does not count. */
  async end(child: Child): Promise<void> {
    const { running, spec } = child;
    child.life++;
    // It stays in reach while it ends, or it could not be killed.
    await running?.stop(spec.timeout);
    child.running = undefined;
  }

  /** All of them, the eldest first. */
  all(): Child[] {
    return [...this.#held.values()];
  }

  /** What is told of them, the youngest first. */
  info(): ChildInfo[] {
    return this.all().reverse().map(({ spec: { id, type, modules }, running }) => ({
      id,
      pid: running?.pid ?? "restarting",
      type,
      modules,
    }));
  }
}
