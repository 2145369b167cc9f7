/**
 * The error of templates.
 *
 * @module
 */
import { CodedError } from "../../base/mod.ts";

/** What went wrong, for programs. */
export type DtlErrorCode =
  /** A filter, or a function of the data, threw; `cause` is what. */
  | "call"
  /** More work, output or depth than the limits allow. */
  | "limit"
  /** A template that is not there. */
  | "missing"
  /** Text that is no template: an unknown tag or filter, a tag that is not closed. */
  | "syntax"
  /** A value that cannot be used so: a loop over a number. */
  | "value"
  /** An argument of a filter, or a value of a tag, that the data do not have. */
  | "variable";

/** Where in which template. */
export interface Place {
  /** Name of the template. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** The tag or expression as it is written, at most 80 characters of it. */
  readonly tag: string;
}

/**
 * An error of a template: what is wrong, and in which file, line and tag.
 *
 * @example
 * ```ts
 * import { DtlError, memory, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({ source: memory({ "a.html": "one\n{% if %}" }) });
 * const error = await templates.render("a.html", {}).catch((error: unknown) => error);
 * if (!DtlError.is(error, "syntax") || error.line !== 2 || error.file !== "a.html") throw error;
 * ```
 */
export class DtlError extends CodedError<DtlErrorCode> implements Partial<Place> {
  /** The class, by which errors of another copy of the module are recognised. */
  static override readonly name = "DtlError";
  /** Name of the template, where it is known. */
  readonly file?: string;
  /** Line of the template, from 1. */
  readonly line?: number;
  /** The tag or expression. */
  readonly tag?: string;

  /** Makes an error; `place` is added to its message. */
  constructor(code: DtlErrorCode, message: string, options?: ErrorOptions & Partial<Place>) {
    const { file, line, tag } = options ?? {};
    const place = file === undefined ? "" : ` (${file}:${line ?? 1}, ${tag ?? ""})`;
    super(code, message + place, options?.cause === undefined ? undefined : options);
    if (file !== undefined) this.file = file;
    if (line !== undefined) this.line = line;
    if (tag !== undefined) this.tag = tag;
  }
}

/** An error with its place: what has one keeps it, and what others threw becomes an error of this module. */
export function located(error: unknown, { file, line, tag }: Place): unknown {
  const place = { file, line, tag };
  if (error instanceof DtlError) {
    if (error.file !== undefined) return error;
    return new DtlError(error.code, error.message, { ...place, cause: error.cause });
  }
  if (error instanceof Unloaded) return error;
  const said = error instanceof Error ? error.message : "something that is no error was thrown";
  return new DtlError("call", said, { ...place, cause: error });
}

/** Says that a template has to be loaded before a text can be made: no error, the maker loads it and begins again. */
export class Unloaded {
  /** Of the template `name`. */
  constructor(readonly name: string) {}
}
