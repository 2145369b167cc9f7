/**
 * Files: uploads over a page's connection, and where they go.
 *
 * The protocol `ftp` takes uploads into a {@linkcode Sink}: a folder (`n2o/folder`), a store (`storeSink`), memory, or one of an
 * application's own; or it tells browsers an address to send to ({@linkcode AddressSink}). The same sinks are read for downloads.
 *
 * ```ts
 * import { ftp, isUpload, memorySink } from "@n2o/n2o/n2o/file";
 * import * as n2o from "@n2o/n2o/n2o";
 *
 * const files = memorySink(), taken: string[] = [];
 * const page = {
 *   async event(event: unknown) {
 *     if (!isUpload(event) || event.status !== "done") return;
 *     if (event.type === "text/html") await files.remove(event.place);
 *     else taken.push(event.name);
 *   },
 * };
 * const server = n2o.server({
 *   secret: "sixteen or more random characters",
 *   routes: { "/app": page },
 *   protocols: [n2o.heart, ftp(files, { accept: () => n2o.user() !== "" })],
 * });
 * if (server.protocols.length !== 2 || taken.length !== 0) throw new Error("not mounted");
 * ```
 *
 * @module
 */
export { FileError, type FileErrorCode } from "./error.ts";
export { type Ftp, ftp, type FtpOptions } from "./ftp.ts";
export { type FileReceiver, fileReceiver, type Incoming, type Received } from "./incoming.ts";
export { isTaken, typeOf } from "./kind.ts";
export { defaultUploadLimits, type UploadLimits } from "./limits.ts";
export { memorySink, type MemorySinkOptions } from "./memory.ts";
export { complaintOfName } from "./name.ts";
export type {
  AddressSink,
  Announced,
  ByteRange,
  FileSource,
  Sink,
  StoredFile,
  StoredUpload,
  UploadAddress,
  UploadKey,
  Writing,
} from "./sink.ts";
export { storeSink } from "./store.ts";
export type { FileRow, FileRows, RowChange, RowKey, RowRead, UploadRow } from "./rows.ts";
export { type Hearer, type UploadPages, uploadPages } from "./tell/pages.ts";
export type { Share } from "./share.ts";
export { slices } from "./slices.ts";
export { isUpload, Upload, type UploadNews } from "./upload.ts";
