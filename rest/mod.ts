/**
 * REST: an HTTP API over records, feeds and processes, from declarations.
 *
 * Every route is an {@linkcode Operation}: a method, a path, parameters, bodies, responses by status, and `run`. Resources and feeds make theirs
 * ({@linkcode resource}, {@linkcode feeds}); others are made by the same interface and handed to {@linkcode rest} as `operations`: those of processes
 * and the document. What is declared there is what is checked before `run`, and what the OpenAPI document tells, so neither is written twice:
 *
 * - `parameters` of the query are read and refused by their schemas; what is not declared is 400. Those of the path arrive decoded.
 * - `body.content` says the types that are taken (415 beside them). `incoming.body()` reads JSON and forms within the limits; with `stream` the
 *   body is left to `run`.
 * - `responses` of the first status below 300 with `content` says what is offered to `Accept` (406 beside it); `incoming.type` is what was agreed on.
 *   `answer.value` is written by the {@linkcode Format} of that type; `answer.body` is sent as it is, as streams of events, ndjson and CSV are.
 * - `answer.version` becomes a strong ETag for each type and coding; {@linkcode precondition} is asked by `run` before it changes anything.
 * - An error of any class in the tables becomes a problem document; a room that only the host knows brings its {@linkcode ErrorTable} as `errors`.
 * - Processes are operations of the entry `rest/process`, over an engine that the host hands in.
 * - `who` tells a {@linkcode Person} of a request: sessions, keys and tokens plug in there. A `guarded` operation is 401 without one.
 *
 * Lists are streamed, too, where a resource says so by its `types` and `imports`; nothing is made before it is taken, so memory does not depend on how
 * long they are:
 *
 * - `Accept: application/x-ndjson`, or `text/csv` where the fields are declared, without `limit`: the whole list. What goes wrong in the middle breaks the
 *   body off, so that it never looks complete. Cells that a spreadsheet would carry out begin with `'`, which an import takes away again.
 * - POST of these types: each line by itself, answered by a stream of a line each, `{ "line", "status", "location" }` or `{ "line", "status", "problem" }`,
 *   while it is sent: read the answer while you send. What is told as stored is stored; of what comes behind a line that was not finished nothing is.
 * - `Accept: text/event-stream`: what changes, `{ "op": "put", "record" }` or `{ "op": "delete", "id" }`, behind `Last-Event-ID` or `after`, else from now
 *   on. A stream may end at any time; who comes again with its last id misses nothing and hears nothing twice. Of a feed what is appended is told; of a
 *   table every put and delete, where it is declared with `changes`. {@linkcode events} streams anything else.
 *
 * Feeds are at the addresses of the original: `/rest/kvs/0/{path}` is the list, to which POST appends, `/rest/kvs/1/{id}/{path}` one entry; those of
 * the prefixes that are declared, compared part by part, and no others. They have everything that resources have, and are told under their path.
 *
 * A POST with `Idempotency-Key` is carried out once: its answer is stored in the commit of what it creates, and repeated, tag and all, for a day
 * (`limits.keyMs`). A key is the person's own, of one address and one body: with another body it is 422. What was refused is not kept.
 *
 * A list is asked for by its address; what a list takes is declared as its parameters, and everything else is 400 with the parameter:
 *
 * - `city=Kyiv`, `city[in]=Kyiv&city[in]=Lviv`, `age[gt]=18`, `gte`, `lt`, `lte`, `name[starts]=An`: filters on the fields of indexes, which together
 *   must be a stretch of one index (`no_index` otherwise): a list is never searched. The operator stands with the name, so that no value is taken for
 *   one; `[eq]` is what no operator is. Values are of the types that `kinds` and the schema say.
 * - `by=age`: in the order of an index, `order=desc`: back; `limit`, `after` and `before`, which the header `Link` tells; a cursor is good for the
 *   query that it was made for. `fields=id,name`: only these.
 * - `QUERY /users` with `{ "age": { "gt": 18 }, "fields": ["id"] }` is `GET /users?age[gt]=18&fields=id` (draft-ietf-httpbis-safe-method-w-body).
 * - Of rows that are not everybody's (`may.row`) a page is filled up from behind, with at most 1,000 records looked at; nothing tells of the others.
 * - `Prefer` (RFC 7240): `return=minimal|representation`, `count=exact` of a whole list, `handling=strict` (preferences must be known, too) and
 *   `handling=lenient` (unknown parameters are passed over); `Preference-Applied` tells which were followed.
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
 * await api.request("/rest/users", { method: "POST", body: new URLSearchParams({ id: "vlad" }) });
 * await api.request("/rest/users/vlad", { method: "PUT", body: new URLSearchParams({ id: "5HT" }) });
 * const told = await (await api.request("/rest/users")).json();
 * if (told.users.length !== 1 || told.users[0].id !== "5HT") throw told;
 * ```
 *
 * @module
 */
