/**
 * The import of a resource: records of ndjson or CSV, each by itself.
 *
 * @module
 */
import type { KvsRecord } from "../../../kvs/mod.ts";
import { readJson } from "../../body/json.ts";
import { RestError } from "../../error.ts";
import { mediaType } from "../../negotiate/media.ts";
import type { Answer } from "../../operation.ts";
import { keyOf, unusable } from "../../key/key.ts";
import { imported } from "../../stream/import.ts";
import { type Arrived, rowsOf } from "../../stream/rows.ts";
import type { Row } from "../../stream/splitter.ts";
import { fieldsOf, type Header, headerOf } from "../../stream/table.ts";
import { COMMIT } from "../bulk.ts";
import type { Reaching } from "../access.ts";
import { oneText, othersOf } from "../id/distinct.ts";
import { isGranted } from "../may.ts";
import type { Resource } from "../resource.ts";
import { cellTypes } from "./cell_types.ts";
import { CSV } from "../written.ts";

/** What is imported, and by whom. */
export interface Importing<T extends KvsRecord> extends Reaching<T> {
  /** The record that JSON means, if it may be made. */
  made(json: unknown): Promise<T>;
}

const LINES = 10_000_000;

/**
 * The answer that tells of each row what became of it.
 *
 * @throws {RestError} `bad_header` for a key, which is of one commit; `bad_csv` for a header that is none, before anything is answered
 */
export async function importing<T extends KvsRecord>(
  { resource, source, access, incoming, made }: Importing<T>,
): Promise<Answer> {
  const { limits, may, table, feed } = resource, { request, streaming } = incoming;
  if (keyOf(request) !== undefined) throw unusable("an import is of many commits: leave it out");
  const isCsv = incoming.bodyType === CSV, depth = limits?.depth ?? streaming.maxDepth;
  const rows = rowsOf(request, isCsv, {
    bytes: limits?.bytes ?? streaming.maxBytes,
    ms: streaming.bodyMs,
    clock: streaming.clock,
  });
  const { header, behind } = isCsv ? await headed(rows, resource, request) : NO_HEADER(rows);
  const reading = { depth, types: cellTypes(resource) };
  return imported<T>(incoming, {
    rows: behind,
    together: table === undefined && feed === undefined ? 1 : COMMIT,
    store: async (records: readonly T[]) => {
      await source.alter(records.map((record) => ({ id: record.id, record, version: null })));
    },
    idOf: ({ id }) => oneText(resource, id),
    isThere: async ({ id }) => {
      for (const each of [id, ...othersOf(resource, id)]) {
        if (await source.read(each) !== undefined) return true;
      }
      return false;
    },
    taken: ({ id }) => access.taken(id),
    address: ({ id }) => access.address(id),
    most: limits?.lines ?? LINES,
    may: (person) => isGranted(may.create, person),
    read: async ({ bytes }) => {
      const text = textOf(bytes);
      if (text.trim() === "") return undefined;
      return await made(
        header === undefined ? readJson(text, { depth }) : fieldsOf(text, header, reading),
      );
    },
  });
}

type Rows = AsyncGenerator<Arrived, void, void>;

/** Rows, and the header that stood in front of them. */
interface Headed {
  readonly header: Header | undefined;
  readonly behind: Rows;
}

const NO_HEADER = (rows: Rows): Headed => ({ header: undefined, behind: rows });

/** RFC 4180, section 3: without `header=absent` the first line names the fields. */
async function headed<T extends KvsRecord>(
  rows: Rows,
  { fields }: Resource<T>,
  request: Request,
): Promise<Headed> {
  const media = mediaType(request.headers.get("content-type") ?? "");
  if (media?.parameters.header?.toLowerCase() === "absent") {
    if (fields === undefined) {
      throw noHeader("the names of the fields are not known here: send a header");
    }
    return { header: fields, behind: rows };
  }
  const { done, value } = await rows.next();
  if (done) throw noHeader("there is no header: name the fields in the first line");
  const [first, ...more] = value.rows;
  try {
    if (first === undefined) throw value.broken?.error;
    return {
      header: headerOf(textOf(first.bytes), fields),
      behind: chained({ ...value, rows: more }, rows),
    };
  } catch (error) {
    await rows.return();
    throw error;
  }
}

function noHeader(detail: string): RestError {
  return new RestError("bad_csv", detail, { errors: [{ pointer: "", code: "header", detail }] });
}

async function* chained(first: Arrived, rest: Rows): Rows {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws {RestError} `bad_request` for bytes that are no UTF-8 */
function textOf(bytes: Row["bytes"]): string {
  try {
    const text = decoder.decode(bytes);
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  } catch (cause) {
    const errors = [{ pointer: "", code: "encoding", detail: "not UTF-8" }];
    throw new RestError("bad_request", "the line is no UTF-8", { cause, errors });
  }
}
