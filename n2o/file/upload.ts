/**
 * What a page hears of an upload: of a class of its own, so that no postback and nothing that was sent is taken for it.
 *
 * @module
 */
import type { Notice } from "../bus/news.ts";
import type { Key } from "../term/plain.ts";

const UPLOAD: unique symbol = Symbol.for("n2o.Upload");

/** An upload began, is done, or was aborted. */
export class Upload implements Notice {
  /** What the connection's mailbox knows it by. */
  readonly topic: Key;
  /** Tells the type from other news. */
  readonly notice: true = true;
  /** Whose it is: `user/ann`, or `session/` and the id of a session. */
  readonly owner: string;
  /** The client's own name of it. */
  readonly id: string;
  /** The name of the file. */
  readonly name: string;
  /** Its bytes, as announced. */
  readonly size: number;
  /** Its media type by its content; empty as long as too little of it is there. */
  readonly type: string;
  /** What the client said beside. */
  readonly meta: string;
  /** What happened. One that goes on after a break does not begin again. */
  readonly status: "begun" | "done" | "aborted";
  /** Where it lies in its sink, for `stat`, `read` and `remove`; empty unless it is done. */
  readonly place: string;

  /** News of an upload. */
  constructor({ owner, id, name, size, type, meta, status, place }: UploadNews) {
    this.topic = ["n2o upload", owner, id];
    this.owner = owner;
    this.id = id;
    this.name = name;
    this.size = size;
    this.type = type;
    this.meta = meta;
    this.status = status;
    this.place = place;
  }
}

/** What is told of an upload. */
export type UploadNews = Omit<Upload, keyof Notice>;

Object.defineProperty(Upload.prototype, UPLOAD, { value: true });

/**
 * Whether an event of a page says that an upload began, is done, or was aborted.
 *
 * @example
 * ```ts
 * import { isUpload, Upload } from "@n2o/n2o/n2o/file";
 *
 * const page = {
 *   event: (event: unknown) => isUpload(event) && event.status === "done" ? `${event.name} is there` : "",
 * };
 * const done = { owner: "user/ann", id: "1", name: "a.txt", size: 1, type: "text/plain", meta: "" };
 * if (page.event(new Upload({ ...done, status: "done", place: "a.txt" })) !== "a.txt is there") throw done;
 * if (page.event({ ...done, status: "done" }) !== "") throw new Error("taken for an upload");
 * ```
 */
export function isUpload(event: unknown): event is Upload {
  return typeof event === "object" && event !== null && UPLOAD in event;
}
