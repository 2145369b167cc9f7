/**
 * A command on an instance: read, step, commit; and again where somebody else came first.
 *
 * @module
 */
import { retry } from "../../kvs/commit.ts";
import type { Command, Start } from "../command.ts";
import { giveUp, step as stepOf } from "../engine.ts";
import { BpeError } from "../error.ts";
import type { Step } from "../outcome.ts";
import type { State } from "../state.ts";
import { definitionOf } from "./definitions.ts";
import { append, check, type Draft, draft, merge, remove, type Row, set } from "./draft.ts";
import { type Committed, type Host, type Loaded, now, type Sent } from "./host.ts";
import { commitInstance, creating, find, load, replacing } from "./instances.ts";
import { onceKey, PROC } from "./layout.ts";
import { DELIVERY, lookFor, openAfter } from "./open.ts";
import { jobs, stageIndexes } from "./indexes.ts";
import { stageSent } from "./sent.ts";
import { recordOf, type StepLog } from "./record.ts";
import { isRest } from "./rest.ts";
import { appendSteps } from "./told.ts";
import { messagesThere } from "./there.ts";
import type { Open, Stored } from "./stored.ts";
import type { Task } from "./task.ts";
import { stageTasks, tasksOf } from "./work_list.ts";

/** How long a command's own key is remembered: a week, in milliseconds. */
const REMEMBERED = 7 * 86_400_000;

/** What goes with a command. */
export interface Performing {
  /** The command's own key: a command with a key that was seen is not carried out again. */
  readonly key?: string | undefined;
  /** Whether the key needs to be remembered after this command; it does unless told. */
  readonly remember?: ((state: State) => boolean) | undefined;
  /** Who asked, for the history. */
  readonly by?: string | undefined;
  /** Whether it is still wanted; asked again whenever the instance had to be read anew. */
  readonly wanted?: ((stored: Stored) => boolean) | undefined;
  /** What else is to be committed with it, or not at all. */
  readonly with?: ((change: Draft) => void) | undefined;
  /** True: a step that is too large for one commit is given up as an incident, instead of an error for who asked. */
  readonly giveUp?: boolean | undefined;
  /** Asked of the task that the command completes, as it is then; it throws where that is not allowed. */
  readonly task?: ((task: Task) => Promise<void>) | undefined;
  /** Asked after a conflict: whether what is to be committed with it cannot be any more. */
  readonly over?: (() => Promise<boolean>) | undefined;
}

/** What has become of a command. */
export interface Performed {
  /** The state now. */
  readonly state: State;
  /** False where it changed nothing: a message nobody waited for, a key that was seen, or it was not wanted any more. */
  readonly applied: boolean;
  /** True where a command with this key was carried out before. */
  readonly repeated: boolean;
  /** What the step did; undefined where there was none. */
  readonly step: Step | undefined;
}

/**
 * Carries out a command. What is answered is durable.
 *
 * @throws {BpeError} `instance` where there is none; `command` where it does not fit; what the store throws
 */
export function perform(
  host: Host,
  id: string,
  command: Command,
  more: Performing = {},
): Promise<Performed> {
  return host.lanes.enter(id, () => performNow(host, id, command, more));
}

/** As {@link perform}, for who is in the instance's lane already. */
export async function performNow(
  host: Host,
  id: string,
  command: Command,
  more: Performing = {},
): Promise<Performed> {
  return await retry(`instance ${id}`, async (n) => {
    if (!host.alive) throw closed();
    if (n > 0 && await more.over?.()) return nothing((await load(host, id)).stored.state);
    const isKept = host.cache.has(id);
    try {
      const done = await attempt(host, id, command, more);
      if (done === undefined || done.applied || !isKept) return done;
    } catch (error) {
      if (!isKept || !(error instanceof BpeError)) throw error;
    }
    // What is kept may be older than what another process has written: a no is given on what the store says.
    host.cache.delete(id);
    return await attempt(host, id, command, more);
  });
}

/** One attempt; undefined where somebody else came first. */
async function attempt(
  host: Host,
  id: string,
  command: Command,
  more: Performing,
): Promise<Performed | undefined> {
  let loaded = await load(host, id);
  if (loaded.stored.open.some(isRows)) {
    await flush(host, id);
    loaded = await load(host, id);
  }
  const { stored, definition } = loaded;
  if (more.key !== undefined && await seen(host, id, more.key)) {
    return { ...nothing(stored.state), repeated: true };
  }
  if (more.wanted?.(stored) === false) return nothing(stored.state);
  const time = now(host);
  const done = stepOf(definition, stored.state, command, time, host.options.settings);
  if (!done.applied) return nothing(stored.state);
  try {
    return await save(host, loaded, command, done, more);
  } catch (error) {
    if (more.giveUp !== true || !isTooLarge(error)) throw error;
    const { message } = error;
    const given = giveUp(
      definition,
      stored.state,
      command,
      "too_large",
      message,
      time,
      host.options.settings,
    );
    return await save(host, loaded, command, given, more);
  }
}

