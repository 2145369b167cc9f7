/**
 * The operations of a resource, made of its declaration: an action that nobody is granted has none.
 *
 * @module
 */
import type { Kv, KvsRecord } from "../../kvs/mod.ts";
import { FORM } from "../body/body.ts";
import { queried } from "../list/queried.ts";
import { KEY } from "../key/key.ts";
import type { BodyDeclaration, JsonSchema, Operation } from "../operation.ts";
import { APPLIED, PREFER } from "../prefer.ts";
import { Actions } from "./actions.ts";
import {
  BECAME,
  contentOf,
  EACH,
  idOf,
  LISTED,
  listOf,
  LOCATION,
  MATCH,
  MOVED,
  NONE_MATCH,
  one,
  oneOrMany,
  PATCH_SCHEMA,
  TAG,
  textOf,
} from "./declared.ts";
import { EVENT_STREAM, UNBUFFERED } from "../stream/event.ts";
import { LAST_EVENT_ID } from "../stream/sse.ts";
import { listParameters, undeclared } from "./listing.ts";
import { type Action, scopesOf } from "./may.ts";
import { JSON_PATCH, MERGE_PATCH } from "./patch.ts";
import type { Resource } from "./resource.ts";
import {
  formSchema,
  listedSchema,
  newSchema,
  pascal,
  patchSchema,
  recordSchema,
  replaceSchema,
} from "./schema.ts";
import { NDJSON } from "./written.ts";

/** Types that no format is handed in for; text is not, either. */
const WRITTEN: ReadonlySet<string> = new Set(["application/json", NDJSON, EVENT_STREAM]);

/** What one operation has that others of its resource have not; those of one record have an id in their path. */
type Own = Omit<Operation, "id" | "path" | "tag" | "guarded" | "scopes"> & {
  readonly action: Action;
  /** What its name begins with: `list`. */
  readonly verb: string;
  readonly of: "all" | "one";
};

/** The operations of a resource in a store. */
export function resourceOperations<T extends KvsRecord>(
  resource: Resource<T>,
  kv: Kv | undefined,
  base = "/rest",
): readonly Operation[] {
  const actions = new Actions(resource, resource.source(kv), base), { name, may } = resource;
  const operations = owns(resource, actions).flatMap((each) => {
    const { action, verb, of, ...own } = each, grant = may[action];
    if (grant === undefined || !isServed(verb, resource)) return [];
    const path = of === "one" ? `/${name}/{id}` : `/${name}`;
    const granted = { guarded: grant !== "anyone", scopes: scopesOf(grant) };
    return [{ ...own, id: verb + pascal(name), path, tag: name, ...granted }];
  });
  const [first] = operations;
  if (may.list === undefined || first === undefined) return operations;
  return [first, queried(first, `query${pascal(name)}`), ...operations.slice(1)];
}

/** What of a module each operation is done by. */
const BY: ReadonlyMap<string, "post" | "put" | "delete"> = new Map([
  ["create", "post"],
  ["put", "put"],
  ["patch", "put"],
  ["delete", "delete"],
]);

/** Whether an operation has what it is done by. */
function isServed<T extends KvsRecord>(verb: string, { module }: Resource<T>): boolean {
  const by = BY.get(verb);
  return module === undefined || by === undefined || module[by] !== undefined;
}

