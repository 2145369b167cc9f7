/**
 * A sink that is a store of rows: for hosts without files, and for several nodes on one store.
 *
 * A file is rows of 61,440 bytes, which fit into the 65,536 of a value; each chunk is one commit with the offset behind it, checked
 * against the version that it was read in, so that of two writers one goes on, and what is stored is what was acknowledged.
 *
 * @module
 */
import {
  type Clock,
  concatBytes,
  randomId,
  sha256Sync,
  systemClock,
  toHex,
} from "../../base/mod.ts";
import { FileError } from "./error.ts";
import { complaintOfName } from "./name.ts";
import type { FileRow, FileRows, RowKey, UploadRow } from "./rows.ts";
import type { Announced, Sink, StoredFile, StoredUpload, UploadKey, Writing } from "./sink.ts";
import { slices } from "./slices.ts";

/** Bytes of a row. */
const ROW = 61_440;
/** Rows that a commit sets, and rows that it deletes: both stay well below what stores take. */
const SET = 10, DELETED = 500;

const hash = (text: string) => toHex(sha256Sync(text));
const uploadKey = ({ owner, id }: UploadKey): RowKey => ["upload", hash(owner), hash(id)];
const fileKey = (place: string): RowKey => ["file", place];
const goneKey = (data: string): RowKey => ["gone", data];
const dataKey = (
  data: string,
  row: number,
): RowKey => ["data", data, row.toString(36).padStart(9, "0")];
const rowsOf = (bytes: number) => Math.ceil(bytes / ROW);
const PLACE = /^[0-9a-z]{25}$/;

/**
 * Makes a sink of a store.
 *
 * @param rows what an application hands in of its store: `fileRows(kv)` of `host/files`
 * @param clock what tells the time; the system's clock by default
 */
export function storeSink(rows: FileRows, clock: Pick<Clock, "now"> = systemClock): Sink {
  const now = () => clock.now();

  /** Takes an upload for a new writer. */
  async function open(key: UploadKey, announced: Announced): Promise<Writing> {
    const complaint = complaintOfName(announced.name);
    if (complaint !== undefined) throw new FileError("name", `the name of a file ${complaint}`);
    for (;;) {
      const { value: found, version } = await rows.get<UploadRow>(uploadKey(key));
      const value = await kept(found), { name, size, meta } = announced;
      const first = { ...key, name, size, meta, offset: 0, data: randomId(), file: undefined };
      const row = { ...value ?? first, touched: now(), writer: randomId() };
      const made = await rows.commit({
        checks: [{ key: uploadKey(key), version }],
        sets: [{ key: uploadKey(key), value: row }],
        deletes: [],
      });
      if (made !== undefined) return await new RowWriting(rows, now, row, made).opened();
    }
  }

  async function file(place: string): Promise<FileRow | undefined> {
    return PLACE.test(place) ? (await rows.get<FileRow>(fileKey(place))).value : undefined;
  }

  /** An upload, but for one whose file was removed: that is none any more, and is swept when its time has come. */
  async function kept(row: UploadRow | undefined): Promise<UploadRow | undefined> {
    const isGone = row?.file !== undefined && await file(row.file.place) === undefined;
    return isGone ? undefined : row;
  }

  return {
    chunk: 4 * ROW,
    open,
    async find(key) {
      const value = await kept((await rows.get<UploadRow>(uploadKey(key))).value);
      return value && uploadOf(value);
    },
    async of(owner) {
      const uploads: StoredUpload[] = [];
      for await (const { value } of rows.list<UploadRow>(["upload", hash(owner)])) {
        const upload = await kept(value);
        if (upload !== undefined) uploads.push(uploadOf(upload));
      }
      return uploads;
    },
    sweep: (before) => sweep(rows, before),
    told: (key) => told(rows, uploadKey(key)),
    stat: async (place) => (await file(place))?.file,
    async read(place, range) {
      const found = await file(place);
      if (found === undefined) return undefined;
      const { file: { size }, data } = found, from = Math.min(range?.from ?? 0, size);
      const length = Math.max(0, Math.min(range?.to ?? size, size) - from);
      return slices(length, async (at, end) => {
        const row = Math.floor((from + at) / ROW), start = row * ROW;
        const { value } = await rows.get<Uint8Array>(dataKey(data, row));
        if (value === undefined) {
          throw new FileError("failed", "a file was removed while it was read");
        }
        return value.slice(from + at - start, from + end - start);
      });
    },
    async remove(place) {
      if (!PLACE.test(place)) return false;
      const { value, version } = await rows.get<FileRow>(fileKey(place));
      if (value === undefined) return false;
      const { data, file: { size } } = value, count = rowsOf(size);
      const removed = await rows.commit({
        checks: [{ key: fileKey(place), version }],
        sets: [{ key: goneKey(data), value: count }],
        deletes: [fileKey(place)],
      });
      if (removed !== undefined) await purge(rows, data, count);
      return removed !== undefined;
    },
  };
}

/** The writer of an upload: it knows the version in which it left it, and the bytes of the row that is not full. */
class RowWriting implements Writing {
  readonly #rows: FileRows;
  readonly #now: () => number;
  readonly #key: RowKey;
  #row: UploadRow;
  #version: string;
  #tail: Uint8Array = new Uint8Array(0);

