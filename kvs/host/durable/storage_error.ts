/** What SQLite refuses, as errors of this module. */
import { KvsError } from "../../error.ts";

/** An error of SQLite with a code and a sentence, its cause kept; every other as it is. */
export function storageError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = /SQLITE_[A-Z]+/.exec(cause.message)?.[0]; // it has no other sign
  if (code === undefined) return cause;
  const end = `(${cause.message}); nothing was changed`;
  switch (code) {
    case "SQLITE_FULL":
      return new KvsError(
        "full",
        `the object's storage is full (10 GB at most): delete or expire entries ${end}`,
        { cause },
      );
    case "SQLITE_TOOBIG":
      return new KvsError(
        "too_large",
        `a row of the object's storage has more than 2 MB ${end}`,
        { cause },
      );
    default:
      return new KvsError("store", `the object's storage refused the commit ${end}`, { cause });
  }
}
