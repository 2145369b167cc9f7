/**
 * What is told of processes: times as text of ISO 8601, values by the mapping of values.
 *
 * @module
 */
import type { Answer, Incoming } from "../operation.ts";
import { notModified } from "../precondition.ts";
import { type Json, toJson } from "../value/json.ts";
import type {
  Finding,
  HistoryRow,
  IncidentRow,
  InstanceDetail,
  InstanceRow,
  JobRow,
  ProcessVersion,
  TaskRow,
  WaitRow,
} from "./row.ts";

/** The names of fields that hold a time. */
const TIMES = new Set(["deployed", "started", "ended", "created", "due", "followUp", "time"]);

type Row =
  | ProcessVersion
  | InstanceRow
  | Omit<InstanceDetail, "jobs">
  | TaskRow
  | IncidentRow
  | HistoryRow
  | WaitRow
  | JobRow
  | Finding;

/** What keeps a picture from being anything but one, wherever it is opened. */
export const DRAWN: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "x-content-type-options": "nosniff",
};
/** A file may hold markup of any kind: it is saved, not shown. */
export const SAVED: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; sandbox",
  "content-disposition": "attachment",
  "x-content-type-options": "nosniff",
};

/** A row as JSON; what it lacks is left out. */
export function told(row: Row): { readonly [name: string]: Json } {
  const fields = Object.entries(row).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([name, value]) => [name, toldField(name, value)]));
}

function toldField(name: string, value: unknown): Json {
  if (TIMES.has(name) && typeof value === "number") return timeText(value);
  if (Array.isArray(value) && (name === "waits" || name === "incidents")) {
    return value.map((each: Row) => told(each));
  }
  return toJson(value);
}

/** A time as ISO 8601; as its number where no date is so far away. */
function timeText(ms: number): Json {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : ms;
}

/**
 * What is told of something that has a version: `304` where the client has it.
 *
 * @param make makes the answer where it is needed
 */
export async function fresh(
  incoming: Incoming,
  version: string,
  make: () => Answer | Promise<Answer>,
): Promise<Answer> {
  const { request, variant } = incoming;
  const etag = notModified(request, { version, variant });
  if (etag !== undefined) {
    return { status: 304, headers: { etag, vary: "accept, accept-encoding" } };
  }
  return { ...await make(), version };
}

/** The version of a version of a process, for its tag. */
export function versionTag({ version, file }: ProcessVersion): string {
  return `${version}-${file.slice(0, 16)}`;
}

/** The version of an instance, for its tag: an id that was erased and given again begins anew. */
export function instanceTag(
  { version, started }: Pick<InstanceDetail, "version" | "started">,
): string {
  return `${version}-${started.toString(36)}`;
}
