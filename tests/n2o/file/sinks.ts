/**
 * The sinks that every suite is tried on.
 *
 * @module
 */
import { memoryKv, openKv } from "../../../kvs/mod.ts";
import { files } from "../../../host/file/files.ts";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { memorySink, type Sink } from "../../../n2o/file/mod.ts";
import { temporaryFolder } from "../../_support/folder.ts";

/** Where files lie while a test runs: sinks that are made of it share them, as processes do. */
export interface Place extends AsyncDisposable {
  sink(): Sink;
}

/** By name. */
export const places: Readonly<Record<string, () => Promise<Place>>> = {
  memory() {
    const sink = memorySink();
    return Promise.resolve({ sink: () => sink, [Symbol.asyncDispose]: () => Promise.resolve() });
  },
  async folder() {
    const folder = await temporaryFolder(), dispose = () => folder[Symbol.asyncDispose]();
    return { sink: () => folderSink(`${folder.path}/files`), [Symbol.asyncDispose]: dispose };
  },
  async "deno kv"() {
    const kv = await openKv(":memory:"), dispose = () => Promise.resolve(kv.close());
    return { sink: () => files(kv), [Symbol.asyncDispose]: dispose };
  },
  store() {
    const kv = memoryKv(), dispose = () => Promise.resolve(kv.close());
    return Promise.resolve({ sink: () => files(kv), [Symbol.asyncDispose]: dispose });
  },
};
