/**
 * What the functions of the original take.
 *
 * @module
 */
import {
  anything,
  type Check,
  fields,
  identity,
  integer,
  list,
  misfit,
  optional,
  options,
  promise,
  type Signature,
  text,
  value,
} from "../argument.ts";
import type { Bpe } from "./api.ts";

const by = options({ by: identity });
const of = promise(text);
const proc = fields({
  id: text,
  tasks: list,
  flows: list,
  events: list,
  docs: list,
  executors: list,
});

const how: Check = (given, what) => {
  if (given !== "append" && given !== "remove") throw misfit(what, "append or remove");
};

const process: Check = (given, what) =>
  typeof given === "string" ? undefined : fields()(given, what);

/** A document: anything that is there. */
const doc: Check = (given, what) => {
  if (given === undefined || typeof given === "function") throw misfit(what, "a document");
};

/** The number of a step; of one that is none there is nothing. */
const step: Check = (given, what) => {
  if (typeof given !== "number") throw misfit(what, "a number");
};

const idOrStep: Check = (given, what) =>
  typeof given === "object" ? fields({ proc: text, step })(given, what) : text(given, what);

/** By their names; those that take nothing, or hand it on, are left out. */
export const SIGNATURES: { readonly [Name in keyof Bpe]?: Signature } = {
  start: promise(process, optional(list), options({ by: identity, monitor: anything })),
  load: promise(text),
  proc: promise(text, by),
  update: promise(text, fields()),
  persist: promise(text, fields()),
  next: promise(text, optional(text), by),
  complete: promise(text, optional(text), by),
  amend: promise(text, doc, by),
  discard: promise(text, doc, by),
  modify: promise(text, doc, how, by),
  messageEvent: promise(text, fields({ name: optional(text) }), by),
  asyncEvent: promise(text, fields({ name: optional(text) })),
  broadcastEvent: promise(text, fields({ name: optional(text) })),
  deliver: of,
  subscribe: promise(text, text),
  unsubscribe: promise(text, text),
  gwBlock: promise(text, text, text),
  gwUnblock: promise(text, optional(text), optional(text)),
  hist: promise(idOrStep, optional(step)),
  head: of,
  sched: of,
  schedHead: of,
  errors: of,
  step: value(proc, text),
  docs: value(proc),
  doc: value(doc, proc),
  tasks: value(proc),
  flows: value(proc),
  events: value(proc),
  flow: value(text, proc),
  flowId: value(fields({ state: list, pointer: integer })),
  firstFlow: value(proc),
  firstTask: value(proc),
  currentTask: value(proc),
  executors: value(proc),
  delete: of,
  cleanup: of,
  assign: of,
  ensureMon: of,
  monLink: promise(fields({ id: text }), text, optional(fields())),
  monChildren: of,
};