  constructor(rows: FileRows, now: () => number, row: UploadRow, version: string) {
    this.#rows = rows;
    this.#now = now;
    this.#row = row;
    this.#version = version;
    this.#key = uploadKey(row);
  }

  get offset(): number {
    return this.#row.offset;
  }

  /** Reads the row that is not full. */
  async opened(): Promise<this> {
    const { offset, data } = this.#row;
    if (offset % ROW === 0) return this;
    const { value } = await this.#rows.get<Uint8Array>(dataKey(data, Math.floor(offset / ROW)));
    this.#tail = value?.subarray(0, offset % ROW) ?? new Uint8Array(0);
    return this;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const most = SET * ROW - this.#tail.length, part = bytes.subarray(at, at + most);
      await this.#writePart(part);
      at += part.length;
    }
  }

  async #writePart(bytes: Uint8Array): Promise<void> {
    const { offset, data } = this.#row, first = Math.floor(offset / ROW);
    const all = concatBytes(this.#tail, bytes), sets: { key: RowKey; value: unknown }[] = [];
    for (let at = 0; at < all.length; at += ROW) {
      sets.push({ key: dataKey(data, first + at / ROW), value: all.slice(at, at + ROW) });
    }
    await this.#commit({ ...this.#row, offset: offset + bytes.length, touched: this.#now() }, sets);
    this.#tail = all.slice(all.length - this.#row.offset % ROW);
  }

  async head(most: number): Promise<Uint8Array> {
    const { data, offset } = this.#row,
      { value } = await this.#rows.get<Uint8Array>(dataKey(data, 0));
    return value?.subarray(0, Math.min(most, offset)) ?? new Uint8Array(0);
  }

  async finish(type: string): Promise<StoredFile> {
    const { file, name, offset: size, data } = this.#row;
    if (file !== undefined) return file;
    const made = { place: randomId(), name, size, type, modified: this.#now() };
    const row = { ...this.#row, file: made, touched: made.modified, isUntold: true };
    await this.#commit(row, [{ key: fileKey(made.place), value: { file: made, data } }]);
    return this.#row.file ?? made;
  }

  async abort(): Promise<void> {
    const { data, offset } = this.#row, count = rowsOf(offset);
    const removed = await this.#rows.commit({
      checks: [{ key: this.#key, version: this.#version }],
      sets: [{ key: goneKey(data), value: count }],
      deletes: [this.#key],
    });
    if (removed === undefined) throw taken();
    await purge(this.#rows, data, count);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Stores a new state of the upload and rows with it, all or nothing. */
  async #commit(row: UploadRow, sets: readonly { key: RowKey; value: unknown }[]): Promise<void> {
    const checks = [{ key: this.#key, version: this.#version }];
    const all = [{ key: this.#key, value: row }, ...sets];
    const version = await this.#rows.commit({ checks, sets: all, deletes: [] });
    if (version !== undefined) {
      this.#row = row;
      this.#version = version;
      return;
    }
    // A commit whose answer was lost may have been tried again: then it is this writer's own state that is there.
    const found = await this.#rows.get<UploadRow>(this.#key);
    const isOwn = found.value?.writer === row.writer && found.value.offset === row.offset &&
      found.value.file?.place === row.file?.place;
    if (!isOwn || found.value === undefined || found.version === null) throw taken();
    this.#row = found.value;
    this.#version = found.version;
  }
}

function taken(): FileError {
  return new FileError("taken", "another has opened the upload since");
}

async function sweep(rows: FileRows, before: number): Promise<readonly StoredUpload[]> {
  // What a process that ended in between has left.
  for await (const { key, value } of rows.list<number>(["gone"])) {
    await purge(rows, key.at(-1) ?? "", value);
  }
  const removed: StoredUpload[] = [];
  for await (const { key, value, version } of rows.list<UploadRow>(["upload"])) {
    if (value.touched >= before) continue;
    const { data, offset, file } = value, isWhole = file !== undefined;
    const done = await rows.commit({
      checks: [{ key, version }],
      sets: isWhole ? [] : [{ key: goneKey(data), value: rowsOf(offset) }],
      deletes: [key],
    });
    if (done === undefined || isWhole) continue;
    await purge(rows, data, rowsOf(offset));
    removed.push(uploadOf(value));
  }
  return removed;
}

/** Deletes the rows of bytes, and then what says that they are to go. */
async function purge(rows: FileRows, data: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += DELETED) {
    const length = Math.min(DELETED, count - from);
    const deletes = Array.from({ length }, (_, index) => dataKey(data, from + index));
    await rows.commit({ checks: [], sets: [], deletes });
  }
  await rows.commit({ checks: [], sets: [], deletes: [goneKey(data)] });
}

/** Notes that a page was told that an upload is whole. */
async function told(rows: FileRows, key: RowKey): Promise<void> {
  for (;;) {
    const { value, version } = await rows.get<UploadRow>(key);
    if (value?.isUntold !== true) return;
    const checks = [{ key, version }], sets = [{ key, value: { ...value, isUntold: false } }];
    if (await rows.commit({ checks, sets, deletes: [] }) !== undefined) return;
  }
}

function uploadOf(
  { owner, id, name, size, meta, offset, touched, file, isUntold }: UploadRow,
): StoredUpload {
  const upload = { owner, id, name, size, meta, offset, touched, file };
  return isUntold ? { ...upload, isUntold } : upload;
}
