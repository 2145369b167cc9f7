/**
 * The declaration of a resource.
 *
 * @module
 */
import type { FeedName, Kv, KvsRecord, Table } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { JsonSchema } from "../operation.ts";
import type { IdKind, IdKinds } from "../value/id.ts";
import type { Json } from "../value/json.ts";
import type { Kind, Kinds } from "../value/kind.ts";
import { ACTIONS, type Grant, type May } from "./may.ts";
import { moduleSource, type ResourceModule } from "./module.ts";
import { EVENT_STREAM } from "../stream/event.ts";
import { IMPORTS } from "../stream/import.ts";
import type { Source } from "./source.ts";
import type { StandardSchema } from "../../base/standard.ts";
import { feedSource, tableSource } from "./stored.ts";

/** What a resource of records `T` is made of, but for who may what. */
export interface ResourceParts<T extends KvsRecord = KvsRecord> {
  /** Its segment in the address: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** The table that holds its records; this, `feed` or `module`. */
  readonly table?: string | Table<T>;
  /** The feed whose entries they are. */
  readonly feed?: FeedName;
  /** The module that keeps them. */
  readonly module?: ResourceModule<T>;
  /** What a record must be to be stored; where several are given, one for what comes in and one for what is told. */
  readonly schema?: StandardSchema<unknown, T> | {
    readonly input: StandardSchema<unknown, T>;
    readonly output: StandardSchema<unknown, unknown>;
  };
  /** The names of the fields; those of the table, or of the schema, unless given. Others are refused where some are known. */
  readonly fields?: readonly (keyof T & string)[];
  /** What fields hold that JSON does not say: bigint, date, bytes. */
  readonly kinds?: Kinds;
  /** What its ids are; text, or what looks like numbers, unless told. */
  readonly id?: IdKinds;
  /**
   * What a PUT of JSON does with fields that it does not name: `replace` takes them away, as RFC 9110 has it, `merge` leaves them, as the original
   * does. A form always merges. `replace` unless told.
   */
  readonly put?: "replace" | "merge";
  /** What a new record begins with. */
  readonly defaults?: Partial<T>;
  /** Whether changes need If-Match: 428 without. */
  readonly mustMatch?: boolean;
  /**
   * The indexes that lists may be filtered by and ordered by, each by its field or its fields in their order; all those of the table's declaration
   * unless given. None holds dates: store milliseconds, or text of ISO 8601.
   */
  readonly indexes?: readonly ((keyof T & string) | readonly (keyof T & string)[])[];
  /**
   * The types that it is told in, the preferred first: `application/json` alone unless told. `text/html`, `text/csv` and `application/x-ndjson`
   * are always known, others by a format that is handed in. Without `limit` a list is streamed whole as ndjson, and as CSV where fields are declared;
   * `text/event-stream` follows the changes of a feed, and of a table that is declared with `changes`.
   */
  readonly types?: readonly string[];
  /** In which types POST takes many records as a stream, each by itself: `application/x-ndjson`, `text/csv`; none unless told. */
  readonly imports?: readonly string[];
  /** Bounds of its own; those of the API unless given. */
  readonly limits?: ResourceLimits;
  /** Whether a record may be put in the place of the one with this id, beyond what the schema says: true, or what is wrong. */
  validate?(record: T, id: T["id"] | undefined): boolean | string | Promise<boolean | string>;
  /** Whether these names may be given at all. */
  keysAllowed?(names: readonly string[]): boolean;
  /** What is told of a record, instead of the mapping of values. */
  toJson?(record: T): Json;
  /** The record that JSON means, instead of the mapping of values; it is given what is stored. */
  fromJson?(json: { readonly [key: string]: Json }, stored: T | undefined): unknown;
  /** The document of one record, or of several; a table of them unless given. Its text is markup: escape what goes into it. */
  toHtml?(records: readonly T[]): string;
  /** The document around what `toHtml` gives. */
  htmlLayout?(body: string): string;
}

/** What a resource is told of records `T`. */
export interface ResourceOptions<T extends KvsRecord = KvsRecord> extends ResourceParts<T> {
  /** Who may what. A grant alone is one for every action. */
  readonly may: Grant | May<T>;
}

