/**
 * What starts the processes of definitions in memory by itself: messages, signals, times and conditions.
 *
 * @module
 */
import { type Definition, processOf } from "../definition/definition.ts";
import type { Settings } from "../engine/run/settings.ts";
import { type StartWait, triggers } from "../engine/triggers.ts";
import { again } from "../engine/wait/timer.ts";
import type { Variables } from "../state/state.ts";

/** What starts an instance. */
export interface Start {
  readonly definition: Definition;
  /** The id of the process. */
  readonly process: string;
  /** The id of the event. */
  readonly node: string;
}

/** A start with what triggers it. */
interface Triggered extends Start {
  wait: StartWait;
}

/** The definition of the processes that can be started and called, by their ids: of two of one id it is the first. */
export function executable(definitions: readonly Definition[]): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  for (const definition of definitions) {
    for (const { id, isExecutable } of definition.processes) {
      if (isExecutable !== false && !found.has(id)) found.set(id, definition);
    }
  }
  return found;
}

/** What starts processes. */
export class Starts {
  /** By kind and name: one for each process, in the order of their ids. */
  readonly #named = new Map<string, Triggered[]>();
  #timed: Triggered[] = [];
  readonly #conditions: Triggered[] = [];
  readonly #settings: Settings;

  /**
   * Times count from `now`.
   *
   * @throws {BpeError} `timer` or `expression` where a time cannot be told
   */
  constructor(processes: ReadonlyMap<string, Definition>, now: number, settings: Settings) {
    this.#settings = settings;
    for (const [process, definition] of [...processes].sort(([a], [b]) => a < b ? -1 : 1)) {
      if (processOf(definition, process)?.kind !== "process") continue;
      for (const wait of triggers(definition, process, now, settings)) {
        const node = definition.nodes[wait.node]?.id ?? "";
        this.#add({ definition, process, node, wait });
      }
    }
  }

  /** The processes that a message or signal of this name starts. */
  of(kind: "message" | "signal", name: string): readonly Start[] {
    return this.#named.get(`${kind} ${name}`) ?? [];
  }

  /** The processes that the clock starts by now: each once, also one that has missed several of its times. */
  due(now: number): readonly Start[] {
    const found = this.#timed.filter(({ wait: { due = Infinity } }) => due <= now);
    if (found.length === 0) return found;
    this.#timed = this.#timed.filter((each) => {
      if (!found.includes(each)) return true;
      const next = again({ ...each.wait, id: 0, element: 0 }, now);
      each.wait = { ...each.wait, ...next };
      return next !== undefined;
    });
    return found;
  }

  /** When the clock starts a process next. */
  get next(): number {
    return Math.min(...this.#timed.map(({ wait: { due = Infinity } }) => due));
  }

  /** The processes whose conditional start event holds with these values. */
  holding(variables: Variables, now: number): readonly Start[] {
    return this.#conditions.filter(({ definition, wait }) => {
      const event = definition.nodes[wait.node]?.event?.definitions[wait.definition];
      return event?.kind === "conditional" &&
        this.#settings.expressions.evaluate(event.condition, variables, now) === true;
    });
  }

  #add(start: Triggered): void {
    const { wait: { kind, name } } = start;
    if (kind === "timer") this.#timed.push(start);
    else if (kind === "condition") this.#conditions.push(start);
    else {
      const named = this.#named.get(`${kind} ${name}`) ?? [];
      if (named.some(({ process }) => process === start.process)) return;
      this.#named.set(`${kind} ${name}`, [...named, start]);
    }
  }
}
