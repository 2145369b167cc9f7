/**
 * Processes over HTTP: an engine that the host hands in, as operations of an API.
 *
 * | address, below `/rest/bpe` | what it does |
 * | --- | --- |
 * | `GET /processes`, `/processes/{process}`, `.../versions`, `.../xml`, `.../picture`, `.../form` | what is deployed |
 * | `POST /processes`, `/findings` | deploys a file of XML; tells what is wrong with one |
 * | `GET /instances`, `/instances/{id}` and below it `/variables`, `/documents`, `/history`, `/picture`, `/incidents`, `/jobs` | what runs |
 * | `POST /instances` | starts one |
 * | `PATCH /instances/{id}/variables`, `POST .../documents`, `/cancel`, `/activate`, `/migrate`, `/messages`, `/incidents/{incident}/retry` | changes one |
 * | `DELETE /instances/{id}` | erases one that has ended |
 * | `GET /tasks`, `/tasks/{instance}/{element}`, `.../variables`, `.../form` | work lists |
 * | `POST /tasks/{instance}/{element}/claim`, `/release`, `/assign`, `/complete`, `/fail`, `/escalate` | tasks |
 * | `GET /incidents`, `POST /messages`, `/signals`, `/conditions` | everything at once |
 *
 * - Grants are by action ({@linkcode ProcessMay}), and `row` says which processes and instances are there for somebody; of a file
 *   that is deployed it is asked for each process. The engine's own rules are asked besides, with who asks: a task is claimed and completed by whom the model names, and a list of tasks has those that are one's own to do.
 * - `Idempotency-Key`: a start, a message, a signal or a change of an instance that is sent again with its key, by the same person, is done once, also
 *   over a crash of the server; with another body or query it is 422. Conditions take none: what holds
 *   is looked for in every process, and the engine has nothing to remember a look by that has started nothing.
 * - An instance has a strong ETag, another with each change; a change with `If-Match` is made at that version or not at all (412); before
 *   a migration, and before an instance is erased, it is looked at.
 * - `GET /instances/{id}` with `Accept: text/event-stream` follows an instance: first as it stands, then step by step, the number of a step being
 *   its event's id. What was missed comes from the history (`Last-Event-ID`); what other processes do is seen within a second.
 * - `GET /tasks` and `GET /instances` with `Accept: text/event-stream` follow the page that the address names, filters, `limit` and `after` with it: an event
 *   `page` has its rows, each `change` behind it those that are new or another (`put`) and where those were that have left it (`gone`). The id of an
 *   event stands for the page as it leaves it: who comes again with `Last-Event-ID` is told nothing where that still stands, else the whole page. A
 *   claim, a completion or a start in this process is told within a tenth of a second, those of others within one; who reads slowly is told of fewer, larger changes.
 * - Lists are cut into pages by a cursor of their own, with `Link`; times are text of ISO 8601; values follow the mapping of values, and what comes
 *   back as it was told stays what is stored.
 * - A file that is refused is 422, with every finding in `errors`: its rule as `code`, its `line` and `column`.
 *
 * How an engine is made of a runtime of BPE: `processes` of `host/rest`.
 *
 * @module
 */
export type {
  Behind,
  By,
  ChangeOptions,
  InstanceCommand,
  InstanceFilter,
  KeyUse,
  MessageRequest,
  ProcessEngine,
  ProcessIdentity,
  StartRequest,
  TaskEvent,
  TaskFilter,
  Values,
} from "./engine.ts";
export type { IdentityOf } from "./gate.ts";
export { reused } from "./key.ts";
export {
  PROCESS_ACTIONS,
  type ProcessAction,
  type ProcessMay,
  type ProcessSubject,
} from "./may.ts";
export { processOperations, type ProcessOptions } from "./operations.ts";
export type {
  Delivered,
  DeployedFile,
  ElementRow,
  Finding,
  FormField,
  HistoryRow,
  IncidentRow,
  InstanceDetail,
  InstanceRow,
  JobRow,
  Outcome,
  ProcessVersion,
  TaskPlace,
  TaskRow,
  WaitRow,
} from "./row.ts";
