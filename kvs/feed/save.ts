/**
 * Stored cursors.
 *
 * @module
 */
import { write } from "../rows/attempt.ts";
import { within } from "../rows/commit.ts";
import type { Reader, Taken } from "./cursor.ts";
import { given, KvsError } from "../error.ts";
import type { Kv } from "../kv.ts";
import { feedParts } from "./path.ts";
import { readerKey } from "../rows/layout.ts";
import type { KvsRecord } from "../rows/record.ts";
import { seq } from "../rows/seq.ts";
import { LIMITS } from "../store/limits.ts";
import { snapshot } from "../value/snapshot.ts";
import { saveWriter, type Writer } from "./writer.ts";

/**
 * Stores a reader under its id, without its `args`; one whose id is `""` is given one of `seq(kv,
 * "reader")`.
 */
export async function save<T extends KvsRecord>(kv: Kv, cursor: Reader<T>): Promise<Taken<T>>;
/** Stores a writer's `args`; its count and ends are the feed's own and always up to date. */
export async function save<T>(kv: Kv, cursor: Writer<T>): Promise<Writer<T>>;
export async function save<T extends KvsRecord>(
  kv: Kv,
  cursor: Reader<T> | Writer<T>,
): Promise<Reader<T> | Writer<T>> {
  const copy = given("a cursor", () => ({ ...cursor }));
  if (!("feed" in copy)) return await saveWriter(kv, copy);
  feedParts(copy.feed);
  const id = copy.id === "" ? await seq(kv, "reader") : copy.id, where = readerLabel(id);
  const { value: saved } = snapshot<Taken<T>>({ ...copy, id, args: [] }, where, LIMITS.valueBytes);
  await write(kv, where, (changes) => changes.set(readerKey(id), saved));
  return saved;
}

/**
 * The reader stored under an id; undefined where there is none (the originals give an empty one).
 */
export async function loadReader<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  id: string,
): Promise<Taken<T> | undefined> {
  const { value } = await within(readerLabel(id), () => kv.get<Taken<T>>(readerKey(id)));
  return value ?? undefined;
}

function readerLabel(id: string): string {
  if (typeof id === "string") return `reader "${id}"`;
  throw new KvsError("bad_argument", `a reader goes by text, not by what is of type ${typeof id}`);
}
