/**
 * News: what is committed is told to the pages that show it, a few times a second at most.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/mod.ts";
import type * as bpe from "../../bpe/mod.ts";
import { n2o } from "../../mod.ts";

/** What pages are told on their topics. */
const CHANGED = "changed";
/** Milliseconds between two news of one topic. */
const QUIET = 250;

/** Tells pages that something changed. */
export interface Live {
  /** Tells the pages of a topic: the first time at once, then at most once in so many milliseconds, the last change always. */
  touch(...topics: readonly n2o.Key[]): void;
  /** Tells nothing more. */
  stop(): void;
}

/** Whether a page's event says that what it shows has changed, or may have: it reads it again. */
export function isNews(event: unknown): boolean {
  return n2o.isSent(event) || n2o.isLost(event);
}

/** Tells pages by way of `send`, as a bus does. */
export function live(
  send: (topic: n2o.Key, message: unknown) => unknown,
  quiet: number = QUIET,
  clock: Clock = systemClock,
): Live {
  const waiting = new Map<string, { timer: unknown; dirty: boolean }>();

  function touch(topic: n2o.Key): void {
    const name = JSON.stringify(topic), found = waiting.get(name);
    if (found !== undefined) {
      found.dirty = true;
      return;
    }
    send(topic, CHANGED);
    waiting.set(name, { timer: clock.setTimeout(() => over(name, topic), quiet), dirty: false });
  }

  function over(name: string, topic: n2o.Key): void {
    const isDirty = waiting.get(name)?.dirty === true;
    waiting.delete(name);
    if (isDirty) touch(topic);
  }

  return {
    touch: (...topics) => topics.forEach(touch),
    stop() {
      for (const { timer } of waiting.values()) clock.clearTimeout(timer);
      waiting.clear();
    },
  };
}

/** The topics of what was committed: the instance, its process, the list of processes, the work list. */
export function topicsOf({ after, definition }: bpe.Committed): readonly n2o.Key[] {
  const process = definition.processes[after.state.process]?.id ?? "";
  return [["instance", after.id], ["process", process], "processes", "tasks"];
}
