/**
 * Where uploads go, and where downloads come from: what a folder, a store, or a thing of the application's own must be able to do.
 *
 * @module
 */

/** Which upload: whose it is, and the id that its client gave it. Another's upload of the same id is another one. */
export interface UploadKey {
  /** The user or the session that it belongs to: `user/ann`, `session/` and an id. */
  readonly owner: string;
  /** The client's own name of it: 1 to 128 characters. */
  readonly id: string;
}

/** What a client says of a file before it sends it. */
export interface Announced {
  /** Its name: one that `complaintOfName` finds nothing wrong with, in normal form C. */
  readonly name: string;
  /** Its bytes; undefined where they are known at the end only, as in a form that is sent by HTTP. */
  readonly size: number | undefined;
  /** What the client says beside, up to 1,024 characters. */
  readonly meta: string;
}

/** A file that is whole. */
export interface StoredFile {
  /** Where it lies in its sink: what `stat`, `read` and `remove` take. */
  readonly place: string;
  /** Its name, as it was uploaded. */
  readonly name: string;
  /** How many bytes it has. */
  readonly size: number;
  /** Its media type by its content, as `typeOf` tells it: `image/png`, `application/octet-stream` for what it does not know. */
  readonly type: string;
  /** When it became whole, in milliseconds since the epoch. */
  readonly modified: number;
}

/** An upload as its sink has it. */
export interface StoredUpload extends UploadKey, Announced {
  /** How many of its bytes are stored. */
  readonly offset: number;
  /** When that was last changed, in milliseconds since the epoch. */
  readonly touched: number;
  /** What became of it, once it is whole. */
  readonly file: StoredFile | undefined;
  /** Whether it is whole, and no page was told of that yet: set with `file`, until `told`. */
  readonly isUntold?: boolean;
}

/** An upload that is being written, by one writer at a time: whoever opened it last. */
export interface Writing {
  /** How many of its bytes are stored: where the next ones belong. */
  readonly offset: number;
  /**
   * Stores bytes behind those that are there; resolves when they outlive this process. Not called again before that.
   *
   * Rejects with {@linkcode FileError} `taken` where somebody else has opened the upload since, `full` where there is no room.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** The first bytes that are stored, at most so many. */
  head(most: number): Promise<Uint8Array>;
  /**
   * Makes a file of what is stored: it appears as a whole, durable, under a place that no other file has. A second call answers the same.
   *
   * @param type its media type by its content
   */
  finish(type: string): Promise<StoredFile>;
  /** Removes what is stored, and forgets the upload. */
  abort(): Promise<void>;
  /** Lets go of it; what is stored stays. */
  close(): Promise<void>;
}

/** A range of a file: from the first byte to before the other one. */
export interface ByteRange {
  /** The first byte, counted from 0. */
  readonly from: number;
  /** The byte behind the last one; at most the size. */
  readonly to: number;
}

/** Files that can be read. */
export interface FileSource {
  /** What is known of a file; undefined where none is. */
  stat(place: string): Promise<StoredFile | undefined>;
  /** The bytes of a file, all or those of a range, as they are asked for; undefined where none is. */
  read(
    place: string,
    range?: ByteRange,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | undefined>;
  /**
   * Removes a file; tells whether there was one. The upload that it came by is not found any more: who sends the file again begins anew,
   * and nothing of it counts.
   */
  remove(place: string): Promise<boolean>;
}

/** Where uploads go. Of any text that it is given nothing may lead to a place outside of it. */
export interface Sink extends FileSource {
  /** Most bytes that one `write` takes well; the frame decides by default. */
  readonly chunk?: number;
  /**
   * Begins an upload, or takes it over from whoever wrote it: the offset of the answer is where to go on. One that is whole is known by
   * `find`, and is not opened again.
   */
  open(key: UploadKey, announced: Announced): Promise<Writing>;
  /** An upload that was begun and not aborted; one that is whole for as long as `sweep` leaves it. */
  find(key: UploadKey): Promise<StoredUpload | undefined>;
  /** All uploads of an owner that `find` would find. */
  of(owner: string): Promise<readonly StoredUpload[]>;
  /**
   * Removes the uploads that are not whole and that nobody has written to since a time, in milliseconds since the epoch; forgets those
   * that became whole before it, whose files stay. Answers what was removed.
   */
  sweep(before: number): Promise<readonly StoredUpload[]>;
  /**
   * Notes that a page was told that an upload is whole: it is not `isUntold` any more. With a sink that has none, or that never says
   * `isUntold`, a page does not hear of a file that became whole just before the process ended.
   */
  told?(key: UploadKey): Promise<void>;
}

/** Where a browser is to send a file by itself: an address that the application has signed. */
export interface UploadAddress {
  /** The address; its origin must be among `connect-src` of the page. */
  readonly url: string;
  /** The method; `PUT` by default. */
  readonly method?: "PUT" | "POST";
  /** Headers to send along. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Uploads that go past the server: it tells the address, and hears of the end. */
export interface AddressSink {
  /** Signs an address for a file. */
  address(key: UploadKey, announced: Announced): Promise<UploadAddress> | UploadAddress;
  /** The file, once it is there, when the client says so; undefined where it is not. It is asked for: the client is not believed. */
  arrived(
    key: UploadKey,
    announced: Announced,
  ): Promise<StoredFile | undefined> | StoredFile | undefined;
  /** Takes an address back, and removes what came there. */
  abort(key: UploadKey, announced: Announced): Promise<void> | void;
  /**
   * Whether a page was told of a file that has arrived, as `told` has noted. `uploads` of `host/files` keeps both in the application's
   * store; where nobody does, a page hears again, with the same place, of what its client says again after a restart.
   */
  isTold?(key: UploadKey, file: StoredFile): Promise<boolean> | boolean;
  /** Notes that a page was told of a file that has arrived. */
  told?(key: UploadKey, file: StoredFile): Promise<void> | void;
}
