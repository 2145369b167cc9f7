/**
 * What does something with what a client asks of an upload: stores it, or sends the client elsewhere.
 *
 * @module
 */
import type { Acknowledgement, Request } from "./record.ts";
import type { Announced, UploadKey } from "./sink.ts";
import type { UploadNews } from "./upload.ts";

/** A connection, as uploads know it. */
export interface Client {
  /** Most bytes of a chunk of this upload. */
  readonly room: number;
  /** What tells the connection from others: the same object in all its messages. */
  readonly identity: object;
  /** Whether it is told of the window. */
  readonly isWindowed: boolean;
  /** Whether its host may forget between two messages what is under way. */
  readonly isForgotten: boolean;
}

/** What came of it: an answer, or why it was refused; and what pages are told. */
export interface Outcome {
  readonly ack: Acknowledgement | Error;
  /** What pages are told, in this order. */
  readonly news: readonly UploadNews[];
  /** How many bytes were stored; none by default. */
  readonly stored?: number;
}

/** Takes what clients ask, of one upload one after the other. */
export interface Taker {
  /** Does what is asked; rejects with {@linkcode FileError} where it is refused. */
  take(key: UploadKey, request: Request, client: Client): Promise<Outcome>;
  /** How much is stored of an upload, as far as is known without looking; 0 otherwise. */
  stored(key: UploadKey): number;
  /** Aborts one that is not whole; undefined where there is none. */
  abort(key: UploadKey): Promise<UploadNews | undefined>;
  /** Those that nobody has gone on with since a time are removed; answers those. */
  sweep(before: number): Promise<readonly UploadNews[]>;
  /** Notes that a page was told that an upload is done. */
  told(key: UploadKey): Promise<void>;
  /** Whether it knows an upload by now. */
  has(key: UploadKey): boolean;
}

/** What names an upload in a map. */
export function nameOf({ owner, id }: UploadKey): string {
  return `${id.length} ${id}${owner}`;
}

/** What pages are told of an upload. */
export function news(
  { owner, id }: UploadKey,
  { name, size = 0, meta }: Announced,
  more: Pick<UploadNews, "status"> & Partial<Pick<UploadNews, "type" | "place">>,
): UploadNews {
  return { owner, id, name, size, meta, type: "", place: "", ...more };
}
