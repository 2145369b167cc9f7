/**
 * Processes, histories and replies as the original's records: what is told over a wire of Erlang terms.
 *
 * The records are documents: `{ tuple }` and `{ atom }` stand for what plain values have no shape for; a text is a binary, and
 * `[]` is nothing. The order of the fields is that of the original's header file.
 *
 * @module
 */
import type { Doc } from "../state/documents.ts";
import type { Hist } from "./history/row.ts";
import type { Executor } from "../state/reserved.ts";
import type { Proc } from "./proc.ts";
import type { EventRecord, FlowView, TaskRecord } from "./record.ts";
import type { Reply } from "./reply.ts";

/** A tuple of these places. */
const tuple = (...places: readonly Doc[]): Doc => ({ tuple: places });
/** An atom of this name. */
const atom = (name: string): Doc => ({ atom: name });

const NONE: readonly Doc[] = [];
const none = (count: number): readonly Doc[] => Array.from({ length: count }, () => NONE);
const orNone = (value: Doc): Doc => value === undefined || value === "" ? NONE : value;

/** A process as the record `#process{}`; its fields that nothing here fills are `[]`. */
export function processDoc(proc: Proc): Doc {
  const { id, name, module, tasks, events, flows, docs } = proc;
  return tuple(
    atom("process"),
    id,
    ...none(2), // prev, next
    name,
    ...none(3), // desc, vsn, feeds
    atom(module),
    NONE, // roles
    tasks.map(taskDoc),
    events.map(eventDoc),
    flows.map(flowDoc),
    docs,
    ...none(4), // options, xml, svg, timer
    orNone(proc.notifications),
    NONE, // result
    timeDoc(proc.started),
    NONE, // modified
    timeDoc(proc.finished),
    orNone(proc.monitor),
    orNone(proc.parentMonitor),
    orNone(proc.parent),
    NONE, // children
    proc.beginEvent,
    proc.endEvent,
    proc.status === "active" ? NONE : proc.status,
    stageDoc(proc.stage),
    ...none(8), // rules, userStarted, userModified, userFinished, root, filters, etc, flags
    proc.executors.map(executorDoc),
  );
}

/** `#hist{}`; `last` for the newest row, which has no next. */
export function histDoc(row: Hist, last: boolean): Doc {
  const { id: { step, proc }, name, task, docs, time, executors } = row;
  const link = (at: number) => tuple(atom("step"), at, proc);
  return tuple(
    atom("hist"),
    link(step),
    step === 0 ? NONE : link(step - 1),
    last ? NONE : link(step + 1),
    orNone(name),
    stageDoc(task),
    docs,
    timeDoc(time),
    executors.map(executorDoc),
  );
}

/** What `next`, `amend` and the like answer: `{complete,Target}`, `'Final'`, `{error,Text,What}`, or what the action replied. */
export function replyDoc(reply: Reply): Doc {
  if (reply === "Final") return atom("Final");
  if ("complete" in reply) return tuple(atom("complete"), reply.complete);
  if ("error" in reply) return tuple(atom("error"), reply.error, whatDoc(reply.what));
  return reply.reply;
}

function whatDoc(what: unknown): Doc {
  if (isFlow(what)) return flowDoc(what);
  return isTask(what) ? taskDoc(what) : what;
}

function isFlow(what: unknown): what is FlowView {
  return typeof what === "object" && what !== null && "source" in what && "condition" in what;
}

function isTask(what: unknown): what is TaskRecord {
  return typeof what === "object" && what !== null && "kind" in what && "output" in what;
}

/** The flow that a process took last, or the id of the node it began with. */
export function stageDoc(stage: FlowView | string): Doc {
  return typeof stage === "string" ? stage : flowDoc(stage);
}

function flowDoc({ id, name, condition, source, target }: FlowView): Doc {
  return tuple(atom("sequenceFlow"), id, name, orNone(condition), source, target, ...none(2));
}

function taskDoc({ kind, id, name, input, output, roles, type, def }: TaskRecord): Doc {
  const task = [atom(kind), id, name, input, output, NONE, roles, NONE];
  if (type !== undefined) return tuple(...task, atom(type), orNone(def));
  return kind === "receiveTask" || kind === "sendTask" ? tuple(...task, NONE) : tuple(...task);
}

function eventDoc({ kind, id, name }: EventRecord): Doc {
  if (kind === "messageEvent") return tuple(atom(kind), id, ...none(3), name, NONE);
  const event = [atom(kind), id, name, ...none(4)];
  return kind === "boundaryEvent" || kind === "timeoutEvent"
    ? tuple(...event, ...none(3))
    : tuple(...event);
}

function executorDoc({ id, object, received, executed, status }: Executor): Doc {
  return tuple(
    atom("executor"),
    id,
    orNone(object),
    timeDoc(received),
    NONE, // started
    timeDoc(executed),
    orNone(status),
    NONE, // routing
    atom("false"), // permanent
  );
}

/** `#ts{}` with `{{Year,Month,Day},{Hour,Minute,Second}}` in UTC. */
function timeDoc(time: number | undefined): Doc {
  if (time === undefined) return NONE;
  const at = new Date(time);
  return tuple(
    atom("ts"),
    tuple(
      tuple(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()),
      tuple(at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()),
    ),
  );
}
