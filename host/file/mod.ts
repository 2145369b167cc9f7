/**
 * Files by HTTP: forms with files go into the same sinks as those of the protocol `ftp`, and come back by ranges, to whom they are for.
 *
 * ```ts ignore
 * import { application } from "@n2o/n2o";
 * import { downloads, formUploads } from "@n2o/n2o/host/file";
 *
 * await application({
 *   routes: { "/": page },
 *   app(app, given) {
 *     app.post("/files", formUploads(given, { sink, limits: { size: 10_000_000 } }));
 *     app.get("/files/*", downloads({ source: sink, login: "/login.htm" }));
 *   },
 * });
 * ```
 *
 * `curl -b n2o=... -H 'Origin: http://localhost:8001' -F file=@x http://localhost:8001/files` sends one: what changes something, and is sent
 * with the cookie of a session, has to say which page asks.
 *
 * @module
 */
export { defaultFormBounds, type FormBounds } from "./bounds.ts";
export { disposition } from "./disposition.ts";
export { addressOf, downloads, type DownloadSettings } from "./downloads.ts";
export type { FormLimits } from "./multipart/multipart.ts";
export type { Pace } from "./pace.ts";
export type { SentFile } from "./storing.ts";
export type { OfferedFile, SentForm } from "./receiver.ts";
export { formUploads, type UploadSettings } from "./uploads.ts";
