/**
 * What rich controls say, in the language of the person.
 *
 * @module
 */
import type { ComboWords, RowWords } from "../../../nitro/rich.ts";
import type { UploadWords } from "../../../nitro/elements/mod.ts";
import { keptOf } from "../../locale/kept.ts";
import type { Locale } from "../../locale/locale.ts";

/** What comboboxes say. */
export const comboWords: (locale: Locale) => ComboWords = keptOf(({ say }) => ({
  open: say("lookup.open"),
  busy: say("lookup.busy"),
  found: say("lookup.found"),
  more: say("lookup.more"),
  none: say("lookup.none"),
  failed: say("lookup.failed"),
  invalid: say("lookup.invalid"),
}));

/** What lists of rows say. */
export const rowWords: (locale: Locale) => RowWords = keptOf(({ say }) => ({
  move: say("rows.move"),
  remove: say("rows.remove"),
  add: say("rows.add"),
  grabbed: say("rows.grabbed"),
  moved: say("rows.moved"),
  dropped: say("rows.dropped"),
  cancelled: say("rows.cancelled"),
  removed: say("rows.removed"),
  added: say("rows.added"),
  full: say("rows.full"),
}));

/** What an upload says. */
export const uploadWords: (locale: Locale) => UploadWords = keptOf(({ say }) => ({
  waiting: say("upload.waiting"),
  running: say("upload.running"),
  offline: say("upload.offline"),
  done: say("upload.done"),
  cancel: say("upload.cancel"),
  close: say("upload.close"),
  again: say("upload.again"),
  file: say("upload.file"),
  name: say("upload.name"),
  size: say("upload.size"),
  kind: say("upload.kind"),
  single: say("upload.single"),
  denied: say("upload.denied"),
  aborted: say("upload.aborted"),
  count: say("upload.count"),
  quota: say("upload.quota"),
  full: say("upload.full"),
  taken: say("upload.taken"),
  failed: say("upload.failed"),
}));
