/** What SQLite refuses, as errors of this module. */
import { KvsError } from "../../error.ts";

const KNOWN: Readonly<Record<string, readonly [code: string, message: string]>> = {
  SQLITE_FULL: ["full", "the object's storage is full (10 GB at most): delete or expire entries"],
  SQLITE_TOOBIG: ["limit", "a row of the object's storage has more than 2 MB"],
};

/** An error of SQLite with a code and a sentence, its cause kept; every other as it is. */
export function storageError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = /SQLITE_[A-Z]+/.exec(error.message)?.[0];
  if (code === undefined) return error;
  const [name, message] = KNOWN[code] ?? ["storage", "the object's storage refused the commit"];
  return new KvsError(name, `${message} (${error.message}); nothing was changed`, { cause: error });
}