function isTooLarge(error: unknown): error is Error {
  return error instanceof Error &&
    (("code" in error && error.code === "too_large") ||
      /too (large|many|big)/i.test(error.message));
}

/** Commits a step; undefined where somebody else came first. */
async function save(
  host: Host,
  loaded: Loaded,
  command: Command,
  done: Step,
  more: Performing,
): Promise<Performed | undefined> {
  const { stored, definition } = loaded;
  const time = now(host);
  const { tasks, state } = tasksOf(host, definition, done);
  const next: Omit<Stored, "due"> = {
    id: stored.id,
    state,
    ...openAfter(host, loaded, command, done, time, await messagesThere(host, done.waits)),
    started: stored.started,
    ...(state.status === "active" ? {} : { ended: stored.ended ?? time }),
  };
  const side = await beside(host, { before: stored, next, definition, tasks, done, command, more });
  const told = [...stored.steps ?? [], recordOf(done, command.do, time, more.by)];
  const rests = isRest(next, told);
  const { change, stored: after, raw } = await replacing(
    host,
    loaded,
    spilled(rests ? next : { ...next, steps: told }, side, time),
  );
  stage(change, side, state, rests ? told : [], more);
  if (await commitInstance(host, change, after, raw, definition) === undefined) return undefined;
  const settled = isSpilled(side) ? await flush(host, after.id) ?? after : after;
  finish(host, { before: stored, after: settled, definition, step: done, sent: side.sent });
  return { state: after.state, applied: true, repeated: false, step: done };
}

function isRows({ effect }: Open): boolean {
  return effect.kind === "rows";
}

function nothing(state: State): Performed {
  return { state, applied: false, repeated: false, step: undefined };
}

/** What is started. */
export interface Starting extends Omit<Start, "do"> {
  /** The version it runs on, as `leave:3`. */
  readonly definition: string;
}

/**
 * Starts an instance.
 *
 * @returns its state; `repeated` where it is there already
 * @throws {BpeError} `definition` where the version is not deployed; `command` where it cannot start so
 */
export function begin(host: Host, start: Starting, more: Performing = {}): Promise<Performed> {
  const { instance } = start;
  checkId(instance);
  return host.lanes.enter(instance, async () => {
    if (!host.alive) throw closed();
    const definition = await definitionOf(host, start.definition);
    const time = now(host);
    const command: Start = { do: "start", ...start };
    const done = stepOf(definition, null, command, time, host.options.settings);
    const before = fresh(instance, done.state, time);
    const { tasks, state } = tasksOf(host, definition, done);
    const there = await messagesThere(host, done.waits);
    const next: Omit<Stored, "due"> = {
      id: instance,
      state,
      ...openAfter(host, { stored: before, definition }, command, done, time, there),
      started: time,
      ...(state.status === "active" ? {} : { ended: time }),
    };
    const side = await beside(host, {
      before: undefined,
      next,
      definition,
      tasks,
      done,
      command,
      more,
    });
    const told = [recordOf(done, command.do, time, more.by)];
    const rests = isRest(next, told);
    const { change, stored: after, raw } = await creating(
      host,
      spilled(rests ? next : { ...next, steps: told }, side, time),
    );
    append(change, PROC, {
      id: instance,
      ...{
        definition: start.definition,
        started: time,
        ...(more.by === undefined ? {} : { by: more.by }),
        ...(start.caller === undefined ? {} : { parent: start.caller.instance }),
      },
    });
    stage(change, side, state, rests ? told : [], more);
    if (await commitInstance(host, change, after, raw, definition) === undefined) {
      return await second(host, instance, more);
    }
    const settled = isSpilled(side) ? await flush(host, instance) ?? after : after;
    finish(host, { before: undefined, after: settled, definition, step: done, sent: side.sent });
    return { state: after.state, applied: true, repeated: false, step: done };
  });
}

/** What has become of a command whose key was seen; undefined where it was not. */
export async function repeated(
  host: Host,
  id: string,
  key: string,
): Promise<Performed | undefined> {
  if (!await seen(host, id, key)) return undefined;
  return { ...nothing((await load(host, id)).stored.state), repeated: true };
}

/** Who came second finds the instance that is there. */
async function second(host: Host, instance: string, more: Performing): Promise<Performed> {
  const found = await find(host, instance);
  if (found !== undefined) return { ...nothing(found.stored.state), repeated: true };
  if (more.over !== undefined && await more.over()) return { ...nothing(GONE), repeated: true };
  throw new BpeError("once", "was started before, and is gone", { element: instance, instance });
}

/** What a step changes beside the instance: tasks, messages, indexes. */
interface Beside extends Draft {
  readonly sent: readonly Sent[];
}

interface Staging {
  readonly before: Stored | undefined;
  readonly next: Omit<Stored, "due">;
  readonly definition: Loaded["definition"];
  readonly tasks: readonly Task[];
  readonly done: Step;
  readonly command: Command;
  readonly more: Performing;
}

async function beside(
  host: Host,
  { before, next, definition, tasks, done, command, more }: Staging,
): Promise<Beside> {
  const side = draft();
  await stageTasks(
    host,
    side,
    definition,
    before?.state ?? next.state,
    tasks,
    done,
    command,
    more.task,
  );
  const sent = stageSent(host, side, next.state, done);
  stageIndexes(host, side, definition, before, next, done);
  return { ...side, sent };
}

