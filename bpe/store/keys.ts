/**
 * Where a runtime keeps its rows: the families of its keys, and its feeds. FORMAT.md tells what lies under them, and the reasons.
 *
 * @module
 */
import type { Status } from "../state/state.ts";
import { type Family, family } from "./family.ts";

/** What has a time at which somebody must look at it. */
export type DueKind = "instance" | "start" | "message" | "signal" | "pages";

/** By what tasks are found beside their own key. */
export type TaskIndex = "assignee" | "user" | "role" | "node";

/** An instance, by its id: its state with what it has open outside; lists that are long lie in pages. */
export const instanceRow: Family<readonly [id: string]> = family("bpe/instance", "text");

/** What needs a look, by the time when: milliseconds since 1970. */
export const dueRow: Family<readonly [time: number, kind: string, id: string]> = family(
  "bpe/due",
  "number",
  "text",
  "text",
);

/** A command that was given with a key of its own; a message from outside with one has the instance "". */
export const onceRow: Family<readonly [instance: string, key: string]> = family(
  "bpe/once",
  "text",
  "hashed",
);

/** A signal that was thrown from outside with a key of its own: its id while it is on its way, then how many have heard it. */
export const signalOnceRow: Family<readonly [key: string]> = family("bpe/once/signal", "hashed");

/** Instances by status and process. */
export const statusRow: Family<readonly [status: Status, process: string, instance: string]> =
  family(
    "bpe/status",
    "text",
    "text",
    "text",
  );

/** Instances by the value of an indexed variable, as its text. */
export const valueRow: Family<readonly [variable: string, value: string, instance: string]> =
  family(
    "bpe/value",
    "hashed",
    "hashed",
    "text",
  );

/** A wait for a message, found by its name and the keys it wants, the oldest first. */
export const messageWaitRow: Family<
  readonly [name: string, keys: string, since: number, instance: string, wait: number]
> = family("bpe/wait/message", "hashed", "hashed", "number", "text", "number");

/** A wait for a signal. */
export const signalWaitRow: Family<readonly [name: string, instance: string, wait: number]> =
  family(
    "bpe/wait/signal",
    "hashed",
    "text",
    "number",
  );

/** A message that nobody has taken yet. */
export const messageRow: Family<readonly [id: string]> = family("bpe/message", "text");

/** It is found by its name and each set of keys it may be wanted by, the oldest first. */
export const messageKeysRow: Family<
  readonly [name: string, keys: string, sent: number, id: string]
> = family("bpe/messages", "hashed", "hashed", "number", "text");

/** A signal on its way. */
export const signalRow: Family<readonly [id: string]> = family("bpe/signal", "text");

/** A job that waits for an engine with a handler for its topic. */
export const jobRow: Family<readonly [topic: string, instance: string, element: number]> = family(
  "bpe/job",
  "hashed",
  "text",
  "number",
);

/** A task of a person. */
export const taskRow: Family<readonly [instance: string, element: number]> = family(
  "bpe/task",
  "text",
  "number",
);

/** Tasks by assignee, candidate user, role, or node. */
export const taskIndexRow: Family<
  readonly [by: TaskIndex, value: string, instance: string, element: number]
> = family("bpe/tasks", "text", "hashed", "text", "number");

/** An open incident. */
export const incidentRow: Family<readonly [instance: string, incident: number]> = family(
  "bpe/incident",
  "text",
  "number",
);

/** A version of a process. */
export const definitionRow: Family<readonly [process: string, version: number]> = family(
  "bpe/definition",
  "text",
  "number",
);

/** The latest version of a process, with what starts it. */
export const latestRow: Family<readonly [process: string]> = family("bpe/latest", "text");

/** What starts a process by a message or signal. */
export const startRow: Family<
  readonly [kind: "message" | "signal", name: string, process: string]
> = family(
  "bpe/start",
  "text",
  "hashed",
  "text",
);

/** How long a key of somebody's own is remembered: a week, in milliseconds. */
export const REMEMBERED: number = 7 * 86_400_000;

/** The feed that lists every instance. */
export const PROC = "/bpe/proc";
/** The feed of messages that nobody took in time. */
export const LOST = "/bpe/lost";
/** The feed of the history of an instance. */
export const histFeed = (id: string): readonly string[] => ["bpe", "hist", id];
