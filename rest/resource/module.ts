/**
 * Modules of one's own as resources: the interface of the original's resource modules.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import { type Id, KvsError, type KvsRecord } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import { idText } from "../value/id.ts";
import { toJson } from "../value/json.ts";
import type { Alteration, Listed, Query, Source, Stored } from "./source.ts";

/**
 * A module that keeps its records itself: names and meaning are the original's (`exists/1`, `get/0`, `get/1`, `post/1`, `delete/1`), camelCase.
 * What it does not have is not served.
 */
export interface ResourceModule<T extends KvsRecord = KvsRecord> {
  /** Whether there is a record with this id; by `get` unless given. */
  exists?(id: Id): boolean | Promise<boolean>;
  /** All records, in their order. */
  get(): readonly T[] | Promise<readonly T[]>;
  /** The record with this id; undefined where there is none. */
  get(id: Id): T | undefined | Promise<T | undefined>;
  /** Stores a new record. */
  post?(record: T): void | Promise<void>;
  /** Stores a record in the place of the one with this id, whose id it may change. */
  put?(id: Id, record: T): void | Promise<void>;
  /** Deletes the record with this id. */
  delete?(id: Id): void | Promise<void>;
  /** The version of a record; a hash of it unless given, as it must be where fields are not for everybody. */
  version?(record: T): string;
}

/**
 * The records of a module as a source. Its list is cut into pages by place; versions guard as far as the module's own functions are atomic.
 */
export function moduleSource<T extends KvsRecord>(
  name: string,
  module: ResourceModule<T>,
): Source<T> {
  const versionOf = (record: T) => module.version?.(record) ?? hashOf(record);
  const read = async (id: Id): Promise<Stored<T> | undefined> => {
    if (module.exists !== undefined && !await module.exists(id)) return undefined;
    const record = await module.get(id);
    return record === undefined ? undefined : { record, version: versionOf(record) };
  };
  return {
    read,
    async list(query) {
      return paged(name, await module.get(), query);
    },
    count: async () => (await module.get()).length,
    async alter(changes) {
      const [change, next, ...more] = changes;
      if (change === undefined) return undefined;
      const now = await read(change.id);
      if (next === undefined) await alterOne(name, module, change, now);
      else if (more.length === 0 && change.record === undefined && next.record !== undefined) {
        // One that goes and one that comes are a record under another id.
        checkVersion(name, next, await read(next.id));
        await alterOne(name, module, { ...change, record: next.record }, now);
      } else throw lacks(name, "commits of several changes");
      return undefined;
    },
  };
}

function checkVersion<T extends KvsRecord>(
  name: string,
  { version }: Alteration<T>,
  now: Stored<T> | undefined,
): void {
  if (version === undefined || version === (now?.version ?? null)) return;
  throw new KvsError("conflict", `${name}: the record is of another version, or is there already`);
}

async function alterOne<T extends KvsRecord>(
  name: string,
  module: ResourceModule<T>,
  change: Alteration<T>,
  now: Stored<T> | undefined,
): Promise<void> {
  const { id, record } = change;
  checkVersion(name, change, now);
  if (record === undefined) {
    if (module.delete === undefined) throw lacks(name, "delete");
    if (now !== undefined) await module.delete(id);
  } else if (now === undefined) {
    if (module.post === undefined) throw lacks(name, "post");
    await module.post(record);
  } else {
    if (module.put === undefined) throw lacks(name, "put");
    await module.put(id, record);
  }
}

function lacks(name: string, what: string): RestError {
  return new RestError("method", `the resource ${name} has no ${what}`);
}

function hashOf(record: KvsRecord): string {
  return fingerprint(JSON.stringify(toJson(record)));
}

function paged<T extends KvsRecord>(
  name: string,
  records: readonly T[],
  { limit, after, before, reverse = false, index, equal, from, to }: Query,
): Listed<T> {
  if ([index, equal, from, to].some((each) => each !== undefined)) {
    throw new KvsError("no_index", `${name}: a module's list has no indexes`);
  }
  const all = reverse ? [...records].reverse() : records;
  const texts = all.map(({ id }) => `m${idText(id)}`);
  const placeOf = (cursor: string) => {
    const at = texts.indexOf(cursor);
    if (at < 0) {
      throw new KvsError("bad_cursor", `${name}: a cursor of another list, or of what has gone`);
    }
    return at;
  };
  const start = after === undefined ? 0 : placeOf(after) + 1;
  const end = before === undefined ? all.length : placeOf(before);
  const begin = after === undefined && before !== undefined ? Math.max(0, end - limit) : start;
  const stop = Math.max(begin, Math.min(end, begin + limit));
  return {
    records: all.slice(begin, stop),
    cursors: texts.slice(begin, stop),
    more: stop < all.length,
    previous: begin > 0,
  };
}
