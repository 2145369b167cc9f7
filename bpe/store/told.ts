/**
 * Steps on their way into the history of an instance.
 *
 * @module
 */
import { append, type Draft } from "./draft.ts";
import { histFeed } from "./keys.ts";
import type { HistoryRecord, PackedStep } from "./row/step.ts";

/** Appends steps to the feed of an instance, as one entry. */
export function appendSteps(change: Draft, id: string, steps: readonly PackedStep[]): void {
  const record: HistoryRecord = { id: steps.at(-1)?.[0] ?? 0, steps };
  append(change, histFeed(id), record);
}
