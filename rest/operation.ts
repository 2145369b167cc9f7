/**
 * Operations: every route is one, declared as data. What is served, what is checked before it is run, and what the OpenAPI document says of
 * it come from the same declaration.
 *
 * @module
 */
import type { Flaw } from "./error.ts";
import type { Streaming } from "./streaming.ts";
import type { Person } from "./who.ts";

/**
 * A JSON Schema of draft 2020-12, which OpenAPI 3.1 uses. One with a plain name as its `$id`, such as `User`, is told once in the document, under
 * this name, and referred to wherever it stands.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The methods of operations; HEAD is served wherever GET is, and OPTIONS everywhere. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "QUERY";

/** A parameter of an operation. */
export interface Parameter {
  /** Its name: that of a `{name}` in the path, of the query, or of a header (in lower case). */
  readonly name: string;
  /** Where it stands. */
  readonly in: "path" | "query" | "header";
  /** What it is for. */
  readonly description: string;
  /** What it takes: a text, an integer with bounds, a boolean, or a choice (`enum`). */
  readonly schema: JsonSchema;
  /** Whether it must be there; those of the path always are. */
  readonly required?: boolean;
  /** Whether it may come several times, its value is then a list; with `commas` it comes once, and its values stand in it between commas. */
  readonly many?: boolean | "commas";
}

/** The bodies that an operation takes. */
export interface BodyDeclaration {
  /** By the type, without parameters: what the body must be once it is read. */
  readonly content: Readonly<Record<string, JsonSchema>>;
  /** Whether there must be one; true unless told. */
  readonly required?: boolean;
  /** The most bytes, unpacked; that of the API unless told. */
  readonly maxBytes?: number;
  /** How deep it may be; as of the API unless told. */
  readonly maxDepth?: number;
  /** Whether the body goes to `run` as it comes, for imports and uploads: nothing of it is read before. */
  readonly stream?: boolean;
}

/** What is answered with a status. */
export interface ResponseDeclaration {
  /** When that is. */
  readonly description: string;
  /** Headers by their names in lower case, and what they are. */
  readonly headers?: Readonly<
    Record<string, { readonly description: string; readonly schema: JsonSchema }>
  >;
  /** By the type: what the body is. None where there is no body. */
  readonly content?: Readonly<Record<string, JsonSchema>>;
}

/** A request as an operation is given it: what was declared is read and checked. */
export interface Incoming {
  /** As it came; its body is to be taken by `body`, unless the declaration says `stream`. */
  readonly request: Request;
  /** The address of the request, parsed. */
  readonly url: URL;
  /** The parameters of the path, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** The declared parameters of the query that are there, of the types declared. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Who asks; undefined where nobody is known. */
  readonly person: Person | undefined;
  /** Whether the accepted type takes values as they are stored: `value` is then not to be mapped to JSON. */
  readonly raw: boolean;
  /** What the best of the accepted types is, of those that the operation declares for its first success. */
  readonly type: string;
  /** What tells representations of the accepted type from others in tags: see `notModified`. */
  readonly variant: string;
  /** The type of the body, without parameters; empty where there is none. */
  readonly bodyType: string;
  /** What long answers and bodies go by: the time, the log, who asks, their limits. */
  readonly streaming: Streaming;
  /** The body, read within the limits: the value of JSON, the entries of a form, else the bytes; undefined where there is none. */
  body(): Promise<unknown>;
}

/** What an operation answers. */
export interface Answer {
  /** One of the declared statuses. */
  readonly status: number;
  /** Headers by their names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is written in the accepted type; no body where it is undefined. */
  readonly value?: unknown;
  /** What is written already in the accepted type, instead of `value`: it has a tag and is packed as a value is. */
  readonly text?: string;
  /** A body that is written already, of the type of the header `content-type`; instead of `value`. */
  readonly body?: BodyInit;
  /** The version of what is answered: it becomes a strong ETag, one for each type and coding. */
  readonly version?: string;
  /** What else tells this representation of the version apart in its tag: which fields it lacks. */
  readonly variant?: string;
  /** An answer that is made already, with its headers: nothing is added to it; instead of all else. */
  readonly response?: Response;
}

/** An operation: one method of one path. */
export interface Operation {
  /** Its stable name, of letters, digits, `_` and `-`: `listUsers`. */
  readonly id: string;
  /** The method of HTTP; HEAD is answered by the operation of GET at the same path. */
  readonly method: Method;
  /** Its path below where the API is mounted, with `{name}` for a segment and `{name...}` for all that follow: `/users/{id}`. */
  readonly path: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** The group that it is shown in: the name of its resource. */
  readonly tag: string;
  /** Its parameters; what the query has besides is refused. */
  readonly parameters: readonly Parameter[];
  /** What is wrong with a parameter of the query that is not declared, where there is more to say than that. */
  undeclared?(name: string): Pick<Flaw, "code" | "detail"> | undefined;
  /** The bodies that it takes; none where it is left out, and one that comes is refused. */
  readonly body?: BodyDeclaration;
  /** What it answers, by the status; problems that any operation may have are added by `problemStatuses`. */
  readonly responses: Readonly<Record<number, ResponseDeclaration>>;
  /** Whether it begins or ends a session: pages of other origins may not ask it, whoever is known by what they send. */
  readonly session?: boolean;
  /** Whether it is for known people only: 401 before anything else. */
  readonly guarded: boolean;
  /** The scopes that it is granted by to whoever comes with scopes: any of these will do, and without them none does. */
  readonly scopes?: readonly string[];
  /** Carries it out; what it throws becomes a problem document. */
  run(incoming: Incoming): Promise<Answer>;
}
