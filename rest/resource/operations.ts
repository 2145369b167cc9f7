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
  BECAME,
  bodySchema,
  contentOf,
  EACH,
  ID,
  listOf,
  MATCH,
  NONE_MATCH,
  one,
  oneOrMany,
  PATCH_SCHEMA,
  PREFER,
  recordSchema,
  TAG,
} from "./declared.ts";
import { Actions } from "./actions.ts";
import { JSON_PATCH, MERGE_PATCH } from "./patch.ts";
import type { Action, Grant } from "./may.ts";
import type { Resource } from "./resource.ts";

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

function pascal(name: string): string {
  return name.replace(
    /(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g,
    (_, letter: string) => letter.toUpperCase(),
  );
}

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
    ],
    responses: {
      200: {
        description: "the page",
        headers: {
          link: {
            description: "the pages beside it, rel next and prev (RFC 8288)",
            schema: { type: "string" },
          },
        },
        content: contentOf(plain, listOf(name, recordSchema(plain))),
      },
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
    parameters: [ID, NONE_MATCH],
    responses: {
      200: one(plain, "the record"),
      304: { description: "the client has it", headers: TAG },
    },
    run: (incoming) => actions.get(incoming),
  };
}

function creating<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource, plain = resource as unknown as Resource; // as: only data is read of it
  const location = {
    location: { description: "the address of the record", schema: { type: "string" } },
  };
  return {
    ...common,
    id: `create${pascal(name)}`,
    method: "POST",
    path: `/${name}`,
    summary: `Creates one of ${name}, or several from a list: in one commit, or each by itself`,
    parameters: resource.module === undefined ? [EACH, PREFER, KEY] : [EACH, PREFER],
    body: {
      content: { "application/json": oneOrMany(bodySchema(plain)), [FORM]: bodySchema(plain) },
    },
    responses: {
      200: { description: "what became of each", content: contentOf(plain, listOf(name, BECAME)) },
      201: {
        description: "the record, or all of the list, was created",
        headers: { ...TAG, ...location },
        content: contentOf(plain, {
          anyOf: [recordSchema(plain), listOf(name, recordSchema(plain))],
        }),
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
    parameters: [ID, MATCH, NONE_MATCH, PREFER],
    body: { content: { "application/json": bodySchema(plain), [FORM]: bodySchema(plain) } },
    responses: {
      200: one(plain, "the record was replaced, or renamed"),
      201: one(plain, "the record was created"),
      204: { description: "it is done, and no body was asked for", headers: TAG },
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
    parameters: [ID, MATCH, NONE_MATCH, PREFER],
    body: {
      content: {
        [MERGE_PATCH]: { type: "object" },
        [JSON_PATCH]: PATCH_SCHEMA,
        "application/json": { type: "object" },
      },
    },
    responses: {
      200: one(plain, "the record as it is now"),
      204: { description: "it is done, and no body was asked for", headers: TAG },
    },
    run: (incoming) => actions.patch(incoming),
  };
}

function deleting<T extends KvsRecord>(resource: Resource<T>, actions: Actions<T>): Made {
  const { name } = resource;
  return {
    ...common,
    id: `delete${pascal(name)}`,
    method: "DELETE",
    path: `/${name}/{id}`,
    summary: `Deletes one of ${name}`,
    parameters: [ID, MATCH, NONE_MATCH],
    responses: { 204: { description: "it is deleted" } },
    run: (incoming) => actions.delete(incoming),
  };
}
