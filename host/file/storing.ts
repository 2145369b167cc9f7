/**
 * The files of one request on their way into a sink: all of them become files, or none does.
 *
 * @module
 */
import { randomId } from "../../base/mod.ts";
import {
  FileError,
  type FileReceiver,
  type Incoming,
  isTaken,
  type Share,
  type Sink,
  type StoredFile,
  typeOf,
  type UploadLimits,
} from "../../n2o/file/mod.ts";
import type { Part } from "./multipart/multipart.ts";

/** A file that was sent, and is whole. */
export interface SentFile extends StoredFile {
  /** The name of the form's control. */
  readonly control: string;
  /** The id of its upload. */
  readonly id: string;
  /** What the form's field `meta` said before it. */
  readonly meta: string;
}

/** Where it is stored, for whom, and how much. */
export interface Storing {
  readonly sink: Sink;
  readonly files: FileReceiver;
  readonly owner: string;
  readonly limits: UploadLimits;
}

/** A file whose bytes are all there. */
interface Whole {
  readonly control: string;
  readonly incoming: Incoming;
}

/** Bytes that are stored at once, where the sink takes so many: it makes each of these durable. */
const BATCH = 1_048_576, FIRST = 65_536;

/** The files of a request. */
export class Batch {
  readonly #storing: Storing;
  readonly #whole: Whole[] = [];
  readonly #finished: StoredFile[] = [];
  /** The one whose bytes are coming. */
  #open: Incoming | undefined;
  #begun = 0;
  readonly #share: Share;

  constructor(storing: Storing) {
    this.#storing = storing;
    this.#share = storing.files.share(storing.owner);
  }

  /** Stores the bytes of a file as they come. Rejects with {@linkcode FileError}. */
  async store(
    part: Pick<Part, "name" | "read">,
    name: string,
    meta: string,
    id = `http-${randomId(20)}`,
  ): Promise<void> {
    const { files, owner, limits } = this.#storing;
    if (++this.#begun > limits.uploads) {
      throw new FileError("count", `more than ${limits.uploads} files`);
    }
    const key = { owner, id };
    this.#share.begin(key.id);
    const received = await files.receive(key, { name, size: undefined, meta });
    // Of an id that was just made nobody has an upload; another may have come first with one of its sender's own.
    if ("file" in received) throw new FileError("taken", "the upload is there already");
    this.#open = received.incoming;
    await this.#copy(part, received.incoming);
    this.#whole.push({ control: part.name, incoming: received.incoming });
    this.#open = undefined;
  }

  /** Says that the request is over. */
  close(): void {
    this.#share.close();
  }

  async #copy(part: Pick<Part, "read">, incoming: Incoming): Promise<void> {
    const { sink, limits: { size } } = this.#storing;
    const length = Math.max(1, Math.min(sink.chunk ?? BATCH, BATCH));
    let bytes = new Uint8Array(Math.min(length, FIRST)), filled = 0;
    const flush = async () => {
      // A copy: a sink in memory may keep what it is given.
      if (filled > 0) await incoming.write(bytes.slice(0, filled));
      filled = 0;
    };
    for (let piece = await part.read(); piece !== undefined; piece = await part.read()) {
      for (let at = 0; at < piece.length;) {
        if (filled === bytes.length) bytes = larger(bytes, length);
        const more = piece.subarray(at, at + bytes.length - filled);
        bytes.set(more, filled);
        filled += more.length;
        at += more.length;
        if (incoming.offset + filled > size) {
          throw new FileError("size", `a file has at most ${size} bytes`);
        }
        await this.#share.add(more.length);
        if (filled === length) await flush();
      }
    }
    // A file that is short is looked at when it is finished, but by then others may be files.
    if (incoming.offset === 0) this.#check(bytes.subarray(0, filled));
    await flush();
  }

  #check(bytes: Uint8Array): void {
    const type = typeOf(bytes);
    if (!isTaken(type, this.#storing.limits.kinds)) {
      throw new FileError("kind", `a file of the type ${type} is not taken here`);
    }
  }

  /** Makes files of all of them. */
  async finish(): Promise<readonly SentFile[]> {
    const files: SentFile[] = [];
    for (const { control, incoming } of this.#whole) {
      const file = await incoming.finish(), { key: { id }, announced: { meta } } = incoming;
      this.#finished.push(file);
      files.push({ ...file, control, meta, id });
    }
    for (const { incoming } of this.#whole) await incoming.close();
    return files;
  }

  /** Gives back the space of all of them. Rejects with what the sink could not do. */
  async abort(): Promise<void> {
    const { sink } = this.#storing, open = this.#open === undefined ? [] : [this.#open];
    const unfinished = this.#whole.slice(this.#finished.length).map(({ incoming }) => incoming);
    const outcomes = await Promise.allSettled([
      ...[...open, ...unfinished].map((incoming) => incoming.abort()),
      ...this.#finished.map(({ place }) => sink.remove(place)),
    ]);
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }
}

function larger(bytes: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const twice = new Uint8Array(Math.min(most, bytes.length * 2));
  twice.set(bytes);
  return twice;
}
