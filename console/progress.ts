/**
 * Progress on standard error: how many, how fast, and how much of the whole.
 *
 * @module
 */
import type { Io } from "./io.ts";

/** A task whose progress is shown, or not. */
export interface Progress {
  /** Adds so many items to those that are done. */
  readonly step: (items: number) => void;
  /** Shows the last count, and ends the line. */
  readonly end: () => Promise<void>;
}

/** What is shown of it, and to whom. */
export interface ProgressOptions {
  /** What is done, such as `copying`. */
  readonly label: string;
  /** Shown even where nobody watches: then a line at a time, every two seconds. */
  readonly always?: boolean | undefined;
  /** How much of the whole is done, 0 to 1; undefined where the whole is not known. */
  readonly portion?: (items: number) => number | undefined;
}

/** Begins to show progress: on a terminal in one line, five times a second at most. */
export function startProgress(
  io: Io,
  { label, always = false, portion }: ProgressOptions,
): Progress {
  if (!io.watched && !always) return { step: () => {}, end: () => Promise.resolve() };
  const began = io.now(), pause = io.watched ? 200 : 2000;
  let items = 0, shown = began, pending: Promise<void> = Promise.resolve();
  const show = () => {
    const seconds = (io.now() - began) / 1000;
    const rate = seconds > 0 ? `, ${grouped(items / seconds)}/s` : "";
    const part = portion?.(items);
    const percent = part === undefined ? "" : `, ${Math.floor(100 * Math.min(1, part))} %`;
    const text = `${label} ${grouped(items)}${rate}${percent}`;
    pending = pending.then(() => io.err(io.watched ? `\r\x1b[K${text}` : `${text}\n`));
  };
  return {
    step: (more) => {
      items += more;
      if (io.now() - shown < pause) return;
      shown = io.now();
      show();
    },
    end: async () => {
      show();
      await pending;
      if (io.watched) await io.err("\n");
    },
  };
}

function grouped(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}
