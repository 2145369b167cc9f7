/**
 * An upload that is being written: what is checked of it, whichever way its bytes come.
 *
 * @module
 */
import { concatBytes } from "../../base/mod.ts";
import { FileError } from "./error.ts";
import { HEAD, isTaken, typeOf } from "./kind.ts";
import type { UploadLimits } from "./limits.ts";
import { complaintOfName } from "./name.ts";
import { grown, ownersOf, type Share, shareOf, usedOf } from "./share.ts";
import type { Announced, Sink, StoredFile, StoredUpload, UploadKey, Writing } from "./sink.ts";

/** An upload that takes bytes. */
export class Incoming {
  /** Which upload it is. */
  readonly key: UploadKey;
  /** What was said of it before. */
  readonly announced: Announced;
  readonly #writing: Writing;
  readonly #limits: UploadLimits;
  /** The first bytes; undefined where it is not known which of them are stored. */
  #head: Uint8Array | undefined;
  #type = "";

  /** An upload that `writing` stores, of which `head` is stored already. */
  constructor(
    { key, announced }: { readonly key: UploadKey; readonly announced: Announced },
    writing: Writing,
    limits: UploadLimits,
    head: Uint8Array,
  ) {
    this.key = key;
    this.announced = announced;
    this.#writing = writing;
    this.#limits = limits;
    this.#head = head;
    if (this.#isKnown(head)) this.#type = typeOf(head);
  }

  /** How many bytes are stored. */
  get offset(): number {
    return this.#writing.offset;
  }

  /** Its media type by its content; empty as long as too little of it is stored. */
  get type(): string {
    return this.#type;
  }

  /** Whether all that was announced is stored. */
  get isComplete(): boolean {
    return this.offset === this.announced.size;
  }

  /**
   * Stores bytes behind those that are there; resolves when they are stored. Rejects with {@linkcode FileError} `block` or `size` for more
   * than may come, `kind` where they are of none that is taken: it is aborted then; and as its sink does.
   */
  async write(bytes: Uint8Array): Promise<void> {
    const { size } = this.announced, end = this.offset + bytes.length;
    if (size !== undefined && end > size) {
      throw new FileError("block", `bytes up to ${end} of a file of ${size}`);
    }
    if (end > this.#limits.size) {
      throw new FileError("size", `a file has at most ${this.#limits.size} bytes`);
    }
    if (this.#type !== "") return await this.#writing.write(bytes);
    const stored = await this.#stored();
    const head = concatBytes(stored, bytes.subarray(0, HEAD - stored.length));
    const type = this.#isKnown(head) ? await this.#decided(head) : "";
    // A full disk may have taken some of them, and what comes in place of the rest may be something else.
    this.#head = undefined;
    await this.#writing.write(bytes);
    this.#head = head;
    this.#type = type;
  }

  /**
   * Makes it a file; a second call answers the same. Rejects with {@linkcode FileError} `size` where bytes are missing, `kind` where it is
   * of none that is taken.
   */
  async finish(): Promise<StoredFile> {
    const { size } = this.announced;
    if (size !== undefined && this.offset !== size) {
      throw new FileError("size", `${this.offset} bytes of ${size} are here`);
    }
    if (this.#type === "") this.#type = await this.#decided(await this.#stored());
    return await this.#writing.finish(this.#type);
  }

  /** Removes what is stored. */
  abort(): Promise<void> {
    return this.#writing.abort();
  }

  /** Lets go of it; what is stored stays. */
  close(): Promise<void> {
    return this.#writing.close();
  }

  #isKnown(head: Uint8Array): boolean {
    return head.length >= Math.min(HEAD, this.announced.size ?? HEAD);
  }

  async #stored(): Promise<Uint8Array> {
    return this.#head ??= await this.#writing.head(HEAD);
  }

  async #decided(head: Uint8Array): Promise<string> {
    const type = typeOf(head);
    if (!isTaken(type, this.#limits.kinds)) {
      await this.abort();
      throw new FileError("kind", `a file of the type ${type} is not taken here`);
    }
    return type;
  }
}

/** What a receiver makes of an announced file: an upload to be written, and whether it begins; or the file that it has become already. */
export type Received =
  | { readonly incoming: Incoming; readonly isNew: boolean }
  | { readonly file: StoredFile; readonly upload: StoredUpload };

/** Receives files into a sink, within bounds. */
export interface FileReceiver {
  /**
   * Begins an upload, goes on with one, or tells that it is a file already.
   *
   * Rejects with {@linkcode FileError}: `name`, `size` for what cannot be or is another than at first; `count`, `quota` where its owner has
   * too much; and as its sink does.
   */
  receive(key: UploadKey, announced: Announced): Promise<Received>;
  /** What an owner brings by uploads whose sizes are not announced; all of them at once have one share together. */
  share(owner: string): Share;
}

/** What receives files into a sink. */
export function fileReceiver(sink: Sink, limits: UploadLimits): FileReceiver {
  async function opened(
    key: UploadKey,
    announced: Announced,
    isNew: boolean,
  ): Promise<Received> {
    const writing = await sink.open(key, announced);
    const head = writing.offset === 0 ? new Uint8Array(0) : await writing.head(HEAD);
    return { incoming: new Incoming({ key, announced }, writing, limits, head), isNew };
  }

  async function checkOwner({ owner }: UploadKey, { size = 0 }: Announced): Promise<void> {
    const { open, all, bytes } = await usedOf(sink, owner);
    if (open >= limits.uploads) {
      throw new FileError("count", `an owner has at most ${limits.uploads} uploads under way`);
    }
    // Those without a byte take room as well.
    if (all >= limits.files) {
      throw new FileError("quota", `an owner has at most ${limits.files} files`);
    }
    if (bytes + size > limits.owner) {
      throw new FileError("quota", `an owner has at most ${limits.owner} bytes`);
    }
  }

  return {
    async receive(key, announced) {
      checkAnnounced(announced, limits);
      const found = await sink.find(key);
      if (found !== undefined) {
        sameAs(found, announced);
        return found.file === undefined
          ? await opened(key, { ...announced, meta: found.meta }, false)
          : { file: found.file, upload: found };
      }
      // One after the other, so that two do not both find the last place free.
      return await ownersOf(sink).queue.run(key.owner, async () => {
        await checkOwner(key, announced);
        const received = await opened(key, announced, true);
        grown(sink, key.owner);
        return received;
      });
    },
    share: (owner) => shareOf(sink, owner, limits.owner),
  };
}

/**
 * Whether a file may be announced so.
 *
 * @throws {FileError} `name` or `size`
 */
export function checkAnnounced({ name, size }: Announced, limits: UploadLimits): void {
  const complaint = complaintOfName(name);
  if (complaint !== undefined) throw new FileError("name", `the name of a file ${complaint}`);
  if (size === undefined) return;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new FileError("size", "the size of a file is an integer from 0 on");
  }
  if (size > limits.size) {
    throw new FileError("size", `a file has at most ${limits.size} bytes, not ${size}`);
  }
}

/**
 * That an upload is announced as it was before.
 *
 * @throws {FileError} `name` or `size`
 */
export function sameAs(
  before: Pick<Announced, "name" | "size">,
  { name, size }: Pick<Announced, "name" | "size">,
): void {
  if (name !== before.name) throw new FileError("name", `it was begun as ${before.name}`);
  if (size !== before.size) throw new FileError("size", `it was begun with ${before.size} bytes`);
}