/** In the order of the document, the list first. */
function owns<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): readonly Own[] {
  const plain = resource as unknown as Resource; // as: only data is read of it
  const { name, module, table, limits } = resource, told = recordSchema(plain);
  const takesLists = table !== undefined || limits?.bulk !== undefined, made = newSchema(plain);
  const isImported = plain.imports !== undefined;
  const id = idOf(plain), changing = [id, MATCH, NONE_MATCH, PREFER];
  const isFollowed = resource.types?.includes(EVENT_STREAM) === true,
    moved = { ...MOVED, ...APPLIED };
  const noBody = {
    description: "it is done, and no body was asked for",
    headers: { ...TAG, ...moved },
  };
  return [
    {
      action: "list",
      verb: "list",
      of: "all",
      method: "GET",
      summary: `A page of ${name}`,
      parameters: [
        ...listParameters(resource),
        MATCH,
        NONE_MATCH,
        PREFER,
        ...isFollowed ? [LAST_EVENT_ID] : [],
      ],
      undeclared: undeclared(resource),
      responses: {
        200: {
          description: "the page",
          headers: { ...LISTED, ...APPLIED },
          content: {
            ...contentOf(plain, listOf(plain, listedSchema(plain))),
            ...isFollowed && textOf([EVENT_STREAM]),
          },
        },
        304: { description: "If-None-Match is *, and the list is there" },
        ...isFollowed && { 410: { description: "what has changed since is not kept any longer" } },
      },
      run: (incoming) => actions.list(incoming),
    },
    {
      action: "get",
      verb: "get",
      of: "one",
      method: "GET",
      summary: `One of ${name}`,
      parameters: [id, NONE_MATCH],
      responses: {
        200: one(plain, "the record"),
        304: { description: "the client has it", headers: TAG },
      },
      run: (incoming) => actions.get(incoming),
    },
    {
      action: "create",
      verb: "create",
      of: "all",
      method: "POST",
      summary: takesLists
        ? `Creates one of ${name}, or several from a list: in one commit, or each by itself`
        : `Creates one of ${name}`,
      parameters: [
        ...takesLists ? [EACH] : [],
        MATCH,
        NONE_MATCH,
        PREFER,
        ...module === undefined ? [KEY] : [],
      ],
      body: body(plain, {
        ...lossless(plain),
        "application/json": takesLists ? oneOrMany(made) : made,
        [FORM]: made,
        ...textOf(plain.imports),
      }),
      responses: {
        ...(takesLists || isImported) && {
          200: {
            description: "what became of each: of an import a line of JSON each, with its line",
            headers: { ...isImported && UNBUFFERED },
            content: {
              ...takesLists && contentOf(plain, listOf(plain, BECAME, "Became")),
              ...isImported && textOf([NDJSON]),
            },
          },
        },
        201: {
          description: takesLists
            ? "the record, or all of the list, was created"
            : "the record was created",
          headers: { ...TAG, ...LOCATION, ...APPLIED },
          content: contentOf(
            plain,
            takesLists ? { anyOf: [told, listOf(plain, told, "Created")] } : told,
          ),
        },
      },
      run: (incoming) => actions.create(incoming),
    },
    {
      action: "replace",
      verb: "put",
      of: "one",
      method: "PUT",
      summary: `Creates, replaces or renames one of ${name}, in one commit`,
      parameters: changing,
      body: body(plain, {
        ...lossless(plain),
        "application/json": replaceSchema(plain),
        [FORM]: formSchema(plain),
      }),
      responses: {
        200: one(plain, "the record was replaced, or renamed", moved),
        201: one(plain, "the record was created", { ...LOCATION, ...APPLIED }),
        204: noBody,
      },
      run: (incoming) => actions.put(incoming),
    },
    {
      action: "patch",
      verb: "patch",
      of: "one",
      method: "PATCH",
      summary: `Changes parts of one of ${name}, whole or not at all`,
      parameters: changing,
      body: body(plain, {
        [MERGE_PATCH]: patchSchema(plain),
        [JSON_PATCH]: PATCH_SCHEMA,
        "application/json": patchSchema(plain),
      }),
      responses: { 200: one(plain, "the record as it is now", moved), 204: noBody },
      run: (incoming) => actions.patch(incoming),
    },
    {
      action: "delete",
      verb: "delete",
      of: "one",
      method: "DELETE",
      summary: `Deletes one of ${name}`,
      parameters: [id, MATCH, NONE_MATCH],
      responses: { 204: { description: "it is deleted" } },
      run: (incoming) => actions.delete(incoming),
    },
  ];
}

/** The types that a format reads as well as writes, of which a document says no more. */
function lossless({ types = [] }: Pick<Resource, "types">): Record<string, JsonSchema> {
  const own = types.filter((type) => !WRITTEN.has(type) && !type.startsWith("text/"));
  return Object.fromEntries(own.map((type) => [type, {}]));
}

/** A body within the bounds of the resource. */
function body(
  { limits }: Pick<Resource, "limits">,
  content: Readonly<Record<string, JsonSchema>>,
): BodyDeclaration {
  return {
    content,
    ...(limits?.bytes !== undefined && { maxBytes: limits.bytes }),
    ...(limits?.depth !== undefined && { maxDepth: limits.depth }),
  };
}