/** Bounds of a resource. */
export interface ResourceLimits {
  /** The most bytes of a body, unpacked; 1,048,576 unless told. */
  readonly bytes?: number;
  /** How deep a body may be; 64 unless told. */
  readonly depth?: number;
  /** The records of a page; 100 unless told, and at most `most`. */
  readonly page?: number;
  /** The most records of a page; 1,000 unless told. */
  readonly most?: number;
  /** The most lines of an import; 10,000,000 unless told. `bytes` and `depth` hold for each of them. */
  readonly lines?: number;
  /** For how many milliseconds an answer is kept by its Idempotency-Key; a day unless told. */
  readonly keyMs?: number;
  /** The most records of a list that is posted: of a table 50 unless told, which one commit holds; others take none unless told. */
  readonly bulk?: number;
}

/** The addresses of a resource. */
export interface ResourcePlace {
  /** Of the list. */
  readonly list: string;
  /** Of a record, by its id as a segment. */
  item(segment: string): string;
}

/** A declared resource: frozen, and data but for its functions. */
export interface Resource<T extends KvsRecord = KvsRecord> extends ResourceParts<T> {
  /** To whom each action is granted; one that is left out is not served. */
  readonly may: May<T>;
  /** What lists are told under, in documents: the name unless given; empty where requests tell it. */
  readonly listed?: string;
  /** The fields that stand in an index of the table, whether lists are filtered by them or not. */
  readonly indexed?: readonly string[];
  /** The JSON Schema of what comes in; undefined where none is known. */
  readonly input?: JsonSchema;
  /** The JSON Schema of what is told. */
  readonly output?: JsonSchema;
  /** Where it is, unless below its name. */
  readonly place?: ResourcePlace;
  /** Its records, in a store. */
  source(kv: Kv | undefined): Source<T>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * Declares a resource: the record's type flows from the table, the feed's declaration or the schema to the functions beside.
 *
 * @throws {RestError} `config` for a name that cannot stand in an address, for none or several of `table`, `feed` and `module`, for an
 * index of dates, and for a schema that does not say what it is
 *
 * @example
 * ```ts
 * import { memoryKv, table } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 *
 * interface User { readonly id: string; readonly name?: string }
 * const users = resource({ name: "users", table: table<User>("user", { fields: ["id", "name"] }), may: "anyone" });
 *
 * using kv = memoryKv();
 * const api = rest({ kv, resources: [users] });
 * const made = await api.request("/rest/users", { method: "POST", body: new URLSearchParams({ id: "ann" }) });
 * if (made.status !== 201 || made.headers.get("location") !== "/rest/users/ann") throw made;
 * ```
 */
export function resource<T extends KvsRecord = KvsRecord>(
  given: ResourceOptions<T>,
): Resource<T> {
  const options = withIdKind(given), { name, table, feed, module, may } = options;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw new RestError(
      "config",
      `resource "${
        String(name).slice(0, 50)
      }": a name is a segment of an address: letters, digits, ".", "_", "-"`,
    );
  }
  if ([table, feed, module].filter((each) => each !== undefined).length !== 1) {
    throw new RestError("config", `resource "${name}": give one of table, feed and module`);
  }
  checkStreams(options);
  const { keyMs = 1 } = options.limits ?? {};
  if (!(keyMs > 0 && Number.isFinite(keyMs))) {
    throw new RestError("config", `resource "${name}": keyMs is a positive number of milliseconds`);
  }
  const fields = options.fields ??
    (typeof table === "object" && table.fields.length > 0 ? withId(table.fields) : undefined);
  const declared = typeof table === "object" ? indexesOf(table) : undefined;
  const indexes = options.indexes ?? declared;
  const dated = indexes?.flat().find((field) => options.kinds?.[field] === "date");
  if (dated !== undefined) {
    throw new RestError(
      "config",
      `resource "${name}": ${dated} is a date, of which there is no index: store milliseconds, or text of ISO 8601`,
    );
  }
  const grants = Object.values(
    typeof may === "object" && !("scope" in may) ? may.fields ?? {} : {},
  );
  if (
    module !== undefined && module.version === undefined &&
    grants.some((each) => each?.read !== undefined)
  ) {
    throw new RestError(
      "config",
      `resource "${name}": its module needs "version": a hash of the record would tell of fields that are not for everybody`,
    );
  }
  const input = schemaOf(options, "input"), output = schemaOf(options, "output");
  return Object.freeze({
    ...options,
    may: Object.freeze(mayOf(may)),
    ...(fields !== undefined && { fields: Object.freeze([...fields]) }),
    ...(indexes !== undefined && { indexes: Object.freeze([...indexes]) }),
    ...(declared !== undefined && { indexed: Object.freeze([...new Set(declared.flat())]) }),
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    source: (kv: Kv | undefined) => sourceOf(options, kv),
  });
}

