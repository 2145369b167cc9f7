/**
 * The operations of a resource, made of its declaration: an action that nobody is granted has none.
 *
 * @module
 */
import type { Kv, KvsRecord } from "../../kvs/mod.ts";
import { FORM } from "../body/body.ts";
import { KEY } from "../key/key.ts";
import type { Operation } from "../operation.ts";
import {
  APPLIED,
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
  PREFER,
  TAG,
} from "./declared.ts";
import { Actions } from "./actions.ts";
import { JSON_PATCH, MERGE_PATCH } from "./patch.ts";
import type { Action, Grant } from "./may.ts";
import type { Resource } from "./resource.ts";
import {
  formSchema,
  newSchema,
  pascal,
  patchSchema,
  recordSchema,
  replaceSchema,
} from "./schema.ts";

/** The operations of a resource in a store. */
export function resourceOperations<T extends KvsRecord>(
  resource: Resource<T>,
  kv: Kv | undefined,
  base = "/rest",
): readonly Operation[] {
  const actions = new Actions(resource, resource.source(kv), base), { name } = resource;
  const all: readonly (readonly [Action, Operation])[] = [
    ["list", listing(resource, actions)],
    ["get", getting(resource, actions)],
    ["create", creating(resource, actions)],
    ["replace", putting(resource, actions)],
    ["patch", patching(resource, actions)],
    ["delete", deleting(resource, actions)],
  ];
  return all.filter(([action]) => resource.may[action] !== undefined).map((
    [action, operation],
  ) => ({
    ...operation,
    tag: name,
    guarded: isGuarded(resource.may[action]),
  }));
}

function isGuarded(grant: Grant | undefined): boolean {
  return grant !== "anyone";
}

type Made = Operation;

const common = { tag: "", guarded: false };

function listing<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name, limits } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  const most = limits?.most ?? 1_000;
  return {
    ...common,
    id: `list${pascal(name)}`,
    method: "GET",
    path: `/${name}`,
    summary: `A page of ${name}`,
    parameters: [
      {
        name: "limit",
        in: "query",
        description: "the most records of the page",
        schema: { type: "integer", minimum: 1, maximum: most },
      },
      {
        name: "after",
        in: "query",
        description: "the page behind this cursor",
        schema: { type: "string" },
      },
      {
        name: "before",
        in: "query",
        description: "the page in front of this cursor",
        schema: { type: "string" },
      },
      {
        name: "order",
        in: "query",
        description: "from the first to the last, or back",
        schema: { type: "string", enum: ["asc", "desc"] },
      },
      MATCH,
      NONE_MATCH,
      PREFER,
    ],
    responses: {
      200: {
        description: "the page",
        headers: { ...LISTED, ...APPLIED },
        content: contentOf(plain, listOf(plain, recordSchema(plain))),
      },
      304: { description: "If-None-Match is *, and the list is there" },
    },
    run: (incoming) => actions.list(incoming),
  };
}

function getting<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  return {
    ...common,
    id: `get${pascal(name)}`,
    method: "GET",
    path: `/${name}/{id}`,
    summary: `One of ${name}`,
    parameters: [idOf(plain), NONE_MATCH],
    responses: {
      200: one(plain, "the record"),
      304: { description: "the client has it", headers: TAG },
    },
    run: (incoming) => actions.get(incoming),
  };
}

function creating<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  const takesLists = resource.table !== undefined || resource.limits?.bulk !== undefined;
  const made = newSchema(plain), told = recordSchema(plain);
  return {
    ...common,
    id: `create${pascal(name)}`,
    method: "POST",
    path: `/${name}`,
    summary: takesLists
      ? `Creates one of ${name}, or several from a list: in one commit, or each by itself`
      : `Creates one of ${name}`,
    parameters: [
      ...takesLists ? [EACH] : [],
      MATCH,
      NONE_MATCH,
      PREFER,
      ...resource.module === undefined ? [KEY] : [],
    ],
    body: {
      content: { "application/json": takesLists ? oneOrMany(made) : made, [FORM]: made },
    },
    responses: {
      ...takesLists && {
        200: {
          description: "what became of each",
          content: contentOf(plain, listOf(plain, BECAME, "Became")),
        },
      },
      201: {
        description: takesLists
          ? "the record, or all of the list, was created"
          : "the record was created",
        headers: { ...TAG, ...LOCATION, ...APPLIED },
        content: contentOf(plain, takesLists ? { anyOf: [told, listOf(plain, told)] } : told),
      },
    },
    run: (incoming) => actions.create(incoming),
  };
}

function putting<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  return {
    ...common,
    id: `put${pascal(name)}`,
    method: "PUT",
    path: `/${name}/{id}`,
    summary: `Creates, replaces or renames one of ${name}, in one commit`,
    parameters: [idOf(plain), MATCH, NONE_MATCH, PREFER],
    body: {
      content: { "application/json": replaceSchema(plain), [FORM]: formSchema(plain) },
    },
    responses: {
      200: one(plain, "the record was replaced, or renamed", { ...MOVED, ...APPLIED }),
      201: one(plain, "the record was created", { ...LOCATION, ...APPLIED }),
      204: {
        description: "it is done, and no body was asked for",
        headers: { ...TAG, ...MOVED, ...APPLIED },
      },
    },
    run: (incoming) => actions.put(incoming),
  };
}

function patching<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  return {
    ...common,
    id: `patch${pascal(name)}`,
    method: "PATCH",
    path: `/${name}/{id}`,
    summary: `Changes parts of one of ${name}, whole or not at all`,
    parameters: [idOf(plain), MATCH, NONE_MATCH, PREFER],
    body: {
      content: {
        [MERGE_PATCH]: patchSchema(plain),
        [JSON_PATCH]: PATCH_SCHEMA,
        "application/json": patchSchema(plain),
      },
    },
    responses: {
      200: one(plain, "the record as it is now", { ...MOVED, ...APPLIED }),
      204: {
        description: "it is done, and no body was asked for",
        headers: { ...TAG, ...MOVED, ...APPLIED },
      },
    },
    run: (incoming) => actions.patch(incoming),
  };
}

function deleting<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  return {
    ...common,
    id: `delete${pascal(name)}`,
    method: "DELETE",
    path: `/${name}/{id}`,
    summary: `Deletes one of ${name}`,
    parameters: [idOf(plain), MATCH, NONE_MATCH],
    responses: { 204: { description: "it is deleted" } },
    run: (incoming) => actions.delete(incoming),
  };
}
