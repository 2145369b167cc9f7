/**
 * What the operations of files declare.
 *
 * @module
 */
import type {
  Answer,
  Grant,
  Incoming,
  JsonSchema,
  Operation,
  Parameter,
  ResponseDeclaration,
} from "../../../rest/mod.ts";

/** What the operations do. */
export interface FileRuns {
  send(incoming: Incoming): Promise<Answer>;
  put(incoming: Incoming): Promise<Answer>;
  fetch(incoming: Incoming): Promise<Answer>;
  link(incoming: Incoming): Promise<Answer>;
  remove(incoming: Incoming): Promise<Answer>;
}

/** Of what there are operations: of what is granted to somebody. */
export interface FilesServed {
  readonly may: {
    readonly upload?: Grant;
    readonly download?: Grant;
    readonly delete?: Grant;
    readonly link?: Grant;
  };
  /** What signs links; undefined where there are none. */
  readonly links?: object;
}

/** The operations of what is granted. */
export function fileOperationsOf(
  { may, links }: FilesServed,
  run: FileRuns,
): readonly Operation[] {
  const common = { tag: "files", guarded: true };
  const all: readonly (readonly [boolean, Operation])[] = [
    [may.upload !== undefined, {
      ...common,
      id: "sendFiles",
      method: "POST",
      path: "/files",
      summary: "Sends files: those of a form, or a body as it is",
      parameters: [{ ...NAME, required: false }],
      body: { content: { "multipart/form-data": FORM, "*/*": BYTES }, stream: true },
      responses: { 201: sent("the files are stored") },
      run: (incoming) => run.send(incoming),
    }],
    [may.upload !== undefined, {
      ...common,
      id: "putUpload",
      method: "PUT",
      path: "/uploads/{id}",
      summary: "Sends a file under an id of the client's own: sent again it is stored once",
      parameters: [UPLOAD, NAME],
      body: { content: { "*/*": BYTES }, stream: true },
      responses: {
        200: sent("the file was stored before"),
        201: sent("the file is stored"),
      },
      run: (incoming) => run.put(incoming),
    }],
    [may.download !== undefined || links !== undefined, {
      ...common,
      id: "getFile",
      method: "GET",
      path: "/files/{place...}",
      summary: "A file, whole or in part",
      parameters: [PLACE, RANGE, IF_RANGE, MATCH, NONE_MATCH, ...links === undefined ? [] : LINK],
      // Whoever has a link, and whoever anyone is, need not be known.
      guarded: links === undefined && may.download !== "anyone",
      responses: {
        200: { description: "the file", headers: FILE, content: { "*/*": BYTES } },
        206: {
          description: "the part of it that was asked for",
          headers: { ...FILE, "content-range": { description: "which", schema: TEXT } },
          content: { "*/*": BYTES },
        },
        304: { description: "the client has it", headers: FILE },
        401: { description: "nobody is known, and there is no link", content: PROBLEM },
        403: { description: "it is not granted, or the link does not hold", content: PROBLEM },
        416: {
          description: "nothing of it is in the range",
          headers: { "content-range": { description: "how long it is", schema: TEXT } },
          content: PROBLEM,
        },
      },
      run: (incoming) => run.fetch(incoming),
    }],
    [may.link !== undefined && links !== undefined, {
      ...common,
      id: "linkFile",
      method: "POST",
      path: "/files/{place...}",
      summary: "Makes a link by which a file may be fetched for a time",
      parameters: [PLACE],
      body: { content: { "application/json": LINKED }, required: false, maxBytes: 1_024 },
      responses: {
        201: {
          description: "the link",
          headers: STORED,
          content: { "application/json": LINK_TOLD },
        },
      },
      run: (incoming) => run.link(incoming),
    }],
    [may.delete !== undefined, {
      ...common,
      id: "deleteFile",
      method: "DELETE",
      path: "/files/{place...}",
      summary: "Deletes a file",
      parameters: [PLACE],
      responses: { 204: { description: "it is deleted" } },
      run: (incoming) => run.remove(incoming),
    }],
  ];
  return all.filter(([isServed]) => isServed).map(([, operation]) => operation);
}

const TEXT: JsonSchema = { type: "string" };
/** What is no text (OpenAPI 3.1: without a type, whatever its bytes). */
const BYTES: JsonSchema = {};
const PROBLEM = { "application/problem+json": {} };
const STORED = {
  "cache-control": { description: "that nobody keeps it", schema: { const: "no-store" } },
};
const FORM: JsonSchema = {
  type: "object",
  properties: { file: { type: "array", items: { type: "string" } } },
};
const SENT: JsonSchema = {
  type: "array",
  items: {
    type: "object",
    required: ["name", "size", "type", "place", "href"],
    properties: {
      name: TEXT,
      size: { type: "integer", minimum: 0 },
      type: TEXT,
      place: TEXT,
      href: TEXT,
      control: TEXT,
    },
    additionalProperties: false,
  },
};

function sent(description: string): ResponseDeclaration {
  const location = { description: "the address of the file, where it is one", schema: TEXT };
  return {
    description,
    headers: { ...STORED, location },
    content: { "application/json": SENT },
  };
}

const NAME: Parameter = {
  name: "name",
  in: "query",
  description: "the name of the file that the body is",
  schema: { type: "string", minLength: 1, maxLength: 240 },
  required: true,
};
const UPLOAD: Parameter = {
  name: "id",
  in: "path",
  description: "an id of the client's own, such as a UUID",
  schema: { type: "string", minLength: 1, maxLength: 128 },
};
const PLACE: Parameter = {
  name: "place",
  in: "path",
  description: "where the file lies, as it was told when it was sent",
  schema: { type: "string", minLength: 1 },
};
const header = (name: string, description: string): Parameter => ({
  name,
  in: "header",
  description,
  schema: TEXT,
});
const RANGE = header("range", "bytes=from-to: only this part");
const IF_RANGE = header("if-range", "the tag of what the part is to be of; else all of it");
const MATCH = header("if-match", "only where the file has one of these tags");
const NONE_MATCH = header("if-none-match", "only where it has none of these tags");
const LINK: readonly Parameter[] = [
  {
    name: "expires",
    in: "query",
    description: "when the link ends, in seconds since the epoch",
    schema: { type: "integer", minimum: 0 },
  },
  {
    name: "signature",
    in: "query",
    description: "the seal of the link",
    schema: { type: "string", maxLength: 100 },
  },
];
const FILE = Object.fromEntries(
  [
    ["etag", "names these very bytes"],
    ["last-modified", "when it became whole"],
    ["accept-ranges", "bytes"],
    ["content-disposition", "its name, and whether it may be shown"],
    ["content-security-policy", "that nothing in it runs"],
    ["cross-origin-resource-policy", "that pages of other sites may not have it"],
    ["x-content-type-options", "that nobody guesses another type"],
    ["cache-control", "that it is for who asks alone"],
  ].map(([name, description]) => [name, { description: description ?? "", schema: TEXT }]),
);
const LINKED: JsonSchema = {
  type: "object",
  properties: {
    seconds: { type: "integer", minimum: 1 },
    person: { type: "boolean" },
  },
  additionalProperties: false,
};
const LINK_TOLD: JsonSchema = {
  type: "object",
  required: ["href", "expires"],
  properties: { href: TEXT, expires: { type: "string", format: "date-time" } },
  additionalProperties: false,
};
