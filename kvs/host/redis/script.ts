/** A script, named by the hash of its text as Redis names it. */
import { createHash } from "node:crypto";
import { GET, LIST, SWEEP } from "./lua/lua.ts";
import { COMMIT } from "./lua/commit.ts";
import { CLAIM, FINISH, RENEW } from "./lua/queue.ts";

/** A script and the keys that it uses. */
export interface Script {
  readonly text: string;
  readonly sha: string;
  readonly keys: readonly string[];
  /** Whether it changes what readers see: then a lost answer leaves a doubt. */
  readonly writes: boolean;
}

/** What scripts that write use, in the order of their KEYS. */
const WRITTEN = ["entries", "keys", "deadlines", "version", "queue", "messages", "claims"];

/** What a script is called by. */
export type ScriptName = "get" | "list" | "commit" | "sweep" | "claim" | "finish" | "renew";

/** Each with the keys that it is given, in their order. */
export const SCRIPTS: Readonly<Record<ScriptName, Script>> = {
  get: script(GET, ["entries"]),
  list: script(LIST, ["entries", "keys"]),
  commit: script(COMMIT, [...WRITTEN, "client"]),
  sweep: script(SWEEP, WRITTEN),
  claim: script(CLAIM, [...WRITTEN, "client"]),
  finish: script(FINISH, WRITTEN),
  renew: script(RENEW, WRITTEN),
};

function script(text: string, keys: readonly string[]): Script {
  return { text, sha: sha1(text), keys, writes: keys.length > 2 };
}

/** The SHA-1 of a text in UTF-8, or of bytes, in small hexadecimal digits, as `redis.sha1hex` of a script gives it. */
export function sha1(data: string | Uint8Array): string {
  return createHash("sha1").update(data).digest("hex");
}
