/**
 * The element `upload`: a control by which the person sends files, chosen or dropped, several at once.
 *
 * @module
 */
import { sha256Sync, toBase64 } from "../../../base/mod.ts";
import { current, user } from "../../../n2o/mod.ts";
import { define, type Make, type Props } from "../../element.ts";
import { attributes } from "../../attribute.ts";
import { emitTag, identified } from "../../tag.ts";

/** What the control says: states, refusals (the words of n2o/WIRE.md, "Files"), and what its buttons do. */
export interface UploadWords {
  /** Other uploads are under way. */
  readonly waiting: string;
  /** It is under way. */
  readonly running: string;
  /** There is no connection. */
  readonly offline: string;
  /** It is there. */
  readonly done: string;
  /** The button that gives it up. */
  readonly cancel: string;
  /** The button that takes it out of sight. */
  readonly close: string;
  /** The button that tries again. */
  readonly again: string;
  /** The file cannot be read any more. */
  readonly file: string;
  /** Its name is not taken. */
  readonly name: string;
  /** It is too large. */
  readonly size: string;
  /** Its content is of no kind that is taken. */
  readonly kind: string;
  /** It was dropped with another onto a control for one file. */
  readonly single: string;
  /** The application does not want it. */
  readonly denied: string;
  /** The server gave it up. */
  readonly aborted: string;
  /** Too many are under way: it goes on by itself. */
  readonly count: string;
  /** The person has too many bytes there. */
  readonly quota: string;
  /** There is no room on the server. */
  readonly full: string;
  /** Another page goes on with it. */
  readonly taken: string;
  /** Anything else went wrong. */
  readonly failed: string;
}

const WORDS: UploadWords = {
  waiting: "Waiting for the others",
  running: "Uploading",
  offline: "Waiting for the network",
  done: "Uploaded",
  cancel: "Cancel",
  close: "Dismiss",
  again: "Try again",
  file: "This file cannot be read: it was moved or changed. Please choose it again.",
  name: "A file cannot have this name here. Please rename it.",
  size: "This file is too large.",
  kind: "Files of this kind are not taken here.",
  single: "Only one file is taken here.",
  denied: "You may not upload this file here.",
  aborted: "The server stopped this upload.",
  count: "Too many uploads at once: this one goes on when others are done",
  quota: "You have no room left for this file.",
  full: "The server has no room left. Please try again later.",
  taken: "Another window goes on with this upload.",
  failed: "This upload did not succeed.",
};

/** Properties of an upload. */
export interface UploadProps extends Props {
  /** Whether several files can be chosen; true by default. */
  readonly multiple?: boolean | undefined;
  /** Kinds of files that the browser offers first: `image/*,.pdf`. What is taken is decided by the server, by content. */
  readonly accept?: string | undefined;
  /** What the page hears beside each file, as `meta`: up to 1,024 bytes. It comes from the browser: do not trust it. */
  readonly meta?: string | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** What it says, where that is not English: any of {@linkcode UploadWords}. */
  readonly words?: Partial<UploadWords> | undefined;
}

/**
 * A control by which the person sends files: a native one with a label (its body), onto which files can be dropped too, and below it a row
 * for each file with its progress and what can be done. The page hears of each as {@linkcode isUpload} tells; its postback, if it has
 * one, is sent on `change`.
 *
 * The client loads what sends files with the first control. Give it an id: whoever chooses the same file again after a reload goes on with it.
 * While files are above it it has `data-over`; a row has `data-state`: `waiting`, `running`, `offline`, `failed` or `done`.
 *
 * @example
 * ```ts
 * import { nitro } from "@n2o/n2o";
 *
 * const { html } = nitro.renderBody(nitro.upload({ id: "photos", body: "Photos", accept: "image/*" }));
 * if (!html.includes('<label for="photos-file">Photos</label>')) throw new Error(html);
 * ```
 */
export const upload: Make<UploadProps> = define("upload", (props, out) => {
  const { body = "Choose files, or drop them here", meta = "", accept, disabled } = props;
  const target = identified(props, out, "change") ?? out.tempId(), file = `${target}-file`;
  const multiple = props.multiple ?? true;
  const words = { ...WORDS, ...props.words, ...owners() };
  if (!disabled) out.wire({ action: "upload", target, meta, words });
  return `<div${attributes({ ...props, id: target })}>${
    emitTag("label", { for: file }, out.body(body)) +
    emitTag("input", { id: file, type: "file", multiple, accept, disabled }) +
    // The rows are the client's: an update leaves them alone.
    emitTag("ul", { id: `${target}-list`, "data-n2o-keep": true })
  }</div>`;
});

/** Whose what is sent here will be, and whose it was on this connection, as the page may know it: it gives nothing of one to another. */
function owners(): { readonly owner?: string } {
  const found = current();
  if (found === undefined) return {};
  const { session, former } = found.cx, name = user();
  const all = [name === "" ? `session/${session}` : `user/${name}`];
  for (const each of former) all.push(`session/${each}`);
  const told = all.map((each) =>
    toBase64(sha256Sync(each), { alphabet: "base64url" }).slice(0, 22)
  );
  return { owner: told.join(" ") };
}