export { type BodyLimits, readBytes } from "./body/bytes.ts";
export { FORM, readBody } from "./body/body.ts";
export { readForm } from "./body/form.ts";
export { type JsonLimits, readJson } from "./body/json.ts";
export { pointerOf } from "./problem/pointer.ts";
export { queried } from "./list/queried.ts";
export type { Cors } from "./cors.ts";
export { type FeedMay, type Feeds, feeds, type FeedsOptions } from "./feed/feeds.ts";
export type { AnyFeeds } from "./feed/operations.ts";
export { type Flaw, RestError, type RestErrorCode, type RestErrorOptions } from "./error.ts";
export { type Format, FORMATS } from "./negotiate/format.ts";
export { acceptsGzip, negotiate, typeFor } from "./negotiate/negotiate.ts";
export type {
  Answer,
  BodyDeclaration,
  Incoming,
  JsonSchema,
  Method,
  Operation,
  Parameter,
  ResponseDeclaration,
} from "./operation.ts";
export {
  type Coding,
  type Current,
  type EntityTag,
  notModified,
  type Outcome,
  precondition,
  tagOf,
  tagsOf,
  versionOfTag,
} from "./precondition.ts";
export {
  PROBLEM,
  type Problem,
  PROBLEM_SCHEMA,
  problemOf,
  problemResponse,
} from "./problem/problem.ts";
export { problemStatuses } from "./problem/responses.ts";
export { type ErrorTable, TABLES } from "./problem/statuses.ts";
export {
  type Allowance,
  type Counter,
  counter,
  type CounterOptions,
  type Rate,
  rate,
  rateHeaders,
  type RateOptions,
  withinRate,
} from "./rate.ts";
export { CSV, HTML, NDJSON } from "./resource/written.ts";
export {
  type Action,
  type FieldGrants,
  type Grant,
  isGranted,
  type May,
  refusal,
} from "./resource/may.ts";
export type { ResourceModule } from "./resource/module.ts";
export { resourceOperations } from "./resource/operations.ts";
export { jsonPatched, mergePatched } from "./resource/patch.ts";
export {
  type Resource,
  resource,
  type ResourceLimits,
  type ResourceOptions,
  type ResourceParts,
  type ResourcePlace,
} from "./resource/resource.ts";
export type { Alteration, Beside, Listed, Query, Source, Stored } from "./resource/source.ts";
export type { Change, Changes } from "./stream/changes.ts";
export type { StandardIssue, StandardResult, StandardSchema } from "../base/standard.ts";
export { type AnyResource, operationsOf, rest, type RestOptions } from "./rest.ts";
export { type RestApp, serve } from "./route.ts";
export type { Origin } from "./origin.ts";
export type { ServeOptions } from "./serving.ts";
export type { Streaming, StreamOptions } from "./streaming.ts";
export { EVENT_STREAM, eventText, type ServerEvent } from "./stream/event.ts";
export {
  events,
  type EventsOptions,
  type EventStream,
  LAST_EVENT_ID,
  lastEventId,
} from "./stream/sse.ts";
export type { StillMay } from "./stream/standing.ts";
export { type IdKind, type IdKinds, idsOf, idText, parseId } from "./value/id.ts";
export { alike } from "./value/alike.ts";
export { fromJson, type Json, toJson } from "./value/json.ts";
export { restored } from "./value/restored.ts";
export { atomize, binarize, type Entries, toBinary } from "./value/original.ts";
export { parse, type Term } from "./value/term.ts";
export type { Kind, Kinds } from "./value/kind.ts";
export type { Person, Who } from "./who.ts";
