/**
 * What files of an API are told: where they lie, and who may what with them.
 *
 * @module
 */
import type { Sink, StoredFile } from "../../../n2o/file/mod.ts";
import type { Links } from "../../../rest/auth/mod.ts";
import type { Grant, Person } from "../../../rest/mod.ts";
import type { SentFile } from "../../file/storing.ts";
import type { UploadSettings } from "../../file/uploads.ts";

/** What is done with a file. */
export type FileAction = "upload" | "download" | "delete" | "link";

/** Who may what with files; what is left out is not served. */
export interface FileGrants {
  /** Who may send files: whoever is known at least, for they are theirs. */
  readonly upload?: Grant;
  /** Who may fetch them without a link. */
  readonly download?: Grant;
  /** Who may delete them. */
  readonly delete?: Grant;
  /** Who may make links, to what they may fetch: where `download` is granted to anybody it is asked of who makes one, too. */
  readonly link?: Grant;
  /** Which files a person has to do with: what it does not answer true for is not there for them. */
  readonly row?: (
    person: Person | undefined,
    file: StoredFile,
    action: FileAction,
  ) => boolean | Promise<boolean>;
}

/** Files of an API. */
export interface FileOperationsOptions extends Pick<UploadSettings, "limits" | "form"> {
  /** Where they lie: the same sink as of the protocol `ftp` and of forms. */
  readonly sink: Sink;
  /** Who may what. */
  readonly may: FileGrants;
  /** Signs and opens links; without it there are none. */
  readonly links?: Links;
  /** Whether a file of a name is wanted from a person, asked before it is stored. */
  readonly permit?: (person: Person, file: { readonly name: string }) => boolean | Promise<boolean>;
  /** Told when all files of a request are stored; where it throws they are removed. */
  readonly done?: (person: Person, files: readonly SentFile[]) => void | Promise<void>;
  /** Whether a browser may show a file: as of `downloads` of `host/file`. */
  readonly show?: (file: StoredFile) => boolean;
}
