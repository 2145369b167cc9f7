/**
 * What is wrong with a form, with what is told later: by the store, by the application.
 *
 * @module
 */
import {
  type Clock,
  deadline,
  type Log,
  messageOf,
  silentLog,
  systemClock,
} from "../../base/mod.ts";
import { FormError } from "../error.ts";
import { isShown } from "../mode.ts";
import type { Issue } from "../issue.ts";
import type { Filled } from "../state/filled.ts";
import { constraints, keyOf } from "./constraint.ts";
import { ownIssues } from "./check.ts";
import { Held } from "./scope.ts";
import { isAsked, outcomeOf, validationsAt } from "./validation.ts";
import { cellsAt, placeAt } from "./walk.ts";

/** Settings of {@linkcode checks}. */
export interface ChecksOptions {
  /** A path: only what is there and below it is checked. */
  readonly at?: string;
  /**
   * Whether no other record has a value, for fields that are `unique`: it is told the path of the field (`lines/*\/code`), the value, and
   * the id of the record that is changed.
   */
  readonly unique?: (
    path: string,
    value: unknown,
    record: string | undefined,
    signal: AbortSignal,
  ) => boolean | Promise<boolean>;
  /** The id of the record that is changed. */
  readonly record?: string;
  /** How long all of them may take together, in milliseconds: 5,000 where it is not said. */
  readonly ms?: number;
  /** What tells the time. */
  readonly clock?: Clock;
  /** Ends it early: whoever waits hears the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Who is told why a check failed. */
  readonly log?: Log;
}

/** Something that is asked. */
interface Job {
  readonly key: string;
  /** Where it is said that it failed. */
  readonly path: string;
  /** What it goes by: an answer about other values counts for nothing. */
  readonly stamp: string;
  ask(signal: AbortSignal): readonly Issue[] | Promise<readonly Issue[]>;
}

interface Answer {
  readonly stamp: string;
  readonly issues: readonly Issue[];
}

/** How many are asked at once, and how often anew where values change meanwhile. */
const MOST = 16, ROUNDS = 4;
const LONGEST = 5_000;

/**
 * All that is wrong with a form: what {@linkcode check} says, what validations answer later, and what is in the store already. A check that
 * throws, or has not answered in time, is an issue of the code `failed` at its place, and told in the log: nothing is taken for right that
 * was not checked. The answer is about what the form holds when it is given: what was changed meanwhile is asked about again.
 *
 * @throws {FormError} `path` for a place that there is not
 * @throws the signal's reason, where it is aborted
 * @example
 * ```ts
 * import { checks, type ChecksOptions } from "@n2o/n2o/form";
 *
 * const taken = new Set(["tea"]);
 * const options: ChecksOptions = { unique: (_path, value) => !taken.has(String(value)), ms: 1_000 };
 * if (typeof checks !== "function" || options.ms !== 1_000) throw new Error("misread");
 * ```
 */
export async function checks(
  filled: Filled,
  options: ChecksOptions = {},
): Promise<readonly Issue[]> {
  const { at = "", signal, ms = LONGEST, clock = systemClock } = options;
  signal?.throwIfAborted();
  if (isShown(filled.mode)) return [];
  const answers = new Map<string, Answer>(), end = clock.now() + ms;
  for (let round = 0; round < ROUNDS; round++) {
    const open = jobs(filled, options).filter(({ key, stamp }) =>
      answers.get(key)?.stamp !== stamp
    );
    if (open.length === 0) break;
    await all(open, async (job) => {
      answers.set(job.key, { stamp: job.stamp, issues: await answered(job, options, end) });
    });
  }
  signal?.throwIfAborted();
  // What is said at once is said of this moment, and what was asked of what it was asked about.
  const found = [...ownIssues(filled, at)];
  for (const { key, path, stamp } of jobs(filled, options)) {
    const answer = answers.get(key);
    if (answer?.stamp === stamp) found.push(...answer.issues);
    else found.push({ path, code: "failed" });
  }
  return found;
}

/** What is to be asked of a form as it is now. */
function jobs(filled: Filled, { at = "", unique, record }: ChecksOptions): readonly Job[] {
  const found: Job[] = [], held = new Held(filled);
  let whole: string | undefined;
  for (const [count, asked] of [...validationsAt(filled, at)].entries()) {
    whole ??= keyOf(held.values, false);
    const { path } = asked;
    found.push({
      key: `${count} ${path}`,
      path,
      stamp: whole,
      ask: async (signal) =>
        (await outcomeOf(filled, held, asked, signal)).filter((issue) => isAsked(issue, at)),
    });
  }
  if (filled.mode === "search") return found;
  for (const cell of cellsAt(filled, at)) {
    const { path, node, value } = cell;
    if (node.field.unique !== true || value === undefined || constraints(filled, cell).length > 0) {
      continue;
    }
    const place = placeAt(filled.compiled, path).node?.path ?? path;
    found.push({
      key: `unique ${path}`,
      path,
      stamp: keyOf(value, false),
      async ask(signal) {
        if (unique === undefined) {
          throw new FormError("document", `field "${place}" is unique: give checks({ unique })`);
        }
        const isFree: unknown = await unique(place, value, record, signal);
        if (typeof isFree === "boolean") return isFree ? [] : [{ path, code: "unique" }];
        throw new FormError(
          "value",
          `whether "${place}" is unique was answered by ${typeof isFree}`,
        );
      },
    });
  }
  return found;
}

/** What a job answers in time; that it failed, where it does not. */
async function answered(
  job: Job,
  { signal, log = silentLog, clock = systemClock }: ChecksOptions,
  end: number,
): Promise<readonly Issue[]> {
  const error = () => new FormError("limit", "it has not answered in time");
  try {
    const ms = Math.max(0, end - clock.now());
    return await deadline(job.ask, { ms, error, clock, signal });
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    log("error", `a check of "${job.path}" failed: ${messageOf(cause)}`, { path: job.path, cause });
    return [{ path: job.path, code: "failed" }];
  }
}

/** Does something for each, so many at once; the first that throws ends it. */
async function all<T>(list: readonly T[], act: (each: T) => Promise<void>): Promise<void> {
  const waiting = list.values();
  await Promise.all(Array.from({ length: Math.min(MOST, list.length) }, async () => {
    for (const each of waiting) await act(each);
  }));
}
