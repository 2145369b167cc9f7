/**
 * Files in an application: uploads in its protocol chain, and its store as a place where files lie.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/deno";
 * import { files, uploads } from "@n2o/n2o/host/files";
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { isUpload } from "@n2o/n2o/n2o/file";
 *
 * using kv = memoryKv();
 * const { server } = await application({
 *   kv,
 *   routes: { "/": { event: (event: unknown) => void (isUpload(event) && event.place) } },
 *   protocols: (given) => [
 *     "n2o_heart",
 *     "nitro_n2o",
 *     uploads(given, files(kv), { limits: { kinds: ["image/*"] } }),
 *   ],
 *   log: () => {},
 * });
 * if (server.protocols.every(({ name }) => name !== "n2o_ftp")) throw new Error("no uploads");
 * ```
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import {
  type AddressSink,
  type FileRows,
  type Ftp,
  ftp,
  type FtpOptions,
  type RowKey,
  type Sink,
  storeSink,
} from "../../n2o/file/mod.ts";
import type { Given } from "../config.ts";
import { marked } from "./marked.ts";

const ROOT = ["n2o", "file"] as const;

/** A store as rows of files, under keys of their own. */
export function fileRows(kv: Kv): FileRows {
  return {
    async get<T>(key: RowKey) {
      const { value, versionstamp } = await kv.get<T>([...ROOT, ...key]);
      return { value: value ?? undefined, version: versionstamp };
    },
    async *list<T>(prefix: RowKey) {
      for await (
        const { key, value, versionstamp } of kv.list<T>({ prefix: [...ROOT, ...prefix] })
      ) {
        yield { key: key.slice(ROOT.length).map(String), value, version: versionstamp };
      }
    },
    async commit({ checks, sets, deletes }) {
      const change = kv.atomic();
      for (const { key, version } of checks) {
        change.check({ key: [...ROOT, ...key], versionstamp: version });
      }
      for (const { key, value } of sets) change.set([...ROOT, ...key], value);
      for (const key of deletes) change.delete([...ROOT, ...key]);
      const done = await change.commit();
      return done.ok ? done.versionstamp : undefined;
    },
  };
}

/** A sink of files that lie in a store: any of kvs, so on any host; nodes that share the store share the files. */
export function files(kv: Kv): Sink {
  return storeSink(fileRows(kv));
}

/**
 * The protocol of uploads, for the setting `protocols`: see `ftp` of `n2o/file`. Uploads that nobody goes on with are removed as long as
 * the application is there, those from before it as well. Of files that browsers send to addresses the application's store, where it has
 * one, keeps which a page was told of.
 *
 * @throws {N2oError} `config` for a bound that is none
 */
export function uploads(
  { server, kv }: Pick<Given, "server"> & Partial<Pick<Given, "kv">>,
  sink: Sink | AddressSink,
  options: FtpOptions = {},
): Ftp {
  const isMarked = !("address" in sink) || kv === undefined || sink.told !== undefined;
  const made = ftp(isMarked ? sink : marked(sink, kv, options.limits?.patience), options);
  made.start(server);
  return made;
}
