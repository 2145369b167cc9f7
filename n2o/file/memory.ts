/**
 * A sink in memory: for tests and development, and an example of a sink of an application's own.
 *
 * @module
 */
import { type Clock, concatBytes, randomId, systemClock } from "../../base/mod.ts";
import { FileError } from "./error.ts";
import { slices } from "./slices.ts";
import type { Sink, StoredFile, StoredUpload, UploadKey } from "./sink.ts";

/** Settings of a sink in memory. */
export interface MemorySinkOptions {
  /** Bytes that all files together may have; 67,108,864 by default. */
  readonly most?: number;
  /** What tells the time; the system's clock by default. */
  readonly clock?: Pick<Clock, "now">;
}

/** An upload, and who writes it. */
interface Held {
  upload: StoredUpload;
  parts: Uint8Array<ArrayBuffer>[];
  writer: symbol;
}

/**
 * Makes a sink whose files end with the process.
 *
 * @example
 * ```ts
 * import { memorySink } from "@n2o/n2o/n2o/file";
 *
 * const sink = memorySink(), key = { owner: "user/ann", id: "1" };
 * const writing = await sink.open(key, { name: "a.txt", size: 3, meta: "" });
 * await writing.write(new TextEncoder().encode("tea"));
 * const { place } = await writing.finish("text/plain");
 * if (await new Response(await sink.read(place)).text() !== "tea") throw new Error("no tea");
 * ```
 */
export function memorySink(
  { most = 67_108_864, clock = systemClock }: MemorySinkOptions = {},
): Sink {
  const uploads = new Map<string, Held>();
  const files = new Map<string, { file: StoredFile; bytes: Uint8Array<ArrayBuffer> }>();
  let used = 0;
  const nameOf = ({ owner, id }: UploadKey) => JSON.stringify([owner, id]);

  function drop(key: UploadKey): void {
    const held = uploads.get(nameOf(key));
    uploads.delete(nameOf(key));
    for (const { length } of held?.parts ?? []) used -= length;
  }

  return {
    open(key, announced) {
      const fresh = { ...key, ...announced, offset: 0, touched: clock.now(), file: undefined };
      const held: Held = uploads.get(nameOf(key)) ??
        { upload: fresh, parts: [], writer: Symbol() };
      const writer = held.writer = Symbol();
      uploads.set(nameOf(key), held);
      const own = () => {
        if (held.writer === writer && uploads.get(nameOf(key)) === held) return held;
        throw new FileError("taken", "another has opened the upload since");
      };
      return Promise.resolve({
        get offset() {
          return held.upload.offset;
        },
        async write(bytes) {
          const mine = own(), offset = mine.upload.offset + bytes.length;
          if (used + bytes.length > most) throw new FileError("full", `more than ${most} bytes`);
          used += bytes.length;
          mine.parts.push(bytes.slice());
          mine.upload = { ...mine.upload, offset, touched: clock.now() };
          return await Promise.resolve();
        },
        head: (length) => Promise.resolve(concatBytes(...held.parts).subarray(0, length)),
        async finish(type) {
          const mine = own();
          if (mine.upload.file !== undefined) return await Promise.resolve(mine.upload.file);
          const { name, offset: size } = mine.upload, place = randomId(), modified = clock.now();
          const file = { place, name, size, type, modified };
          files.set(place, { file, bytes: concatBytes(...mine.parts) });
          mine.parts = [];
          mine.upload = { ...mine.upload, file, touched: modified, isUntold: true };
          return file;
        },
        async abort() {
          if (uploads.has(nameOf(key))) own();
          return await Promise.resolve(drop(key));
        },
        close: () => Promise.resolve(),
      });
    },
    told(key) {
      const held = uploads.get(nameOf(key));
      if (held !== undefined) held.upload = { ...held.upload, isUntold: false };
      return Promise.resolve();
    },
    find: (key) => Promise.resolve(uploads.get(nameOf(key))?.upload),
    of: (owner) =>
      Promise.resolve(
        [...uploads.values()].map(({ upload }) => upload).filter((each) => each.owner === owner),
      ),
    sweep(before) {
      const old = [...uploads.values()].map(({ upload }) => upload)
        .filter(({ touched }) => touched < before);
      old.forEach(drop);
      return Promise.resolve(old.filter(({ file }) => file === undefined));
    },
    stat: (place) => Promise.resolve(files.get(place)?.file),
    read(place, { from, to } = { from: 0, to: Infinity }) {
      const bytes = files.get(place)?.bytes.subarray(from, to);
      return Promise.resolve(bytes && slices(bytes.length, (at, end) => bytes.slice(at, end)));
    },
    remove(place) {
      used -= files.get(place)?.file.size ?? 0;
      for (const [name, { upload }] of uploads) {
        if (upload.file?.place === place) uploads.delete(name);
      }
      return Promise.resolve(files.delete(place));
    },
  };
}
