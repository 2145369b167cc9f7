/**
 * What sessions are kept in, for the tests that hold wherever that is.
 *
 * @module
 */
import { storage as kvStorage } from "../../../host/storage.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { openKv } from "../../../kvs/open.ts";
import type { SessionRow, SessionRows, SessionStorage } from "../../../n2o/session/rows.ts";
import { testWith } from "../../_support/permission.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";

/** A storage of maps, and what is in it. */
export interface MapStorage extends SessionStorage {
  readonly rows: Map<string, SessionRows>;
}

/** A storage without anything but what every storage has. */
export function mapStorage(): MapStorage {
  const rows = new Map<string, SessionRows>();
  return {
    rows,
    load: (session) => Promise.resolve([...rows.get(session) ?? []]),
    set: (session, key, row) =>
      Promise.resolve(void rows.set(session, new Map(rows.get(session)).set(key, row))),
    delete: (session, key) => Promise.resolve(void rows.get(session)?.delete(key)),
  };
}

/** A storage that says of each read and write when it comes, and lets it go on when it is told to. */
export interface Stopped {
  readonly storage: SessionStorage;
  /** Has the next call of a method with these arguments wait; resolves, when it came, with what lets it go on. */
  stop(method: "load" | "set" | "delete", session?: string, key?: string): Promise<() => void>;
}

/** Stops the calls of a storage where it is told. */
export function stoppable(inner: SessionStorage): Stopped {
  interface Stop {
    readonly is: (...call: readonly string[]) => boolean;
    readonly came: (goOn: () => void) => void;
  }
  const stops: Stop[] = [];
  async function passed(...call: readonly string[]): Promise<void> {
    const at = stops.findIndex(({ is }) => is(...call));
    const [found] = at < 0 ? [] : stops.splice(at, 1);
    if (found !== undefined) await new Promise<void>((goOn) => found.came(goOn));
  }
  return {
    storage: {
      ...inner,
      async load(session) {
        // Read before it is stopped: what comes then is as old as can be.
        const rows = [...await inner.load(session)];
        await passed("load", session);
        return rows;
      },
      async set(session, key, row: SessionRow) {
        await passed("set", session, key);
        await inner.set(session, key, row);
      },
      async delete(session, key) {
        await passed("delete", session, key);
        await inner.delete(session, key);
      },
    },
    stop: (...wanted) =>
      new Promise((came) =>
        stops.push({
          is: (...call) => wanted.every((each, at) => each === undefined || each === call[at]),
          came,
        })
      ),
  };
}

/** Two nodes' views of one storage; the same one where it is within the process, none where sessions end with the process. */
export interface Place {
  readonly clock: VirtualClock;
  readonly here: SessionStorage | undefined;
  readonly there: SessionStorage | undefined;
}

/** A test for each kind of place that sessions are kept in: memory, maps, a store in memory, a store in a file that two have open. */
export function inEveryPlace(
  name: string,
  run: (place: Place) => Promise<void>,
  { shared = false }: { readonly shared?: boolean } = {},
): void {
  if (!shared) {
    Deno.test(`${name} (memory)`, () =>
      run({ clock: virtualClock(), here: undefined, there: undefined }));
  }
  Deno.test(`${name} (maps)`, () => {
    const both = mapStorage();
    return run({ clock: virtualClock(), here: both, there: both });
  });
  Deno.test(`${name} (store)`, async () => {
    using kv = memoryKv();
    const clock = virtualClock(), both = kvStorage(kv, clock);
    await run({ clock, here: both, there: both });
  });
  testWith("write")(`${name} (file)`, async () => {
    await using folder = await temporaryFolder();
    using one = await openKv(`${folder.path}/kv.sqlite3`);
    using two = await openKv(`${folder.path}/kv.sqlite3`);
    const clock = virtualClock();
    await run({ clock, here: kvStorage(one, clock), there: kvStorage(two, clock) });
  });
}