/** Options whose kinds say what JSON has no word for of the ids that are declared. */
function withIdKind<T extends KvsRecord>(options: ResourceOptions<T>): ResourceOptions<T> {
  const { id = "text", kinds } = options;
  const kind = typeof id === "string" ? partKind(id) : { tuple: id.map(partKind) };
  const isPlain = [id].flat().every((part) => partKind(part) === "any");
  return isPlain ? options : { ...options, kinds: { id: kind, ...kinds } };
}

function partKind(part: IdKind): Kind {
  return part === "bigint" || part === "bytes" ? part : "any";
}

/** What can be imported, and whether anything tells of changes, is known beforehand. */
function checkStreams<T extends KvsRecord>(
  { name, table, module, types = [], imports = [] }: ResourceOptions<T>,
): void {
  if (imports.some((type) => !IMPORTS.includes(type))) {
    throw new RestError("config", `resource "${name}": imports are of ${IMPORTS.join(", ")}`);
  }
  const tells = module === undefined &&
    (table === undefined || typeof table === "object" && table.changes === true);
  if (!types.includes(EVENT_STREAM) || tells) return;
  throw new RestError(
    "config",
    `resource "${name}": its changes are told where its table is declared with { changes: true }`,
  );
}

function withId<F extends string>(fields: readonly F[]): readonly F[] {
  return fields.includes("id" as F) ? fields : ["id" as F, ...fields]; // as: every record has it
}

function indexesOf<T>(
  { keys, indexes = [], unique = [] }: Table<T>,
): readonly ((keyof T & string) | readonly (keyof T & string)[])[] {
  return [...keys, ...indexes, ...unique];
}

function mayOf<T extends KvsRecord>(may: Grant | May<T>): May<T> {
  if (typeof may === "object" && !("scope" in may)) return { ...may };
  const grant = may as Grant; // as: what is neither an object of actions nor undefined
  return Object.fromEntries(ACTIONS.map((action) => [action, grant]));
}

function sourceOf<T extends KvsRecord>(
  { name, table, feed, module }: ResourceOptions<T>,
  kv: Kv | undefined,
): Source<T> {
  if (module !== undefined) return moduleSource(name, module);
  if (kv === undefined) {
    throw new RestError("config", `resource "${name}": give the store that holds it`);
  }
  if (table !== undefined) return tableSource<T>(kv, table);
  return feedSource<T>(kv, feed ?? []);
}

/** What JSON Schema has no word for is left unsaid, where kinds say it: so zod, valibot and arktype call that. */
const UNSAID = { unrepresentable: "any", errorMode: "ignore", fallback: () => ({}) };

/** The JSON Schema of a direction; a schema that offers none is only validated by. */
function schemaOf<T extends KvsRecord>(
  { name, schema, kinds }: ResourceOptions<T>,
  way: "input" | "output",
): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  const one = "~standard" in schema ? schema : schema[way];
  try {
    const { $schema: _, ...made } = one["~standard"].jsonSchema?.[way]({
      target: "draft-2020-12",
      ...(kinds !== undefined && { libraryOptions: UNSAID }),
    }) ?? {};
    return Object.keys(made).length === 0 ? undefined : made;
  } catch (cause) {
    throw new RestError(
      "config",
      `resource "${name}": its schema has no JSON Schema: say dates, bigints and bytes by "kinds"`,
      { cause },
    );
  }
}
