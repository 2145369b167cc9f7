/**
 * Pages of lists that an engine reads: cut by an opaque cursor, which only the list that gave it takes.
 *
 * @module
 */
import { fromBase64, toBase64 } from "../../base/mod.ts";
import { RestError } from "../error.ts";
import { links } from "../list/links.ts";
import type { Incoming, Parameter } from "../operation.ts";
import { isKeySize } from "../value/id.ts";

/** Where a page ended: texts and whole numbers. */
export type Cursor = readonly (string | number)[];

/** What a part of a cursor is. */
export type CursorPart = "text" | "number";

/** More rows than these are not looked through for one page, where most are not for who asks. */
const MOST_LOOKED = 2_000;
const PAGE = 50, MOST = 500, LONGEST = 2_048;

/** The parameters of a page. */
export const PAGED: readonly Parameter[] = [
  {
    name: "limit",
    in: "query",
    description: "the most rows of the page",
    schema: { type: "integer", minimum: 1, maximum: MOST },
  },
  {
    name: "after",
    in: "query",
    description: "the page behind this cursor",
    schema: { type: "string" },
  },
];
/** The parameter of the direction. */
export const ORDER: Parameter = {
  name: "order",
  in: "query",
  description: "from the first to the last, or back",
  schema: { type: "string", enum: ["asc", "desc"] },
};

/** The header that leads to the next page. */
export const LINK = {
  link: { description: "the next page, rel next (RFC 8288)", schema: { type: "string" } },
};

/**
 * The cursor that a request goes on behind; undefined for the first page.
 *
 * @param list the name of the list, which the cursor must be of
 * @param parts what its parts are
 * @throws {RestError} `bad_cursor` for one that is none, or another list's
 */
export function cursorOf(
  { query }: Incoming,
  list: string,
  parts: readonly CursorPart[],
): Cursor | undefined {
  if (query.after === undefined) return undefined;
  const read = decoded(String(query.after));
  if (Array.isArray(read) && read.length === parts.length + 1 && read[0] === list) {
    const cursor: (string | number)[] = [];
    for (const [at, part] of parts.entries()) {
      const value: unknown = read[at + 1];
      if (part === "text" && isText(value)) cursor.push(value);
      if (part === "number" && isCount(value)) cursor.push(value);
    }
    if (cursor.length === parts.length) return cursor;
  }
  const detail = "take it from the Link of a page of this list";
  throw new RestError("bad_cursor", `the cursor is none of this list: ${detail}`, {
    errors: [{ parameter: "after", code: "cursor", detail }],
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 500 && isKeySize(value) &&
    value.isWellFormed();
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 &&
    value < Number.MAX_SAFE_INTEGER;
}

function decoded(text: string): unknown {
  if (text.length > LONGEST || !/^[\w-]+$/.test(text)) return undefined;
  try {
    const bytes = fromBase64(text, { alphabet: "base64url" });
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined; // no text of ours
  }
}

/** A cursor as text. */
function cursorText(list: string, cursor: Cursor): string {
  return toBase64(new TextEncoder().encode(JSON.stringify([list, ...cursor])), {
    alphabet: "base64url",
  });
}

/** What a page is read by. */
export interface PageOptions<T> {
  /** The name of the list. */
  readonly list: string;
  /** Where a row is. */
  cursor(row: T): Cursor;
  /** Whether a row is for who asks; all are unless told. */
  isSeen?(row: T): Promise<boolean>;
}

/** A page of rows: as many as are asked for, or fewer where many are not for who asks; `link` leads on where there may be more. */
export async function pageOf<T>(
  rows: AsyncIterable<T>,
  { query, url }: Incoming,
  { list, cursor, isSeen }: PageOptions<T>,
): Promise<{ readonly rows: readonly T[]; readonly headers: Readonly<Record<string, string>> }> {
  const limit = Number(query.limit ?? PAGE), seen: T[] = [];
  let last: T | undefined, looked = 0;
  for await (const row of rows) {
    if (last !== undefined && (seen.length === limit || looked === MOST_LOOKED)) {
      return { rows: seen, headers: links(url, { next: cursorText(list, cursor(last)) }) };
    }
    if (await isSeen?.(row) ?? true) seen.push(row);
    last = row;
    looked++;
  }
  return { rows: seen, headers: {} };
}
