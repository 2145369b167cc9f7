/**
 * Runs a program over an input: all possibilities at once, the preferred one first, one character at a time
 * (K. Thompson 1968; with captures, R. Pike). Time is at most the input's length times the number of states.
 *
 * @module
 */
import { bounded, type Budget, spend } from "../budget.ts";
import type { Program } from "./program.ts";

/** Where a match and its groups begin and end: pairs of positions; undefined for a group that took no part. */
export type Match = readonly (number | undefined)[];

/** How many states make a step of the budget. */
const SHARE = 16;

interface Thread {
  readonly state: number;
  readonly slots: Match;
}

interface Running {
  /** States entered and slots copied since the budget was last charged. */
  work: number;
  readonly program: Program;
  readonly points: readonly string[];
  /** The position at which a state was last entered, so that no state is entered twice at one. */
  readonly entered: Int32Array;
}

/** The first match from a position on, or null. */
export function matchAt(
  budget: Budget,
  program: Program,
  points: readonly string[],
  from: number,
): Match | null {
  const entered = new Int32Array(program.states.length).fill(-1);
  const running: Running = { work: entered.length, program, points, entered };
  let current: Thread[] = [];
  let found: Match | null = null;
  for (let at = from; at <= points.length; at++) {
    if (found === null) enter(running, current, { state: 0, slots: [] }, at);
    spend(budget, 1 + Math.floor(running.work / SHARE));
    running.work = current.length;
    if (current.length === 0 && found !== null) break;
    const next: Thread[] = [];
    for (const thread of current) {
      const state = program.states[thread.state];
      if (state?.is === "match") {
        found = thread.slots;
        break;
      }
      if (state?.is === "char" && at < points.length && state.test(points[at] ?? "")) {
        enter(running, next, { state: thread.state + 1, slots: thread.slots }, at + 1);
      }
    }
    current = next;
  }
  return found;
}

/** Follows everything that takes no character, in order of preference. */
function enter(running: Running, threads: Thread[], start: Thread, at: number): void {
  const pending: Thread[] = [start];
  for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
    const { state: index, slots } = thread;
    running.work++;
    if (running.entered[index] === at) continue;
    running.entered[index] = at;
    const state = running.program.states[index];
    switch (state?.is) {
      case "split":
        pending.push({ state: state.second, slots }, { state: state.first, slots });
        break;
      case "save": {
        const saved = [...slots];
        running.work += saved.length;
        saved[state.slot] = at;
        pending.push({ state: index + 1, slots: saved });
        break;
      }
      case "line":
        if (holds(state.end, state.multiple, running.points, at)) {
          pending.push({ state: index + 1, slots });
        }
        break;
      default:
        threads.push(thread);
    }
  }
}

function holds(end: boolean, multiple: boolean, points: readonly string[], at: number): boolean {
  if (end) return at === points.length || (multiple && points[at] === "\n");
  return at === 0 || (multiple && points[at - 1] === "\n" && at < points.length);
}

/** All matches that do not overlap, in order. */
export function matches(budget: Budget, program: Program, points: readonly string[]): Match[] {
  const found: Match[] = [];
  for (let from = 0; from <= points.length;) {
    const match = matchAt(budget, program, points, from);
    if (match === null) break;
    found.push(match);
    const [start = from, end = from] = match;
    from = end > start ? end : end + 1;
  }
  return bounded(found);
}