/** So many rows beside an instance go into its own commit; more are written right after it. */
const TOGETHER = 400;

function isSpilled({ rows, size }: Draft): boolean {
  return rows.length > TOGETHER || size > 200_000;
}

/** The instance with the rows that do not fit its commit, which are written before anything else is done to it. */
function spilled(next: Omit<Stored, "due">, side: Draft, time: number): Omit<Stored, "due"> {
  if (!isSpilled(side)) return next;
  const key = `${next.id}/rows/${next.state.version}`;
  // A message that comes before the rows of its waits finds nobody: the waits look for it afterwards.
  const looks = next.state.waits.filter(({ kind }) => kind === "message").map((wait) =>
    lookFor(next.id, wait, time)
  );
  const rows = { effect: { kind: "rows", key, rows: side.rows }, tries: 0, due: time + DELIVERY };
  return { ...next, open: [...next.open, ...looks, rows] as Stored["open"] };
}

/** Everything of a step that is no row of the instance itself. */
function stage(
  change: Draft,
  side: Beside,
  state: State,
  steps: readonly StepLog[],
  more: Performing,
): void {
  const id = state.instance;
  if (more.key !== undefined) {
    check(change, `once ${id} ${more.key}`, onceKey(id, more.key), null);
    if (more.remember?.(state) !== false) {
      set(change, onceKey(id, more.key), state.version, REMEMBERED);
    }
  }
  more.with?.(change);
  if (steps.length > 0) appendSteps(change, id, steps);
  merge(change, side, !isSpilled(side));
}

/**
 * Writes the rows that did not fit the commit of a step, before anything else is done to the instance. Each commit takes those it
 * writes out of the instance, so that none is written twice.
 *
 * @returns the instance without them; undefined where there were none
 */
export async function flush(host: Host, id: string): Promise<Stored | undefined> {
  let last: Stored | undefined;
  for (;;) {
    let written: readonly Row[] = [];
    const stored = await reopen(host, id, ({ open }) => {
      const place = open.findIndex(isRows);
      const found = open[place]?.effect;
      if (found?.kind !== "rows") return undefined;
      written = found.rows.slice(0, TOGETHER);
      const rest = found.rows.slice(TOGETHER);
      const left = rest.length === 0 ? [] : [{ ...open[place], effect: { ...found, rows: rest } }];
      return open.toSpliced(place, 1, ...left as Open[]); // as: one entry with fewer rows
    }, (change) => {
      for (const row of written) {
        if (row.value === undefined) remove(change, row.key);
        else set(change, row.key, row.value, row.expireIn);
      }
    });
    if (stored === undefined) return last;
    last = stored;
  }
}

function finish(host: Host, change: Committed): void {
  host.after(change);
  for (const observer of host.observers) {
    try {
      observer(change);
    } catch (error) {
      host.options.onError(error);
    }
  }
}

async function seen(host: Host, id: string, key: string): Promise<boolean> {
  return (await host.kv.get(onceKey(id, key))).versionstamp !== null;
}

function fresh(id: string, state: State, started: number): Stored {
  return {
    id,
    state: { ...state, elements: [], waits: [], incidents: [], version: 0 },
    open: [],
    started,
  };
}

/** Changes what is open of an instance, without a step; `change` answers undefined where there is nothing to change. */
export async function reopen(
  host: Host,
  id: string,
  change: (stored: Stored) => Stored["open"] | undefined,
  more?: (draft: Draft) => void,
): Promise<Stored | undefined> {
  return await retry(`instance ${id}`, async () => {
    const loaded = await find(host, id);
    const open = loaded === undefined ? undefined : change(loaded.stored);
    if (loaded === undefined || open === undefined) return NOTHING;
    const { due: _, ...rest } = loaded.stored;
    const next = await replacing(host, loaded, { ...rest, open });
    jobs(next.change, loaded.stored, next.stored);
    more?.(next.change);
    const done = await commitInstance(host, next.change, next.stored, next.raw, loaded.definition);
    return done?.stored;
  }).then((stored) => stored === NOTHING ? undefined : stored);
}

/** The state of nobody. */
const GONE: State = {
  instance: "",
  definition: "",
  process: 0,
  status: "cancelled",
  version: 0,
  next: 0,
  elements: [],
  tokens: [],
  waits: [],
  incidents: [],
};
/** Told from an attempt that is to be repeated. */
const NOTHING: Stored = fresh("", GONE, 0);

/** What is asked of a runtime that is closed. */
function closed(): BpeError {
  return new BpeError("closed", "the runtime is closed");
}

/** An id stands in the names of feeds, and in keys. */
function checkId(id: string): void {
  if (/^[^/\0]{1,200}$/u.test(id) && id.isWellFormed()) return;
  throw new BpeError(
    "command",
    "is no id of an instance: give 1 to 200 characters without a slash",
    {
      element: id.slice(0, 200),
    },
  );
}
