/**
 * Where a runtime keeps its rows: the one place that knows the shape of keys. FORMAT.md tells the reasons.
 *
 * @module
 */
import type { KvKey } from "../../kvs/kv.ts";
import { hash } from "./hash.ts";

/** The longest text that stands in a key as it is, in UTF-16 code units: three of them fit the 2,048 bytes of a key. */
const LONGEST = 200;

/** A text as part of a key: one that is too long by its hash, for what is found by it bears the text itself. */
function short(text: string): string {
  return text.length <= LONGEST ? text : `#${hash(text)}`;
}

/** What has a time at which somebody must look at it. */
export type DueKind = "instance" | "start" | "message" | "signal";

/** Every key lies between these two. */
export const SPAN = { start: ["bpe/"], end: ["bpe0"] } as const;

/** One instance. */
export const instanceKey = (id: string): KvKey => ["bpe/instance", id];
/** Prefix of all instances. */
export const instancesKey: KvKey = ["bpe/instance"];

/** When something needs a look, by time. */
export const dueKey = (time: number, kind: DueKind, id: string): KvKey => [
  "bpe/due",
  time,
  kind,
  id,
];
/** Prefix of the index by time. */
export const duesKey: KvKey = ["bpe/due"];

/** How long a key of somebody's own is remembered: a week, in milliseconds. */
export const REMEMBERED: number = 7 * 86_400_000;
/** A command that was given with a key of its own. */
export const onceKey = (id: string, key: string): KvKey => ["bpe/once", id, short(key)];

/** Instances by status and process. */
export const statusKey = (status: string, process: string, id: string): KvKey => [
  "bpe/status",
  status,
  process,
  id,
];
/** Instances by the value of an indexed variable. */
export const valueKey = (name: string, value: string, id: string): KvKey => [
  "bpe/value",
  short(name),
  short(value),
  id,
];

/** A wait for a message, found by its name and the keys it wants, the oldest first. */
export const messageWaitKey = (
  name: string,
  keys: string,
  since: number,
  id: string,
  wait: number,
): KvKey => ["bpe/wait/message", short(name), short(keys), since, id, wait];
/** Prefix of the waits for a message with these keys. */
export const messageWaitsKey = (name: string, keys: string): KvKey => [
  "bpe/wait/message",
  short(name),
  short(keys),
];
/** A wait for a signal. */
export const signalWaitKey = (name: string, id: string, wait: number): KvKey => [
  "bpe/wait/signal",
  short(name),
  id,
  wait,
];

/** A message nobody has taken yet. */
export const messageKey = (id: string): KvKey => ["bpe/message", id];
/** It is found by its name and each set of keys it may be wanted by, the oldest first. */
export const messageIndexKey = (name: string, keys: string, sent: number, id: string): KvKey => [
  "bpe/messages",
  short(name),
  short(keys),
  sent,
  id,
];
/** Prefix of the messages that who wants these keys may take. */
export const messagesKey = (
  name: string,
  keys: string,
): KvKey => ["bpe/messages", short(name), short(keys)];
/** A signal on its way. */
export const signalKey = (id: string): KvKey => ["bpe/signal", id];

/** A job that waits for an engine with a handler for its topic. */
export const jobKey = (topic: string, id: string, element: number): KvKey => [
  "bpe/job",
  short(topic),
  id,
  element,
];

/** A task of a person. */
export const taskKey = (id: string, element: number): KvKey => ["bpe/task", id, element];
/** Tasks by assignee, candidate user, role, or node. */
export const taskIndexKey = (
  by: string,
  value: string,
  id: string,
  element: number,
): KvKey => ["bpe/tasks", by, short(value), id, element];

/** An open incident. */
export const incidentKey = (id: string, incident: number): KvKey => ["bpe/incident", id, incident];

/** A version of a process. */
export const definitionKey = (process: string, version: number): KvKey => [
  "bpe/definition",
  process,
  version,
];
/** The latest version of a process, with what starts it. */
export const latestKey = (process: string): KvKey => ["bpe/latest", process];
/** What starts a process by a message or signal. */
export const startKey = (kind: "message" | "signal", name: string, process: string): KvKey => [
  "bpe/start",
  kind,
  short(name),
  process,
];

/** The feed that lists every instance. */
export const PROC = "/bpe/proc";
/** The feed of messages that nobody took in time. */
export const LOST = "/bpe/lost";
/** The feed of the history of an instance. */
export const histFeed = (id: string): readonly string[] => ["bpe", "hist", id];
