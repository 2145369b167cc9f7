/** What the client's errors mean. */
import { KvsError } from "../../error.ts";

/** Refused by the server in a state that passes, before anything was changed. */
const PASSING = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS)\b/;

/** Refused because there is no room. */
const FULL = /^(OOM|MISCONF)\b/;

/** What the server answered, where the error is an answer. */
export function answer(error: unknown): string | undefined {
  return error instanceof Error && error.name === "ReplyError" ? error.message : undefined;
}

/** The client's error for a command that it has not sent because it is not connected. */
export function isUnsent(error: unknown): boolean {
  return error instanceof Error && error.message.includes("enableOfflineQueue");
}

/** The error for what the server refused for good. */
export function refused(message: string, cause: unknown): KvsError {
  return FULL.test(message)
    ? new KvsError("full", `Redis has no room, and nothing was changed: ${message}`, { cause })
    : new KvsError("store", `Redis refused: ${message}`, { cause });
}

/** Whether the server may take the same command a little later. */
export function isPassing(message: string): boolean {
  return PASSING.test(message);
}
