/**
 * A turn of a process: one message, or one stage of its life, and who is having it, found from anywhere below.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { isThenable } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import type { Pid } from "./pid.ts";

/** What a process is at. */
export interface Turn {
  readonly pid: Pid;
  /** Whether it still is: what a handler left behind, a timer or a promise, runs on below it. */
  isOn: boolean;
}

const storage = new AsyncLocalStorage<Turn>();

/** Runs `body` as a turn of a process, which is over with what it answers. */
export function taking<T>(
  turn: Turn,
  body: () => T | Promise<Awaited<T>>,
): T | Promise<Awaited<T>> {
  let answer: T | Promise<Awaited<T>>;
  try {
    answer = storage.run(turn, body);
  } catch (error) {
    turn.isOn = false;
    throw error;
  }
  if (isThenable(answer)) return over(answer, turn);
  turn.isOn = false;
  return answer;
}

async function over<T>(answer: T | Promise<Awaited<T>>, turn: Turn): Promise<Awaited<T>> {
  try {
    return await answer;
  } finally {
    turn.isOn = false;
  }
}

/** Whether this runs below a turn of a process that is not over. */
export function isSelf(pid: Pid): boolean {
  const turn = storage.getStore();
  return turn?.isOn === true && turn.pid === pid;
}

/**
 * The process that is running.
 *
 * @throws {N2oError} `no_context` outside of one, and in what a handler left behind.
 */
export function self(): Pid {
  const turn = storage.getStore();
  if (turn?.isOn) return turn.pid;
  throw new N2oError("no_context", "self: no process is running; call it from its init or proc");
}

/** Has something run soon, not on the stack of who asks for it. */
export type Schedule = (run: () => void) => void;

/** How many turns are taken before timers and sockets of the host get theirs. */
const ROUND = 1_024;

/** Makes a schedule. Processes that keep each other busy without a pause would otherwise never let the host come to anything else. */
export function turns(): Schedule {
  let taken = 0;
  return (run) => {
    if (++taken % ROUND !== 0) return queueMicrotask(run);
    setTimeout(run, 0);
  };
}
